#include "scenario_time.h"

#include <stdlib.h>
#include <string.h>

enum { DIGITS_MAX = 5, MS_PER_S = 1000 };

bool scenario_time_parse(long *out_ms, const char *text, long max_ms)
{
	size_t digits = strspn(text, "0123456789");
	const char *unit = text + digits;
	bool seconds = strcmp(unit, "s") == 0;

	if (!digits || digits > DIGITS_MAX || (!seconds && strcmp(unit, "ms") != 0))
		return false;
	*out_ms = strtol(text, NULL, 10) * (seconds ? MS_PER_S : 1);
	return *out_ms > 0 && *out_ms <= max_ms;
}
