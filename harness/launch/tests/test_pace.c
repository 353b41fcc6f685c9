/* How fast connections follow each other, and what a limiter changes. */
#include "pace.h"
#include "unit.h"

enum { MS = 1000, S = 1000 * MS };

START_TEST(test_without_a_bound)
{
	struct pace pace;

	pace_init(&pace, 0);
	for (int i = 0; i < 5; i++)
		ck_assert_uint_eq(pace_take(&pace, 7 * S), 0);
	ck_assert(!pace_proved(&pace, 7 * S));
}
END_TEST

START_TEST(test_as_the_user_says)
{
	struct pace pace;

	pace_init(&pace, 4);
	ck_assert_double_eq(pace_per_second(&pace), 4);
	ck_assert_uint_eq(pace_take(&pace, 1 * S), 0);
	ck_assert_uint_eq(pace_take(&pace, 1 * S), 250 * MS);
	ck_assert_uint_eq(pace_take(&pace, 1 * S + 100 * MS), 400 * MS);
	/* what was not used is not saved up */
	ck_assert_uint_eq(pace_take(&pace, 9 * S), 0);
	ck_assert_uint_eq(pace_take(&pace, 9 * S), 250 * MS);
	ck_assert(!pace_proved(&pace, 9 * S));
}
END_TEST

/* The first slow-down starts from the pace that it had. */
START_TEST(test_slows_down)
{
	struct pace pace;

	pace_init(&pace, 0);
	for (uint64_t i = 0; i < 10; i++)
		pace_take(&pace, S + i * 100 * MS);
	pace_limited(&pace, S, 2 * S, -1);
	ck_assert_double_eq(pace_per_second(&pace), 5);
	ck_assert_uint_eq(pace_take(&pace, 2 * S), 200 * MS);
	/* many that were on their way count once */
	pace_limited(&pace, S + 900 * MS, 2 * S + 1, -1);
	ck_assert_double_eq(pace_per_second(&pace), 5);
	ck_assert(!pace_proved(&pace, S + 900 * MS));
	/* but one that kept to it counts again */
	pace_limited(&pace, 2 * S + 200 * MS, 2 * S + 300 * MS, -1);
	ck_assert_double_eq(pace_per_second(&pace), 2.5);
	ck_assert(pace_proved(&pace, 3 * S));
	ck_assert(!pace_proved(&pace, 4 * S));
	/* what was right for long is nearly right, unless it happens again */
	pace_limited(&pace, 5 * S, 6 * S, -1);
	ck_assert_double_eq(pace_per_second(&pace), 2);
	pace_limited(&pace, 7 * S, 8 * S, -1);
	ck_assert_double_eq(pace_per_second(&pace), 1);
	ck_assert(pace_proved(&pace, 9 * S));
}
END_TEST

START_TEST(test_slows_down_within_bounds)
{
	struct pace pace;

	pace_init(&pace, 10000);
	pace_limited(&pace, S, S, -1);
	ck_assert_double_eq(pace_per_second(&pace), 20);
	for (uint64_t i = 2; i < 40; i++)
		pace_limited(&pace, i * S, i * S, -1);
	ck_assert_uint_eq(pace.interval_us, 60 * S);
}
END_TEST

START_TEST(test_retry_after)
{
	struct pace pace;

	pace_init(&pace, 0);
	pace_take(&pace, S);
	pace_limited(&pace, S, 2 * S, 3);
	ck_assert_uint_eq(pace_take(&pace, 2 * S), 3 * S);
	/* it says more each time, and means it */
	pace_limited(&pace, S, 3 * S, 7);
	ck_assert_uint_eq(pace_take(&pace, 3 * S), 7 * S);
	pace_limited(&pace, S, 3 * S, 100000);
	ck_assert_uint_eq(pace_take(&pace, 3 * S), (uint64_t)PACE_RETRY_AFTER_MAX_S * S);
	/* none at all, or at once */
	pace_init(&pace, 1);
	pace_limited(&pace, S, 2 * S, 0);
	ck_assert_uint_eq(pace_take(&pace, 2 * S), 2 * S);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"pace",
		{test_without_a_bound, test_as_the_user_says, test_slows_down,
			test_slows_down_within_bounds, test_retry_after}}};

	return unit_run("pace", cases, COUNT_OF(cases));
}
