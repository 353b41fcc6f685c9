#include "rate.h"

#include <stdlib.h>
#include <string.h>

bool rate_parse(double *out, const char *text)
{
	char *end;

	/* strtod knows more than a rate may be: hexadecimal, infinity */
	if (!*text || strspn(text, "0123456789.") != strlen(text))
		return false;
	*out = strtod(text, &end);
	return !*end && *out >= 0.01 && *out <= 10000;
}
