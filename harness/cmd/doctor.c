/* mtlspec doctor: can a run be done here, what is installed, what would be skipped and why? */
#include <argp.h>
#include <stdio.h>

#include "buf.h"
#include "catalogue.h"
#include "command.h"
#include "doctor_check.h"
#include "doctor_target.h"
#include "result.h"
#include "structured_writers.h"
#include "target.h"
#include "text_writers.h"

enum { TEXT_MAX = 4 * 1024 * 1024 };

struct doctor_arguments {
	struct arena *arena;
	const char **targets;
	size_t target_count;
	bool json;
};

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct doctor_arguments *out = state->input;

	switch (key) {
	case 'j':
		out->json = true;
		return 0;
	case ARGP_KEY_ARG:
		*ARENA_PUSH(out->arena, out->targets, out->target_count) = text;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static void take_all_targets(struct doctor_arguments *arguments)
{
	for (const char *const *name = target_names(arguments->arena); *name; name++)
		*ARENA_PUSH(arguments->arena, arguments->targets, arguments->target_count) = *name;
}

/* False with diagnostics. */
static bool examine(struct doctor_report *report, struct catalogue *catalogue,
	const struct doctor_arguments *arguments)
{
	struct arena *arena = &catalogue->arena;

	catalogue_read_recipe(catalogue, NULL, NULL);
	if (diag_failed(&catalogue->diag))
		return false;
	doctor_checks(report, catalogue->recipe, arena);
	catalogue_read_scenarios(catalogue, NULL);
	for (size_t i = 0; i < arguments->target_count; i++) {
		struct target *target = target_read(arena, &catalogue->diag, arguments->targets[i]);

		if (target && !diag_failed(&catalogue->diag) &&
			!doctor_add_target(report, target, &catalogue->scenarios, arena, &catalogue->diag))
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
	static const struct argp argp = {options, parse, "[TARGET...]",
		"Look whether a run can be done here: libraries, handshakes, loopback, limits, clock, work "
		"folder; and for each target (all that are built in by default) whether it is there, which "
		"version, what it can be told, which cells would be skips and why, and the command that "
		"gets "
		"it.\v"
		"Exit codes: 0 a run can be done, 2 usage or file error, 3 it can't.",
		NULL, NULL, NULL};

	return &argp;
}

int command_doctor(int argc, char **argv)
{
	struct doctor_report report = {0};
	struct catalogue catalogue;
	struct doctor_arguments arguments = {.arena = &catalogue.arena};
	int exit_code;

	catalogue_init(&catalogue);
	argp_parse(command_doctor_argp(), argc, argv, 0, NULL, &arguments);
	if (!arguments.target_count)
		take_all_targets(&arguments);
	exit_code = examine(&report, &catalogue, &arguments) ? print(&report, arguments.json)
														 : command_report_errors(&catalogue.diag);
	catalogue_finish(&catalogue);
	return exit_code;
}
