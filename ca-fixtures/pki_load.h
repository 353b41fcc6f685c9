#ifndef PKI_LOAD_H
#define PKI_LOAD_H
/* One credential of a folder that pki_write wrote (store.h). */
#include <stdbool.h>

#include "scoped.h"

struct arena;
struct pki;
struct pki_slot;

/* Was the pki read back from a folder, and is this one there? */
bool pki_is_stored(const struct pki *pki, const char *name);
/* Fills the slot. False and `why` if what is there can't be used. */
WARN_UNUSED bool pki_load_credential(struct pki *pki, struct pki_slot *slot, const char *name,
	struct arena *arena, const char **why);
#endif
