/* mtlspec report EVENTS: the reports of a run, again, from its event file alone. */
#include <argp.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "command.h"
#include "event.h"
#include "file.h"
#include "output.h"
#include "result.h"

struct report_arguments {
	const char *events;
	const char *report_dir;
	const char *junit;
	const char *html;
	bool quiet;
};

enum { KEY_REPORT_DIR = 256, KEY_JUNIT, KEY_HTML };

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct report_arguments *out = state->input;

	switch (key) {
	case KEY_REPORT_DIR:
		out->report_dir = text;
		return 0;
	case KEY_JUNIT:
		out->junit = text;
		return 0;
	case KEY_HTML:
		out->html = text;
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

static bool render(
	const struct report_arguments *arguments, const struct run_result *run, struct arena *arena)
{
	const char *why = NULL;
	bool ok = true;

	if (arguments->report_dir) {
		ok = file_make_dirs(&why, arena, arguments->report_dir);
		if (ok)
			ok = output_report_dir(run, arguments->report_dir);
		else
			fprintf(stderr, "mtlspec: %s\n", why);
	}
	if (arguments->junit)
		ok = output_report(run, "junit", arguments->junit) && ok;
	if (arguments->html)
		ok = output_report(run, "html", arguments->html) && ok;
	if (!arguments->quiet)
		output_console(run);
	return ok;
}

int command_report(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{"report-dir", KEY_REPORT_DIR, "DIR", 0, "Write index.html and junit.xml there", 0},
		{"junit", KEY_JUNIT, "FILE", 0, "Write a JUnit report", 0},
		{"html", KEY_HTML, "FILE", 0, "Write an HTML report", 0},
		{"quiet", 'q', NULL, 0, "No summary on the console", 0}, {0}};
	static const struct argp argp = {options, parse, "EVENTS",
		"Render the reports of a run from its event file (events.jsonl). FILE may be - for "
		"standard "
		"output. The exit code says whether rendering worked, not how the run ended.",
		NULL, NULL, NULL};
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
		exit_code = render(&arguments, run, &arena) ? EXIT_AS_EXPECTED : EXIT_ENVIRONMENT;
	diag_finish(&diag);
	arena_finish(&arena);
	return exit_code;
}
