/* mtlspec check: are the files right? Nothing is run. */
#include <argp.h>
#include <stdio.h>

#include "arena.h"
#include "catalogue_options.h"
#include "check_files.h"
#include "command.h"
#include "home.h"
#include "option.h"
#include "run_project.h"

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
	selection.check_project = run_project_check;
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
