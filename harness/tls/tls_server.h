#ifndef TLS_SERVER_H
#define TLS_SERVER_H
/*
 * The reference server as an engine without I/O. It implements the five client-auth modes itself
 * (on top of libssl's verification callback), exactly as their names say.
 *
 * There are two ways to make one. From files, with named defects, each of which the catalogue must
 * catch: the reference target and `mtlspec serve`. And from memory, presenting any credential of
 * the PKI: what the harness plays where the target is a client.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "auth_mode.h"
#include "credential.h"
#include "defect.h"
#include "observation.h"
#include "scoped.h"
#include "tls_version.h"

struct arena;
struct X509_crl_st; /* OpenSSL's X509_CRL */

struct tls_server_config {
	enum auth_mode mode;
	enum tls_version min_version;
	enum tls_version max_version;
	/* PEM files */
	const char *certificate_file;
	const char *key_file;
	const char *client_ca_file; /* NULL where the mode does not ask */
	const char *client_crl_file; /* or NULL */
	/* beside it, NULL-terminated, or NULL: DEFECT_TRUST_CAS_OF_ALL_HOSTS */
	const char *const *other_client_ca_files;
	/* whoever comes is told that it is not here (RFC 6066 section 3, unrecognized_name) */
	bool knows_no_name;
	bool tickets; /* sessions can be resumed */
	bool post_handshake; /* in TLS 1.3 the client is asked by tls_server_ask() alone */
	bool asks_status; /* OCSP responders, by tls_status.h; no tickets then */
	bool early_data; /* and begin with early data; needs `tickets` */
	bool defects[DEFECT_COUNT];
};

struct tls_server_context;
/* NULL and `why` (in the arena) if a file is bad. Nothing in `config` is kept. */
struct tls_server_context *tls_server_context_create(
	const struct tls_server_config *config, struct arena *arena, const char **why);
/*
 * One that has read its files again, to be used for connections from now on; `before` serves those
 * that it has. It may be `before` itself (a defect). NULL and `why`: a file is bad, and `before`
 * goes on.
 */
struct tls_server_context *tls_server_context_reload(struct tls_server_context *before,
	const struct tls_server_config *config, struct arena *arena, const char **why);
void tls_server_context_destroy(struct tls_server_context *context);
/* From here on it takes up the sessions of the other, too, whatever name they were made under. */
void tls_server_context_share_sessions(
	struct tls_server_context *context, const struct tls_server_context *other);

/*
 * Servers made from memory: shared by all connections of a run. One SSL_CTX for each mode and TLS
 * version, made on first use; what belongs to one connection is set on its SSL, nothing is parsed.
 */
struct tls_server_set;
/* `client_root`: trusted for clients. `client_crls`: NULL-terminated, one for each CA on the way to
 * a client, or NULL: revocation is not looked at. References of both are taken. */
struct tls_server_set *tls_server_set_create(
	struct x509_st *client_root, struct X509_crl_st *const *client_crls);
void tls_server_set_destroy(struct tls_server_set *set);

struct tls_server_options {
	const struct credential *credential; /* what the server presents */
	struct twin_source twins; /* or this in its place; whose `find` is NULL: there are none */
	enum auth_mode mode;
	enum tls_version version; /* the only version spoken */
	const struct der *staple; /* OCSP response for a client that asks for one, or NULL */
	/* the one authority named in the CertificateRequest; NULL: the trusted root */
	struct x509_st *ca_name;
	bool no_ca_names; /* an empty list instead (RFC 8446: no such extension) */
	/* what it offers in its place, OpenSSL's names with colons between them; NULL: all that libssl
	 * has. facts->signature_schemes then says what went out */
	const char *schemes;
	/* what the client is configured to present, to compare with; NULL: nothing */
	const struct credential *expected_client;
	/* A session may be kept and taken up again (RFC 5077, RFC 8446 section 4.6.1) by connections
	 * with this word to the same set, in that mode and version: facts->resumed. */
	bool tickets;
	uint64_t start_us; /* clock_now_us() that the timeline counts from; 0: now */
	struct tls_key_log *key_log; /* as of tls_client_options */
};

struct tls_server;
/*
 * A server for one connection. Everything in `options` outlives it. Facts:
 *   served          what was in our Certificate message, compared with `credential`, or its twin,
 *                   byte for byte; SENT_NOT_YET as long as none went out. SENT_OTHER comes with
 *                   facts->trouble.
 *   twin, why_twin  what goes out in the place of `credential`, where the ClientHello has nothing
 *                   for its key; `unsent` where others would do, but that is what
 *                   the credential is about
 *   peer_presented  the client's Certificate message compared with `expected_client`
 *   data_received   application data; a server that is not to be trusted must never see any
 *                   (whoever reads it may know better what of it belongs to a request)
 *   protocols, signature    ALPN of the ClientHello; scheme of the client's CertificateVerify
 *   staple_sent, server_name, offered, certificate_requested, ca_names, handshake_done, alert ...
 * facts->sent is as below. In TLS 1.1 it answers as servers of that time did: it does not look at
 * supported_versions, so that the client has to refuse by itself.
 */
struct tls_server *tls_server_create_for(struct tls_server_set *set,
	const struct tls_server_options *options, struct observation *facts, struct arena *arena);
/*
 * `facts` and `arena` outlive the server. facts->sent is never SENT_AS_MEANT: what the client meant
 * to send, its server can't know; any certificate is SENT_OTHER.
 */
struct tls_server *tls_server_create(
	struct tls_server_context *context, struct observation *facts, struct arena *arena);
void tls_server_destroy(struct tls_server *server);

/* The same pump as tls_client.h. */
size_t tls_server_output(struct tls_server *server, const uint8_t **data);
void tls_server_consume_output(struct tls_server *server, size_t len);
void tls_server_receive(struct tls_server *server, const uint8_t *data, size_t len);
void tls_server_write(struct tls_server *server, const void *data, size_t len);
size_t tls_server_read(struct tls_server *server, const uint8_t **data);
void tls_server_consume_read(struct tls_server *server, size_t len);
/* Queues close_notify after what was written. */
void tls_server_close(struct tls_server *server);
bool tls_server_ended(const struct tls_server *server);
bool tls_server_handshake_done(const struct tls_server *server);

enum tls_asking {
	ASKING_DONE, /* it has answered, or there was nothing to be asked */
	ASKING_UNANSWERED, /* output waits, or its answer is awaited; ask again when more has come */
	ASKING_IMPOSSIBLE, /* it does not let itself be asked after the handshake */
};
/* With `post_handshake`, once the handshake is done: asks for the client's certificate. */
enum tls_asking tls_server_ask(struct tls_server *server);

/* Who the client is, once the handshake is done. Text lives in the arena of tls_server_create. */
struct tls_peer {
	bool presented;
	bool verified; /* chain judged and found good */
	bool resumed; /* of this he was told by a ticket of ours */
	bool refuse_after_forward; /* DEFECT_FORWARD_BEFORE_VERIFY: should have been refused */
	bool refuse; /* over HTTP, since the handshake let him through (DEFECT_FORGET_REFUSAL) */
	bool defects[DEFECT_COUNT]; /* for whoever tells the backend */
	const char *subject; /* RFC 2253, or NULL */
	const char *certificate; /* URL-encoded PEM, or NULL */
	const char *fingerprint; /* SHA-1, lower-case hex, or NULL */
};
void tls_server_peer(const struct tls_server *server, struct tls_peer *out);
#endif
