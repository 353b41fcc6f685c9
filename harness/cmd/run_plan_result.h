#ifndef RUN_PLAN_RESULT_H
#define RUN_PLAN_RESULT_H
/* From a selection to the plan line of the event file: versions, texts, ids. */
#include <stddef.h>

struct pki;
struct plan_result;
struct selection;

/* All but what the program says of itself (its version, its command line). Asks the targets for
 * their versions. Lives in the selection's arena. */
void run_plan_result(struct plan_result *out, struct selection *selection, size_t repeat);
/* What stands in the named credentials (ends with NULL). One that can't be made is left out. */
void run_plan_credentials(
	struct plan_result *out, struct selection *selection, const char *const *names);
#endif
