#ifndef CLIENT_OFFER_H
#define CLIENT_OFFER_H
/*
 * What a ClientHello leaves to a server: which keys its certificate may have (RFC 5246 sections
 * 7.4.1.4.1 and 7.4.2, RFC 8422 section 2, RFC 8446 section 4.4.2.2), and how it may be signed.
 */
#include <stdbool.h>

#include <openssl/ssl.h>

#include "credential.h"
#include "handshake.h"
#include "signature_scheme.h"
#include "tls_version.h"

struct arena;

/* Can a server with a key of that kind answer in that version? By suites that `ssl` has, too. */
bool client_offer_takes(
	const struct client_hello *hello, SSL *ssl, enum signing_key key, enum tls_version version);
/* Is there a suite that a version before TLS 1.2 may have? One that libssl does not know may be. */
bool client_offer_goes_below_tls12(const struct client_hello *hello, SSL *ssl);
/* All of it: "tls1.2; suites TLS_..., ...; signature algorithms ...; groups ...". In the arena. */
const char *client_offer_text(const struct client_hello *hello, SSL *ssl, struct arena *arena);
/* The protocols that it offers by ALPN, cleaned. In the arena. */
const char **client_offer_protocols(
	size_t *count, const struct client_hello *hello, struct arena *arena);
/* The signatures upon the chain that the client does not say it can verify, or NULL. */
const char *client_offer_lacks(
	const struct client_hello *hello, const struct credential *credential, struct arena *arena);
#endif
