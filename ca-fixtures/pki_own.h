#ifndef PKI_OWN_H
#define PKI_OWN_H
/*
 * What a user brings of his own PKI. With the CA's key every client credential is minted under it;
 * with a good client's certificate and key alone, what needs that CA is lacking, and what leads to
 * other authorities (a wrong CA, a self-signed one) is still there.
 */
#include <stddef.h>

struct pki_own_credential {
	const char *name; /* of pki.yaml: whose place it takes */
	const char *certificate; /* PEM file: leaf, then what is sent with it */
	const char *key;
};

struct pki_own {
	const char *ca_certificate; /* PEM file of the root that servers trust, or NULL */
	const char *ca_key; /* or NULL */
	const struct pki_own_credential *credentials;
	size_t credential_count;
	const char *passphrase_file; /* its first line opens encrypted keys; or NULL */
};

struct pki;
/* What was given and adopted, but can't be looked at: a sentence for a person, or NULL. */
const char *pki_own_untold(struct pki *pki, const struct pki_own *own);
#endif
