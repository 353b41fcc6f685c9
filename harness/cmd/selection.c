#include "selection.h"

#include <string.h>
#include <time.h>

#include "event.h"
#include "expected.h"
#include "pki.h"
#include "plan.h"
#include "run_pki.h"

#define ALL_TARGETS "all"

void selection_init(struct selection *selection)
{
	memset(selection, 0, sizeof(*selection));
	catalogue_init(&selection->catalogue);
}

void selection_finish(struct selection *selection)
{
	pki_destroy(selection->pki);
	catalogue_finish(&selection->catalogue);
	run_arguments_finish(&selection->arguments);
}

static void add_target(struct selection *selection, const char *name)
{
	struct catalogue *catalogue = &selection->catalogue;

	*ARENA_PUSH(&catalogue->arena, selection->targets, selection->target_count) =
		target_read(&catalogue->arena, &catalogue->diag, name);
}

static bool is_named(const struct run_arguments *arguments, const char *name)
{
	size_t at = 0;

	while (at < arguments->target_count && strcmp(arguments->targets[at], name) != 0)
		at++;
	return at < arguments->target_count;
}

/* "all": those that are built in and not named beside it. */
static void add_all_targets(struct selection *selection)
{
	for (const char *const *name = target_names(&selection->catalogue.arena); *name; name++) {
		if (!is_named(&selection->arguments, *name))
			add_target(selection, *name);
	}
}

static void read_targets(struct selection *selection)
{
	struct run_arguments *arguments = &selection->arguments;
	struct catalogue *catalogue = &selection->catalogue;

	for (size_t i = 0; i < arguments->target_count; i++) {
		if (strcmp(arguments->targets[i], ALL_TARGETS) == 0)
			add_all_targets(selection);
		else
			add_target(selection, arguments->targets[i]);
	}
	for (size_t i = 0; i < arguments->client_count; i++)
		*ARENA_PUSH(&catalogue->arena, selection->targets, selection->target_count) =
			target_from_command(&catalogue->arena, &catalogue->diag, arguments->clients[i]);
	for (size_t i = 0; i < selection->target_count; i++)
		catalogue_check_target(catalogue, selection->targets[i]);
}

/* Scenario arguments that are files join the catalogue and are selected by their id. */
static const char **select_scenarios(struct selection *selection)
{
	struct run_arguments *arguments = &selection->arguments;
	struct arena *arena = &selection->catalogue.arena;
	const char **globs = ARENA_ARRAY(arena, const char *, arguments->scenario_count + 1);
	size_t count = 0;

	for (size_t i = 0; i < arguments->scenario_count; i++) {
		const struct scenario *scenario;

		if (!catalogue_is_file(arguments->scenarios[i])) {
			globs[count++] = arguments->scenarios[i];
			continue;
		}
		scenario = catalogue_add_scenario(&selection->catalogue, arguments->scenarios[i]);
		if (scenario)
			globs[count++] = scenario->id;
	}
	return globs;
}

int selection_make(struct selection *selection)
{
	struct run_arguments *arguments = &selection->arguments;
	struct catalogue *catalogue = &selection->catalogue;
	struct plan_request request = {.scenarios = &catalogue->scenarios,
		.driver = arguments->driver,
		.backend_behind_external = arguments->backend_given,
		.defects = arguments->defects};
	int error;

	catalogue_read_recipe(catalogue, arguments->pki_file, arguments->pki_variant);
	catalogue_read_scenarios(catalogue, arguments->scenario_dir);
	request.scenario_globs = select_scenarios(selection);
	*ARENA_PUSH(&arguments->arena, arguments->cells, arguments->cell_count) = NULL;
	request.cell_globs = arguments->cells;
	memcpy(request.modes, arguments->modes, sizeof(request.modes));
	memcpy(request.versions, arguments->versions, sizeof(request.versions));
	read_targets(selection);
	if (!connect_arguments_apply(&arguments->connect, selection->targets, selection->target_count))
		diag_error(&catalogue->diag, (struct place){0},
			"--server-name, --host and --server-ca are for targets that run already: HOST:PORT, or "
			"'connect' in a file");
	request.targets = selection->targets;
	request.target_count = selection->target_count;
	if (arguments->reports.compare)
		selection->older =
			event_read(&catalogue->arena, &catalogue->diag, arguments->reports.compare);
	if (arguments->expected)
		selection->expected =
			expected_read(&catalogue->arena, &catalogue->diag, arguments->expected, time(NULL));
	if (!diag_failed(&catalogue->diag)) {
		if ((error = run_pki_open(&selection->pki, arguments, catalogue)) ||
			(error = run_pki_limit(&request, selection->pki, catalogue)))
			return error;
		selection->plan = plan_make(&catalogue->arena, &catalogue->diag, &request);
	}
	return catalogue_report_errors(catalogue);
}
