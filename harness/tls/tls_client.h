#ifndef TLS_CLIENT_H
#define TLS_CLIENT_H
/*
 * The reference client as an engine without I/O: bytes in, bytes out, facts recorded. The caller is
 * a dumb pump:
 *
 *   client = tls_client_create(...);
 *   tls_client_write(client, request, len);        // queued until the handshake allows it
 *   loop: send what tls_client_output() offers, feed what arrives to tls_client_receive(),
 *         take plaintext with tls_client_read(), until tls_client_ended() or the wire's end
 *   tls_client_destroy(client);
 *
 * It never closes first and never stops reading after a failed send, so that an alert is not lost.
 * In TLS 1.3 its handshake completes before the server has judged its certificate: completion is
 * a fact, not an acceptance.
 *
 * A server certificate that it does not trust ends the connection with an alert of ours before any
 * request is sent; facts->server_trust_error says why. What else goes wrong on our own side stands
 * in facts->trouble, and nothing is sent in its place.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conduct.h"
#include "credential.h"
#include "observation.h"
#include "opening.h"
#include "scoped.h"
#include "tls_version.h"

/* Shared by all connections of a run: one SSL_CTX per TLS version, and the trusted server roots. */
struct tls_client_context;
/* NULL: there is no root, and no server is trusted. */
struct tls_client_context *tls_client_context_create(struct x509_st *trusted_root);
/* One more that servers' chains may lead to. Before the first connection. */
void tls_client_context_trust(struct tls_client_context *context, struct x509_st *root);
void tls_client_context_destroy(struct tls_client_context *context);

struct kept_sessions;
struct ssl_session_st; /* OpenSSL's SSL_SESSION */

/* Secrets as lines of an SSLKEYLOGFILE, in the arena: all of a handshake or two. A peer that makes
 * new keys for ever has those that do not fit left out. */
struct tls_key_log {
	char *text; /* NULL: none yet */
	size_t len;
};

struct tls_client_options {
	const struct credential *credential; /* NULL: has none, sends an empty list where asked */
	struct twin_source twins; /* whose `find` is NULL: there are none */
	/* Does not let itself be asked after the handshake: in TLS 1.3 it does not offer that (RFC 8446
	 * section 4.6.2), in TLS 1.2 it refuses to renegotiate (RFC 5746 section 4.5). */
	bool asked_in_handshake_alone;
	/* What it shows in a handshake that it begins itself, by tls_client_renegotiate(); or NULL. */
	const struct credential *later_credential;
	bool key_in_question; /* what the server asks for is told though the credential goes out */
	bool tell_asked; /* and always, whatever comes of it: facts->signature_schemes */
	enum tls_version version; /* the only version offered */
	/* SNI, and the name that the server's certificate must carry unless that is `verify_name`; an
	 * IP address is no SNI. NULL: no name is sent. With neither the chain alone is verified. */
	const char *server_name;
	const char *verify_name; /* or NULL */
	/* An empty Certificate message although none was asked for (where it was asked for, nothing is
	 * injected). facts->sent is SENT_NOT_YET until it went out, then SENT_EMPTY. */
	bool unsolicited_certificate;
	enum trust trust;
	struct x509_st *root; /* in place of the context's, or NULL */
	/* A session to offer a copy of, or NULL; facts->resumed says whether it was taken up. */
	struct ssl_session_st *resume;
	/* What is written before the handshake goes out as early data, if `resume` allows it, and again
	 * where that is rejected; facts->early. Nothing goes out before the first write. */
	bool early_data;
	bool keeps_session; /* asks for tickets; see tls_client_take_sessions() */
	/* Of it only what the ClientHello holds, and in which records it stands; the rest is the
	 * caller's. */
	struct opening opening;
	uint64_t start_us; /* clock_now_us() that the timeline counts from; 0: now */
	struct tls_key_log *key_log; /* where the secrets are appended, or NULL */
};

/* What waits in either direction is never more than this: a peer that wants more is left. */
enum { TLS_QUEUE_MAX = 1024 * 1024 };

struct tls_client;
/* Facts go to `facts` (initialised by the caller), timeline text into `arena`; both outlive it. */
struct tls_client *tls_client_create(struct tls_client_context *context,
	const struct tls_client_options *options, struct observation *facts, struct arena *arena);
void tls_client_destroy(struct tls_client *client);

/* Ciphertext that waits for the wire; then says how much of it was taken. */
size_t tls_client_output(struct tls_client *client, const uint8_t **data);
void tls_client_consume_output(struct tls_client *client, size_t len);
void tls_client_receive(struct tls_client *client, const uint8_t *data, size_t len);
void tls_client_write(struct tls_client *client, const void *data, size_t len);
/*
 * In TLS 1.2: once the handshake is done, another begins (RFC 5246 section 7.4.1.2, RFC 5746), in
 * which `later_credential` is shown. What is written from here on waits for its end;
 * facts->renegotiation. A refusal by a warning (no_renegotiation) is facts->alert, and the end: so
 * libssl takes it.
 */
void tls_client_renegotiate(struct tls_client *client);
/* Plaintext that has arrived. */
size_t tls_client_read(struct tls_client *client, const uint8_t **data);
void tls_client_consume_read(struct tls_client *client, size_t len);
/* Nothing more can come: fatal alert sent or received, close_notify, or a protocol failure. */
bool tls_client_ended(const struct tls_client *client);
/* So many bytes the session allows as early data. 0: none. */
size_t tls_client_early_room(const struct ssl_session_st *session);
/* The peer will send no more, and said so: by close_notify (or a fatal alert). */
bool tls_client_peer_closed(const struct tls_client *client);
/*
 * With keeps_session: what can be resumed goes there, beside what is there. In TLS 1.3 a ticket may
 * come at any time after the handshake (RFC 8446 section 4.6.1), and several may.
 */
void tls_client_take_sessions(struct tls_client *client, struct kept_sessions *out);
bool tls_client_has_session(const struct tls_client *client);
/* Queues close_notify, also in answer to the peer's; none where the handshake never ended well. */
void tls_client_close(struct tls_client *client);
/* Handshake done and everything written was turned into ciphertext. */
bool tls_client_flight_complete(const struct tls_client *client);

/*
 * The same client behaviour and the same facts on an SSL_CTX made by somebody else (libcurl's
 * CURLOPT_SSL_CTX_FUNCTION). `recorder` must outlive the SSL_CTX; unsolicited_certificate, sessions
 * and an unusual opening can't be done this way. SNI is the other's to send. One connection per
 * recorder.
 */
struct foreign_wire;
struct tls_recorder;
struct ssl_ctx_st;
struct tls_recorder *tls_recorder_create(struct tls_client_context *context,
	const struct tls_client_options *options, struct observation *facts, struct arena *arena);
/* What its connection may read, and where its bytes go; it outlives the connection. */
void tls_recorder_watch(struct tls_recorder *recorder, struct foreign_wire *wire);
void tls_recorder_destroy(struct tls_recorder *recorder);
/* False, with facts->trouble, if the credential can't be used by libssl. */
WARN_UNUSED bool tls_recorder_attach(struct tls_recorder *recorder, struct ssl_ctx_st *ctx);
#endif
