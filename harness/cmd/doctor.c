/* mtlspec doctor: can a run be done here, what is installed, what would be skipped and why? */
#include <argp.h>
#include <stdio.h>

#include "buf.h"
#include "catalogue_options.h"
#include "command.h"
#include "doctor_check.h"
#include "doctor_target.h"
#include "option.h"
#include "result.h"
#include "structured_writers.h"
#include "target.h"
#include "text_writers.h"

enum { TEXT_MAX = 4 * 1024 * 1024 };

struct doctor_arguments {
	struct selection_request wanted;
	struct catalogue_arguments catalogue; /* its place in the above */
	bool json;
};

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct doctor_arguments *out = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &out->catalogue;
		return 0;
	case 'j':
		out->json = true;
		return 0;
	case ARGP_KEY_ARG:
		*ARENA_PUSH(out->catalogue.arena, out->wanted.targets, out->wanted.target_count) = text;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* False with diagnostics. */
static bool examine(struct doctor_report *report, struct selection *selection,
	const struct selection_request *wanted)
{
	struct catalogue *catalogue = &selection->catalogue;

	catalogue_read_recipe(catalogue, wanted->pki_file, wanted->pki_variant);
	if (diag_failed(&catalogue->diag))
		return false;
	doctor_checks(report, catalogue->recipe, &catalogue->arena);
	catalogue_read_scenarios(catalogue, wanted->scenario_dir);
	selection_read_targets(selection, wanted);
	for (size_t i = 0; !diag_failed(&catalogue->diag) && i < selection->target_count; i++) {
		if (!doctor_add_target(report, selection->targets[i], &catalogue->scenarios,
				&catalogue->arena, &catalogue->diag))
			break;
	}
	return !diag_failed(&catalogue->diag);
}

static int print(const struct doctor_report *report, bool json)
{
	int exit_code = doctor_can_run(report) ? EXIT_AS_EXPECTED : EXIT_ENVIRONMENT;
	SCOPED_BUF text;

	buf_init(&text, TEXT_MAX);
	if (json)
		doctor_write_json(&text, report, exit_code);
	else
		doctor_write_text(&text, report, exit_code);
	if (fwrite(buf_text(&text), 1, text.len, stdout) != text.len || fflush(stdout) != 0)
		return EXIT_ENVIRONMENT;
	return exit_code;
}

const struct argp *command_doctor_argp(void)
{
	static const struct argp_option options[] = {{"json", 'j', NULL, 0, "For programs", 0}, {0}};
	static const struct argp_child children[] = {{&catalogue_argp, 0, NULL, 0}, {0}};
	static const struct argp argp = {options, parse, "[TARGET...]",
		"Look whether a run can be done here: libraries, handshakes, loopback, limits, clock, work "
		"folder; and for each target (all that are built in by default) whether it is there, which "
		"version, what it can be told, which cells would be skips and why, and the command that "
		"gets "
		"it. A TARGET is named as for `mtlspec run`; nothing is connected to or started, so "
		"the options of `run` for something that runs already have no meaning here.\v"
		"Exit codes: 0 a run can be done, 2 usage or file error, 3 it can't.",
		children, NULL, NULL};

	return &argp;
}

int command_doctor(int argc, char **argv)
{
	static const char all[] = "all";
	struct doctor_report report = {0};
	struct selection selection;
	struct doctor_arguments arguments = {0};
	struct selection_request *wanted = &arguments.wanted;
	int exit_code;

	selection_init(&selection);
	arguments.catalogue = (struct catalogue_arguments){&selection.catalogue.arena, wanted};
	option_parse(command_doctor_argp(), argc, argv, &arguments);
	if (!wanted->target_count)
		*ARENA_PUSH(arguments.catalogue.arena, wanted->targets, wanted->target_count) = all;
	exit_code = examine(&report, &selection, wanted)
		? print(&report, arguments.json)
		: command_report_errors(&selection.catalogue.diag);
	selection_finish(&selection);
	return exit_code;
}
