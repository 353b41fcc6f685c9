#ifndef PKI_CHECK_H
#define PKI_CHECK_H
/* Would a server that trusts a root take the chain? */
#include <stdbool.h>
#include <openssl/types.h>

struct credential;

/* Does the chain lead to `root`? If not, an X509_V_ERR. */
bool pki_chain_holds(const struct credential *credential, X509 *root, int *error);
#endif
