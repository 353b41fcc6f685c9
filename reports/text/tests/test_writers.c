/* The writers for people and for CI pages: totals, structure, and hostile texts. */
#include <string.h>

#include "buf.h"
#include "sample.h"
#include "tally.h"
#include "text_writers.h"
#include "unit.h"
#include "workspace.h"

enum { TEXT_MAX = 1024 * 1024 };

static struct arena arena;

static void fresh(void)
{
	arena_finish(&arena);
	arena_init(&arena);
}

static size_t lines_with(const char *text, const char *start)
{
	size_t count = 0;

	for (const char *at = text; at && *at; at = strchr(at, '\n'), at += at != NULL)
		count += strncmp(at, start, strlen(start)) == 0;
	return count;
}

/* All bytes that text_clean, which stands where they enter, lets through. */
static char *printable(void)
{
	char *every = arena_alloc(&arena, 128);
	size_t len = 0;

	every[len++] = '\t';
	every[len++] = '\n';
	for (char byte = ' '; byte < 127; byte++)
		every[len++] = byte;
	return every;
}

START_TEST(test_tap)
{
	struct run_result *run;
	struct tally tally;
	char *text;

	fresh();
	run = sample_run(&arena);
	tally_run(&tally, run);
	text = sample_render(&arena, tap_write, run);
	ck_assert_uint_eq(lines_with(text, "TAP version 13\n"), 1);
	ck_assert_uint_eq(lines_with(text, arena_printf(&arena, "1..%zu\n", run->cell_count)), 1);
	ck_assert_uint_eq(lines_with(text, "ok "),
		tally.verdicts[VERDICT_PASS] + tally.verdicts[VERDICT_SKIP] +
			tally.verdicts[VERDICT_NOT_RUN]);
	ck_assert_uint_eq(lines_with(text, "ok ") + lines_with(text, "not ok "), run->cell_count);
	ck_assert_uint_eq(lines_with(text, "  ---\n"), lines_with(text, "  ...\n"));
	ck_assert_ptr_nonnull(strstr(text, " # TODO known deviation: "));
	ck_assert_ptr_nonnull(strstr(text, "\n  by-hand: \""));
	for (const char *at = text; (at = strstr(at, "\n  ")); at += 3) {
		size_t key = strcspn(at + 3, " \n");

		ck_assert_msg(at[3] == '-' || at[3] == '.' || at[2 + key] == ':', "%.40s", at + 3);
	}
	run->has_end = false;
	ck_assert_uint_eq(lines_with(sample_render(&arena, tap_write, run), "Bail out!"), 1);
	run->cell_count = 0;
	ck_assert_uint_eq(lines_with(sample_render(&arena, tap_write, run), "1..0 # SKIP "), 1);
}
END_TEST

/* A foreign text can neither end its line nor begin a directive of its own. */
START_TEST(test_tap_hostile)
{
	struct run_result *run;
	char *text;

	fresh();
	run = sample_run(&arena);
	run->cell_count = 1;
	run->cells[0].verdict = VERDICT_FAIL;
	run->cells[0].id = "a # SKIP b\nok 2 - c \\";
	run->cells[0].reason = "\"\n  ...\nok 3 - \\d";
	text = sample_render(&arena, tap_write, run);
	ck_assert_uint_eq(lines_with(text, "not ok 1 - a \\# SKIP b ok 2 - c \\\\\n"), 1);
	ck_assert_uint_eq(lines_with(text, "  ...\n"), 1);
	ck_assert_uint_eq(lines_with(text, "ok "), 0);
	ck_assert_ptr_nonnull(strstr(text, "  reason: \"\\\"\\n  ...\\nok 3 - \\\\d\"\n"));
}
END_TEST

START_TEST(test_markdown)
{
	struct run_result *run;
	char *text;

	fresh();
	run = sample_run(&arena);
	text = sample_render(&arena, markdown_write, run);
	ck_assert_uint_eq(lines_with(text, "## mtlspec: "), 1);
	ck_assert_uint_eq(lines_with(text, "| target | mode |"), 1);
	ck_assert_ptr_nonnull(strstr(text, "### Failures and errors"));
	ck_assert_ptr_nonnull(strstr(text, "### Known deviations"));
	sample_spoil(&arena, run, printable());
	text = sample_render(&arena, markdown_write, run);
	/* nothing but our own elements */
	for (const char *at = text; (at = strchr(at, '<')); at++)
		ck_assert_msg(strncmp(at, "<code>", 6) == 0 || strncmp(at, "</code>", 7) == 0 ||
				strncmp(at, "<br>", 4) == 0 || strncmp(at, "<details>", 9) == 0 ||
				strncmp(at, "</details>", 10) == 0 || strncmp(at, "<summary>", 9) == 0 ||
				strncmp(at, "</summary>", 10) == 0,
			"%.30s", at);
	ck_assert_ptr_null(strchr(text, '`'));
}
END_TEST

START_TEST(test_markdown_is_capped)
{
	struct run_result *run;
	char *text;

	fresh();
	run = sample_large(&arena, 5000);
	for (size_t i = 0; i < run->cell_count; i++) {
		run->cells[i].verdict = VERDICT_FAIL;
		run->cells[i].reason = arena_printf(&arena, "reason %zu", i);
	}
	text = sample_render(&arena, markdown_write, run);
	ck_assert_uint_le(strlen(text), MARKDOWN_MAX);
	ck_assert_ptr_nonnull(strstr(text, "more groups had no room here"));
}
END_TEST

START_TEST(test_github)
{
	struct run_result *run;
	char *text;

	fresh();
	run = sample_large(&arena, 50);
	for (size_t i = 0; i < run->cell_count; i++) {
		run->cells[i].verdict = VERDICT_FAIL;
		run->cells[i].reason = arena_printf(&arena, "reason %zu\n::error::forged %%", i);
	}
	text = sample_render(&arena, github_write, run);
	ck_assert_uint_eq(lines_with(text, "::error "), GITHUB_ANNOTATIONS_MAX);
	ck_assert_uint_eq(lines_with(text, "::error title=mtlspec::41 more"), 1);
	ck_assert_uint_eq(lines_with(text, ""), GITHUB_ANNOTATIONS_MAX);
	ck_assert_ptr_nonnull(strstr(text, "%0A::error::forged %25"));
	for (size_t i = 0; i < run->cell_count; i++)
		run->cells[i].verdict = VERDICT_PASS;
	ck_assert_str_eq(sample_render(&arena, github_write, run), "");
}
END_TEST

/* An annotation points to the line of the configuration that is to blame. */
START_TEST(test_github_points)
{
	const struct workspace workspace = {.root = "/tree", .cwd = "/tree/sub"};
	struct run_result *run;
	struct view view;
	SCOPED_BUF out;

	fresh();
	run = sample_run(&arena);
	sample_blame(run, "nginx");
	ck_assert_ptr_nonnull(strstr(
		sample_render(&arena, github_write, run), ",file=proxies/nginx/nginx.conf,line=34::"));
	buf_init(&out, TEXT_MAX);
	view_build(&view, &arena, run);
	view.workspace = &workspace;
	github_write(&out, &view);
	ck_assert_ptr_nonnull(strstr(buf_text(&out), ",file=sub/proxies/nginx/nginx.conf,line=34::"));
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"writers_text",
			{test_tap, test_tap_hostile, test_markdown, test_markdown_is_capped, test_github,
				test_github_points}},
	};

	return unit_run("text_writers", cases, COUNT_OF(cases));
}
