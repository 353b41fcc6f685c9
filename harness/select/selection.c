#include "selection.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "defect.h"
#include "defect_list.h"
#include "event.h"
#include "expected.h"
#include "file.h"
#include "file_kind.h"
#include "needs.h"
#include "pki.h"
#include "plan_select.h"
#include "result.h"
#include "selection_client.h"
#include "selection_connect.h"
#include "selection_naming.h"
#include "selection_pki.h"

#define ALL_TARGETS "all"

static const struct place on_command_line = {NULL, 0, 0};

void selection_init(struct selection *selection)
{
	memset(selection, 0, sizeof(*selection));
	catalogue_init(&selection->catalogue);
}

void selection_finish(struct selection *selection)
{
	pki_destroy(selection->pki);
	catalogue_finish(&selection->catalogue);
}

static void add_target(struct selection *selection, const char *name, struct place place)
{
	struct catalogue *catalogue = &selection->catalogue;

	*ARENA_PUSH(&catalogue->arena, selection->targets, selection->target_count) =
		target_read_asked(&catalogue->arena, &catalogue->diag, name, place);
}

static bool is_named(const struct selection_request *request, const char *name)
{
	size_t at = 0;

	while (at < request->target_count && strcmp(request->targets[at], name) != 0)
		at++;
	return at < request->target_count;
}

/* "all": those that are built in and not named beside it. */
static void add_all_targets(struct selection *selection, const struct selection_request *request)
{
	for (const char *const *name = target_names(&selection->catalogue.arena); *name; name++) {
		if (!is_named(request, *name))
			add_target(selection, *name, on_command_line);
	}
}

/* `asked`: names with commas between, or NULL. */
static void check_defects(
	const struct target *target, const char *asked, struct arena *arena, struct diag *diag)
{
	for (const char *at = asked; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
		const char *name = arena_strndup(arena, at, strcspn(at, ","));
		const struct named_defect *defect = defect_list_find(name);

		if (!defect)
			diag_error_suggest(diag, on_command_line, name, defect_list_words(),
				"target '%s': there is no defect '%s'", target->name, name);
		else if (defect->of_client != target->client.given)
			diag_error(diag, on_command_line, "target '%s': '%s' is a defect of a %s", target->name,
				name, defect_list_side(defect));
	}
}

static void check_own_defects(const struct target *target, const struct selection_request *request,
	struct arena *arena, struct diag *diag)
{
	if (target->defects && !target->takes_defects)
		diag_error(diag, on_command_line, "target '%s' takes no defects: that is for the reference",
			target->name);
	check_defects(target, target->defects, arena, diag);
	if (target->takes_defects)
		check_defects(target, request->defects, arena, diag);
}

/* Where its defect can't show itself. Scenarios that were named are tried in any case. */
static void leave_out(struct target *target, const struct selection_request *request)
{
	const struct named_defect *defect = defect_list_find(target->defects);

	for (int i = 0; defect && i < AUTH_MODE_COUNT; i++)
		target->modes_left_out[i] = !strchr(defect->modes, auth_mode_letters[i]);
	target->deeds_left_out =
		defect && !defect->of_client && !strchr(defect->modes, DEFECT_OF_DEEDS);
	if (defect && !defect->of_client)
		*(strchr(defect->modes, DEFECT_OF_OCSP) ? &target->only_feature
												: &target->feature_left_out) = "ocsp";
	target->older_tls_left_out = defect && !strchr(defect->modes, DEFECT_OF_OLDER_TLS);
	if (defect && !request->scenario_dir && !request->scenario_count)
		target->only_scenarios = defect->scenarios;
}

void selection_read_targets(struct selection *selection, const struct selection_request *request)
{
	struct catalogue *catalogue = &selection->catalogue;

	for (size_t i = 0; i < request->target_count; i++) {
		if (strcmp(request->targets[i], ALL_TARGETS) == 0)
			add_all_targets(selection, request);
		else
			add_target(selection, request->targets[i],
				request->target_places ? request->target_places[i] : on_command_line);
	}
	selection_client_read(selection, &request->client);
	for (size_t i = 0; i < selection->target_count; i++) {
		catalogue_check_target(catalogue, selection->targets[i]);
		if (selection->targets[i])
			check_own_defects(selection->targets[i], request, &catalogue->arena, &catalogue->diag);
		if (selection->targets[i] && selection->targets[i]->defects && request->only_concerned)
			leave_out(selection->targets[i], request);
	}
	for (size_t i = 0; i < selection->target_count; i++) {
		if (selection->targets[i] && !request->files_alone)
			needs_look(selection->targets[i], &catalogue->arena);
	}
}

void selection_read_catalogue(struct selection *selection, const struct selection_request *request)
{
	struct catalogue *catalogue = &selection->catalogue;

	catalogue_read_recipe(catalogue, request->pki_file, request->pki_variant);
	catalogue_read_scenarios(catalogue, request->scenario_dir);
}

/* NULL with diagnostics. */
static const struct scenario *add_file(struct catalogue *catalogue, const char *path)
{
	enum file_kind kind = file_kind_of(path);

	if (kind == FILE_SCENARIO)
		return catalogue_add_scenario(catalogue, path);
	diag_error(&catalogue->diag, (struct place){.file = path}, "no scenario, but a file for %s",
		file_kind_option(kind));
	return NULL;
}

/* Scenario arguments that are files join the catalogue and are selected by their id. */
static const char **select_scenarios(
	struct selection *selection, const struct selection_request *request)
{
	struct arena *arena = &selection->catalogue.arena;
	const char **globs = ARENA_ARRAY(arena, const char *, request->scenario_count + 1);
	size_t count = 0;

	for (size_t i = 0; i < request->scenario_count; i++) {
		const struct scenario *scenario;

		if (!catalogue_is_file(request->scenarios[i])) {
			globs[count++] = request->scenarios[i];
			continue;
		}
		scenario = add_file(&selection->catalogue, request->scenarios[i]);
		if (scenario)
			globs[count++] = scenario->file_id;
	}
	return globs;
}

struct scenario_set selection_scenarios(
	struct selection *selection, const struct selection_request *request)
{
	struct catalogue *catalogue = &selection->catalogue;
	const struct plan_request asked = {
		.scenarios = &catalogue->scenarios, .scenario_globs = select_scenarios(selection, request)};

	return plan_select_scenarios(&asked, &catalogue->arena, &catalogue->diag);
}

static const char **select_cells(
	struct selection *selection, const struct selection_request *request)
{
	const char **globs =
		ARENA_ARRAY(&selection->catalogue.arena, const char *, request->cell_count + 1);

	for (size_t i = 0; i < request->cell_count; i++)
		globs[i] = request->cells[i];
	return globs;
}

static int by_id(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What did not fail there is left out; nothing is, if all went well. */
static void read_last(struct selection *selection, const char *path, struct plan_only *only)
{
	struct catalogue *catalogue = &selection->catalogue;
	const struct run_result *last =
		path ? event_read(&catalogue->arena, &catalogue->diag, path) : NULL;

	for (size_t i = 0; last && i < last->cell_count; i++) {
		const struct cell_result *cell = &last->cells[i];

		if (verdict_is_trouble(cell->verdict)) /* of a round of --repeat: ID#2 */
			*ARENA_PUSH(&catalogue->arena, selection->last_failed, selection->last_failed_count) =
				arena_strndup(&catalogue->arena, cell->id, strcspn(cell->id, "#"));
	}
	if (selection->last_failed_count)
		qsort(selection->last_failed, selection->last_failed_count, sizeof(*selection->last_failed),
			by_id);
	*only = (struct plan_only){
		selection->last_failed_count > 0, selection->last_failed, selection->last_failed_count};
}

static void read_older(struct selection *selection, const struct selection_request *request)
{
	struct catalogue *catalogue = &selection->catalogue;

	if (request->compare)
		selection->older = event_read(&catalogue->arena, &catalogue->diag, request->compare);
	if (request->expected)
		selection->expected =
			expected_read(&catalogue->arena, &catalogue->diag, request->expected, time(NULL));
	if (request->expected && !selection->expected && !file_exists(request->expected))
		diag_hint(&catalogue->diag,
			"it is to hold the expected failures (--expected); `mtlspec baseline update` writes "
			"one");
}

/* All files are right. */
static int plan_cells(struct selection *selection, const struct selection_request *request,
	struct plan_request *asked)
{
	struct catalogue *catalogue = &selection->catalogue;

	selection->trouble = selection_pki_open(&selection->pki, &selection->note, request, catalogue);
	if (!selection->trouble)
		selection->trouble = selection_pki_limit(asked, selection->pki, catalogue);
	if (selection->trouble)
		return EXIT_USAGE;
	selection->plan = plan_make(&catalogue->arena, &catalogue->diag, asked);
	if (!selection->plan)
		return EXIT_USAGE;
	if (selection->plan->cell_count)
		return 0;
	selection->trouble = "nothing selected: no cell matches all of the given filters";
	return EXIT_NOTHING_SELECTED;
}

int selection_make(struct selection *selection, const struct selection_request *request)
{
	struct catalogue *catalogue = &selection->catalogue;
	struct plan_request asked = {.scenarios = &catalogue->scenarios,
		.driver = request->driver,
		.backend_behind_external = request->backend != NULL,
		.words = request->words,
		.defects = request->defects};

	selection->whole = !request->scenario_count && !request->cell_count && !request->words &&
		!request->last_failed;
	selection_read_catalogue(selection, request);
	catalogue_check_recipe(catalogue, catalogue->recipe, catalogue->recipe_path);
	asked.scenario_globs = select_scenarios(selection, request);
	asked.cell_globs = select_cells(selection, request);
	memcpy(asked.modes, request->modes, sizeof(asked.modes));
	memcpy(asked.versions, request->versions, sizeof(asked.versions));
	selection_read_targets(selection, request);
	selection_connect_apply(selection, &request->connect);
	selection_naming_apply(selection, request->connect.server_name);
	asked.targets = selection->targets;
	asked.target_count = selection->target_count;
	read_older(selection, request);
	read_last(selection, request->last_failed, &asked.only);
	return diag_failed(&catalogue->diag) ? EXIT_USAGE : plan_cells(selection, request, &asked);
}
