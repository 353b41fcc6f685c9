#include "list_cells.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "cell_list.h"
#include "cell_tests.h"
#include "fatal.h"
#include "plan.h"
#include "report.h"
#include "result.h"
#include "run_options.h"
#include "text.h"

enum list_format { LIST_TEXT, LIST_JSON, LIST_CTEST };
static const char *const format_words[] = {"text", "json", "ctest", NULL};

enum {
	KEY_FORMAT = 8192,
	KEY_GRANULARITY,
	KEY_PREFIX,
	KEY_LABEL,
	KEY_ONE_RUN,
	LABELS_MAX = 32,
};

struct list_cells_arguments {
	int format;
	int granularity;
	const char *prefix;
	const char *one_run; /* its event file, or NULL */
	const char *labels[LABELS_MAX + 1];
	size_t label_count;
};

static const struct argp_option options[] = {
	{"format", KEY_FORMAT, "text|json|ctest", 0,
		"One id a line (default), a JSON array, or a test file for ctest", 10},
	{"granularity", KEY_GRANULARITY, "target|scenario|cell", 0,
		"What one test of --format=ctest covers. Default: scenario", 10},
	{"prefix", KEY_PREFIX, "TEXT", 0, "Before each test's name. Default: mtlspec/", 10},
	{"label", KEY_LABEL, "TEXT", 0, "A label of each test (repeatable)", 10},
	{"one-run", KEY_ONE_RUN, "EVENTS", 0,
		"Of --format=ctest: a fixture runs everything once, and each test reads from its event "
		"file "
		"what came of its own cells",
		10},
	{0}};

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
	case KEY_ONE_RUN:
		out->one_run = text;
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

struct lister {
	struct run_arguments run;
	struct selection selection;
	struct list_cells_arguments arguments;
	const char **words;
	size_t word_count;
};

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

static void print_tests(struct buf *out, struct lister *lister, const struct listed_common *common)
{
	const struct cell_tests_form form = {
		.granularity = (enum granularity)lister->arguments.granularity,
		.prefix = lister->arguments.prefix,
		.words = lister->words,
		.word_count = lister->word_count,
		.jobs = lister->run.jobs,
		.deadline_ms = lister->run.deadline_ms,
		.events = lister->arguments.one_run};
	size_t count;
	const struct listed_test *tests =
		cell_tests_make(&count, lister->selection.plan, &form, &lister->selection.catalogue.arena);

	cell_list_ctest(out, tests, count, common);
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

		print_tests(&text, lister, &common);
	} else if (lister->arguments.format == LIST_JSON) {
		cell_list_json(&text, describe(lister), count);
	} else {
		cell_list_text(&text, describe(lister), count);
	}
	fwrite(buf_text(&text), 1, text.len, stdout);
}

static int list(struct lister *lister)
{
	int error = run_arguments_select(&lister->selection, &lister->run);

	if (error)
		return error;
	if (lister->arguments.format == LIST_CTEST && lister->run.wanted.cell_count > 1) {
		fprintf(
			stderr, "mtlspec: --cell does not go with --format=ctest: name scenarios instead\n");
		return EXIT_USAGE;
	}
	if (lister->arguments.format != LIST_CTEST && lister->arguments.one_run) {
		fprintf(stderr, "mtlspec: --one-run is of --format=ctest\n");
		return EXIT_USAGE;
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
	lister->run.more = &lister->arguments;
	run_arguments_parse(&lister->run, &list_argp, argc, argv);
	argv = project_use_apart(&lister->run.project, &lister->run.arena, &argc);
	lister->words = cell_tests_common_words(
		&lister->selection.catalogue.arena, argc, argv, &lister->word_count);
	exit_code = list(lister);
	selection_finish(&lister->selection);
	run_arguments_finish(&lister->run);
	free(lister);
	return exit_code;
}
