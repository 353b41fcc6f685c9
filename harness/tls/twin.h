#ifndef TWIN_H
#define TWIN_H
/*
 * Where a server asks for none of the keys like our credential's, the credential's twin goes out in
 * its place (credential.h): chosen when the CertificateRequest is there, before libssl looks for
 * something to answer it with.
 */
#include <openssl/ssl.h>

/* For all connections of the context; they find out by their recorder what they present. */
void twin_hook(SSL_CTX *ctx);
#endif
