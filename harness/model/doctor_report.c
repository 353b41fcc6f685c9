#include "doctor_report.h"

#include "scoped.h"

const char *const check_state_words[] = {"ok", "warning", "bad", NULL};
_Static_assert(COUNT_OF(check_state_words) == CHECK_STATE_COUNT + 1, "a word for each state");

size_t doctor_count(const struct doctor_report *report, enum check_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < report->check_count; i++)
		count += report->checks[i].state == state;
	return count;
}

size_t doctor_ready(const struct doctor_report *report)
{
	size_t count = 0;

	for (size_t i = 0; i < report->target_count; i++)
		count += report->targets[i].place != NULL;
	return count;
}

bool doctor_can_run(const struct doctor_report *report)
{
	return doctor_count(report, CHECK_BAD) == 0 && doctor_ready(report) > 0;
}
