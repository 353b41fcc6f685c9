/* mtlspec check: are the files right? Nothing is run. */
#include <argp.h>
#include <stdio.h>

#include "arena.h"
#include "catalogue_options.h"
#include "check_files.h"
#include "command.h"
#include "home.h"
#include "option.h"
#include "project_file.h"
#include "run_options.h"

struct check_arguments {
	struct arena *arena;
	const char **files;
	size_t count;
	struct selection_request wanted;
	struct catalogue_arguments catalogue; /* its place in the above */
};

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct check_arguments *out = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &out->catalogue;
		return 0;
	case ARGP_KEY_ARG:
		*ARENA_PUSH(out->arena, out->files, out->count) = text;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

const struct argp *command_check_argp(void)
{
	static const struct argp_child children[] = {{&catalogue_argp, 0, NULL, 0}, {0}};
	static const struct argp argp = {NULL, parse, "[FILE|FOLDER...]",
		"Check scenarios, target files, PKI recipes and files of expected failures, known by what "
		"is "
		"in them, and " PROJECT_FILE
		", without running anything; without arguments, everything that mtlspec ships.",
		children, NULL, NULL};

	return &argp;
}

/* What is wrong with a project's file, and with the targets at its top. */
static void check_project(struct selection *selection, const char *path)
{
	struct catalogue *catalogue = &selection->catalogue;
	struct project_layer layers[PROJECT_LAYER_COUNT] = {0};
	struct selection_request request = {0};
	struct place *places = NULL;
	size_t count = 0;

	project_file_read(
		layers, &catalogue->arena, &catalogue->diag, path, NULL, run_arguments_parser());
	for (size_t i = 0; i < layers[PROJECT_TOP].count; i++) {
		const struct project_value *value = &layers[PROJECT_TOP].values[i];

		if (value->off || !value->option || value->option->key != 't')
			continue;
		*ARENA_PUSH(&catalogue->arena, places, count) = value->place;
		*ARENA_PUSH(&catalogue->arena, request.targets, request.target_count) = value->text;
	}
	request.target_places = places;
	selection_read_targets(selection, &request);
}

int command_check(int argc, char **argv)
{
	struct check_arguments arguments = {0};
	struct selection selection;
	const char *const *notes;
	size_t count;
	int exit_code;

	selection_init(&selection);
	arguments.arena = &selection.catalogue.arena;
	arguments.catalogue = (struct catalogue_arguments){arguments.arena, &arguments.wanted};
	option_parse(command_check_argp(), argc, argv, &arguments);
	selection.check_project = check_project;
	count = check_files(&notes, &selection, &arguments.wanted, arguments.files, arguments.count);
	exit_code = command_report_errors(&selection.catalogue.diag);
	for (; *notes; notes++)
		fprintf(stderr, "mtlspec: %s\n", *notes);
	if (!exit_code)
		fprintf(stderr, "mtlspec: checked %zu %s%s: nothing is wrong\n", count,
			arguments.count ? "argument" : "file", count == 1 ? "" : "s");
	selection_finish(&selection);
	return exit_code;
}
