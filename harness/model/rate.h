#ifndef RATE_H
#define RATE_H
#include <stdbool.h>

#include "scoped.h"

/* Connections per second, as people write them: "5", "0.5". At least one in 100 s, at most 10000.
 */
WARN_UNUSED bool rate_parse(double *out, const char *text);
#define RATE_FORM "connections per second, from 0.01 to 10000"
#endif
