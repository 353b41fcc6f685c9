#ifndef CERTIFICATE_FACT_H
#define CERTIFICATE_FACT_H
/* What is so of a certificate, or of a chain that is being verified: for the tables of defects. */
#include <stdbool.h>

#include <openssl/x509_vfy.h>

bool certificate_is_small_rsa(X509 *certificate);
bool certificate_is_sha1_signed(X509 *certificate);
/* In a verify callback: the certificate in question claims to come from a trusted CA. */
bool chain_issuer_name_is_trusted(X509_STORE_CTX *store);
bool chain_is_above_leaf(X509_STORE_CTX *store);
#endif
