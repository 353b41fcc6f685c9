#ifndef PKI_KEY_H
#define PKI_KEY_H
/* Keys for what is minted. */
#include <openssl/types.h>

struct pki;
struct pki_slot;

/* The key that the item asks for, or that it shares with another, whose slot gets it, too; the
 * caller frees. */
EVP_PKEY *pki_key(struct pki *pki, const struct pki_slot *slot);
#endif
