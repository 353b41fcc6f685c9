#ifndef CLIENT_ATTEMPT_H
#define CLIENT_ATTEMPT_H
/*
 * One try of a target that is the client: our server is set up for it (server_leg.h), then a
 * program is run, or a proxy is asked on its front. It ends when the other end has ended and every
 * connection to our server has, too: late application data is never missed by looking away too
 * early. What has not ended at the deadline is stopped.
 */
#include <stdbool.h>
#include <stddef.h>

#include "observation.h"
#include "tls_server.h"

struct arena;
struct instance;
struct client_attempt;

struct client_request {
	const struct instance *instance;
	struct tls_server_options tls;
	const char *name; /* what the client is told */
	const char *token;
	const char *place; /* name for its work folder, unlike that of any other attempt at that time */
	struct observation *facts; /* initialised; filled while it runs */
	struct arena *arena;
	/* Called once, from the loop, never from within start. Not called after cancel. */
	void (*done)(void *owner);
	void *owner;
};

struct client_attempt *client_attempt_start(const struct client_request *request);
/* Ends the program, lets go of the facts at once. */
void client_attempt_cancel(struct client_attempt *attempt);
#endif
