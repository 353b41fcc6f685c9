#ifndef PKI_FILL_H
#define PKI_FILL_H
/* What is told of a credential beside its chain and key. */
#include <stdbool.h>
#include <stddef.h>
#include <openssl/types.h>

#include "scoped.h"

struct pki;
struct pki_slot;

/* Fills slot->credential from slot->key and the chain (leaf first), whose certificates the caller
 * keeps owning. */
WARN_UNUSED bool pki_fill_credential(
	struct pki *pki, struct pki_slot *slot, X509 *const *chain, size_t count, const char **why);
#endif
