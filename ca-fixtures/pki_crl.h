#ifndef PKI_CRL_H
#define PKI_CRL_H
/* Certificate revocation lists (RFC 5280 5) of authorities. */
#include <stdbool.h>
#include <openssl/types.h>

struct pki;
struct pki_slot;

/* Can its CRL be made, or read back? */
bool pki_can_crl(const struct pki *pki, const struct pki_slot *authority);
/* The CRL of an authority, made anew; the caller frees. */
X509_CRL *pki_crl(struct pki *pki, struct pki_slot *authority, const char **why);
#endif
