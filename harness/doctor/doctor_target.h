#ifndef DOCTOR_TARGET_H
#define DOCTOR_TARGET_H
/* Is a target there, which version, what can it say, and which cells would be skips? */
#include <stdbool.h>

#include "scoped.h"

struct arena;
struct diag;
struct doctor_report;
struct scenario_set;
struct target;

/* Asks its program for the version, and makes a plan of the whole catalogue; runs nothing else.
 * False with diagnostics if no plan can be made. */
WARN_UNUSED bool doctor_add_target(struct doctor_report *out, struct target *target,
	const struct scenario_set *scenarios, struct arena *arena, struct diag *diag);
#endif
