#ifndef TRUST_STORE_H
#define TRUST_STORE_H
#include <stdbool.h>

#include <openssl/x509_vfy.h>

/* What the one trusts, or with `crls` what is listed in it, counts in the other, too. */
void trust_store_take(X509_STORE *to, X509_STORE *from, bool crls);
#endif
