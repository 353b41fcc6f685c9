#include "plan_deed.h"

#include "arena.h"

const char *plan_reload_lack(const struct plan_cell *cell, struct arena *arena)
{
	const struct target_reload *reload = &cell->target->reload;

	if (!scenario_reloads(cell->scenario) || target_can_reload(reload))
		return NULL;
	if (reload->unsupported)
		return arena_printf(arena, "%s can't be made to read its files again while it runs: %s",
			cell->target->name, reload->unsupported);
	return arena_printf(arena,
		"the target file of %s does not say how it is made to read its files again (`reload`)",
		cell->target->name);
}

const char *plan_deed_lack(const struct plan_cell *cell, struct arena *arena)
{
	if (!scenario_has_deeds(cell->scenario))
		return NULL;
	if (cell->target->connect_host)
		return arena_printf(
			arena, "%s runs already: its files are not ours to replace", cell->target->name);
	return plan_reload_lack(cell, arena);
}

const struct text_list *plan_deed_features(const struct plan_cell *cell, struct arena *arena)
{
	const struct text_list *required = &cell->scenario->requires_features;
	struct text_list *all;

	if (!scenario_reloads(cell->scenario) ||
		!target_find_feature(cell->target, PLAN_FEATURE_RELOAD))
		return required;
	all = ARENA_NEW(arena, struct text_list);
	for (size_t i = 0; i < required->count; i++)
		*ARENA_PUSH(arena, all->items, all->count) = required->items[i];
	*ARENA_PUSH(arena, all->items, all->count) = PLAN_FEATURE_RELOAD;
	return all;
}
