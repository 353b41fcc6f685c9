#ifndef HOLDING_H
#define HOLDING_H
/*
 * What one file of the user's holds, in whatever form people keep certificates, keys and CRLs:
 *   PEM       blocks in any order with any text around (RFC 7468), also TRUSTED CERTIFICATE and
 *             PKCS#7; a byte order mark before them is skipped
 *   DER       a certificate or several, a CRL, a key, an encrypted key (RFC 5958),
 *             PKCS#7 (RFC 2315)
 *   PKCS#12   (RFC 7292), also with the algorithms of old: those are opened in a library context of
 *             their own, the only one that knows OpenSSL's legacy provider
 * What is none of these is refused by its name, with the command that converts it where there is
 * one. What a file makes us compute is bounded (unlock_cost.h).
 */
#include <stdbool.h>
#include <stddef.h>

#include "ossl_scoped.h"

struct arena;

enum { HOLDING_FILE_MAX = 256 * 1024, HOLDING_CERTIFICATES_MAX = 512, HOLDING_CRLS_MAX = 64 };
/* What is looked for; a key that is not is not opened. The last one may be missing. */
enum { HOLDING_CERTIFICATES = 1, HOLDING_KEY = 2, HOLDING_CRLS = 4, HOLDING_KEY_IF_ANY = 8 };

struct holding {
	X509 *certificates[HOLDING_CERTIFICATES_MAX]; /* in the order of the file */
	size_t certificate_count;
	X509_CRL *crls[HOLDING_CRLS_MAX];
	size_t crl_count;
	EVP_PKEY *key; /* the first one, or NULL */
};

/*
 * At least one of everything in `wanted` is there on success, and all that was found of it. The
 * passphrase (or NULL; nobody is asked) opens what is encrypted. False and `why` (in the arena) if
 * not: what is in the file instead. holding_finish is due in either case.
 */
WARN_UNUSED bool holding_read(struct holding *out, unsigned wanted, const char *path,
	const char *passphrase, struct arena *arena, const char **why);
/* The same of `data`, for which `path` is but a name. */
WARN_UNUSED bool holding_parse(struct holding *out, unsigned wanted, const char *data, size_t len,
	const char *path, const char *passphrase, struct arena *arena, const char **why);
void holding_finish(struct holding *holding);

/* Every certificate of a file, 1 to HOLDING_CERTIFICATES_MAX; the caller frees each. */
WARN_UNUSED bool holding_read_certificates(
	X509 **out, size_t *count, const char *path, struct arena *arena, const char **why);
/* The caller frees. */
WARN_UNUSED bool holding_read_key(EVP_PKEY **out, const char *path, const char *passphrase,
	struct arena *arena, const char **why);
/* The first CRL; the caller frees. */
WARN_UNUSED bool holding_read_crl(
	X509_CRL **out, const char *path, struct arena *arena, const char **why);
#endif
