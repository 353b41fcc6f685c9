#ifndef CREDENTIAL_H
#define CREDENTIAL_H
/*
 * What a reference peer presents: a certificate chain and the key that signs for it. Pure data, so
 * that the minting module and the TLS engines need not know each other. Owned by the PKI that
 * minted it (pki.h); everything in it lives as long as that.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "signature_scheme.h"

struct evp_pkey_st; /* OpenSSL's EVP_PKEY */
struct x509_st; /* OpenSSL's X509 */

enum { CREDENTIAL_CHAIN_MAX = 12 };

struct der {
	const uint8_t *data;
	size_t len;
};

struct credential {
	const char *name; /* as in pki.yaml, or a twin's (twin_source) */
	struct evp_pkey_st *key; /* what signs CertificateVerify */
	struct x509_st *chain[CREDENTIAL_CHAIN_MAX]; /* leaf first, as it is sent */
	struct der der[CREDENTIAL_CHAIN_MAX]; /* the same, byte for byte */
	size_t chain_len;
	const char *pem; /* the leaf, as PEM text */
	const char *subject; /* leaf's subject DN, RFC 2253 form (XN_FLAG_RFC2253) */
	const char *fingerprint_sha1; /* leaf, lower-case hex without separators */
	const char *fingerprint_sha256;
	const char *defect; /* one line for people: what is wrong with it; "" if nothing */
	bool memory_only; /* a file can't hold the key: read back it would be another */
};

/*
 * Where a credential's twin is to be had: the same with a key of another kind, for a server that
 * takes no key like its own (RFC 8446 section 4.3.2).
 */
struct twin_source {
	/* NULL: there is none; `why` is a sentence, or NULL where the key is what the credential is
	 * about. */
	const struct credential *(*find)(
		void *owner, const struct credential *of, enum signing_key key, const char **why);
	void *owner;
};
#endif
