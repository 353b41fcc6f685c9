#ifndef PLAN_SKIP_H
#define PLAN_SKIP_H
#include "plan.h"

/* Why the cell can't be run on its target, in a sentence for people, or NULL if it can. */
const char *plan_skip_reason(
	const struct plan_request *request, const struct plan_cell *cell, struct arena *arena);
#endif
