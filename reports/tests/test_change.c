/* Two runs compared. */
#include <jansson.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "cases.h"
#include "change.h"
#include "report.h"
#include "result.h"

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
		[VERDICT_PASS] = ".RRLNRL",
		[VERDICT_FAIL] = "F.OLFOL",
		[VERDICT_ERROR] = "FO.LFOL",
		[VERDICT_SKIP] = "GRR.GRN",
		[VERDICT_XFAIL] = "NRRL.RL",
		[VERDICT_XPASS] = "FOOLF.L",
		[VERDICT_NOT_RUN] = "GRRNGR.",
	};
	static const char letters[] = "RFOLGN";

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
	/* a pass that refuses in another way is no change */
	old.verdict = new.verdict = VERDICT_PASS;
	changes_find(&changes, &arena, &olds, &news);
	ck_assert_uint_eq(changes.same, 1);
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
	SCOPED_BUF text;
	json_t *root;

	fresh();
	changes_find(&changes, &arena, &olds, &news);
	ck_assert_uint_eq(changes.count, 4);
	ck_assert_str_eq(changes.items[0].id, "new-bad");
	ck_assert_str_eq(changes.items[0].before, "not planned");
	ck_assert_str_eq(changes_counts(&arena, &changes),
		"1 regressed, 0 fixed, 0 otherwise, 2 lost, 1 gained, 0 noted, 0 same");
	buf_init(&text, REPORT_MAX);
	changes_json(&text, &changes, &news);
	root = json_loads(buf_text(&text), 0, NULL);
	ck_assert_uint_eq(json_array_size(json_object_get(root, "changes")), 4);
	json_decref(root);
}
END_TEST

size_t change_cases(struct unit_case *out)
{
	const struct unit_case cases[] = {
		{"change", {test_every_transition, test_other_ends, test_cells_come_and_go}},
	};

	memcpy(out, cases, sizeof(cases));
	return COUNT_OF(cases);
}
