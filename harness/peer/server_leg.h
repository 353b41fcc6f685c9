#ifndef SERVER_LEG_H
#define SERVER_LEG_H
/*
 * Our server's leg of a target that is the client: a listener, and what comes in by it.
 *
 * Which connection belongs to which cell is known without trusting the client:
 *   - A program has a listener of its own for each attempt. Whatever connects to that port belongs
 *     to the attempt, whatever name or path it asks for, and programs run in parallel.
 *   - A proxy's configuration names one upstream port, which it keeps as long as it runs. So its
 *     listener belongs to the instance, and strictly one cell at a time is run there; several
 *     instances run side by side.
 *
 * Before TLS the listener also speaks CONNECT (RFC 9110 section 9.3.6) in plain text, for programs
 * that have no other way to reach a name at an address (wget, by https_proxy). What they ask their
 * proxy for besides, such as updates of theirs, is answered 502, noted, and no part of the attempt.
 *
 * A request without TLS is taken where a connection with TLS came before and was given up: so a
 * client falls back. As the first thing that comes it is trouble: nobody has asked it to speak TLS.
 */
#include <stdbool.h>

#include "observation.h"
#include "scoped.h"
#include "tls_server.h"

struct uv_loop_s;
struct arena;
struct leg_reply;
struct server_leg;
struct traffic;

/* NULL and `why` if there is no port. `servers` outlives it. */
struct server_leg *server_leg_listen(
	struct uv_loop_s *loop, struct tls_server_set *servers, struct arena *arena, const char **why);
int server_leg_port(const struct server_leg *leg);
/* NULL is fine. Frees in time. */
void server_leg_close(struct server_leg *leg);

struct server_leg_attempt {
	struct tls_server_options tls;
	const char *token;
	/* Whatever is asked for is this attempt's request: nobody else's connections come here. */
	bool any_request;
	/* A request for TOKEN_FIRST_PATH comes before it, and is no part of it: its connection stays
	 * open, and counts only if the attempt's own request comes by it, too. With tls.tickets it is
	 * closed. */
	bool asks_first;
	/* What is answered to a request that is one, with the token's header; lives as long. NULL: what
	 * leg_answer.h says. */
	const struct leg_reply *reply;
	const char *name; /* that the client was told */
	/* Who CONNECTs to its name and port comes in by it; or NULL. It outlives the attempt. */
	struct server_leg *onward;
	struct observation *facts; /* initialised; filled while connections are there */
	struct traffic *traffic; /* where its bytes go, or NULL */
	struct arena *arena;
	uint64_t started_us; /* that the timeline counts from */
	/* A connection has ended, or our answer went out. */
	void (*changed)(void *owner);
	void *owner;
};

/* From now on connections belong to this attempt (copied). Without one they are closed at once. */
void server_leg_expect(struct server_leg *leg, const struct server_leg_attempt *attempt);
/* Lets go of the attempt's facts, having summed up those of all its connections; closes these. */
void server_leg_forget(struct server_leg *leg);
/* No connection is open, and none waits to be accepted. */
bool server_leg_quiet(const struct server_leg *leg);
#endif
