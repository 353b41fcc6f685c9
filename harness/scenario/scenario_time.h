#ifndef SCENARIO_TIME_H
#define SCENARIO_TIME_H
#include <stdbool.h>

/* "20ms", "2s". False: it is none, or more than `max_ms`. */
bool scenario_time_parse(long *out_ms, const char *text, long max_ms);
#endif
