#ifndef ATTEMPT_H
#define ATTEMPT_H
/*
 * One connection of a reference client to a target: connect, handshake, one request, and everything
 * that comes back until something decisive does. Two drivers do the same and must agree: `tls` (our
 * engine on a libuv socket) and `http` (libcurl multi on the same loop).
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "observation.h"
#include "tls_client.h"

struct sockaddr_storage;
struct uv_loop_s;
struct arena;
struct attempt;

struct attempt_request {
	struct tls_client_options tls;
	const struct sockaddr_storage *address;
	uint64_t deadline_ms;
	const char *token;
	const char *host; /* Host header and SNI */
	struct observation *facts; /* initialised; filled while it runs */
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
	/* Can this driver do what is asked? Otherwise the reason why not. */
	const char *(*refuses)(const struct tls_client_options *tls);
	struct attempt *(*start)(
		struct attempt_context *context, const struct attempt_request *request);
	/* Lets go of the facts at once. */
	void (*cancel)(struct attempt *attempt);
};
extern const struct driver driver_tls;
extern const struct driver driver_http;

/* The request that both drivers send (HTTP/1.1, one token, connection closed afterwards). */
#define ATTEMPT_TOKEN_HEADER "x-mtlspec-token"
#define ATTEMPT_USER_AGENT "mtlspec"

void attempt_context_init(
	struct attempt_context *context, struct uv_loop_s *loop, struct tls_client_context *tls);
void attempt_context_finish(struct attempt_context *context);

/* Puts what an answer says into the facts: status, echoed token, start of a refusal's body. */
struct http_message;
void attempt_record_answer(
	const struct attempt_request *request, const struct http_message *answer);
#endif
