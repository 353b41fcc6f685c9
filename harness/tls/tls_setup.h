#ifndef TLS_SETUP_H
#define TLS_SETUP_H
/*
 * What every SSL_CTX of ours has in common, whoever made it, and how a credential is put into it.
 */
#include <stdbool.h>

#include <openssl/ssl.h>

#include "credential.h"
#include "scoped.h"
#include "tls_version.h"

/*
 * Versions exactly min..max, security level 0 with everything that libssl still knows (weak
 * credentials must really go out, TLS 1.0 must really be offered), nothing added to chains, no
 * sessions, no tickets.
 */
void tls_setup_context(SSL_CTX *ctx, enum tls_version min, enum tls_version max);
/* Its CertificateRequest offers no signatures with SHA-1 (RFC 9155 section 3). */
void tls_setup_asked(SSL_CTX *ctx);
/* Nothing is copied or parsed. False: libssl can't use it. One of `ssl` and `ctx` is NULL. */
WARN_UNUSED bool tls_setup_credential(SSL *ssl, SSL_CTX *ctx, const struct credential *credential);
/* The peer's certificate must carry this DNS name or IP address. */
void tls_setup_name(X509_VERIFY_PARAM *param, const char *name);
#endif
