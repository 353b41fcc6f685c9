#ifndef PLAN_DRIVER_H
#define PLAN_DRIVER_H
/* Which of our clients can make the connections of a cell. */
#include "plan.h"

/* Why libcurl can't make them, in a sentence, or NULL if it can. */
const char *plan_http_lacks(const struct plan_cell *cell);
#endif
