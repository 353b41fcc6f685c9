#ifndef UNLOCK_COST_H
#define UNLOCK_COST_H
/*
 * What it costs to open an encrypted key, before it is tried: the rounds that its file asks for are
 * the file's to choose (RFC 8018 A.2 iterationCount, RFC 7914 N, r, p), up to years of work.
 */
#include <stdint.h>

#include "ossl_scoped.h"

enum { UNLOCK_ROUNDS_MAX = 10 * 1000 * 1000 };

/* Of a password-based encryption; 0 where nothing is counted, UINT64_MAX where the number is no
 * number. */
uint64_t unlock_rounds(const X509_ALGOR *encryption);
/* The most that any encrypted key (PKCS#8) of a PEM text asks for. */
uint64_t unlock_rounds_in_pem(BIO *pem);
/* Why so many are not tried, with the path before it; NULL: they are. */
const char *unlock_refusal(uint64_t rounds, const char *path, struct arena *arena);
/* What is said of a key that stays locked. */
#define UNLOCK_NO_PASSPHRASE                                                                       \
	"the key is encrypted, and no passphrase was given (--key-passphrase-file FILE)"
#define UNLOCK_WRONG_PASSPHRASE "the key is encrypted, and the passphrase does not open it"
#endif
