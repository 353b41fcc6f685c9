#ifndef ATTEMPT_H
#define ATTEMPT_H
/*
 * One connection to a target, or of one: connect, handshake, one request, and everything that
 * comes back until something decisive does. Two drivers of our reference client do the same and
 * must agree: `tls` (our engine on a libuv socket) and `http` (libcurl multi on the same loop).
 * Where the target is the client, `program` runs it and `proxy` asks it on its front, and our
 * server is set up for what comes of it (server_leg.h).
 */
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#include "attempt_ask.h"
#include "observation.h"
#include "tls_client.h"
#include "tls_server.h"

struct sockaddr_storage;
struct kept_sessions;
struct uv_loop_s;
struct arena;
struct attempt;
struct leg_reply;
struct process;
struct process_options;
struct server_leg;
struct tls_server_set;
struct traffic;

/* Where a program finds our server, and the proxy with TLS in front of it (0: none). */
struct attempt_ports {
	int server;
	int proxy;
};

/* Where the target is the client. */
struct attempt_serving {
	struct tls_server_options tls; /* of our server */
	const char *name; /* that the target is told */
	bool asks_first; /* the program asks twice (server_leg.h) */
	const struct leg_reply *reply; /* see server_leg.h */
	/* A proxy's, which stays; NULL: one is made of `servers` for this connection alone. */
	struct server_leg *leg;
	const struct process *daemon; /* who shall come, where we have launched him; or NULL */
	struct tls_server_set *servers;
	/* Of a proxy in front of it, for programs that are led here by TLS; no credential: there is
	 * none. */
	struct tls_server_options proxy;
	/* Of a server that redirects to ours, and its name, which the target is told; no credential:
	 * there is none. */
	struct tls_server_options redirector;
	const char *redirector_name;
	/* How the program is run that shall connect to `ports`; `exited` and `owner` are the driver's.
	 * False and `why` if it can't be. */
	bool (*prepare)(void *owner, struct process_options *out, const struct attempt_ports *ports,
		struct arena *arena, const char **why);
	void *prepare_owner;
	const bool *success; /* exit statuses that mean: it got its answer */
	size_t success_count;
	const char *const *success_texts; /* of which one is in its output then; none: it need not be */
	size_t success_text_count;
	bool wire_decides; /* in place of all these: our server's answer went out */
	uint64_t *cpu_us; /* what the program used is added there */
};

/* Of our client: a target's log may know a connection by it. */
struct our_end {
	char host[INET6_ADDRSTRLEN]; /* "": not known */
	int port;
};

struct attempt_request {
	struct tls_client_options tls;
	bool plain; /* HTTP without TLS; of `tls` only the PROXY header of its opening counts */
	struct attempt_serving serving; /* of the drivers `program` and `proxy` */
	const struct sockaddr_storage *address; /* of the target, or of a proxy's front */
	uint64_t deadline_ms;
	struct attempt_ask ask;
	struct kept_sessions *sessions; /* where kept ones go (see tls.keeps_session), or NULL */
	struct our_end *our_end; /* filled when it is connected; or NULL */
	struct observation *facts; /* initialised; filled while it runs */
	struct traffic *traffic; /* where its bytes go (traffic.h), or NULL */
	struct arena *arena;
	/* Called once, from the loop, never from within start. Not called after cancel. */
	void (*done)(void *owner);
	void *owner;
};

struct attempt_context {
	struct uv_loop_s *loop;
	struct tls_client_context *tls;
	struct http_engine *http; /* made on first use */
};

struct driver {
	const char *name;
	struct attempt *(*start)(
		struct attempt_context *context, const struct attempt_request *request);
	/* Lets go of the facts at once. */
	void (*cancel)(struct attempt *attempt);
};
extern const struct driver driver_tls;
extern const struct driver driver_http;
/* HTTP without TLS; `http` can do that by itself. */
extern const struct driver driver_plain;
/*
 * The target is the client. A connection ends when the other end has ended and every one of its own
 * to our server has, too: late application data is never missed by looking away too early. What has
 * not ended at the deadline is stopped.
 */
extern const struct driver driver_program;
extern const struct driver driver_proxy;
/* It connects when it likes, and the next connection of its own to our server is meant. */
extern const struct driver driver_daemon;

void attempt_context_init(
	struct attempt_context *context, struct uv_loop_s *loop, struct tls_client_context *tls);
void attempt_context_finish(struct attempt_context *context);
#endif
