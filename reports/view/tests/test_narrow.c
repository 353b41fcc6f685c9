#include <string.h>

#include "arena.h"
#include "narrow.h"
#include "result.h"
#include "sample.h"
#include "unit.h"

/* Six cells whose verdicts are these; the rest of a run by its counts. */
static struct run_result *run_of(struct arena *arena, const enum verdict verdicts[6])
{
	static const char *const ids[] = {"a/b@x:M/tls1.2", "a/b@x:M/tls1.3", "a/bc@x:M/tls1.3",
		"a/b@y:M/tls1.2", "a/c@x:M/tls1.2#2", "a/c@x:M/tls1.2"};
	struct run_result *run = sample_run(arena);

	for (size_t i = 0; i < 6; i++) {
		run->cells[i].id = ids[i];
		run->cells[i].verdict = verdicts[i];
	}
	run->cell_count = 6;
	run->has_end = true;
	run->end.exit_code = EXIT_CONFORMANCE;
	run->end.interrupted = false;
	return run;
}

static const enum verdict mixed[6] = {
	VERDICT_PASS, VERDICT_SKIP, VERDICT_FAIL, VERDICT_ERROR, VERDICT_XPASS, VERDICT_NOT_RUN};

/* The exit code is that of a run of the cells that are left. */
START_TEST(test_exit_code)
{
	static const struct {
		const char *globs[3];
		size_t left;
		int exit_code;
	} rows[] = {
		{{"a/b@x:M/tls1.2"}, 1, EXIT_AS_EXPECTED},
		{{"a/b@x:*"}, 2, EXIT_AS_EXPECTED},
		{{"a/b@x:M/tls1.3"}, 1, EXIT_ALL_SKIPPED},
		{{"a/b*@x:*"}, 3, EXIT_CONFORMANCE},
		{{"a/b@y:*", "a/b@x:*"}, 3, EXIT_ENVIRONMENT},
		{{"a/c@x:M/tls1.2#2"}, 1, EXIT_EXPECTATION_STALE},
		{{"a/c@x:M/tls1.2"}, 2, EXIT_ENVIRONMENT},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena arena;
		struct run_result *run;
		size_t count = 0;

		arena_init(&arena);
		run = run_of(&arena, mixed);
		while (rows[i].globs[count])
			count++;
		ck_assert(narrow_run(run, &arena, rows[i].globs, count));
		ck_assert_msg(
			run->cell_count == rows[i].left, "%s: %zu", rows[i].globs[0], run->cell_count);
		ck_assert_msg(run->end.exit_code == rows[i].exit_code, "%s: exit %d", rows[i].globs[0],
			run->end.exit_code);
		arena_finish(&arena);
	}
}
END_TEST

START_TEST(test_nothing_matches)
{
	const char *glob = "a/b@z:*";
	struct arena arena;
	struct run_result *run;

	arena_init(&arena);
	run = run_of(&arena, mixed);
	ck_assert(!narrow_run(run, &arena, &glob, 1));
	ck_assert_uint_eq(run->cell_count, 6);
	arena_finish(&arena);
}
END_TEST

/* What was judged before an interruption counts; what was not keeps saying so. */
START_TEST(test_interrupted)
{
	static const struct {
		const char *glob;
		bool interrupted;
		int exit_code;
	} rows[] = {{"a/b@x:M/tls1.2", false, EXIT_AS_EXPECTED}, {"a/c@*", true, EXIT_INTERRUPTED}};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena arena;
		struct run_result *run;

		arena_init(&arena);
		run = run_of(&arena, mixed);
		run->has_end = false;
		run->end.interrupted = true;
		run->end.exit_code = EXIT_INTERRUPTED;
		ck_assert(narrow_run(run, &arena, &rows[i].glob, 1));
		ck_assert_int_eq(run->end.interrupted, rows[i].interrupted);
		ck_assert_int_eq(run->end.exit_code, rows[i].exit_code);
		arena_finish(&arena);
	}
}
END_TEST

START_TEST(test_skips_fail)
{
	static const enum verdict one_skip[6] = {
		VERDICT_PASS, VERDICT_SKIP, VERDICT_PASS, VERDICT_PASS, VERDICT_PASS, VERDICT_PASS};
	const char *passed = "a/bc@*";
	struct arena arena;
	struct run_result *run;

	arena_init(&arena);
	run = run_of(&arena, one_skip);
	memset(run->end.counts, 0, sizeof(run->end.counts));
	run->end.counts[VERDICT_PASS] = 5;
	run->end.counts[VERDICT_SKIP] = 1;
	run->end.exit_code = EXIT_AS_EXPECTED;
	narrow_skips_fail(run);
	ck_assert_int_eq(run->end.exit_code, EXIT_CONFORMANCE);
	ck_assert(narrow_run(run, &arena, &passed, 1));
	ck_assert_int_eq(run->end.exit_code, EXIT_AS_EXPECTED);
	arena_finish(&arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"narrow", {test_exit_code, test_nothing_matches, test_interrupted, test_skips_fail}}};

	return unit_run("narrow", cases, COUNT_OF(cases));
}
