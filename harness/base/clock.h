#ifndef CLOCK_H
#define CLOCK_H
/* Monotonic time for durations, and wall-clock time for reports. */
#include <stdint.h>
#include <time.h>

uint64_t clock_now_us(void);
/* Wall-clock time, in microseconds since 1970, at which clock_now_us() was 0: as that clock is set
 * now. */
uint64_t clock_epoch_us(void);
/* ISO 8601 in UTC, seconds precision, e.g. 2026-11-21T12:00:00Z. `out` holds 21 bytes or more. */
void clock_format_utc(char out[32], time_t when);
#endif
