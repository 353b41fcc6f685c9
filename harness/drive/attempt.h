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
struct ssl_session_st;
struct uv_loop_s;
struct arena;
struct attempt;

/* What is asked for, and what is looked for in the answer. */
struct attempt_ask {
	const char *token;
	const char *host; /* Host header */
	const char *path; /* NULL: one of our own, with the token */
	const char *mark; /* of a file that is served in place of our backend, or NULL */
	const char *text; /* or NULL */
	const char *const *refusals; /* "http 401": statuses by which this target refuses, too */
	size_t refusal_count;
	const char *const *extra_lines; /* header lines beside our own, NULL-terminated; or NULL */
};

struct attempt_request {
	struct tls_client_options tls;
	bool plain; /* HTTP without TLS; `tls` is ignored */
	const struct sockaddr_storage *address;
	uint64_t deadline_ms;
	struct attempt_ask ask;
	struct ssl_session_st *
		*session; /* where a kept session goes (see tls.keeps_session), or NULL */
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
	struct attempt *(*start)(
		struct attempt_context *context, const struct attempt_request *request);
	/* Lets go of the facts at once. */
	void (*cancel)(struct attempt *attempt);
};
extern const struct driver driver_tls;
extern const struct driver driver_http;
/* HTTP without TLS; `http` can do that by itself. */
extern const struct driver driver_plain;

/* The request that all drivers send (HTTP/1.1, one token, connection closed afterwards) says so. */
#define ATTEMPT_USER_AGENT "mtlspec"

void attempt_context_init(
	struct attempt_context *context, struct uv_loop_s *loop, struct tls_client_context *tls);
void attempt_context_finish(struct attempt_context *context);

struct buf;
struct http_message;
void attempt_put_request(struct buf *out, const struct attempt_ask *ask);
/* Where it goes: the path, in the arena. */
const char *attempt_path(const struct attempt_ask *ask, struct arena *arena);
/* Puts what an answer says into the facts: status, echoed token, what was looked for, start of a
 * body that is none of a success or lacks the text. */
void attempt_record_answer(struct observation *facts, struct arena *arena,
	const struct attempt_ask *ask, const struct http_message *answer);
#endif
