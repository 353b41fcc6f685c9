/* Two runs compared. */

#include "arena.h"
#include "change.h"
#include "result.h"
#include "unit.h"

static struct arena arena;

static void fresh(void)
{
	arena_finish(&arena);
	arena_init(&arena);
}

static struct cell_result cell_of(const char *id, enum verdict verdict)
{
	return (struct cell_result){
		.id = id, .verdict = verdict, .observed = OUTCOME_REJECT, .by = "close"};
}

/* One cell, from each verdict to each; "." is no change. */
START_TEST(test_every_transition)
{
	/* columns: pass fail error skip xfail xpass not-run */
	static const char *const table[VERDICT_COUNT] = {
		[VERDICT_PASS] = ".RRLASL",
		[VERDICT_FAIL] = "F.OLASL",
		[VERDICT_ERROR] = "FO.LASL",
		[VERDICT_SKIP] = "GRR.ASN",
		[VERDICT_XFAIL] = "FURL.SL",
		[VERDICT_XPASS] = "NRRLA.L",
		[VERDICT_NOT_RUN] = "GRRNAS.",
	};
	static const char letters[] = "RFAUSOLGN";

	_Static_assert(sizeof(letters) == CHANGE_KIND_COUNT + 1, "a letter for each kind");
	for (int before = 0; before < VERDICT_COUNT; before++) {
		for (int after = 0; after < VERDICT_COUNT; after++) {
			struct cell_result old = cell_of("x", (enum verdict)before);
			struct cell_result new = cell_of("x", (enum verdict)after);
			struct run_result olds = {.cells = &old, .cell_count = 1};
			struct run_result news = {.cells = &new, .cell_count = 1};
			struct run_changes changes;
			char got = '.';

			fresh();
			changes_find(&changes, &arena, &olds, &news);
			if (changes.count)
				got = letters[changes.items[0].kind];
			ck_assert_msg(got == table[before][after], "%s -> %s: %c", verdict_words[before],
				verdict_words[after], got);
			ck_assert_uint_eq(changes.count + changes.same, 1);
		}
	}
}
END_TEST

START_TEST(test_other_ends)
{
	struct cell_result old = cell_of("x", VERDICT_FAIL);
	struct cell_result new = cell_of("x", VERDICT_FAIL);
	struct run_result olds = {.cells = &old, .cell_count = 1};
	struct run_result news = {.cells = &new, .cell_count = 1};
	struct run_changes changes;

	fresh();
	new.by = "http 200";
	changes_find(&changes, &arena, &olds, &news);
	ck_assert_uint_eq(changes.counts[CHANGE_OTHERWISE], 1);
	ck_assert_str_eq(changes.items[0].before, "fail: reject by close");
	/* what is declared may be bad in another way too; what is declared no more is worse then */
	old.verdict = new.verdict = VERDICT_XFAIL;
	changes_find(&changes, &arena, &olds, &news);
	ck_assert_uint_eq(changes.counts[CHANGE_OTHERWISE], 1);
	new.verdict = VERDICT_FAIL;
	changes_find(&changes, &arena, &olds, &news);
	ck_assert_uint_eq(changes.counts[CHANGE_REGRESSED], 1);
	/* a pass that refuses in another way is no change */
	old.verdict = new.verdict = VERDICT_PASS;
	changes_find(&changes, &arena, &olds, &news);
	ck_assert_uint_eq(changes.same, 1);
}
END_TEST

static struct run_changes *between(enum verdict before, enum verdict after)
{
	struct cell_result *cells = ARENA_ARRAY(&arena, struct cell_result, 2);
	struct run_result *runs = ARENA_ARRAY(&arena, struct run_result, 2);
	struct run_changes *changes = ARENA_NEW(&arena, struct run_changes);

	for (int i = 0; i < 2; i++) {
		cells[i] = cell_of("x", i ? after : before);
		runs[i] = (struct run_result){.cells = &cells[i], .cell_count = 1};
	}
	changes_find(changes, &arena, &runs[0], &runs[1]);
	return changes;
}

START_TEST(test_exit_codes)
{
	static const struct {
		enum verdict before;
		enum verdict after;
		enum exit_code wanted;
	} rows[] = {
		{VERDICT_PASS, VERDICT_FAIL, EXIT_CONFORMANCE},
		{VERDICT_XFAIL, VERDICT_FAIL, EXIT_CONFORMANCE},
		{VERDICT_XFAIL, VERDICT_XPASS, EXIT_EXPECTATION_STALE},
		{VERDICT_FAIL, VERDICT_XFAIL, EXIT_AS_EXPECTED},
		{VERDICT_FAIL, VERDICT_PASS, EXIT_AS_EXPECTED},
		{VERDICT_PASS, VERDICT_PASS, EXIT_AS_EXPECTED},
	};

	fresh();
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert_int_eq(changes_exit_code(between(rows[i].before, rows[i].after)), rows[i].wanted);
}
END_TEST

START_TEST(test_cells_come_and_go)
{
	struct cell_result old[] = {cell_of("gone", VERDICT_PASS), cell_of("gone-bad", VERDICT_FAIL)};
	struct cell_result new[] = {
		cell_of("new-good", VERDICT_PASS), cell_of("new-bad", VERDICT_FAIL)};
	struct run_result olds = {.cells = old, .cell_count = 2};
	struct run_result news = {.cells = new, .cell_count = 2};
	struct run_changes changes;

	fresh();
	changes_find(&changes, &arena, &olds, &news);
	ck_assert_uint_eq(changes.count, 4);
	ck_assert_str_eq(changes.items[0].id, "new-bad");
	ck_assert_str_eq(changes.items[0].before, "not planned");
	ck_assert_str_eq(changes_counts(&arena, &changes),
		"1 regressed, 0 fixed, 0 accepted by baseline, 0 no longer accepted, 0 stale declaration, "
		"0 bad in another way, 2 no longer tested, 1 newly tested, 0 declared otherwise, 0 same");
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"change",
			{test_every_transition, test_other_ends, test_exit_codes, test_cells_come_and_go}},
	};

	return unit_run("change", cases, COUNT_OF(cases));
}
