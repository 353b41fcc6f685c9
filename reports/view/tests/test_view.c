#include "arena.h"
#include "unit.h"
#include "view.h"

/* No locale with a decimal comma may be installed: so no number is printed by its rules at all. */
START_TEST(test_seconds_in_any_locale)
{
	struct arena arena;

	arena_init(&arena);
	ck_assert_str_eq(view_seconds(&arena, 0), "0.000");
	ck_assert_str_eq(view_seconds(&arena, 1912345), "1.912");
	ck_assert_str_eq(view_seconds(&arena, 999999), "1.000");
	ck_assert_str_eq(view_seconds(&arena, 61000500), "61.001");
	arena_finish(&arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"seconds", {test_seconds_in_any_locale}}};

	return unit_run("view", cases, COUNT_OF(cases));
}
