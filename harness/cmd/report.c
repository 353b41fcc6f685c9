/* mtlspec report EVENTS...: the reports of a run, again, from its event files alone. */
#include <argp.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "command.h"
#include "event.h"
#include "kills.h"
#include "merge.h"
#include "narrow.h"
#include "option.h"
#include "output.h"
#include "report_options.h"
#include "result.h"

struct report_arguments {
	struct arena arena;
	const char **files;
	size_t file_count;
	struct report_choice reports;
	struct console_arguments console;
	const char **cells; /* ids and globs; none: all */
	size_t cell_count;
	bool no_skip;
	bool exit_as_run;
};

enum { KEY_CELL = 256, KEY_NO_SKIP };

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct report_arguments *out = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &out->reports;
		state->child_inputs[1] = &out->console;
		return 0;
	case 'e':
		out->exit_as_run = true;
		return 0;
	case KEY_NO_SKIP:
		out->exit_as_run = out->no_skip = true;
		return 0;
	case KEY_CELL:
		*ARENA_PUSH(&out->arena, out->cells, out->cell_count) = text;
		return 0;
	case ARGP_KEY_ARG:
		*ARENA_PUSH(&out->arena, out->files, out->file_count) = text;
		return 0;
	case ARGP_KEY_END:
		if (!out->file_count)
			argp_error(state, "which event file?");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* The shards put together, or the one run; NULL with diagnostics of all files. */
static struct run_result *read_runs(struct report_arguments *arguments, struct diag *diag)
{
	struct arena *arena = &arguments->arena;
	struct run_result **runs = ARENA_ARRAY(arena, struct run_result *, arguments->file_count);
	bool ok = true;

	for (size_t i = 0; i < arguments->file_count; i++) {
		runs[i] = event_read(arena, diag, arguments->files[i]);
		ok = ok && runs[i];
	}
	return ok ? merge_runs(arena, diag, runs, arguments->files, arguments->file_count) : NULL;
}

/* False: what was asked of the run it can't say. */
static bool narrow(struct report_arguments *arguments, struct run_result *run)
{
	if (run->kills && (arguments->cell_count || arguments->no_skip)) {
		fprintf(stderr, "mtlspec: a self-test is told of as a whole, and knows no --no-skip\n");
		return false;
	}
	if (arguments->no_skip)
		narrow_skips_fail(run);
	if (!arguments->cell_count ||
		narrow_run(run, &arguments->arena, arguments->cells, arguments->cell_count))
		return true;
	fprintf(stderr, "mtlspec: no cell of %s%s is %s\n", arguments->files[0],
		arguments->file_count > 1 ? " and the others" : "", arguments->cells[0]);
	return false;
}

static int render(const struct report_arguments *arguments, const struct run_result *run)
{
	bool ok = output_reports(run, &arguments->reports);
	int exit_code = arguments->exit_as_run ? run->end.exit_code : EXIT_AS_EXPECTED;

	if (!arguments->console.quiet)
		output_console(run, &arguments->reports, &arguments->console, NULL);
	return command_exit_code(exit_code, ok);
}

const struct argp *command_report_argp(void)
{
	static const struct argp_option options[] = {
		{"exit-code", 'e', NULL, 0,
			"Exit as the run did: 0, 1, 3, ...; of some cells as a run of those would have", 0},
		{"no-skip", KEY_NO_SKIP, NULL, 0,
			"Exit as the run did, and with 1 where a cell was skipped: that is a failure, too", 0},
		{"cell", KEY_CELL, "ID", 0,
			"Only cells with this id, or that match this glob (repeatable), whatever their round",
			0},
		{0}};
	static struct argp_child children[] = {
		{NULL, 0, "Reports:", 9}, {&console_argp, 0, "Console:", 8}, {0}};
	static const struct argp argp = {options, parse, "EVENTS...",
		"Render the reports of a run from its event file (events.jsonl), or those of all shards of "
		"one plan, merged; files of different targets become one report. FILE may be - for "
		"standard output. Without --exit-code the exit code "
		"says whether rendering worked, not how the run ended.",
		children, NULL, NULL};

	children[0].argp = report_options();
	return &argp;
}

int command_report(int argc, char **argv)
{
	struct report_arguments arguments = {0};
	struct diag diag;
	struct run_result *run;
	struct run_result *old = NULL;
	int exit_code = EXIT_USAGE;

	arena_init(&arguments.arena);
	option_parse(command_report_argp(), argc, argv, &arguments);
	diag_init(&diag);
	run = read_runs(&arguments, &diag);
	if (arguments.reports.compare)
		old = event_read(&arguments.arena, &diag, arguments.reports.compare);
	if (!run || diag_failed(&diag)) {
		diag_print(&diag, stderr);
	} else {
		report_cover(&run->plan.cover, &arguments.reports);
		kills_set_aside(run, &arguments.arena);
		exit_code = EXIT_NOTHING_SELECTED;
		if (narrow(&arguments, run)) {
			if (old && arguments.cell_count)
				narrow_run(old, &arguments.arena, arguments.cells, arguments.cell_count);
			output_compare(run, old, &arguments.arena);
			exit_code = render(&arguments, run);
		}
	}
	diag_finish(&diag);
	arena_finish(&arguments.arena);
	return exit_code;
}
