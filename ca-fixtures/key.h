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
/* One that no other program will ever read: made faster, where it is of RSA. */
EVP_PKEY *key_create_to_stay(enum key_kind kind);
/* Of what kind it is, apart from the length of an RSA key (KEY_RSA2048 for all); -1: of none. */
int key_family(const EVP_PKEY *key);
int key_kind_family(enum key_kind kind);
/* A new one of the same algorithm, curve and length; RSA of at most 4096 bits. */
EVP_PKEY *key_create_like(const EVP_PKEY *model);
/*
 * A key with the public part of `public_of` and the private part of another that is made for it. It
 * passes X509_check_private_key, but what it signs verifies under neither.
 */
EVP_PKEY *key_mismatch(const EVP_PKEY *public_of);
/* It survives PKCS#8, which holds the public part of elliptic-curve and RSA keys only. */
bool key_can_mismatch(const EVP_PKEY *key);
bool key_kind_can_mismatch(enum key_kind kind);
/* The public part of one key and the private part of the other, both of one kind. */
EVP_PKEY *key_combine(const EVP_PKEY *public_of, const EVP_PKEY *private_of);
/* Worth a thread of its own: one like it takes 10 ms or more. */
bool key_is_slow(const EVP_PKEY *key);
bool key_kind_is_slow(enum key_kind kind);
/* Signs without a separate digest (Ed25519, Ed448). */
bool key_has_own_digest(const EVP_PKEY *key);
#endif
