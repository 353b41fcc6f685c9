#ifndef SCENARIO_CHECK_H
#define SCENARIO_CHECK_H
/* What the field tables cannot say about a scenario file. Everything is reported, nothing
 * changed. */
#include "scenario.h"

/* Credential names; `credentials` ends with NULL (or is NULL: not checked). */
void scenario_check_names(const struct scenario *scenario, struct arena *arena, struct diag *diag,
	const char *const *credentials);
/* What contradicts itself, or belongs to scenarios of the other side. */
void scenario_check(const struct scenario *scenario, struct diag *diag);
#endif
