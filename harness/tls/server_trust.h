#ifndef SERVER_TRUST_H
#define SERVER_TRUST_H
/*
 * How the reference client judges a server's certificate: the chain must lead to a trusted root,
 * and the leaf must carry the name asked for, unless its options (tls_client.h) say otherwise. The
 * answer goes into facts->server_trusted and facts->server_trust_error; a server that is not
 * trusted ends the handshake.
 */
#include <stdbool.h>
#include <stdint.h>

#include <openssl/ssl.h>

enum { SERVER_TRUST_DIGEST_LEN = 32 };

struct server_trust {
	X509_STORE *roots;
	/* what was trusted last, so that the same server is not verified anew in each connection */
	bool has_known;
	uint8_t known[SERVER_TRUST_DIGEST_LEN];
};

struct tls_client_options;

/* The name that the server's certificate must carry, or NULL. */
const char *server_trust_name(const struct tls_client_options *options);

void server_trust_init(struct server_trust *trust, X509 *root);
void server_trust_add(struct server_trust *trust, X509 *root);
void server_trust_finish(struct server_trust *trust);
/* `trust` outlives the SSL_CTX; its SSLs have a recorder (tls_recorder.h). */
void server_trust_attach(struct server_trust *trust, SSL_CTX *ctx);
#endif
