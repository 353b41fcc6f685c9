#ifndef MINT_H
#define MINT_H
/*
 * Certificates (RFC 5280 4) and CRLs (RFC 5280 5) from recipe items. Nothing is judged here: what
 * the recipe says is signed, however wrong. NULL: OpenSSL could not do it (its error queue says
 * why). The caller owns what is returned.
 */
#include <stddef.h>
#include <time.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "recipe_item.h"

struct mint_request {
	const struct recipe_item *item;
	EVP_PKEY *key; /* whose public part is certified */
	const X509_NAME *subject; /* instead of the item's, or NULL */
	/* A certificate whose dates, digest and extensions are taken over, but where the item says
	 * otherwise than the one that it is like; NULL: all is as the item says. */
	X509 *mould;
	const struct recipe_item *model; /* that one; NULL: whatever the item says is left out */
	X509 *issuer; /* NULL: signs itself */
	EVP_PKEY *issuer_key; /* NULL with it */
	time_t now;
};

X509 *mint_certificate(const struct mint_request *request);
/*
 * The certificate with another public key, and what hangs on that: subject key identifier and
 * signature. The serial number is the same, so that a revocation list names both. `issuer_key`
 * NULL: signs itself.
 */
X509 *mint_twin(X509 *of, EVP_PKEY *key, EVP_PKEY *issuer_key, int digest);
/* What a certificate has of one connection. */
struct mint_moment {
	const char *base; /* of its addresses; behind it "/ocsp" and its like, for each of the item's */
	time_t now; /* from which on it lasts as long as the item says, if it does */
};
/* The certificate with that in place of what it has. `issuer_key` as above. */
X509 *mint_addressed(X509 *of, const struct recipe_item *item, const struct mint_moment *moment,
	EVP_PKEY *issuer_key);
/* Those addresses, in the place of any that it has. */
WARN_UNUSED bool mint_set_addresses(X509 *cert, unsigned addresses, const char *base);
/* Of a certificate that no connection shows yet: nobody can go there (RFC 2606). */
#define MINT_NOWHERE "http://addresses.invalid"
/* A copy with the last bit flipped; NULL: OpenSSL could not do it. */
X509 *mint_with_broken_signature(const X509 *certificate);
/* May a CA with these constraints issue what bears the certificate's names? */
bool mint_may_bear_names(X509 *certificate, const struct name_rules *rules);
struct mint_crl_request {
	X509 *issuer; /* whose list it is */
	EVP_PKEY *key; /* that signs it, the issuer's or another */
	X509 *const *revoked; /* an hour ago, for a compromised key */
	size_t count;
	X509_CRL *beside; /* another list of the issuer's, whose entries it has, too; or NULL */
	struct validity valid; /* thisUpdate and nextUpdate; all 0: from an hour ago for 30 days */
	bool unknown_critical; /* with a critical extension that nobody knows (RFC 5280 5.2) */
	time_t now;
};
X509_CRL *mint_crl(const struct mint_crl_request *request);

enum { MINT_EXTENSION_KEYS_MAX = 2, MINT_EXTENSION_COUNT = 12 };

/* A kind of extension that a recipe can ask for. Names and key are in `cert` already. */
struct mint_extension {
	const char *name; /* OpenSSL's, or an OID */
	const char *keys[MINT_EXTENSION_KEYS_MAX]; /* of pki.yaml, that decide over it */
	bool own; /* of the keys: never as in another certificate */
	bool (*add)(X509 *cert, const struct mint_request *request); /* nothing, if it is left out */
};
extern const struct mint_extension mint_extensions[MINT_EXTENSION_COUNT]; /* RFC 5280 4.2's order */

/* Does the item say something of the key that the model of the mould does not? */
bool mint_says(const struct mint_request *request, const char *key);
/* All extensions of `request`, the mould's in its order. */
WARN_UNUSED bool mint_add_extensions(X509 *cert, const struct mint_request *request);
/* Adds its keyUsage once more (which RFC 5280 4.2 forbids). */
WARN_UNUSED bool mint_add_key_usage_again(X509 *cert);
/* The identifiers of a certificate, where it has them, after its key was changed. */
WARN_UNUSED bool mint_renew_key_ids(X509 *cert, bool signs_itself);
/* OID of `unknown_critical`: below the enterprise number kept for documentation (RFC 5612). */
#define MINT_UNKNOWN_OID "1.3.6.1.4.1.32473.1.1"
/* and of `unknown_harmless` */
#define MINT_HARMLESS_OID "1.3.6.1.4.1.32473.1.2"
/* id-pe-tlsfeature (RFC 7633), of `must_staple` */
#define MINT_TLS_FEATURE_OID "1.3.6.1.5.5.7.1.24"
#endif
