#include "pace.h"

enum {
	SECOND_US = 1000000,
	SLOWED_MIN_US = 50000, /* a limiter that lets more through in a second is none to meet */
	SLOWED_MAX_US = 60 * SECOND_US,
};

void pace_init(struct pace *pace, double per_second)
{
	*pace = (struct pace){0};
	if (per_second > 0)
		pace->told_us = pace->interval_us = (uint64_t)(SECOND_US / per_second);
}

uint64_t pace_take(struct pace *pace, uint64_t now_us)
{
	uint64_t at_us = now_us > pace->next_us ? now_us : pace->next_us;

	pace->next_us = at_us + pace->interval_us;
	if (!pace->count++)
		pace->first_us = at_us;
	return at_us - now_us;
}

/* Half of what it was; a little less than what was right until now. */
static uint64_t slower(const struct pace *pace, uint64_t now_us)
{
	uint64_t interval_us = pace->interval_us;

	if (!interval_us && pace->count)
		interval_us = (now_us - pace->first_us) / pace->count;
	interval_us += pace->proved && !pace->slowed_count ? interval_us / 4 : interval_us;
	if (interval_us < SLOWED_MIN_US)
		return SLOWED_MIN_US;
	return interval_us < SLOWED_MAX_US ? interval_us : SLOWED_MAX_US;
}

static void not_before(struct pace *pace, uint64_t at_us)
{
	if (pace->next_us < at_us)
		pace->next_us = at_us;
}

void pace_limited(struct pace *pace, uint64_t began_us, uint64_t now_us, long retry_after_s)
{
	long wait_s = retry_after_s < PACE_RETRY_AFTER_MAX_S ? retry_after_s : PACE_RETRY_AFTER_MAX_S;

	if (wait_s > 0)
		not_before(pace, now_us + (uint64_t)wait_s * SECOND_US);
	if (pace->slowed_us && began_us < pace->slowed_us)
		return;
	pace->interval_us = slower(pace, now_us);
	pace->slowed_count++;
	pace->slowed_us = now_us;
	not_before(pace, now_us + pace->interval_us);
}

bool pace_proved(struct pace *pace, uint64_t began_us)
{
	if (!pace->slowed_us || began_us < pace->slowed_us)
		return false;
	pace->proved = true;
	pace->slowed_count = 0;
	if (pace->told_us == pace->interval_us)
		return false;
	pace->told_us = pace->interval_us;
	return true;
}

double pace_per_second(const struct pace *pace)
{
	return pace->interval_us ? (double)SECOND_US / (double)pace->interval_us : 0;
}
