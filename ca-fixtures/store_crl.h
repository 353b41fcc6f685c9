#ifndef STORE_CRL_H
#define STORE_CRL_H
/* The revocation lists of a store. */
#include <stdbool.h>

#include "scoped.h"

struct pki;
struct pki_slot;
struct store;

/* One for each CA on the way from that root to a certificate. */
WARN_UNUSED bool store_add_crls(struct store *store, const char *name, const char *root_name);
/* The keys of authorities may be missing, and most runs don't need these files. */
bool store_can_make_crls(struct pki *pki, const char *root_name);
WARN_UNUSED bool store_add_crl(struct store *store, const char *name, struct pki_slot *authority);
#endif
