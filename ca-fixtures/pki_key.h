#ifndef PKI_KEY_H
#define PKI_KEY_H
/* Keys for what is minted. */
#include <openssl/types.h>

struct pki_slot;

/* The key that the item asks for; the caller frees. Safe in threads. */
EVP_PKEY *pki_make_key(const struct pki_slot *slot);
#endif
