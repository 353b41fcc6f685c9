/* mtlspec diff OLD NEW: what is otherwise in a run than in an older one. */
#include <argp.h>
#include <stdio.h>

#include "arena.h"
#include "buf.h"
#include "change.h"
#include "command.h"
#include "console.h"
#include "event.h"
#include "option.h"
#include "report.h"
#include "result.h"
#include "structured_writers.h"
#include "terminal.h"

struct diff_arguments {
	const char *files[2];
	size_t count;
	bool json;
};

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct diff_arguments *out = state->input;

	switch (key) {
	case 'j':
		out->json = true;
		return 0;
	case ARGP_KEY_ARG:
		if (out->count == 2)
			argp_error(state, "two event files are wanted");
		else
			out->files[out->count++] = text;
		return 0;
	case ARGP_KEY_END:
		if (out->count < 2)
			argp_error(state, "two event files are wanted: the older, the newer");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static int compare(
	const struct run_result *old, const struct run_result *new, bool json, struct arena *arena)
{
	struct run_changes changes;

	changes_find(&changes, arena, old, new);
	if (json) {
		SCOPED_BUF text;

		buf_init(&text, REPORT_MAX);
		changes_json(&text, &changes, new);
		fwrite(buf_text(&text), 1, text.len, stdout);
	} else {
		changes_print(stdout, &changes, terminal_wants_color(stdout, COLOR_AUTO));
	}
	return (int)changes_exit_code(&changes);
}

const struct argp *command_diff_argp(void)
{
	static const struct argp_option options[] = {
		{"json", 'j', NULL, 0, "As one JSON document", 0}, {0}};
	static const struct argp argp = {options, parse, "OLD NEW",
		"Compare two runs by their event files, cell by cell. Exit code 1 if a cell fails or is in "
		"error now that was not, or is no longer accepted by the baseline; 5 if all that is wrong "
		"are cells that pass against their declaration.",
		NULL, NULL, NULL};

	return &argp;
}

int command_diff(int argc, char **argv)
{
	struct diff_arguments arguments = {0};
	struct run_result *runs[2];
	struct arena arena;
	struct diag diag;
	int exit_code = EXIT_USAGE;

	option_parse(command_diff_argp(), argc, argv, &arguments);
	arena_init(&arena);
	diag_init(&diag);
	for (size_t i = 0; i < 2; i++)
		runs[i] = event_read(&arena, &diag, arguments.files[i]);
	if (runs[0] && runs[1])
		exit_code = compare(runs[0], runs[1], arguments.json, &arena);
	else
		diag_print(&diag, stderr);
	diag_finish(&diag);
	arena_finish(&arena);
	return exit_code;
}
