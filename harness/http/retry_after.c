#include "retry_after.h"

#include <stdlib.h>
#include <string.h>

static bool read_date(time_t *out, const char *value)
{
	static const char *const forms[] = {
		"%a, %d %b %Y %H:%M:%S GMT", /* IMF-fixdate */
		"%A, %d-%b-%y %H:%M:%S GMT", /* RFC 850 */
		"%a %b %d %H:%M:%S %Y", /* asctime */
	};

	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		struct tm parts = {0};
		const char *end = strptime(value, forms[i], &parts);

		if (!end || *end)
			continue;
		*out = timegm(&parts);
		return true;
	}
	return false;
}

bool retry_after_read(long *seconds, const char *value, time_t now)
{
	time_t date;

	if (*value && strspn(value, "0123456789") == strlen(value)) {
		*seconds = strtol(value, NULL, 10);
		return true; /* more than a long holds is very long */
	}
	if (!read_date(&date, value))
		return false;
	*seconds = date > now ? (long)(date - now) : 0;
	return true;
}
