#ifndef PLAN_LINE_H
#define PLAN_LINE_H
/* From a selection to the plan line of the event file: versions, texts, ids. */
#include <stddef.h>

struct plan_result;
struct selection;

/* All but what the program says of itself (its version, its command line). Asks the targets for
 * their versions. Lives in the selection's arena. */
void plan_line_make(struct plan_result *out, struct selection *selection, size_t repeat);
/* What stands in the named credentials (ends with NULL). One that can't be made is left out. */
void plan_line_credentials(
	struct plan_result *out, struct selection *selection, const char *const *names);
#endif
