#ifndef SERVER_LOOK_H
#define SERVER_LOOK_H
/*
 * A server as a client without a certificate sees it, whoever it is: nothing is verified before it
 * is talked to, nothing is judged, and its answer is asked for by one plain request. For somebody
 * who is about to describe it.
 */
#include <stdbool.h>
#include <stddef.h>

#include "tls_version.h"

struct arena;

struct server_look_wish {
	enum tls_version version; /* the only one */
	const char *name; /* that its certificate should bear; SNI, unless it is an address */
	bool offers_alpn; /* h2 and http/1.1; then nothing is asked for */
};

struct server_look {
	bool speaks; /* TLS, in that version: it came as far as its certificate */
	int alert; /* that it ended it with, or TLS_ALERT_NONE */
	bool asks; /* for a certificate, in the handshake or later */
	int status; /* of its HTTP answer; 0: there was none */
	const char **ca_names; /* that it names for clients (RFC 4514), some of them */
	size_t ca_name_count;
	const char **names; /* that its certificate bears: DNS names and addresses */
	size_t name_count;
	bool bears_name; /* that was wished for */
	const char *issuer; /* of the last certificate that it sent */
	const char *root; /* PEM of the last one, if it is its own issuer; or NULL */
	const char *bundle; /* file of the system's CAs, if its certificate leads there; or NULL */
	const char *alpn; /* that it chose, or NULL */
};

/* On a connection that blocks, and has limits of its own; the caller closes it. Texts are cleaned,
 * in the arena. */
void server_look(
	struct server_look *out, int fd, const struct server_look_wish *wish, struct arena *arena);
#endif
