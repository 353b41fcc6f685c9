#ifndef PLAN_CLIENT_H
#define PLAN_CLIENT_H
/*
 * Cells whose target is the client. A proxy's upstream leg is launched once for each distinct
 * rendered configuration, as servers are. A program has nothing that keeps running: its instance is
 * what it is configured with (features, credential, name), and carries the controls of that.
 */
#include "plan.h"
#include "scoped.h"

/* Fills what an instance for the cell has: features, credential, name, control. */
void plan_client_describe(
	struct plan_instance *out, const struct plan_cell *cell, struct arena *arena);
/* Text that is equal where two cells can share an instance. NULL with diagnostics. */
const char *plan_client_key(
	const struct plan_instance *instance, struct arena *arena, struct diag *diag);
/* What the scenario needs and the target cannot do, in a sentence, or NULL. */
const char *plan_client_lacks(const struct plan_cell *cell, struct arena *arena);
#endif
