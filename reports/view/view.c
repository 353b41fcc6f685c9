#include "view.h"

#include <string.h>

#include "arena.h"
#include "id_index.h"

/* Numbers names densely in the order of their first appearance. */
static size_t number_names(
	struct arena *arena, const char **names, size_t count, size_t *numbers, const char ***distinct)
{
	struct id_index index;
	size_t found = 0;

	*distinct = ARENA_ARRAY(arena, const char *, count);
	id_index_build(&index, arena, names, ID_STRIDE_TEXT, count);
	for (size_t i = 0; i < count; i++) {
		size_t first = id_index_find(&index, names[i]);

		if (first == i)
			(*distinct)[found] = names[i];
		numbers[i] = first == i ? found++ : numbers[first];
	}
	return found;
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static void number_targets(struct view *view)
{
	const struct plan_result *plan = &view->run->plan;
	size_t total = plan->target_count + view->run->cell_count;
	const char **names = ARENA_ARRAY(view->arena, const char *, total);
	size_t *numbers = ARENA_ARRAY(view->arena, size_t, total);

	for (size_t i = 0; i < plan->target_count; i++)
		names[i] = or_empty(plan->targets[i].name);
	for (size_t i = 0; i < view->run->cell_count; i++)
		names[plan->target_count + i] = or_empty(view->run->cells[i].target);
	view->target_count = number_names(view->arena, names, total, numbers, &view->targets);
	view->target_infos = ARENA_ARRAY(view->arena, const struct target_info *, view->target_count);
	for (size_t i = plan->target_count; i-- > 0;)
		view->target_infos[numbers[i]] = &plan->targets[i];
	for (size_t i = 0; i < view->run->cell_count; i++)
		view->cells[i].target = numbers[plan->target_count + i];
}

static void number_scenarios(struct view *view)
{
	const struct plan_result *plan = &view->run->plan;
	size_t total = plan->scenario_count + view->run->cell_count;
	const char **names = ARENA_ARRAY(view->arena, const char *, total);
	size_t *numbers = ARENA_ARRAY(view->arena, size_t, total);

	for (size_t i = 0; i < plan->scenario_count; i++)
		names[i] = or_empty(plan->scenarios[i].id);
	for (size_t i = 0; i < view->run->cell_count; i++)
		names[plan->scenario_count + i] = or_empty(view->run->cells[i].scenario);
	view->scenario_count = number_names(view->arena, names, total, numbers, &view->scenarios);
	view->scenario_infos =
		ARENA_ARRAY(view->arena, const struct scenario_info *, view->scenario_count);
	for (size_t i = plan->scenario_count; i-- > 0;)
		view->scenario_infos[numbers[i]] = &plan->scenarios[i];
	for (size_t i = 0; i < view->run->cell_count; i++)
		view->cells[i].scenario = numbers[plan->scenario_count + i];
}

static void add_to_column(struct view *view, struct view_column *column, size_t cell)
{
	if (column->cells)
		view->cells[column->last].next = cell;
	else
		column->first = cell;
	column->last = cell;
	column->cells++;
	column->counts[view->run->cells[cell].verdict]++;
	column->duration_us += view->run->cells[cell].duration_us;
}

/* Columns by target, then mode; combinations without a cell have none. */
static void arrange_columns(struct view *view)
{
	size_t slots = view->target_count * AUTH_MODE_COUNT;
	bool *used = ARENA_ARRAY(view->arena, bool, slots);
	size_t *column_of = ARENA_ARRAY(view->arena, size_t, slots);

	for (size_t i = 0; i < view->run->cell_count; i++)
		used[view->cells[i].target * AUTH_MODE_COUNT + view->run->cells[i].mode] = true;
	view->columns = ARENA_ARRAY(view->arena, struct view_column, slots);
	for (size_t slot = 0; slot < slots; slot++) {
		if (!used[slot])
			continue;
		column_of[slot] = view->column_count;
		view->columns[view->column_count++] = (struct view_column){
			.target = slot / AUTH_MODE_COUNT, .mode = (enum auth_mode)(slot % AUTH_MODE_COUNT)};
	}
	for (size_t i = 0; i < view->run->cell_count; i++) {
		struct view_cell *cell = &view->cells[i];

		cell->next = VIEW_END;
		cell->column = column_of[cell->target * AUTH_MODE_COUNT + view->run->cells[i].mode];
		add_to_column(view, &view->columns[cell->column], i);
	}
}

void view_build(struct view *out, struct arena *arena, const struct run_result *run)
{
	memset(out, 0, sizeof(*out));
	out->arena = arena;
	out->run = run;
	out->cells = ARENA_ARRAY(arena, struct view_cell, run->cell_count);
	number_targets(out);
	number_scenarios(out);
	arrange_columns(out);
}

const struct scenario_info *view_scenario(const struct view *view, size_t cell)
{
	static const struct scenario_info nothing;
	const struct scenario_info *info = view->scenario_infos[view->cells[cell].scenario];

	return info ? info : &nothing;
}

bool view_is_untried(const struct cell_result *cell)
{
	return cell->verdict == VERDICT_ERROR && !cell->attempt_count && !cell->step_count;
}

const char *view_cell_name(struct arena *arena, const struct cell_result *cell)
{
	const char *at = strchr(cell->id, '@');
	const char *colon = at ? strrchr(at, ':') : NULL;
	const char *slash = colon ? strchr(colon, '/') : NULL;

	if (!slash)
		return cell->id;
	return arena_printf(arena, "%.*s%s", (int)(at - cell->id), cell->id, slash);
}

const char *view_seconds(struct arena *arena, uint64_t us)
{
	uint64_t ms = (us + 500) / 1000;

	return arena_printf(
		arena, "%llu.%03llu", (unsigned long long)(ms / 1000), (unsigned long long)(ms % 1000));
}
