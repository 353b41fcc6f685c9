#ifndef PKI_LACK_H
#define PKI_LACK_H
/* What can't be had of a PKI of the user's own, and why. */
#include <stdbool.h>
#include <openssl/types.h>

struct pki;
struct recipe_item;

/* Why the item can't be had with what the user gave of a PKI of his own; NULL: it can. */
const char *pki_lack(const struct pki *pki, const struct recipe_item *item);
/* Its certificate is there, or can be minted. */
bool pki_has_certificate(const struct pki *pki, const struct recipe_item *item);
/* We know whom servers trust for their clients. */
bool pki_has_client_root(const struct pki *pki);
/* The name of the user's CA whose place the recipe's has by the item's subject, or NULL. */
const X509_NAME *pki_own_name(const struct pki *pki, const struct recipe_item *item);
#endif
