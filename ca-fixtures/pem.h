#ifndef PEM_H
#define PEM_H
/* Keys, certificates and CRLs as text, and back. False and `why` (in the arena) on failure. */
#include <stdbool.h>
#include <stddef.h>

#include "ossl_scoped.h"

struct arena;
struct buf;
struct credential;

enum { PEM_TEXT_MAX = 256 * 1024, PEM_CERTIFICATES_MAX = 512 };

WARN_UNUSED bool pem_put_certificate(struct buf *out, X509 *cert);
WARN_UNUSED bool pem_put_chain(struct buf *out, const struct credential *credential);
WARN_UNUSED bool pem_put_crl(struct buf *out, X509_CRL *crl);
/* PKCS#8; encrypted (PBES2, AES-256-CBC) if there is a passphrase. */
WARN_UNUSED bool pem_put_key(struct buf *out, EVP_PKEY *key, const char *passphrase);
WARN_UNUSED bool pem_put_pkcs12(
	struct buf *out, const struct credential *credential, const char *passphrase);

/* Every certificate of a PEM file, 1 to PEM_CERTIFICATES_MAX; the caller frees each. */
WARN_UNUSED bool pem_read_certificates(
	X509 **out, size_t *count, const char *path, struct arena *arena, const char **why);
/* The caller frees. `passphrase` opens an encrypted key; NULL: there is none, and nobody is
 * asked. */
WARN_UNUSED bool pem_read_key(EVP_PKEY **out, const char *path, const char *passphrase,
	struct arena *arena, const char **why);
WARN_UNUSED bool pem_read_crl(
	X509_CRL **out, const char *path, struct arena *arena, const char **why);
#endif
