/* What is true of all reports. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "change.h"
#include "console.h"
#include "html.h"
#include "report.h"
#include "sample.h"
#include "structured_writers.h"
#include "text_writers.h"
#include "unit.h"

static struct arena arena;

static struct run_changes *between(enum verdict before, enum verdict after)
{
	struct cell_result *cells = ARENA_ARRAY(&arena, struct cell_result, 2);
	struct run_result *runs = ARENA_ARRAY(&arena, struct run_result, 2);
	struct run_changes *changes = ARENA_NEW(&arena, struct run_changes);

	for (int i = 0; i < 2; i++) {
		cells[i] = (struct cell_result){
			.id = "x", .verdict = i ? after : before, .observed = OUTCOME_REJECT, .by = "close"};
		runs[i] = (struct run_result){.cells = &cells[i], .cell_count = 1};
	}
	changes_find(changes, &arena, &runs[0], &runs[1]);
	return changes;
}

START_TEST(test_table_is_whole)
{
	struct run_result *run;

	arena_finish(&arena);
	arena_init(&arena);
	run = sample_run(&arena);
	for (const struct report_writer *writer = report_writers; writer->name; writer++) {
		ck_assert_msg(writer->doc && *writer->doc, "%s", writer->name);
		ck_assert_msg(
			*sample_render(&arena, writer->write, run), "%s writes nothing", writer->name);
		for (const struct report_writer *other = report_writers; other != writer; other++) {
			ck_assert_str_ne(other->name, writer->name);
			ck_assert(!other->filename || !writer->filename ||
				strcmp(other->filename, writer->filename) != 0);
		}
	}
}
END_TEST

/* Every form that shows a comparison, for every pair of verdicts, by the same title. */
START_TEST(test_every_form)
{
	for (int i = 0; i < VERDICT_COUNT * VERDICT_COUNT; i++) {
		const struct run_changes *changes;
		struct run_result run = {0};
		json_t *root;
		char *console = NULL;
		size_t len = 0;
		FILE *out = open_memstream(&console, &len);
		const char *title;
		const char *word;
		SCOPED_BUF json;

		arena_finish(&arena);
		arena_init(&arena);
		changes = between((enum verdict)(i / VERDICT_COUNT), (enum verdict)(i % VERDICT_COUNT));
		run.changes = changes;
		buf_init(&json, REPORT_MAX);
		changes_print(out, changes, false);
		fclose(out);
		changes_json(&json, changes, &run);
		root = json_loads(buf_text(&json), 0, NULL);
		ck_assert_uint_eq(json_array_size(json_object_get(root, "changes")), changes->count);
		json_decref(root);
		if (changes->count) {
			title = change_titles[changes->items[0].kind];
			word = change_words[changes->items[0].kind];
			ck_assert_ptr_nonnull(strstr(console, arena_printf(&arena, "%s\n  x\n", title)));
			ck_assert_ptr_nonnull(strstr(console, arena_printf(&arena, "1 %s", title)));
			ck_assert_ptr_nonnull(strstr(sample_render(&arena, html_write, &run),
				arena_printf(&arena, "\">%s</span>", title)));
			ck_assert_ptr_nonnull(strstr(sample_render(&arena, markdown_write, &run),
				arena_printf(&arena, "- %s: ", title)));
			ck_assert_ptr_nonnull(
				strstr(buf_text(&json), arena_printf(&arena, "\"kind\": \"%s\"", word)));
		}
		free(console);
	}
}
END_TEST

/* A failure of one class, which SARIF can show, and one each of the milder ones before it. */
static const struct run_result *of_class(int failure)
{
	struct run_result *run;

	arena_finish(&arena);
	arena_init(&arena);
	run = sample_run(&arena);
	sample_blame(run, "nginx");
	for (size_t i = 0; i < run->cell_count; i++)
		run->cells[i].verdict = VERDICT_PASS;
	for (int i = failure; i < FAILURE_CLASS_COUNT; i++) {
		struct cell_result *cell = &run->cells[run->cell_count - (size_t)i];

		cell->verdict = VERDICT_FAIL;
		cell->failure = (enum failure_class)i;
		cell->reason = failure_class_words[i];
	}
	return run;
}

/* Each report tells the class of a failure; those that are not in the order of the plan begin with
 * the worst. */
START_TEST(test_every_report_tells_the_class)
{
	static const char *const sorted[] = {"html", "markdown", "sarif"};

	for (int i = FAILURE_NONE + 1; i < FAILURE_CLASS_COUNT; i++) {
		const struct run_result *run = of_class(i);
		const char *worst = run->cells[run->cell_count - (size_t)i].id;
		const char *mildest = run->cells[run->cell_count - FAILURE_CLASS_COUNT + 1].id;

		for (const struct report_writer *writer = report_writers; writer->name; writer++) {
			const char *text = sample_render(&arena, writer->write, run);

			if (strcmp(writer->name, "css") == 0)
				continue;
			ck_assert_msg(strstr(text, failure_class_words[i]) != NULL, "%s: %s", writer->name,
				failure_class_words[i]);
			for (size_t j = 0; worst != mildest && j < COUNT_OF(sorted); j++) {
				if (strcmp(writer->name, sorted[j]) == 0)
					ck_assert_msg(strstr(text, worst) < strstr(text, mildest), "%s", writer->name);
			}
		}
		ck_assert_ptr_nonnull(strstr(sample_render(&arena, github_write, run),
			arena_printf(&arena, "::error title=mtlspec %s%%3A ", failure_class_words[i])));
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"writers", {test_table_is_whole, test_every_form, test_every_report_tells_the_class}}};

	return unit_run("reports", cases, COUNT_OF(cases));
}
