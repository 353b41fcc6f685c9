/* mtlspec report EVENTS: the reports of a run, again, from its event file alone. */
#include <argp.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "command.h"
#include "event.h"
#include "output.h"
#include "report_options.h"
#include "result.h"

struct report_arguments {
	const char *events;
	struct report_choice reports;
	bool quiet;
};

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct report_arguments *out = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &out->reports;
		return 0;
	case 'q':
		out->quiet = true;
		return 0;
	case ARGP_KEY_ARG:
		if (out->events)
			argp_error(state, "one event file is wanted");
		out->events = text;
		return 0;
	case ARGP_KEY_END:
		if (!out->events)
			argp_error(state, "which event file?");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static bool render(const struct report_arguments *arguments, const struct run_result *run)
{
	bool ok = output_reports(run, &arguments->reports);

	if (!arguments->quiet)
		output_console(run);
	return ok;
}

int command_report(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{"quiet", 'q', NULL, 0, "No summary on the console", 0}, {0}};
	struct argp_child children[] = {{report_options(), 0, "Reports:", 9}, {0}};
	struct argp argp = {options, parse, "EVENTS",
		"Render the reports of a run from its event file (events.jsonl). FILE may be - for "
		"standard "
		"output. The exit code says whether rendering worked, not how the run ended.",
		children, NULL, NULL};
	struct report_arguments arguments = {0};
	struct arena arena;
	struct diag diag;
	struct run_result *run;
	int exit_code = EXIT_USAGE;

	argp_parse(&argp, argc, argv, 0, NULL, &arguments);
	arena_init(&arena);
	diag_init(&diag);
	run = event_read(&arena, &diag, arguments.events);
	if (!run)
		diag_print(&diag, stderr);
	else
		exit_code = render(&arguments, run) ? EXIT_AS_EXPECTED : EXIT_ENVIRONMENT;
	diag_finish(&diag);
	arena_finish(&arena);
	return exit_code;
}
