#include "plan_line.h"

#include <string.h>
#include <time.h>

#include "clock.h"
#include "describe.h"
#include "pki.h"
#include "plan_rules.h"
#include "result.h"
#include "selection.h"
#include "tls_library.h"
#include "version.h"

static void add_scenario(
	struct plan_result *out, const struct scenario *scenario, struct arena *arena)
{
	struct scenario_info *info;

	for (size_t i = 0; i < out->scenario_count; i++) {
		if (strcmp(out->scenarios[i].id, scenario->id) == 0)
			return;
	}
	info = ARENA_PUSH(arena, out->scenarios, out->scenario_count);
	info->id = scenario->id;
	info->title = scenario->title;
	info->why = scenario->why;
	info->file = arena_printf(arena, "%s:%zu", scenario->path, scenario->title_place.line);
	info->rules = scenario->rules.items;
	info->rule_count = scenario->rules.count;
	info->confirms = scenario->confirms;
}

/* One that has defects is no other program than the one beside it. */
static const char *find_version(
	const struct plan_result *plan, const struct selection *selection, const struct target *target)
{
	for (size_t i = 0; target->defects && i < plan->target_count; i++) {
		const char *path = selection->targets[i]->path;

		if (path && strcmp(path, target->path) == 0)
			return plan->targets[i].version;
	}
	return NULL;
}

static void add_target_result(struct plan_result *out, const struct selection *selection,
	const struct target *target, struct arena *arena)
{
	const char *version = find_version(out, selection, target);
	struct target_info *info = ARENA_PUSH(arena, out->targets, out->target_count);

	info->name = target->name;
	info->title = target->title;
	info->version = version ? version : version_ask(target, arena);
	info->defect = target->defects;
	info->missing = plan_missing_program(target, arena);
	info->folder = target->path ? target->folder : NULL;
}

/* Whose good client all targets have; NULL: the usual one, or not all the same. */
static const char *common_control(const struct selection *selection)
{
	const char *common = NULL;

	for (size_t i = 0; i < selection->target_count; i++) {
		const char *name = selection->targets[i]->setup.control.client;

		if (!name || (common && strcmp(common, name) != 0))
			return NULL;
		common = name;
	}
	return common;
}

void plan_line_credentials(
	struct plan_result *out, struct selection *selection, const char *const *names)
{
	struct arena *arena = &selection->catalogue.arena;
	struct pki *pki = pki_beside(selection->pki, common_control(selection));
	const char *why;

	for (; *names; names++) {
		struct credential_info info;

		if (pki_describe(&info, pki, *names, arena, &why))
			*ARENA_PUSH(arena, out->credentials, out->credential_count) = info;
	}
}

void plan_line_make(struct plan_result *out, struct selection *selection, size_t repeat)
{
	struct arena *arena = &selection->catalogue.arena;
	const struct plan *plan = selection->plan;
	char started[32];

	memset(out, 0, sizeof(*out));
	clock_format_utc(started, time(NULL));
	out->openssl_version = tls_library_version();
	out->started = arena_strdup(arena, started);
	for (size_t i = 0; i < selection->target_count; i++)
		add_target_result(out, selection, selection->targets[i], arena);
	out->cells = ARENA_ARRAY(arena, const char *, plan->cell_count *repeat + 1);
	for (size_t i = 0; i < plan->cell_count * repeat; i++) {
		const struct plan_cell *cell = &plan->cells[i % plan->cell_count];
		size_t round = i / plan->cell_count;

		if (plan_runs_in(plan, cell, round))
			out->cells[out->cell_count++] =
				round ? arena_printf(arena, "%s#%zu", cell->id, round + 1) : cell->id;
	}
	for (size_t i = 0; i < plan->cell_count; i++)
		add_scenario(out, plan->cells[i].scenario, arena);
	plan_rules_add(out, selection);
}
