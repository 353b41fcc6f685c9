#ifndef FRONT_H
#define FRONT_H
/*
 * Asks a proxy on its front: one plain-HTTP request with the token, and its answer. What it says of
 * the proxy goes into the facts: connected, connect_errno, http_status, token_echoed, http_excerpt,
 * far_end.
 */
#include <stdint.h>

#include "attempt_ask.h"
#include "observation.h"

struct uv_loop_s;
struct arena;
struct front;
struct sockaddr_storage;
struct traffic;

struct front_request {
	const struct sockaddr_storage *address;
	int proxy_protocol; /* version of a PROXY header that comes first, or 0 */
	struct attempt_ask ask;
	struct observation *facts;
	struct traffic *traffic; /* where its bytes go, or NULL */
	struct arena *arena;
	uint64_t started_us;
	/* Called once, from the loop, never from within start. Not called after cancel. */
	void (*done)(void *owner);
	void *owner;
};

struct front *front_start(struct uv_loop_s *loop, const struct front_request *request);
/* At the deadline, before it is destroyed: see answer_timed_out(). */
void front_time_out(struct front *front, uint64_t deadline_ms);
/* Also when it is done: frees in time. NULL is fine. */
void front_destroy(struct front *front);
#endif
