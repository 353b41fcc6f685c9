#ifndef PKI_CREDENTIAL_H
#define PKI_CREDENTIAL_H
/* What a slot presents: its certificate, those that are sent with it, and what is told of them. */
#include <stdbool.h>
#include <stddef.h>
#include <openssl/types.h>

#include "scoped.h"

struct pki;
struct pki_slot;
struct recipe_item;

/* Whose certificate is sent at this place of a credential's chain (0: its own), or NULL. */
const struct recipe_item *pki_chain_item(const struct recipe_item *credential, size_t place);
#endif
