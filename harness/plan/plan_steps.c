#include "plan_steps.h"

#include "arena.h"
#include "host_address.h"
#include "plan_select.h"
#include "target_hosts.h"
#include "target_paths.h"

static bool is_for(const struct target *target, const char *scenario)
{
	const struct text_list *list = &target->setup.scenarios;

	for (size_t i = 0; i < list->count; i++) {
		if (plan_names_scenario(list->items[i], scenario))
			return true;
	}
	return !list->count;
}

/* Where the rest of it is in this mode it can't protect one of the paths. */
static bool has_no_paths(
	const struct scenario *scenario, const struct target *target, enum auth_mode mode)
{
	for (size_t i = 0; i < target_path_count(target); i++) {
		if (!target_path_is_beside(target_path_number(target, i), mode))
			return scenario_is_of_paths(scenario);
	}
	return !target_path_count(target) && scenario_is_of_paths(scenario);
}

/* By either name, where it was given one of its own. */
static bool is_about(const struct scenario *scenario, const struct target *target)
{
	return scenario_is_for(scenario, target->name) ||
		(target->file_name && scenario_is_for(scenario, target->file_name));
}

bool plan_belongs(const struct scenario *scenario, const struct target *target, enum auth_mode mode)
{
	return is_about(scenario, target) && is_for(target, scenario->id) &&
		(!scenario_is_of_hosts(scenario) || target_host_count(target)) &&
		!has_no_paths(scenario, target, mode) &&
		!(scenario_has_deeds(scenario) && target->client.given &&
			target->client.kind == CLIENT_PROGRAM);
}

/* The role of a host that it names and the target does not have; "": those that it has can't be
 * told apart, since no backends of ours stand behind them; NULL: nothing is missing. */
static const char *missing_host(const struct plan_cell *cell)
{
	const char *role;

	for (size_t i = 0; (role = scenario_role(cell->scenario, cell->mode, i)); i++) {
		if (!target_hosts_find(cell->target, role))
			return role;
	}
	return cell->target->connect_host || target_is_measured(cell->target, false) ? "" : NULL;
}

static const char *lacks_hosts(const struct plan_cell *cell, struct arena *arena)
{
	const char *missing = scenario_is_of_hosts(cell->scenario) ? missing_host(cell) : NULL;

	if (!missing)
		return NULL;
	return *missing ? arena_printf(arena, "%s has no virtual host in the role '%s'",
						  cell->target->name, missing)
					: "no backend of ours stands behind each of its hosts";
}

/* A path is protected in that mode of the rest. */
static const char *lacks_paths(const struct plan_cell *cell, struct arena *arena)
{
	const char *role;

	for (size_t i = 0; (role = scenario_path_role(cell->scenario, cell->mode, i)); i++) {
		const struct target_path *path = target_paths_find(cell->target, role);

		if (!path)
			return arena_printf(arena, "%s has no path in the role '%s'", cell->target->name, role);
		if (!target_path_is_beside(path, cell->mode))
			return arena_printf(
				arena, "%s can't protect a path of a server in this mode", cell->target->name);
	}
	return NULL;
}

/* Of a name that is to be written in another way. */
static bool lacks_name(const struct scenario_step *step, const struct target *target)
{
	const char *name = step->sni ? step->sni : target->server_name;

	return step->opening.hello.name && name && host_is_address(name);
}

const char *plan_steps_lack(const struct plan_cell *cell, struct arena *arena)
{
	const struct scenario *scenario = cell->scenario;
	const struct target *target = cell->target;
	const char *missing;

	if (!is_about(scenario, target))
		return arena_printf(arena, "the scenario is not about %s", target->name);
	if (!is_for(target, scenario->id))
		return arena_printf(arena, "%s is set up for other scenarios", target->name);
	missing = lacks_hosts(cell, arena);
	if (!missing)
		missing = lacks_paths(cell, arena);
	if (missing)
		return missing;
	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct scenario_step *step = &scenario->steps[i];

		if (step->opening.via.proxy_protocol && target->setup.expects_proxy_protocol)
			return arena_printf(
				arena, "%s expects a PROXY header: it is no stranger's there", target->name);
		if (lacks_name(step, target))
			return arena_printf(
				arena, "%s goes by an address, which is no name in a ClientHello", target->name);
		if (target->connect_host && step->expect[cell->mode].log)
			return arena_printf(
				arena, "%s is not launched by us: we don't see its log", target->name);
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
