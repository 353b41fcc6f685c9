#include <string.h>

#include "arena.h"
#include "unit.h"
#include "untested.h"
#include "view.h"

struct skip {
	const char *scenario;
	enum verdict verdict;
	const char *reason;
};

static const char *text_of(struct arena *arena, const struct skip *skips, size_t count)
{
	struct cell_result *cells = ARENA_ARRAY(arena, struct cell_result, count + 1);
	struct run_result *run = ARENA_NEW(arena, struct run_result);
	struct view view;

	for (size_t i = 0; i < count; i++) {
		cells[i].id = arena_printf(arena, "%s@t:m/%zu", skips[i].scenario, i);
		cells[i].scenario = skips[i].scenario;
		cells[i].target = "t";
		cells[i].verdict = skips[i].verdict;
		cells[i].reason = skips[i].reason;
	}
	run->cells = cells;
	run->cell_count = count;
	view_build(&view, arena, run);
	return untested_text(arena, &view);
}

START_TEST(test_what_would_test_it)
{
	static const char key[] = "it needs the key of the client CA (--client-ca CERT,KEY)";
	static const struct skip skips[] = {
		{"a/judged", VERDICT_PASS, NULL},
		/* one version was skipped, the other was not */
		{"a/half", VERDICT_SKIP, key},
		{"a/half", VERDICT_FAIL, NULL},
		{"b/crl", VERDICT_SKIP, "t does not say that it has 'crl': if it has, --feature crl"},
		{"b/expired", VERDICT_SKIP, key},
		{"b/expired", VERDICT_SKIP, key},
		{"b/rsa", VERDICT_SKIP, key},
		{"c/other", VERDICT_SKIP, "t can't express this mode: it has no such word"},
	};
	struct arena arena;

	arena_init(&arena);
	ck_assert_str_eq(text_of(&arena, skips, COUNT_OF(skips)),
		"4 of 6 scenarios; 2 would be with --client-ca CERT,KEY, 1 with --feature crl");
	ck_assert_str_eq(text_of(&arena, &skips[7], 1), "1 of 1 scenario");
	ck_assert_ptr_null(text_of(&arena, skips, 3));
	ck_assert_ptr_null(text_of(&arena, skips, 0));
	arena_finish(&arena);
}
END_TEST

/* Nothing was: that some would not have been anyway says little. */
START_TEST(test_nothing_tried)
{
	static const struct skip skips[] = {
		{"a/good", VERDICT_ERROR, "nothing listens there"},
		{"b/crl", VERDICT_SKIP, "it has no such lists"},
		{"a/good", VERDICT_PASS, NULL},
	};
	struct arena arena;

	arena_init(&arena);
	ck_assert_ptr_null(text_of(&arena, skips, 2));
	ck_assert_str_eq(text_of(&arena, skips, 3), "1 of 2 scenarios");
	arena_finish(&arena);
}
END_TEST

/* Half of it, and green. */
START_TEST(test_percent)
{
	static const struct {
		size_t skipped;
		size_t passed;
		int exit_code;
		unsigned percent;
	} rows[] = {{0, 0, 0, 0}, {0, 9, 0, 0}, {4, 5, 0, 0}, {5, 5, 0, 50}, {8, 2, 0, 80},
		{2, 1, 0, 66}, {8, 2, EXIT_CONFORMANCE, 0}, {8, 0, EXIT_ALL_SKIPPED, 0}};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct cell_result cells[10] = {{0}};
		const struct run_result run = {.cells = cells,
			.cell_count = rows[i].skipped + rows[i].passed,
			.end.exit_code = rows[i].exit_code};

		for (size_t j = 0; j < rows[i].skipped; j++)
			cells[j].verdict = VERDICT_SKIP;
		ck_assert_uint_eq(untested_percent(&run), rows[i].percent);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"untested", {test_what_would_test_it, test_nothing_tried, test_percent}}};

	return unit_run("untested", cases, COUNT_OF(cases));
}
