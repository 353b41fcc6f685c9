#ifndef KEY_H
#define KEY_H
/*
 * Private keys of the kinds that pki.yaml can name. Every function that returns a key hands it to
 * the caller; NULL means that OpenSSL could not make it (its error queue says why).
 */
#include <stdbool.h>
#include <openssl/evp.h>

enum key_kind {
	KEY_P256,
	KEY_P384,
	KEY_P521,
	KEY_ED25519,
	KEY_ED448,
	KEY_RSA1024,
	KEY_RSA2048,
	KEY_RSA3072,
	KEY_RSA4096,
	KEY_RSA_PSS,
	KEY_KIND_COUNT,
};
extern const char *const key_words[]; /* "p256", ..., NULL */

EVP_PKEY *key_create(enum key_kind kind);
/*
 * A key with the public part of `key`, which is of that kind, and a private part that does not
 * belong to it. It passes X509_check_private_key, but what it signs verifies under no key.
 */
EVP_PKEY *key_mismatch(enum key_kind kind, const EVP_PKEY *key);
/*
 * The same of a new key. Only for kinds of which key_can_mismatch() is true: theirs survive PKCS#8,
 * which holds the public part of all but Ed25519 and Ed448 keys.
 */
EVP_PKEY *key_create_mismatched(enum key_kind kind);
bool key_can_mismatch(enum key_kind kind);
/* Worth a thread of its own: takes 10 ms or more. */
bool key_is_slow(enum key_kind kind);
/* Signs without a separate digest (Ed25519, Ed448). */
bool key_has_own_digest(const EVP_PKEY *key);
#endif
