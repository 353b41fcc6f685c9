#ifndef PKI_TWIN_H
#define PKI_TWIN_H
/*
 * Twins of credentials: the same certificate (subject, dates, extensions, defect, and serial
 * number, so that a revocation list names both), but for its key, which is of another kind. They
 * are called NAME+KIND, as in client+rsa2048; no name in a recipe has a '+'. All twins of a kind
 * have one key.
 */
#include <stdbool.h>

#include "pki_slot.h"

/* By its name; NULL and `why` if there is none. */
const struct credential *pki_twin_named(struct pki *pki, const char *name, const char **why);
#endif
