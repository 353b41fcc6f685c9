#ifndef PLAN_STEPS_H
#define PLAN_STEPS_H
/* Whether scenarios with steps, and scenarios and targets that are made for each other, fit. */
#include "plan.h"
#include "scoped.h"

/* False where the scenario is about other targets, or the target is set up for other scenarios. */
bool plan_belongs(
	const struct scenario *scenario, const struct target *target, enum auth_mode mode);
/* Why not, or what the steps need and the target does not have, in a sentence; or NULL. */
const char *plan_steps_lack(const struct plan_cell *cell, struct arena *arena);
/* False, with a diagnostic at the step, where it speaks TLS to a port that does not. */
WARN_UNUSED bool plan_steps_fit(const struct plan_cell *cell, struct diag *diag);
#endif
