#ifndef REDIRECTOR_H
#define REDIRECTOR_H
/*
 * A good server of ours that sends whoever asks it on to another one (302, RFC 9110 section
 * 15.4.3): the leg of the server that is meant. As a proxy it also leads there by CONNECT.
 */
#include <stdbool.h>

#include "observation.h"
#include "tls_server.h"

struct arena;
struct redirector;
struct server_leg;
struct traffic;
struct uv_loop_s;

struct redirector_options {
	struct tls_server_options tls;
	const char *name; /* that the client is told */
	struct server_leg *onward;
	const char *onward_name; /* of the server that is meant */
	const char *token; /* of its attempt */
	struct traffic *traffic; /* where its bytes go, or NULL */
	struct arena *arena;
	uint64_t started_us;
	/* A connection has ended, or our answer went out. */
	void (*changed)(void *owner);
	void *owner;
};

/* NULL and `why` if there is no port. What `options` points to outlives it. */
struct redirector *redirector_open(struct uv_loop_s *loop, struct tls_server_set *servers,
	const struct redirector_options *options, const char **why);
int redirector_port(const struct redirector *redirector);
bool redirector_quiet(const struct redirector *redirector);
/*
 * Tells what it saw to `facts`, those of the leg it leads to, which are summed up already; trouble
 * where nobody came there. NULL is fine. Frees in time.
 */
void redirector_close(struct redirector *redirector, struct observation *facts);
#endif
