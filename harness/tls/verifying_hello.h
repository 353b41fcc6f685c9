#ifndef VERIFYING_HELLO_H
#define VERIFYING_HELLO_H
/* What the reference client says in its ClientHello, and what it signs with. */
#include <stdbool.h>

#include <openssl/ssl.h>

struct arena;

/* The protocol (RFC 7301) and the signature schemes of all connections. */
void verifying_hello_prepare(SSL_CTX *ctx, const bool *defects);
/* The name of this one (RFC 6066 section 3): no address, and no dot at the end. */
void verifying_hello_name(SSL *ssl, const char *name, const bool *defects, struct arena *arena);
#endif
