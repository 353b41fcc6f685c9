#ifndef CONNECTION_REQUEST_H
#define CONNECTION_REQUEST_H
/* The requests of one connection: one, or several in order, each with a token of its own. */
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct attempt_ask;
struct connection;
struct observation;

/* New ones, of a first request and of so many that follow it. */
void connection_make_tokens(struct connection *connection, size_t later_count);
/* Which of its requests has that token, from 0. False: none. */
bool connection_request_number(size_t *out, const struct connection *connection, const char *token);
/* What is known of that request; it may have been answered long since. */
struct observation *connection_request_facts(
	const struct connection *connection, const char *token);
/* The token of request number `number`. */
const char *connection_token(const struct connection *connection, size_t number);
/* The request target, in which `${host}` and `${path}` stand for those of the request. */
const char *connection_request_target(const struct attempt_ask *ask, struct arena *arena);
#endif
