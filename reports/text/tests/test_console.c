#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console.h"
#include "file.h"
#include "grouping.h"
#include "sample.h"
#include "unit.h"

enum { GOLDEN_MAX = 64 * 1024, COLUMNS = 100 };

static struct arena arena;

static struct run_result *fresh(void)
{
	arena_finish(&arena);
	arena_init(&arena);
	return sample_run(&arena);
}

static const char *print(const struct run_result *run, bool color)
{
	char *text = NULL;
	char *copy;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	console_explain_all(out, run, color);
	console_summary(out, run, color);
	console_last_line(out, run);
	fclose(out);
	copy = arena_strndup(&arena, text, len);
	free(text);
	return copy;
}

/* golden_console.txt: to renew it after a wanted change, copy what the failure shows. */
START_TEST(test_golden)
{
	struct run_result *run = fresh();
	const char *why = NULL;
	const char *got = print(run, false);
	char *golden;
	size_t len;
	size_t line = 1;

	ck_assert_msg(
		file_read(&golden, &len, &why, &arena, TEST_DATA_DIR "/golden_console.txt", GOLDEN_MAX),
		"%s", why);
	for (size_t i = 0; i <= len; i++) {
		ck_assert_msg(got[i] == golden[i], "golden_console.txt:%zu differs; now:\n%s", line, got);
		line += golden[i] == '\n';
	}
}
END_TEST

START_TEST(test_no_line_is_too_long)
{
	struct run_result *run = fresh();
	const char *text;

	run->cells[0].verdict = VERDICT_FAIL;
	run->cells[0].reason =
		"many words that go on and on, so that they must be broken over several lines, each of "
		"which begins under the first one and none of which is longer than the terminal is wide";
	text = print(run, false);
	for (const char *at = text; *at; at += strcspn(at, "\n") + 1) {
		if (strstr(at, "reproduce") != at + 2 && strstr(at, "mtlspec:") != at)
			ck_assert_msg(strcspn(at, "\n") <= COLUMNS, "%.*s", (int)strcspn(at, "\n"), at);
	}
	ck_assert_ptr_nonnull(strstr(text, "\n             "));
}
END_TEST

START_TEST(test_many_alike_are_counted)
{
	struct run_result *run = fresh();
	const char *text;
	size_t shown = 0;

	for (size_t i = 0; i < run->cell_count; i++) {
		run->cells[i].verdict = VERDICT_FAIL;
		run->cells[i].reason = "let in";
	}
	text = print(run, false);
	for (const char *at = text; (at = strstr(at, "FAIL ")); at++)
		shown++;
	ck_assert_uint_eq(shown, 2 * 10);
	ck_assert_ptr_nonnull(strstr(text, "and 10 more cells: "));
}
END_TEST

/* A verdict without a backend says on what it rests, whatever it is. */
START_TEST(test_unobserved_backend)
{
	struct run_result *run = fresh();
	struct grouping grouping;
	struct view view;
	size_t servers;

	ck_assert_ptr_null(strstr(print(run, false), "not observed"));
	for (size_t i = 0; i < run->cell_count; i++)
		run->cells[i].backend_observed = false;
	ck_assert_ptr_nonnull(strstr(
		print(run, false), "observed   accept: HTTP 200, backend: not observed, so this rests"));
	ck_assert_ptr_nonnull(strstr(print(run, false), "\nbackend: not observed:\n  "));
	view_build(&view, &arena, run);
	grouping_build(&grouping, &view, GROUP_UNOBSERVED);
	servers = grouping.cells;
	run->cells[0].side = SIDE_CLIENT;
	grouping_build(&grouping, &view, GROUP_UNOBSERVED);
	ck_assert_uint_eq(grouping.cells, servers - 1);
}
END_TEST

START_TEST(test_color_only_if_asked)
{
	struct run_result *run = fresh();

	run->cells[0].verdict = VERDICT_FAIL;
	run->cells[0].reason = "bad \x1b[2J byte";
	ck_assert_ptr_null(strchr(print(run, false), '\x1b'));
	for (const char *at = print(run, true); (at = strchr(at, '\x1b')); at++) {
		size_t len = strspn(at + 2, "0123456789;");

		ck_assert(at[1] == '[' && at[2 + len] == 'm');
	}
}
END_TEST

START_TEST(test_last_line)
{
	struct run_result *run = fresh();
	const char *text = print(run, false);
	const char *line = strstr(text, "mtlspec: ");

	ck_assert_str_eq(line,
		"mtlspec: 120 cells: 104 pass, 1 fail, 2 error, 1 xfail, 1 xpass, 10 skip, 1 not-run; "
		"307 connections in 1.9 s; exit 1\n");
}
END_TEST

START_TEST(test_progress_is_one_line)
{
	struct progress progress = {.done = 120, .total = 290, .what = "nginx\nRequireAny"};
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	progress.counts[VERDICT_FAIL] = 2;
	console_progress(out, &progress, false);
	fclose(out);
	ck_assert_str_eq(text, "\r[120/290] nginx RequireAny  2 FAIL\x1b[K");
	free(text);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"console_explain",
			{test_golden, test_no_line_is_too_long, test_many_alike_are_counted,
				test_unobserved_backend, test_color_only_if_asked}},
		{"console_lines", {test_last_line, test_progress_is_one_line}},
	};

	return unit_run("console", cases, COUNT_OF(cases));
}
