/* mtlspec baseline check|update|prune FILE EVENTS: keep a file of expected failures in order. */
#include <argp.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "arena.h"
#include "buf.h"
#include "command.h"
#include "event.h"
#include "expected.h"
#include "expected_report.h"
#include "file.h"
#include "option.h"
#include "result.h"
#include "scoped.h"
#include "text.h"

enum { BASELINE_MAX = 4 * 1024 * 1024 };

struct baseline {
	struct arena arena;
	struct diag diag;
	const char *verb;
	const char *path;
	const char *events;
	const char *reason;
	struct expected *expected; /* NULL: the file does not exist yet */
	struct run_result *run;
	const char *text; /* of the file; "" where it is new */
};

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct baseline *out = state->input;
	const char **const places[] = {&out->verb, &out->path, &out->events};

	switch (key) {
	case 'r':
		out->reason = text;
		return 0;
	case ARGP_KEY_ARG:
		if (state->arg_num >= COUNT_OF(places))
			argp_error(state, "one file of expected failures and one event file are wanted");
		else
			*places[state->arg_num] = text;
		return 0;
	case ARGP_KEY_END:
		if (state->arg_num < COUNT_OF(places))
			argp_error(state, "check, update or prune is wanted, then the file, then the events");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* Applies the file to a run that was made without it, or with an older state of it. */
static void apply(struct baseline *baseline)
{
	struct run_result *run = baseline->run;

	if (!baseline->expected)
		return;
	expected_count_plan(baseline->expected, run->plan.cells, run->plan.cell_count);
	for (size_t i = 0; i < run->cell_count; i++)
		expected_apply(baseline->expected, &run->cells[i], &baseline->arena);
}

static bool write_file(struct baseline *baseline, const char *text)
{
	const char *why = NULL;

	if (file_write(&why, &baseline->arena, baseline->path, text, strlen(text), 0644))
		return true;
	fprintf(stderr, "mtlspec: %s\n", why);
	return false;
}

static int check(struct baseline *baseline)
{
	size_t findings;
	size_t unexpected = 0;

	if (!baseline->expected) {
		fprintf(stderr, "mtlspec: there is no %s\n", baseline->path);
		return EXIT_USAGE;
	}
	findings = expected_report(stdout, baseline->expected);
	for (size_t i = 0; i < baseline->run->cell_count; i++) {
		enum verdict verdict = baseline->run->cells[i].verdict;

		unexpected += verdict == VERDICT_FAIL || verdict == VERDICT_ERROR;
	}
	printf("mtlspec baseline: %zu entries, %zu not in order, %zu cells fail unexpectedly\n",
		baseline->expected->count, findings, unexpected);
	if (unexpected)
		return EXIT_CONFORMANCE;
	return findings ? EXIT_EXPECTATION_STALE : EXIT_AS_EXPECTED;
}

static int update(struct baseline *baseline)
{
	struct arena *arena = &baseline->arena;
	bool bare = !baseline->expected || !baseline->expected->count;
	const char *old = baseline->text;
	const char *added;
	size_t count;

	if (!baseline->reason) {
		fprintf(stderr, "mtlspec: why are they accepted? --reason TEXT is wanted\n");
		return EXIT_USAGE;
	}
	added = expected_additions(arena, baseline->run, baseline->reason, bare, &count);
	if (bare && baseline->expected) {
		/* "expected: []" gives way to a list */
		const char *at = strstr(old, "expected:");

		old = at ? arena_strndup(arena, old, (size_t)(at - old)) : "";
	}
	if (count &&
		!write_file(baseline,
			arena_printf(
				arena, "%s%s%s", old, *old && !text_ends_with(old, "\n") ? "\n" : "", added)))
		return EXIT_ENVIRONMENT;
	printf("mtlspec baseline: %zu %s added\n", count, count == 1 ? "entry" : "entries");
	return EXIT_AS_EXPECTED;
}

static int prune(struct baseline *baseline)
{
	const char *text;
	size_t removed;
	size_t left;

	if (!baseline->expected) {
		fprintf(stderr, "mtlspec: there is no %s\n", baseline->path);
		return EXIT_USAGE;
	}
	text = expected_prune(&baseline->arena, baseline->expected, baseline->text, &removed, &left);
	if (removed && !write_file(baseline, text))
		return EXIT_ENVIRONMENT;
	printf("mtlspec baseline: %zu cell patterns removed%s\n", removed,
		left ? arena_printf(
				   &baseline->arena, "; %zu more share their line with others: edit by hand", left)
			 : "");
	return EXIT_AS_EXPECTED;
}

static const struct {
	const char *name;
	int (*run)(struct baseline *baseline);
} verbs[] = {{"check", check}, {"update", update}, {"prune", prune}};

static bool read_all(struct baseline *baseline)
{
	const char *why = NULL;
	char *text;
	size_t len;

	baseline->text = "";
	baseline->run = event_read(&baseline->arena, &baseline->diag, baseline->events);
	if (file_exists(baseline->path)) {
		baseline->expected =
			expected_read(&baseline->arena, &baseline->diag, baseline->path, time(NULL));
		if (file_read(&text, &len, &why, &baseline->arena, baseline->path, BASELINE_MAX))
			baseline->text = text;
		else
			diag_error(&baseline->diag, (struct place){0}, "%s", why);
	}
	return !diag_failed(&baseline->diag);
}

static int act(struct baseline *baseline)
{
	for (size_t i = 0; i < COUNT_OF(verbs); i++) {
		if (strcmp(verbs[i].name, baseline->verb) != 0)
			continue;
		if (!read_all(baseline)) {
			diag_print(&baseline->diag, stderr);
			return EXIT_USAGE;
		}
		apply(baseline);
		return verbs[i].run(baseline);
	}
	fprintf(stderr, "mtlspec: baseline %s: check, update or prune is wanted\n", baseline->verb);
	return EXIT_USAGE;
}

const struct argp *command_baseline_argp(void)
{
	static const struct argp_option options[] = {
		{"reason", 'r', "TEXT", 0, "update: why the failures are accepted", 0}, {0}};
	static const struct argp argp = {options, parse, "check|update|prune FILE EVENTS",
		"Keep a file of expected failures (what `mtlspec run` is given) in order, by the event "
		"file of a "
		"run.\v"
		"check   says which entries are stale, expired, or no longer what happens; exit code 5\n"
		"update  adds entries for the cells that failed, with the given reason\n"
		"prune   takes out what has expired, names no cell, or passes\n",
		NULL, NULL, NULL};

	return &argp;
}

int command_baseline(int argc, char **argv)
{
	struct baseline baseline = {0};
	int exit_code;

	arena_init(&baseline.arena);
	diag_init(&baseline.diag);
	option_parse(command_baseline_argp(), argc, argv, &baseline);
	exit_code = act(&baseline);
	diag_finish(&baseline.diag);
	arena_finish(&baseline.arena);
	return exit_code;
}
