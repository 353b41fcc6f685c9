#ifndef PEM_H
#define PEM_H
/* Keys, certificates and CRLs as text; holding.h reads them back. */
#include <stdbool.h>
#include <stddef.h>

#include "ossl_scoped.h"

struct buf;
struct credential;

enum { PEM_TEXT_MAX = 256 * 1024 };

WARN_UNUSED bool pem_put_certificate(struct buf *out, X509 *cert);
WARN_UNUSED bool pem_put_chain(struct buf *out, const struct credential *credential);
WARN_UNUSED bool pem_put_crl(struct buf *out, X509_CRL *crl);
/* PKCS#8; encrypted (PBES2, AES-256-CBC) if there is a passphrase. */
WARN_UNUSED bool pem_put_key(struct buf *out, EVP_PKEY *key, const char *passphrase);
WARN_UNUSED bool pem_put_pkcs12(
	struct buf *out, const struct credential *credential, const char *passphrase);
#endif
