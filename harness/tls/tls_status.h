#ifndef TLS_STATUS_H
#define TLS_STATUS_H
/*
 * What the reference server asks an OCSP responder (RFC 6960) of a client whose chain it has found
 * good, and whom it lets in by the answer. It is asked once the handshake is done, since libssl
 * can't wait in the midst of one without waiting for everybody: who is refused learns it over HTTP,
 * as from nginx. No session outlives that (tls_server_file.c gives no tickets then).
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tls_server;

/* In the arena of tls_server_create. */
struct tls_status_question {
	const char *url; /* the responder that the certificate names first; NULL: none */
	const uint8_t *body; /* of a POST there (appendix A.1) */
	size_t len;
};

/* False: there is nothing to be asked; he showed no certificate, or none is looked at here. */
bool tls_status_ask(struct tls_status_question *out, struct tls_server *server);
/* May he come in by this answer to that question? `answer` NULL: none came in time. */
bool tls_status_lets_in(const struct tls_server *server, const uint8_t *answer, size_t len);
#endif
