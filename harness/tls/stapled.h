#ifndef STAPLED_H
#define STAPLED_H
/* The stapled OCSP response of a server (RFC 6066 section 8), as its client sees it. */
#include <stdbool.h>

#include <openssl/ssl.h>

enum stapled {
	STAPLED_MISSING,
	STAPLED_GOOD, /* current, of a CA that is trusted, and says so of this certificate */
	STAPLED_BAD, /* revoked, unknown, or no such response */
};

/* In or after the handshake of a client whose SSL_CTX has the trusted roots. */
enum stapled stapled_look(SSL *ssl);
/* RFC 7633: the certificate demands one. */
bool stapled_is_a_must(const SSL *ssl);
#endif
