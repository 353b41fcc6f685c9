#ifndef SELECTION_NAMING_H
#define SELECTION_NAMING_H
/* --server-name for targets that are clients: our servers are called so (server_naming.h). */
struct selection;

/* After the targets, scenarios and the recipe are read, and before the plan. `name` may be NULL.
 * Problems become diagnostics of the catalogue. */
void selection_naming_apply(struct selection *selection, const char *name);
#endif
