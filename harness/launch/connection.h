#ifndef CONNECTION_H
#define CONNECTION_H
/*
 * One connection of a cell, or of a control: it has a token of its own, by which its request is
 * known again wherever it arrives. To a target that is a server it goes by one of our clients;
 * where the target is the client, our server waits for it.
 */
#include <stdbool.h>

#include "attempt.h"
#include "result.h"
#include "site.h"
#include "token_table.h"
#include "traffic.h"

struct bench;
struct instance;
struct kept_sessions;
struct later;
struct target;

/* Where a connection goes and what it asks for. */
struct connection_way {
	int listener; /* number of the target's, or MAIN_LISTENER */
	bool plain;
	bool hello_in_question; /* as observation.h has it */
	enum ocsp_answer ocsp; /* what our responder says, if it is asked */
	struct kept_sessions *sessions; /* where its sessions go, or NULL */
	/* What is unusual in it. Without a host: the good server's name; without a path: our own, or
	 * the target's. Token, mark and what its answers mean are the target's. */
	struct attempt_ask ask;
};

/* What was sent, to be shown again: by our client, or by our server. */
struct sent {
	struct connection_way way;
	struct tls_client_options tls;
	struct attempt_ask ask;
	struct tls_server_options serving;
	const char *name; /* that a target which is a client was told */
	struct tls_key_log key_log; /* where the bench keeps these two */
	struct traffic traffic;
};

struct connection_news {
	/* Called once, from the loop, never from within the start. Not called after a cancel. */
	void (*done)(void *owner);
	void *owner;
};

struct connection {
	char token[TOKEN_SIZE];
	const char *const *later_tokens; /* of further requests on it (connection_request.h) */
	size_t later_count;
	bool may_arrive; /* at the backend also when its cell is judged: it need not be refused */
	const struct driver *driver;
	struct attempt *attempt; /* while it runs */
	struct later *later; /* until its turn comes */
	struct observation *facts; /* NULL: not made, or given up */
	struct our_end our_end;
	size_t log_from; /* how much log its target had written before */
	const struct target *target;
	struct arena *arena;
	struct sent sent;
	/* it is made again where a limiter turned it away: */
	struct attempt_request request;
	struct attempt_result *result;
	struct connection_news news;
	uint64_t began_us;
	unsigned tries;
	/* of a program that is run for it: */
	struct instance *instance;
	/* A server that redirects it to the one that waits; no credential: there is none. */
	struct tls_server_options redirector;
	/* of a proxy: what it is asked for at its front (NULL: the usual), and the status of our
	 * server's answer (0: the usual) */
	const char *front_path, *front_method;
	int answers;
	const char *place; /* name for its work folder, unlike that of any other at that time */
};

/* True if nothing of ours answers behind that target: the good client's answer is the measure. */
bool connection_is_measured(const struct bench *bench, const struct target *target);
/* What a target that is a server is asked for by SNI, and must prove to be. */
const char *connection_server_name(const struct target *target);

/* What our clients trust, if the target has certificates of its own. False and `why` if there is
 * no such authority. */
WARN_UNUSED bool connection_trust(struct tls_client_options *tls, const struct bench *bench,
	const struct target *target, const char **why);

/*
 * Both need `driver` and `arena` of the connection, give it a token, fill `result`, and keep what
 * they point to until the end.
 *
 * The first keeps to the target's pace (pace.h). To be turned away by a rate limiter (429, or 503
 * with Retry-After) is no answer: the connection is made again, more slowly, some times; after that
 * it is trouble.
 */
void connection_start(struct connection *connection, struct instance *instance,
	const struct connection_way *way, const struct tls_client_options *tls,
	struct attempt_result *result, const struct connection_news *end);
/* Our server waits as `tls` says; the target is told `name`. Needs `place`, too. */
void connection_serve(struct connection *connection, struct instance *instance,
	const struct tls_server_options *tls, const char *name, struct attempt_result *result,
	const struct connection_news *end);
struct backend_reply;
struct http_message;
/* What our OCSP responder says to who asks for the certificate that it shows. False: there is
 * nothing to say. */
bool connection_ocsp(struct backend_reply *out, const struct connection *connection,
	const struct http_message *question, struct arena *arena);
/* It has ended: nothing is left to be cancelled. */
void connection_ended(struct connection *connection);
void connection_cancel(struct connection *connection);
#endif
