#ifndef TWIN_H
#define TWIN_H
/*
 * Where a peer takes no key like our credential's, the credential's twin goes out in its place
 * (credential.h): chosen when a server's CertificateRequest is there, or a client's ClientHello,
 * before libssl looks for something to answer it with.
 */
#include <openssl/ssl.h>

/* For all connections of the context; they find out by their recorder what they present. */
void twin_hook(SSL_CTX *ctx);
/* The same of servers. */
void twin_hook_server(SSL_CTX *ctx);
#endif
