#include "plan_steps.h"

#include "arena.h"
#include "plan_select.h"

static bool is_for(const struct target *target, const char *scenario)
{
	const struct text_list *list = &target->setup.scenarios;

	for (size_t i = 0; i < list->count; i++) {
		if (plan_names_scenario(list->items[i], scenario))
			return true;
	}
	return !list->count;
}

bool plan_belongs(const struct scenario *scenario, const struct target *target)
{
	return scenario_is_for(scenario, target->name) && is_for(target, scenario->id) &&
		!(scenario_has_deeds(scenario) && target->client.given &&
			target->client.kind == CLIENT_PROGRAM);
}

const char *plan_steps_lack(const struct plan_cell *cell, struct arena *arena)
{
	const struct scenario *scenario = cell->scenario;
	const struct target *target = cell->target;

	if (!scenario_is_for(scenario, target->name))
		return arena_printf(arena, "the scenario is not about %s", target->name);
	if (!is_for(target, scenario->id))
		return arena_printf(arena, "%s is set up for other scenarios", target->name);
	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct scenario_step *step = &scenario->steps[i];

		if (step->to && step->expect[cell->mode].connection.given &&
			target_find_listener(target, step->to) < 0)
			return arena_printf(arena, "%s has no listener '%s', to which step '%s' goes",
				target->name, step->to, step->name);
	}
	return NULL;
}

bool plan_steps_fit(const struct plan_cell *cell, struct diag *diag)
{
	const struct scenario *scenario = cell->scenario;
	bool fit = true;

	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct scenario_step *step = &scenario->steps[i];
		int listener = step->to ? target_find_listener(cell->target, step->to) : -1;

		if (listener < 0 || step->plain || !step->expect[cell->mode].connection.given ||
			!target_listener(cell->target, (size_t)listener)->plain)
			continue;
		diag_error(diag, step->to_place, "listener '%s' of %s speaks no TLS", step->to,
			cell->target->name);
		diag_hint(diag, "plain: true");
		fit = false;
	}
	return fit;
}
