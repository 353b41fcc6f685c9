#ifndef PKI_CRL_H
#define PKI_CRL_H
/* Certificate revocation lists (RFC 5280 5) of authorities. */
#include <stdbool.h>
#include <openssl/types.h>

struct pki;
struct pki_slot;
struct recipe_crl;

/* Can its CRL be made, or read back? */
bool pki_can_crl(const struct pki *pki, const struct pki_slot *authority);
/* The CRL of an authority, made anew; the caller frees. */
X509_CRL *pki_crl(struct pki *pki, struct pki_slot *authority, const char **why);
/* The same as it was before anybody was revoked; needs its key. */
X509_CRL *pki_crl_of_nobody(struct pki *pki, struct pki_slot *authority, const char **why);
/* The same of one that the recipe says by itself. */
bool pki_can_odd_crl(struct pki *pki, const struct recipe_crl *crl);
X509_CRL *pki_odd_crl(struct pki *pki, const struct recipe_crl *crl, const char **why);
#endif
