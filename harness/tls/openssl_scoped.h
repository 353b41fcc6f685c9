#ifndef OPENSSL_SCOPED_H
#define OPENSSL_SCOPED_H
/* OpenSSL types that take part in scoped ownership (scoped.h). Only tls/ includes this. */
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "scoped.h"

static inline void openssl_free_chain(STACK_OF(X509) * chain)
{
	sk_X509_free(chain); /* the certificates are borrowed */
}

SCOPED_TYPE(BIO, BIO *, BIO_free_all)
SCOPED_TYPE(BORROWED_CHAIN, STACK_OF(X509) *, openssl_free_chain)
SCOPED_TYPE(EVP_CIPHER_CTX, EVP_CIPHER_CTX *, EVP_CIPHER_CTX_free)
SCOPED_TYPE(EVP_KDF, EVP_KDF *, EVP_KDF_free)
SCOPED_TYPE(EVP_KDF_CTX, EVP_KDF_CTX *, EVP_KDF_CTX_free)
SCOPED_TYPE(SSL_CTX, SSL_CTX *, SSL_CTX_free)
SCOPED_TYPE(X509, X509 *, X509_free)
SCOPED_TYPE(X509_CRL, X509_CRL *, X509_CRL_free)
#endif
