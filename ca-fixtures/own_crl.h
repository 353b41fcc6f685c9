#ifndef OWN_CRL_H
#define OWN_CRL_H
/* Certificate revocation lists (RFC 5280 5) that the user brings, of his own CAs. */
#include <stdbool.h>
#include <openssl/types.h>

#include "scoped.h"

struct pki;
struct pki_own;

/* After CA and credentials. Each file must hold a list of one of their CAs, and none of these may
 * be outdated. False and `why` if not. */
WARN_UNUSED bool own_crl_adopt(struct pki *pki, const struct pki_own *own, const char **why);
/* The list of that CA which was given, or NULL. */
X509_CRL *own_crl_of(const struct pki *pki, X509 *authority);
/* Is it listed? -1: no list of its issuer was given. */
int own_crl_lists(const struct pki *pki, X509 *certificate);
/* May the CA whose key was given sign lists (keyUsage)? */
bool own_crl_may_sign(const struct pki *pki);
/* Name of the first of the user's CAs whose list is neither given nor can be made; NULL: there is
 * none. */
const char *own_crl_missing(struct pki *pki);
#endif
