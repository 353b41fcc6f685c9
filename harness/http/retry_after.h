#ifndef RETRY_AFTER_H
#define RETRY_AFTER_H
#include <stdbool.h>
#include <time.h>

#include "scoped.h"

/* Retry-After (RFC 9110 section 10.2.3): seconds, or a date in one of the three forms of section
 * 5.6.7; one that has passed is 0 seconds. False: it is neither. */
WARN_UNUSED bool retry_after_read(long *seconds, const char *value, time_t now);
#endif
