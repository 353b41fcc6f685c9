#ifndef PKI_MINT_H
#define PKI_MINT_H
/* Keys and certificates of slots, made when they are needed. */
#include <stdbool.h>
#include <openssl/types.h>

#include "scoped.h"

struct pki;
struct pki_slot;

/* Key and certificate of the slot are there. False and `why` if not. */
WARN_UNUSED bool pki_mint(struct pki *pki, struct pki_slot *slot, const char **why);
#endif
