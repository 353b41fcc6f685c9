#include "list_cells.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "cell_list.h"
#include "fatal.h"
#include "home.h"
#include "plan.h"
#include "report.h"
#include "result.h"
#include "selection.h"
#include "text.h"

enum list_format { LIST_TEXT, LIST_JSON, LIST_CTEST };
static const char *const format_words[] = {"text", "json", "ctest", NULL};

/* What one test of ctest covers. */
enum granularity { GRANULARITY_TARGET, GRANULARITY_SCENARIO, GRANULARITY_CELL };
static const char *const granularity_words[] = {"target", "scenario", "cell", NULL};

enum {
	KEY_FORMAT = 8192,
	KEY_GRANULARITY,
	KEY_PREFIX,
	KEY_LABEL,
	LABELS_MAX = 32,
	ATTEMPTS_MAX = 6, /* connections of one cell, each up to its deadline */
	SLACK_S = 30, /* start, controls, reports */
};

struct list_cells_arguments {
	int format;
	int granularity;
	const char *prefix;
	const char *labels[LABELS_MAX + 1];
	size_t label_count;
};

static const struct argp_option options[] = {
	{"format", KEY_FORMAT, "text|json|ctest", 0,
		"One id a line (default), a JSON array, or a test file for ctest", 10},
	{"granularity", KEY_GRANULARITY, "target|scenario|cell", 0,
		"What one test of --format=ctest covers. Default: scenario", 10},
	{"prefix", KEY_PREFIX, "TEXT", 0, "Before each test's name. Default: mtlspec/", 10},
	{"label", KEY_LABEL, "TEXT", 0, "A label of each test (repeatable)", 10}, {0}};

static int word_of(
	struct argp_state *state, const char *option, const char *const *words, const char *text)
{
	for (int i = 0; words[i]; i++) {
		if (strcmp(words[i], text) == 0)
			return i;
	}
	argp_error(state, "%s: there is no %s", option, text);
	return 0;
}

static error_t parse(int key, char *text, struct argp_state *state)
{
	struct list_cells_arguments *out = state->input;

	switch (key) {
	case KEY_FORMAT:
		out->format = word_of(state, "--format", format_words, text);
		return 0;
	case KEY_GRANULARITY:
		out->granularity = word_of(state, "--granularity", granularity_words, text);
		return 0;
	case KEY_PREFIX:
		out->prefix = text;
		return 0;
	case KEY_LABEL:
		if (out->label_count == LABELS_MAX)
			argp_error(state, "at most %d labels", LABELS_MAX);
		else
			out->labels[out->label_count++] = text;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp list_argp = {options, parse, NULL, NULL, NULL, NULL, NULL};

/* Options that say which targets, and those of the list itself, are not for each test's command. */
static bool is_left_out(const char *word)
{
	static const char *const names[] = {
		"--target", "--client", "--format", "--granularity", "--prefix", "--label", NULL};
	size_t len = strcspn(word, "=");

	if (strncmp(word, "-t", 2) == 0)
		return true;
	for (size_t i = 0; len > 3 && names[i]; i++) {
		if (strncmp(names[i], word, len) == 0)
			return true;
	}
	return false;
}

static bool has_own_value(const char *word)
{
	return word[1] == '-' ? strchr(word, '=') != NULL : word[2] != '\0';
}

/* The words of the command line that each test repeats. */
static const char **common_words(struct arena *arena, int argc, char **argv, size_t *count)
{
	const char **words = NULL;

	*count = 0;
	for (int i = 1; i < argc; i++) {
		if (argv[i][0] == '-' && is_left_out(argv[i]))
			i += !has_own_value(argv[i]);
		else
			*ARENA_PUSH(arena, words, *count) = argv[i];
	}
	return words;
}

struct lister {
	struct selection selection;
	struct list_cells_arguments arguments;
	const char **words;
	size_t word_count;
	struct listed_test *tests;
	size_t test_count;
};

static bool same_test(
	const struct lister *lister, const struct plan_cell *a, const struct plan_cell *b)
{
	if (a->target != b->target)
		return false;
	if (lister->arguments.granularity == GRANULARITY_TARGET)
		return true;
	return lister->arguments.granularity == GRANULARITY_SCENARIO && a->scenario == b->scenario;
}

static const char *test_name(
	const struct lister *lister, const struct plan_cell *cell, struct arena *arena)
{
	const char *prefix = lister->arguments.prefix;

	switch (lister->arguments.granularity) {
	case GRANULARITY_TARGET:
		return arena_printf(arena, "%s%s", prefix, cell->target->name);
	case GRANULARITY_SCENARIO:
		return arena_printf(arena, "%s%s/%s", prefix, cell->target->name, cell->scenario->id);
	default:
		return arena_printf(arena, "%s%s", prefix, cell->id);
	}
}

/* Which cells one test runs. */
static const char *test_glob(
	const struct lister *lister, const struct plan_cell *cell, struct arena *arena)
{
	switch (lister->arguments.granularity) {
	case GRANULARITY_TARGET:
		return arena_printf(arena, "*@%s:*", cell->target->name);
	case GRANULARITY_SCENARIO:
		return arena_printf(arena, "%s@%s:*", cell->scenario->id, cell->target->name);
	default:
		return cell->id;
	}
}

/* Longer than all that can pass before our own deadlines have ended everything. */
static long timeout_of(const struct lister *lister, const struct target *target, size_t cells)
{
	const struct run_arguments *arguments = &lister->selection.arguments;
	long jobs = target->sides[SIDE_CLIENT] ? 1 : arguments->jobs;
	long rounds = ((long)cells + jobs - 1) / jobs;

	return SLACK_S +
		(AUTH_MODE_COUNT * target->start_timeout_ms +
			rounds * ATTEMPTS_MAX * arguments->deadline_ms) /
		1000;
}

static void add_test(struct lister *lister, size_t first, size_t cells)
{
	struct arena *arena = &lister->selection.catalogue.arena;
	const struct plan_cell *cell = &lister->selection.plan->cells[first];
	struct listed_test *test = ARENA_PUSH(arena, lister->tests, lister->test_count);
	size_t count = 0;

	test->name = test_name(lister, cell, arena);
	test->timeout_s = timeout_of(lister, cell->target, cells);
	*ARENA_PUSH(arena, test->command, count) = home_program(arena);
	*ARENA_PUSH(arena, test->command, count) = "run";
	*ARENA_PUSH(arena, test->command, count) = cell->target->command ? "--client" : "--target";
	*ARENA_PUSH(arena, test->command, count) =
		cell->target->command ? cell->target->command : cell->target->asked_as;
	*ARENA_PUSH(arena, test->command, count) = "--cell";
	*ARENA_PUSH(arena, test->command, count) = test_glob(lister, cell, arena);
	for (size_t i = 0; i < lister->word_count; i++)
		*ARENA_PUSH(arena, test->command, count) = lister->words[i];
	*ARENA_PUSH(arena, test->command, count) = NULL;
}

/* Cells of one test need not stand together: the plan goes by target, then mode. */
static void make_tests(struct lister *lister)
{
	const struct plan *plan = lister->selection.plan;
	bool *done = ARENA_ARRAY(&lister->selection.catalogue.arena, bool, plan->cell_count + 1);

	for (size_t i = 0; i < plan->cell_count; i++) {
		size_t cells = 0;

		if (done[i])
			continue;
		for (size_t j = i; j < plan->cell_count; j++) {
			if (i != j && !same_test(lister, &plan->cells[i], &plan->cells[j]))
				continue;
			done[j] = true;
			cells++;
		}
		add_test(lister, i, cells);
	}
}

static const struct listed_cell *describe(struct lister *lister)
{
	const struct plan *plan = lister->selection.plan;
	struct listed_cell *cells =
		ARENA_ARRAY(&lister->selection.catalogue.arena, struct listed_cell, plan->cell_count + 1);

	for (size_t i = 0; i < plan->cell_count; i++)
		cells[i] = (struct listed_cell){.id = plan->cells[i].id,
			.scenario = plan->cells[i].scenario->id,
			.target = plan->cells[i].target->name,
			.mode = auth_mode_name(plan->cells[i].mode),
			.tls = tls_version_name(plan->cells[i].tls),
			.skip_reason = plan->cells[i].skip_reason};
	return cells;
}

static void print(struct lister *lister)
{
	size_t count = lister->selection.plan->cell_count;
	SCOPED_BUF text;

	buf_init(&text, REPORT_MAX);
	if (lister->arguments.format == LIST_CTEST) {
		char folder[PATH_MAX];
		const struct listed_common common = {.labels = lister->arguments.labels,
			.folder = getcwd(folder, sizeof(folder)) ? folder : ".",
			.skip_exit_code = EXIT_ALL_SKIPPED};

		make_tests(lister);
		cell_list_ctest(&text, lister->tests, lister->test_count, &common);
	} else if (lister->arguments.format == LIST_JSON) {
		cell_list_json(&text, describe(lister), count);
	} else {
		cell_list_text(&text, describe(lister), count);
	}
	fwrite(buf_text(&text), 1, text.len, stdout);
}

static int list(struct lister *lister)
{
	int error = selection_make(&lister->selection);

	if (error)
		return error;
	if (lister->arguments.format == LIST_CTEST && lister->selection.arguments.cell_count > 1) {
		fprintf(
			stderr, "mtlspec: --cell does not go with --format=ctest: name scenarios instead\n");
		return EXIT_USAGE;
	}
	if (!lister->selection.plan->cell_count) {
		fprintf(stderr, "mtlspec: nothing selected: no cell matches all of the given filters\n");
		return EXIT_NOTHING_SELECTED;
	}
	print(lister);
	return EXIT_AS_EXPECTED;
}

const struct argp *list_cells_argp(void)
{
	return run_arguments_argp(&list_argp);
}

int list_cells(int argc, char **argv)
{
	struct lister *lister = fatal_alloc(sizeof(*lister));
	int exit_code;

	selection_init(&lister->selection);
	lister->arguments =
		(struct list_cells_arguments){.granularity = GRANULARITY_SCENARIO, .prefix = "mtlspec/"};
	lister->selection.arguments.more = &lister->arguments;
	lister->words =
		common_words(&lister->selection.catalogue.arena, argc, argv, &lister->word_count);
	run_arguments_parse(&lister->selection.arguments, &list_argp, argc, argv);
	exit_code = list(lister);
	selection_finish(&lister->selection);
	free(lister);
	return exit_code;
}
