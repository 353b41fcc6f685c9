#ifndef RUN_PLAN_RESULT_H
#define RUN_PLAN_RESULT_H
/* From a plan to the plan line of the event file: versions, command line, texts, ids. */
#include <stddef.h>

struct arena;
struct plan;
struct pki;
struct plan_result;
struct target;

void run_plan_result(struct plan_result *out, const struct plan *plan, struct target **targets,
	size_t target_count, size_t repeat, int argc, char **argv, struct arena *arena);
/* What stands in the named credentials (ends with NULL). One that can't be made is left out. */
void run_plan_credentials(
	struct plan_result *out, struct pki *pki, const char *const *names, struct arena *arena);
#endif
