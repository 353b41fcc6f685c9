#include "clock.h"

static uint64_t read_us(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

uint64_t clock_now_us(void)
{
	return read_us(CLOCK_MONOTONIC);
}

uint64_t clock_epoch_us(void)
{
	return read_us(CLOCK_REALTIME) - clock_now_us();
}

void clock_format_utc(char out[32], time_t when)
{
	struct tm utc;

	gmtime_r(&when, &utc);
	strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &utc);
}
