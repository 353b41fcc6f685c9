/* mtlspec list: what there is to run. */
#include <argp.h>
#include <stdio.h>
#include <string.h>

#include "catalogue.h"
#include "command.h"
#include "list_cells.h"
#include "recipe.h"
#include "result.h"
#include "target.h"
#include "tls_server.h"

enum list_what { LIST_SCENARIOS, LIST_TARGETS, LIST_CREDENTIALS, LIST_MODES, LIST_DEFECTS };
static const char *const list_words[] = {
	"scenarios", "targets", "credentials", "modes", "defects", NULL};

struct list_arguments {
	enum list_what what;
	const char *scenario_dir;
};

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct list_arguments *out = state->input;

	if (key == 's') {
		out->scenario_dir = text;
		return 0;
	}
	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	for (int i = 0; list_words[i]; i++) {
		if (strcmp(list_words[i], text) == 0) {
			out->what = (enum list_what)i;
			return 0;
		}
	}
	argp_error(state, "%s: one of scenarios, targets, credentials, modes, defects is wanted", text);
	return 0;
}

static void list_words_of(const char *const *words)
{
	for (; *words; words++)
		puts(*words);
}

static void list_scenarios(struct catalogue *catalogue, const char *folder)
{
	catalogue_read_recipe(catalogue, NULL, NULL);
	catalogue_read_scenarios(catalogue, folder);
	for (size_t i = 0; i < catalogue->scenarios.count; i++)
		printf(
			"%-44s %s\n", catalogue->scenarios.items[i]->id, catalogue->scenarios.items[i]->title);
}

static void list_targets(struct catalogue *catalogue)
{
	for (const char *const *name = target_names(&catalogue->arena); *name; name++) {
		const struct target *target = target_read(&catalogue->arena, &catalogue->diag, *name);

		if (target)
			printf("%-16s %-7s %s%s\n", *name,
				side_words[target->sides[SIDE_CLIENT] ? SIDE_CLIENT : SIDE_SERVER], target->title,
				target->program_path ? "" : " (not installed)");
	}
}

static void list_credentials(struct catalogue *catalogue)
{
	catalogue_read_recipe(catalogue, NULL, NULL);
	if (!catalogue->recipe)
		return;
	for (const char *const *name = recipe_credentials(catalogue->recipe); *name; name++) {
		const char *defect = recipe_defect(catalogue->recipe, *name);

		printf("%-32s %s\n", *name, *defect ? defect : "no defect");
	}
}

const struct argp *command_list_argp(void)
{
	static const struct argp_option options[] = {
		{"scenarios", 's', "DIR", 0, "Scenario folder instead of the shipped one", 0}, {0}};
	static const struct argp argp = {options, parse,
		"[scenarios|targets|credentials|modes|defects]\ncells [OPTION of run...] [SCENARIO...]",
		"List what there is, one a line; scenarios by default. `mtlspec list cells` takes the "
		"options of `mtlspec run` and says what that would judge, also as a test file for ctest "
		"(`mtlspec list cells --help`).",
		NULL, NULL, NULL};

	return &argp;
}

int command_list(int argc, char **argv)
{
	struct list_arguments arguments = {0};
	struct catalogue catalogue;
	int exit_code;

	if (argc > 1 && strcmp(argv[1], "cells") == 0) {
		argv[1] = argv[0];
		return list_cells(argc - 1, argv + 1);
	}
	/* only cells have formats */
	if (argc > 1 && strncmp(argv[1], "--format", strlen("--format")) == 0)
		return list_cells(argc, argv);
	argp_parse(command_list_argp(), argc, argv, 0, NULL, &arguments);
	catalogue_init(&catalogue);
	if (arguments.what == LIST_SCENARIOS)
		list_scenarios(&catalogue, arguments.scenario_dir);
	else if (arguments.what == LIST_TARGETS)
		list_targets(&catalogue);
	else if (arguments.what == LIST_CREDENTIALS)
		list_credentials(&catalogue);
	else
		list_words_of(arguments.what == LIST_MODES ? auth_mode_words : tls_defect_words);
	exit_code = command_report_errors(&catalogue.diag);
	catalogue_finish(&catalogue);
	return exit_code;
}
