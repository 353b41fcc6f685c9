#ifndef SIGNATURE_SCHEME_H
#define SIGNATURE_SCHEME_H
/*
 * Signature schemes from the IANA TLS SignatureScheme registry (RFC 8446 section 4.2.3, with the
 * pairs of RFC 5246 section 7.4.1.4.1 that it keeps), and which key signs with which.
 */
#include <stdbool.h>
#include <stdint.h>

#include "tls_version.h"

struct arena;

/* Keys that differ in what they can sign with. */
enum signing_key {
	SIGNING_KEY_RSA,
	SIGNING_KEY_RSA_PSS, /* marked for RSASSA-PSS only */
	SIGNING_KEY_P256,
	SIGNING_KEY_P384,
	SIGNING_KEY_P521,
	SIGNING_KEY_ED25519,
	SIGNING_KEY_ED448,
	SIGNING_KEY_OTHER, /* none of those: signs with no scheme that we know */
	SIGNING_KEY_COUNT,
};
extern const char *const signing_key_words[]; /* "an RSA key", ... */
extern const char *const signing_key_kinds[]; /* "RSA", ... */
/* All that we can make, in the order in which we look for one that a peer takes: first those that
 * peers take most often. Ends with SIGNING_KEY_OTHER. */
extern const enum signing_key signing_keys_usual_first[];

/* Their names, for who writes them. */
extern const char *const signature_scheme_words[];
/* Hashes that a name says it signs with, beside them: "md5", "sha1". */
extern const char *const signature_hash_words[];
/* What OpenSSL calls it: 3.0 knows some by key and hash alone. */
const char *signature_scheme_openssl(const char *name);
/* True if the scheme of that name is `word`, or signs with the hash that `word` names. */
bool signature_scheme_is(const char *name, const char *word);
/* "rsa_pss_rsae_sha256", or "0x1234" (in the arena) for a number that is not registered. */
const char *signature_scheme_name(uint16_t scheme, struct arena *arena);
/* May a key of that kind sign a CertificateVerify of that version with it? */
bool signature_scheme_fits(uint16_t scheme, enum signing_key key, enum tls_version version);
#endif
