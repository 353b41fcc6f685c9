/* A wait of its own on a process that stays. */
#include "process_wait.h"

#include "unit.h"

START_TEST(nobody_has_no_more_than_the_deadline)
{
	struct process_wait wait;

	process_wait_begin(&wait, NULL, 60000);
	ck_assert_uint_eq(process_wait_left_ms(&wait), 0);
}
END_TEST

START_TEST(what_is_left_is_what_was_not_spent)
{
	struct process_wait wait;
	uint64_t left;

	process_wait_begin(&wait, NULL, 60000);
	wait.pid = 1; /* somebody who is there all the while */
	left = process_wait_left_ms(&wait);
	ck_assert_uint_gt(left, 0);
	ck_assert_uint_le(left, 60000);
	/* whatever the machine, this is more than it ever grants */
	wait.started_us -= (uint64_t)60000 * 1000 * (PATIENCE_MAX + 1);
	ck_assert_uint_eq(process_wait_left_ms(&wait), 0);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"wait", {nobody_has_no_more_than_the_deadline, what_is_left_is_what_was_not_spent}},
	};

	return unit_run("process_wait", cases, COUNT_OF(cases));
}
