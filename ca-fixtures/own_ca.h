#ifndef OWN_CA_H
#define OWN_CA_H
/*
 * The user's own CA in the place of the recipe's. Where it is a CA below the root, or a root that
 * allows no CA below it (RFC 5280 4.2.1.9), it also stands in the place of those below the root
 * that the recipe has in good order, so that clients are issued as that CA issues them.
 */
#include <stdbool.h>

#include "scoped.h"

struct pki;
struct pki_own;

/* own.root of the pki is set. False and `why` if the files are no good. */
WARN_UNUSED bool own_ca_adopt(
	struct pki *pki, const struct pki_own *own, const char *passphrase, const char **why);
#endif
