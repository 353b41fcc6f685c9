#ifndef LEG_REQUEST_H
#define LEG_REQUEST_H
/*
 * What a target that is a client asks of our server on one connection, within TLS: bytes in, what
 * is asked out; an answer in, bytes out. No I/O, no judgement. Whether that is HTTP/1.1 or HTTP/2,
 * the first bytes tell (leg_dialect.h); in HTTP/1.1 there is one request, in HTTP/2 there may be
 * several.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scoped.h"

struct arena;
struct leg_reply;
struct leg_request;

enum leg_asked_state {
	LEG_ASKED, /* a whole request */
	LEG_ASKED_TOO_MUCH, /* beyond our limits; it may be in order then */
	LEG_ASKED_NO_HTTP,
};

struct leg_asked {
	enum leg_asked_state state;
	bool has_token; /* anywhere in what came */
	const char *target; /* of a whole request, cleaned, in the arena; else NULL */
};

/* `token` and `arena` outlive it. */
struct leg_request *leg_request_create(const char *token, struct arena *arena);
/* NULL is fine. */
void leg_request_destroy(struct leg_request *request);
void leg_request_receive(struct leg_request *request, const uint8_t *data, size_t len);
/*
 * What waits for an answer, until the next call: ask again once it has one. NULL: nothing (yet, or
 * any more).
 */
WARN_UNUSED const struct leg_asked *leg_request_next(struct leg_request *request);
/*
 * How many bytes came that belong to a request. HTTP/2 begins with a preface and settings, which
 * say nothing of what will be asked: a client that looks at the server's name before each call, as
 * gRPC does, has told it nothing yet.
 */
size_t leg_request_said(const struct leg_request *request);
/* To what leg_request_next last yielded, which is gone then. Nothing of the reply is kept. */
void leg_request_answer(struct leg_request *request, const struct leg_reply *reply);
/* What is to be written, until the next call; consume what was. 0: nothing now. Once there is
 * nothing, something may have come to be asked: a client that is no HTTP is told so first. */
size_t leg_request_output(struct leg_request *request, const uint8_t **data);
void leg_request_consume_output(struct leg_request *request, size_t len);
/* All that will be answered is: the connection ends with the output. */
bool leg_request_is_over(const struct leg_request *request);
#endif
