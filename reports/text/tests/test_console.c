#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console.h"
#include "file.h"
#include "grouping.h"
#include "sample.h"
#include "unit.h"

enum { GOLDEN_MAX = 64 * 1024, COLUMNS = 100, NARROW = 44, LINES = 60 };

static struct arena arena;

static struct run_result *fresh(void)
{
	arena_finish(&arena);
	arena_init(&arena);
	return sample_run(&arena);
}

static const char *print_as(const struct run_result *run, const struct console *console)
{
	char *text = NULL;
	char *copy;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	console_explain_all(out, run, console);
	console_summary(out, run, console);
	console_last_line(out, run);
	fclose(out);
	copy = arena_strndup(&arena, text, len);
	free(text);
	return copy;
}

/* With all that there is to tell. */
static const char *print(const struct run_result *run, bool color)
{
	const struct console console = {.color = color, .verbose = true, .columns = COLUMNS};

	return print_as(run, &console);
}

static const char *print_folded(const struct run_result *run, size_t columns)
{
	const struct console console = {.columns = columns};

	return print_as(run, &console);
}

/* To renew one after a wanted change, copy what stands before the failure. */
static void check_golden(const char *name, const char *got)
{
	const char *path = arena_printf(&arena, TEST_DATA_DIR "/%s", name);
	const char *why = NULL;
	char *golden;
	size_t len;
	size_t line = 1;

	ck_assert_msg(file_read(&golden, &len, &why, &arena, path, GOLDEN_MAX), "%s", why);
	for (size_t i = 0; i <= len; i++) {
		if (got[i] != golden[i]) {
			printf("%s", got);
			fflush(stdout);
		}
		ck_assert_msg(got[i] == golden[i], "%s:%zu differs", name, line);
		line += golden[i] == '\n';
	}
}

START_TEST(test_golden)
{
	struct run_result *run = fresh();

	check_golden("golden_console.txt", print(run, false));
	check_golden("golden_folded.txt", print_folded(run, COLUMNS));
}
END_TEST

static size_t count_lines(const char *text)
{
	size_t lines = 0;

	for (; *text; text++)
		lines += *text == '\n';
	return lines;
}

/* Half of them by a line of a configuration, the others by three reasons. */
static struct run_result *failing(void)
{
	static const char *const reasons[] = {"the good client is refused", "another alert", "it fell"};
	static const enum failure_class classes[] = {
		FAILURE_SHUT_OUT, FAILURE_OTHERWISE, FAILURE_CRASHED};
	struct run_result *run = fresh();

	sample_blame(run, "nginx");
	for (size_t i = 0; i < run->cell_count; i++) {
		struct cell_result *cell = &run->cells[i];
		bool blamed = cell->directive.decides != DIRECTIVE_NONE;

		cell->reason = blamed ? "accepted" : reasons[i % COUNT_OF(reasons)];
		cell->failure = blamed ? FAILURE_LET_IN : classes[i % COUNT_OF(reasons)];
	}
	run->cells[run->cell_count - 1].failure = FAILURE_OTHERWISE;
	return run;
}

START_TEST(test_many_failures_are_few_lines)
{
	struct run_result *run = failing();
	const char *text = print_folded(run, COLUMNS);

	ck_assert_msg(count_lines(text) < LINES, "%zu lines:\n%s", count_lines(text), text);
	ck_assert_msg(strncmp(text,
					  "LET IN nginx: nginx.conf:34 `ssl_verify_client optional;` explains 60 cells "
					  "(59 let in, 1 otherwise)\n  where      TLS 1.2 1.3, all modes\n",
					  130) == 0,
		"%s", text);
	ck_assert_ptr_nonnull(strstr(text, "\nCRASHED reference: 20 cells: it fell\n"));
	ck_assert(strstr(text, "\nCRASHED") < strstr(text, "\nSHUT OUT"));
	ck_assert(strstr(text, "\nSHUT OUT") < strstr(text, "\nOTHERWISE"));
	ck_assert_ptr_nonnull(strstr(text, "and 2 more scenarios (-v tells all)\n"));
	ck_assert_ptr_nonnull(
		strstr(text, "59 let in, 20 crashed, 20 shut out, 21 otherwise; 307 connections"));
}
END_TEST

/* A scenario has one line, whatever there is to say of it. */
START_TEST(test_scenarios_are_cut)
{
	const char *text = print_folded(failing(), NARROW);
	bool cut = false;

	for (const char *at = text; *at; at += strcspn(at, "\n") + 1) {
		size_t len = strcspn(at, "\n");

		if (strncmp(at, "    ", 4) != 0 || at[4] == ' ')
			continue;
		ck_assert_msg(len <= NARROW, "%.*s", (int)len, at);
		cut = cut || (len == NARROW && strncmp(at + len - 3, "...", 3) == 0);
	}
	ck_assert_msg(cut, "%s", text);
}
END_TEST

/* One or two cells are told in full: that is what somebody wants who runs them again. */
START_TEST(test_few_are_told_in_full)
{
	struct run_result *run = fresh();
	const char *text;

	for (size_t i = 0; i < run->cell_count; i++)
		run->cells[i].verdict = VERDICT_PASS;
	run->cells[0].verdict = run->cells[1].verdict = VERDICT_FAIL;
	run->cells[0].reason = run->cells[1].reason = "accepted";
	text = print_folded(run, COLUMNS);
	ck_assert(strncmp(text, "FAIL chain/impostor-ca@reference:NoClientCert/tls1.2\n", 53) == 0);
	ck_assert_ptr_nonnull(strstr(text, "\n  control  "));
	run->cells[2].verdict = VERDICT_FAIL;
	ck_assert_ptr_null(strstr(print_folded(run, COLUMNS), "\n  control  "));
}
END_TEST

/* Past those that have a block, causes have a line each, and then they are counted. */
START_TEST(test_many_causes)
{
	struct run_result *run = fresh();
	const char *text;

	for (size_t i = 0; i < run->cell_count; i++) {
		run->cells[i].verdict = VERDICT_FAIL;
		run->cells[i].directive.decides = DIRECTIVE_NONE;
		run->cells[i].reason = arena_printf(&arena, "reason %zu", i);
	}
	text = print_folded(run, COLUMNS);
	ck_assert_ptr_nonnull(strstr(text, "\nFAIL reference: 1 cell: reason 15\n"));
	ck_assert_ptr_null(strstr(text, "reason 16\n"));
	ck_assert_ptr_nonnull(strstr(text, "\nand 104 more causes of 104 cells (-v tells all)\n"));
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
	static const struct {
		const char *what;
		uint64_t elapsed_us;
		size_t columns;
		const char *line;
	} rows[] = {
		{"nginx\nRequireAny", 0, 100, "\r[120/290] nginx RequireAny  2 FAIL\x1b[K"},
		{"nginx", 1900000, 100, "\r[120/290] nginx  2 FAIL\x1b[K"},
		{"nginx", 12000000, 100, "\r[120/290] nginx  2 FAIL  about 18 s left\x1b[K"},
		{"nginx", 120000000, 100, "\r[120/290] nginx  2 FAIL  about 3 min left\x1b[K"},
		{"a-long-name-of-a-target", 0, 66, "\r[120/290] a-long-...  2 FAIL\x1b[K"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct console console = {.columns = rows[i].columns};
		struct progress progress = {
			.done = 120, .total = 290, .what = rows[i].what, .elapsed_us = rows[i].elapsed_us};
		char *text = NULL;
		size_t len;
		FILE *out = open_memstream(&text, &len);

		progress.counts[VERDICT_FAIL] = 2;
		console_progress(out, &progress, &console);
		fclose(out);
		ck_assert_str_eq(text, rows[i].line);
		free(text);
	}
}
END_TEST

START_TEST(test_first_failure)
{
	struct run_result *run = fresh();
	const struct console console = {.columns = COLUMNS};
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	run->cells[0].verdict = VERDICT_FAIL;
	run->cells[0].failure = FAILURE_LET_IN;
	run->cells[0].reason = "accepted\x1b[2J";
	run->cells[1].verdict = VERDICT_ERROR;
	run->cells[1].reason = NULL;
	console_first(out, &run->cells[0], &console);
	console_first(out, &run->cells[1], &console);
	fclose(out);
	ck_assert_str_eq(text,
		"first failure: chain/impostor-ca@reference:NoClientCert/tls1.2: let in: "
		"accepted\\x1b[2J\n"
		"first error: chain/impostor-ca@reference:NoClientCert/tls1.3: no reason was given\n");
	free(text);
}
END_TEST

START_TEST(test_durations)
{
	struct run_result *run = fresh();
	struct console console = {.columns = COLUMNS, .durations = 2};

	run->cells[7].duration_us = 3210000;
	run->cells[3].duration_us = 1230000;
	ck_assert_ptr_nonnull(strstr(print_as(run, &console),
		"\ntook longest:\n"
		"  3.210 s    client-certificate/none@reference:NoClientCert/tls1.3\n"
		"  1.230 s    client-certificate/expired@reference:NoClientCert/tls1.3\n\n"));
	console.durations = 0;
	ck_assert_ptr_null(strstr(print_as(run, &console), "took longest"));
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"console_explain",
			{test_golden, test_no_line_is_too_long, test_many_alike_are_counted,
				test_unobserved_backend, test_color_only_if_asked}},
		{"console_folded",
			{test_many_failures_are_few_lines, test_scenarios_are_cut, test_few_are_told_in_full,
				test_many_causes}},
		{"console_lines",
			{test_last_line, test_progress_is_one_line, test_first_failure, test_durations}},
	};

	return unit_run("console", cases, COUNT_OF(cases));
}
