#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "expected.h"
#include "file.h"
#include "tmpdir.h"
#include "unit.h"

#define TODAY 1795262400 /* 2026-11-21 */

static struct arena arena;
static struct diag diag;
static char *dir;

static void fresh(void)
{
	arena_finish(&arena);
	arena_init(&arena);
	diag_finish(&diag);
	diag_init(&diag);
}

static struct expected *read_text(const char *text)
{
	const char *why;
	const char *path;
	struct expected *expected;

	ck_assert(tmpdir_create(&dir, &why, &arena));
	path = arena_printf(&arena, "%s/expected.yaml", dir);
	ck_assert(file_write(&why, &arena, path, text, strlen(text), 0600));
	expected = expected_read(&arena, &diag, path, TODAY);
	tmpdir_remove(dir);
	return expected;
}

static bool complains(size_t line, size_t column, const char *words)
{
	for (size_t i = 0; i < diag.count; i++) {
		const struct diag_entry *entry = &diag.entries[i];

		if (entry->place.line == line && (!column || entry->place.column == column) &&
			strstr(entry->text, words))
			return true;
	}
	return false;
}

static struct cell_result cell_of(
	const char *id, enum verdict verdict, enum outcome observed, const char *by)
{
	return (struct cell_result){.id = id,
		.target = "nginx",
		.verdict = verdict,
		.observed = observed,
		.by = by,
		.reason = "because"};
}

START_TEST(test_words_and_states)
{
	for (int i = 0; i < EXPECTED_VERDICT_COUNT; i++)
		ck_assert(*expected_verdict_words[i]);
	ck_assert_ptr_null(expected_verdict_words[EXPECTED_VERDICT_COUNT]);
	for (int i = 1; i < EXPECTED_STATE_COUNT; i++)
		ck_assert(*expected_state_words[i]);
	ck_assert_ptr_null(expected_state_words[EXPECTED_STATE_COUNT]);
}
END_TEST

START_TEST(test_reads_all_keys)
{
	struct expected *expected;

	fresh();
	expected = read_text("expected:\n"
						 "  - cells: [\"a/*@nginx:*\", \"b/c@nginx:RequireAnyClientCert/tls1.3\"]\n"
						 "    verdict: error\n"
						 "    observed: none\n"
						 "    reason: slow machine\n"
						 "    link: https://example.org/1\n"
						 "    until: 2026-11-21\n"
						 "  - cells: a/*\n"
						 "    reason: later\n"
						 "    until: 2026-11-20\n");
	ck_assert_ptr_nonnull(expected);
	ck_assert_uint_eq(expected->count, 2);
	ck_assert_uint_eq(expected->entries[0].cells.count, 2);
	ck_assert_int_eq(expected->entries[0].verdict, EXPECTED_ERROR);
	ck_assert_str_eq(expected->entries[0].link, "https://example.org/1");
	ck_assert_uint_eq(expected->entries[0].place.line, 2);
	ck_assert(!expected->entries[0].expired); /* its last day */
	ck_assert_int_eq(expected->entries[1].verdict, EXPECTED_FAIL);
	ck_assert(expected->entries[1].expired);
	ck_assert_ptr_nonnull(read_text("expected: []\n"));
}
END_TEST

/* Every mistake in one pass. */
START_TEST(test_refused)
{
	fresh();
	ck_assert_ptr_null(read_text("expected:\n"
								 "  - cells: [nonsense]\n"
								 "    reason: x\n"
								 "    until: 2026-02-30\n"
								 "  - cells: [a@b:c]\n"
								 "    reason: x\n"
								 "    until: tomorrow\n"
								 "    observed: refused\n"));
	ck_assert(complains(2, 13, "'nonsense' can match no cell"));
	ck_assert(complains(4, 12, "'2026-02-30' is no date"));
	ck_assert(complains(7, 12, "'tomorrow' is no date"));
	ck_assert(complains(8, 15, "nothing that can be observed"));
	fresh();
	ck_assert_ptr_null(read_text("expected:\n"
								 "  - cells: [a@b:c]\n"
								 "    raeson: x\n"
								 "    verdict: skip\n"));
	ck_assert(complains(3, 5, "raeson"));
	ck_assert(complains(4, 0, "skip"));
	fresh();
	ck_assert_ptr_null(read_text("expected:\n  - cells: [a@b:c]\n"));
	ck_assert(complains(2, 0, "reason"));
	fresh();
	ck_assert_ptr_null(read_text("{}\n"));
	ck_assert(complains(1, 0, "'expected' is missing"));
}
END_TEST

/* One entry against each way a cell can end. */
START_TEST(test_apply)
{
	static const struct {
		const char *entry; /* its keys besides cells and reason */
		enum verdict before;
		enum outcome observed;
		const char *by;
		enum verdict after;
		const char *says;
	} rows[] = {
		{"", VERDICT_FAIL, OUTCOME_ACCEPT, "http 200", VERDICT_XFAIL, "known (expected: "},
		{"", VERDICT_PASS, OUTCOME_REJECT, "close", VERDICT_XPASS, "passes, but "},
		{"", VERDICT_ERROR, OUTCOME_NONE, NULL, VERDICT_ERROR, "(not the failure that "},
		{"", VERDICT_SKIP, OUTCOME_NONE, NULL, VERDICT_SKIP, "because"},
		{"", VERDICT_XFAIL, OUTCOME_ACCEPT, NULL, VERDICT_XFAIL, "because"},
		{"", VERDICT_XPASS, OUTCOME_ACCEPT, NULL, VERDICT_XPASS, "because"},
		{"", VERDICT_NOT_RUN, OUTCOME_NONE, NULL, VERDICT_NOT_RUN, "because"},
		{", verdict: error", VERDICT_ERROR, OUTCOME_NONE, NULL, VERDICT_XFAIL, "known"},
		{", verdict: error", VERDICT_FAIL, OUTCOME_ACCEPT, "http 200", VERDICT_FAIL,
			"(not the failure that "},
		{", observed: accept by http 200", VERDICT_FAIL, OUTCOME_ACCEPT, "http 200", VERDICT_XFAIL,
			"known"},
		{", observed: accept by http 200", VERDICT_FAIL, OUTCOME_ACCEPT, "http 204", VERDICT_FAIL,
			"because (not the failure that "},
		{", until: 2026-11-20", VERDICT_FAIL, OUTCOME_ACCEPT, "http 200", VERDICT_FAIL, "because"},
		{", until: 2026-11-21", VERDICT_FAIL, OUTCOME_ACCEPT, "http 200", VERDICT_XFAIL, "known"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct cell_result cell =
			cell_of("a/b@nginx:X/tls1.3", rows[i].before, rows[i].observed, rows[i].by);
		struct expected *expected;

		fresh();
		expected = read_text(arena_printf(
			&arena, "expected: [{cells: [\"a/*@nginx:*\"], reason: known%s}]\n", rows[i].entry));
		ck_assert_ptr_nonnull(expected);
		expected_apply(expected, &cell, &arena);
		ck_assert_msg(cell.verdict == rows[i].after, "row %zu", i);
		ck_assert_msg(strstr(cell.reason, rows[i].says) != NULL, "row %zu: %s", i, cell.reason);
		/* applied again it comes to the same: what the judge said is kept */
		expected_apply(expected, &cell, &arena);
		ck_assert_msg(cell.verdict == rows[i].after, "row %zu, again", i);
	}
}
END_TEST

START_TEST(test_another_cell_is_left_alone)
{
	struct cell_result cell =
		cell_of("a/b@caddy:X/tls1.3", VERDICT_FAIL, OUTCOME_ACCEPT, "http 200");
	struct expected *expected;

	fresh();
	expected = read_text("expected: [{cells: [\"a/*@nginx:*\"], reason: known}]\n");
	expected_apply(expected, &cell, &arena);
	ck_assert_int_eq(cell.verdict, VERDICT_FAIL);
	ck_assert_str_eq(cell.reason, "because");
	ck_assert_ptr_null(cell.judged);
}
END_TEST

START_TEST(test_states)
{
	static const char *const plan[] = {"a/b@nginx:X/tls1.3", "a/c@nginx:X/tls1.3"};
	struct cell_result failed = cell_of(plan[0], VERDICT_FAIL, OUTCOME_ACCEPT, "http 200");
	struct cell_result passed = cell_of(plan[1], VERDICT_PASS, OUTCOME_REJECT, "close");
	static const enum expected_state wanted[] = {
		EXPECTED_IN_ORDER, EXPECTED_STALE, EXPECTED_PASSES, EXPECTED_CHANGED, EXPECTED_EXPIRED};
	struct expected *expected;

	fresh();
	expected = read_text("expected:\n"
						 "  - {cells: \"a/b@*\", reason: happens}\n"
						 "  - {cells: \"z@*\", reason: stale}\n"
						 "  - {cells: \"a/*@*\", reason: one passes}\n"
						 "  - {cells: \"a/b@*\", reason: otherwise, observed: none}\n"
						 "  - {cells: \"a/b@*\", reason: over, until: 2020-01-01}\n");
	expected_count_plan(expected, plan, COUNT_OF(plan));
	expected_apply(expected, &failed, &arena);
	expected_apply(expected, &passed, &arena);
	for (size_t i = 0; i < COUNT_OF(wanted); i++)
		ck_assert_msg(expected_state(&expected->entries[i]) == wanted[i], "entry %zu", i);
}
END_TEST

static const char *prune(const char *text, size_t *removed, size_t *left)
{
	static const char *const plan[] = {"a/b@nginx:X/tls1.3", "a/c@nginx:X/tls1.3"};
	struct cell_result failed = cell_of(plan[0], VERDICT_FAIL, OUTCOME_ACCEPT, "http 200");
	struct cell_result passed = cell_of(plan[1], VERDICT_PASS, OUTCOME_REJECT, "close");
	struct expected *expected = read_text(text);

	ck_assert_ptr_nonnull(expected);
	expected_count_plan(expected, plan, COUNT_OF(plan));
	expected_apply(expected, &failed, &arena);
	expected_apply(expected, &passed, &arena);
	return expected_prune(&arena, expected, text, removed, left);
}

START_TEST(test_prune)
{
	size_t removed;
	size_t left;

	fresh();
	ck_assert_str_eq(prune("# ours\n"
						   "expected:\n"
						   "  # goes with its entry\n"
						   "  - cells:\n"
						   "      - a/c@*\n"
						   "    reason: passes\n"
						   "\n"
						   "  # stays\n"
						   "  - cells:\n"
						   "      - a/b@*   # the one that fails\n"
						   "      - a/c@*\n"
						   "    reason: one of two\n"
						   "  - cells: [z@*]\n"
						   "    reason: stale\n"
						   "# the end\n",
						 &removed, &left),
		"# ours\n"
		"expected:\n"
		"\n"
		"  # stays\n"
		"  - cells:\n"
		"      - a/b@*   # the one that fails\n"
		"    reason: one of two\n"
		"# the end\n");
	ck_assert_uint_eq(removed, 3);
	ck_assert_uint_eq(left, 0);
	fresh();
	ck_assert_str_eq(prune("expected:\n  - {cells: [a/b@*, a/c@*], reason: x}\n", &removed, &left),
		"expected:\n  - {cells: [a/b@*, a/c@*], reason: x}\n");
	ck_assert_uint_eq(removed, 0);
	ck_assert_uint_eq(left, 1);
	fresh();
	ck_assert_str_eq(
		prune("expected:\n  - {cells: z@*, reason: x}", &removed, &left), "expected: []\n");
}
END_TEST

/* What is added excuses exactly what failed; hostile ids and reasons survive the file. */
START_TEST(test_additions)
{
	struct cell_result cells[] = {
		cell_of("a/b@nginx:X/tls1.2", VERDICT_FAIL, OUTCOME_ACCEPT, "http 200"),
		cell_of("a/b@nginx:X/tls1.3", VERDICT_FAIL, OUTCOME_ACCEPT, "http 200"),
		cell_of("a/\"c\\@nginx:X/tls1.3", VERDICT_ERROR, OUTCOME_NONE, NULL),
		cell_of("a/d@nginx:X/tls1.3", VERDICT_PASS, OUTCOME_REJECT, "close"),
	};
	struct run_result run = {.cells = cells, .cell_count = COUNT_OF(cells)};
	struct expected *expected;
	const char *text;
	size_t added;

	fresh();
	text = expected_additions(&arena, &run, "x: \"y\" \\ # z", true, &added);
	ck_assert_uint_eq(added, 2);
	expected = read_text(text);
	ck_assert_ptr_nonnull(expected);
	ck_assert_uint_eq(expected->count, 2);
	ck_assert_uint_eq(expected->entries[0].cells.count, 2);
	ck_assert_str_eq(expected->entries[0].reason, "x: \"y\" \\ # z");
	for (size_t i = 0; i < COUNT_OF(cells); i++)
		expected_apply(expected, &cells[i], &arena);
	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(cells[i].verdict, VERDICT_XFAIL);
	ck_assert_int_eq(cells[3].verdict, VERDICT_PASS);
	ck_assert_str_eq(expected_additions(&arena, &run, "x", false, &added), "");
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"read", {test_words_and_states, test_reads_all_keys}},
		{"refused", {test_refused}},
		{"apply", {test_apply, test_another_cell_is_left_alone, test_states}},
		{"prune", {test_prune}},
		{"additions", {test_additions}},
	};
	return unit_run("expected", cases, COUNT_OF(cases));
}
