#ifndef PKI_OWN_H
#define PKI_OWN_H
/*
 * What a user brings of his own PKI, in any form of file (holding.h). With the key of a CA every
 * client credential is minted under it: under the root itself, or under a CA below a root whose key
 * is in a safe, which is then sent as an intermediate. With a good client's certificate and key
 * alone, what needs that CA is lacking, and what leads to other authorities (a wrong CA, a
 * self-signed one) is still there.
 */
#include <stddef.h>

/* Certificates and a key. */
struct pki_own_files {
	const char *certificate;
	const char *key; /* NULL: it is in the file of the certificate, or nowhere */
};

struct pki_own_credential {
	const char *name; /* of pki.yaml: whose place it takes */
	struct pki_own_files files; /* leaf and what is sent with it; the key must be there */
};

struct pki_own {
	const struct pki_own_files *cas; /* the root that servers trust, and CAs below it; one key */
	size_t ca_count;
	const struct pki_own_credential *credentials;
	size_t credential_count;
	const char *const *crls; /* files with revocation lists of these CAs */
	size_t crl_count;
	const char *passphrase_file; /* its first line opens what is encrypted; or NULL */
};

struct pki;
/* What was given and adopted, but can't be looked at: a sentence for a person, or NULL. */
const char *pki_own_untold(struct pki *pki, const struct pki_own *own);
/*
 * Why right servers refuse even the good client below that PKI: a key or a signature on his way to
 * its root is too weak; a sentence for a person, or NULL.
 */
const char *pki_own_weak(struct pki *pki);
#endif
