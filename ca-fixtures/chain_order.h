#ifndef CHAIN_ORDER_H
#define CHAIN_ORDER_H
/* The order in which TLS sends certificates (RFC 8446 4.4.2): the leaf, then each one's issuer. */
#include <stdbool.h>
#include <stddef.h>
#include <openssl/types.h>

/* Is `issuer` who signed it? By name, identifiers and signature. */
bool chain_is_issued_by(X509 *certificate, X509 *issuer);
bool chain_is_root(X509 *certificate);
/*
 * Where the certificate of `leaf_key` stands behind others, as in a file that begins with the CA:
 * it comes first, and each one's issuer behind it as far as they are there; the rest keeps its
 * order. A file that begins with the leaf is left as it is: that is how it is sent.
 */
void chain_order(X509 **certificates, size_t count, const EVP_PKEY *leaf_key);
#endif
