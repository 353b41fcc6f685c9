#ifndef TLS_RECORDER_H
#define TLS_RECORDER_H
/*
 * Turns what libssl tells about one connection into facts: a line in the timeline for each
 * handshake message, alert and ChangeCipherSpec in either direction, and the members of `struct
 * observation` that follow from them. One for client, server and foreign SSL_CTXs (libcurl's).
 *
 * Judging by these events, not by error codes, is what makes the outcome the same each time: an
 * alert that arrives after a TLS 1.3 handshake is seen here even where the caller's API reports a
 * reset.
 */
#include <openssl/ssl.h>

#include "handshake.h"
#include "observation.h"
#include "tls_client.h"

struct foreign_wire;
struct kept_sessions;
struct tls_judgement;
struct tls_server_options;
struct unsolicited;

struct tls_recorder {
	struct observation *facts;
	struct arena *arena;
	enum party self;
	uint64_t start_us;
	struct tls_client_context *context; /* client only */
	struct tls_client_options options; /* client only */
	struct tls_judgement *judgement; /* server only */
	const struct tls_server_options *serving; /* server made from memory only, or NULL */
	/* the options' credential, or its twin; not of a server made from files */
	const struct credential *presented;
	struct client_hello hello; /* server made from memory only; its lists in the arena */
	bool hello_came;
	bool peer_finished;
	bool answered_late; /* the client's Finished after a question that came after the handshake */
	bool was_asked; /* by a CertificateRequest that could be read: this, its lists in the arena */
	struct certificate_request asked;
	const char *no_twin; /* why none goes out in the credential's place, or NULL */
	struct foreign_wire *wire; /* of a foreign SSL_CTX (foreign_wire.h), or NULL */
	struct kept_sessions *tickets; /* where those of TLS 1.3 go, or NULL */
	struct unsolicited *unsolicited; /* wants a copy of each message and secret, or NULL */
};

void tls_recorder_init(struct tls_recorder *recorder, enum party self, uint64_t start_us,
	struct observation *facts, struct arena *arena);
/* Sets the callbacks. They find their recorder by SSL, or else by SSL_CTX. */
void tls_recorder_hook(SSL_CTX *ctx);
void tls_recorder_bind(struct tls_recorder *recorder, SSL *ssl);
void tls_recorder_bind_context(struct tls_recorder *recorder, SSL_CTX *ctx);
struct tls_recorder *tls_recorder_of(const SSL *ssl);
/* A line in the timeline, now. */
void tls_recorder_note(
	struct tls_recorder *recorder, enum party sender, const char *what, size_t bytes);
/* Two bytes of an alert (RFC 8446 section 6) by `sender`: a line in the timeline and, if it is the
 * first fatal one, a fact. */
void tls_recorder_alert(
	struct tls_recorder *recorder, enum party sender, const uint8_t *data, size_t len);
/* Our own trouble; the first one stays. `why` is copied. */
void tls_recorder_trouble(struct tls_recorder *recorder, const char *why);
#endif
