#ifndef ATTEMPT_ASK_H
#define ATTEMPT_ASK_H
/* The request of an attempt (HTTP/1.1, one token, connection closed afterwards): all drivers send
 * the same. Where another is to follow it on the connection, nothing is said of closing. */
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;
struct header_expected;
struct refusal_way;

/* What is asked for, and what is looked for in the answer. */
struct attempt_ask {
	const char *token;
	const char *host; /* Host header */
	const char *method; /* NULL: GET */
	const char *path; /* NULL: one of our own, with the token */
	const char *later_path; /* of those that follow on the connection; NULL: the same */
	const char *target; /* the request target in its place, as it is written; or NULL */
	const char *body; /* or NULL; its length is said in a header line */
	/* tokens of further requests, which follow on the same connection */
	const char *const *later_tokens;
	size_t later_count;
	const char *const *later_hosts; /* the Host of each; NULL: the same */
	/* before the last request the client begins another handshake, as tls.later_credential */
	bool renegotiates;
	const char *mark; /* of a file that is served in place of our backend, or NULL */
	const char *text; /* or NULL */
	const char *unwanted; /* text that is not to be in it, or NULL */
	const struct header_expected *headers; /* lines of its head */
	size_t header_count;
	/* "http 401", or a text of the answer: how this target refuses, too, and what who is let in
	 * gets */
	const char *const *refused;
	size_t refused_count;
	const char *const *accepted;
	size_t accepted_count;
	/* what the step calls its refusal; those that are alerts say nothing here */
	const struct refusal_way *named;
	size_t named_count;
	bool any_named; /* every 3xx and 4xx: there need be nothing where it asks */
	bool is_measured; /* the answer is compared with others: it is kept */
	const char *const *extra_lines; /* header lines beside our own, NULL-terminated; or NULL */
};

/* What the request says of who sends it. */
#define ATTEMPT_USER_AGENT "mtlspec"

/* All of it: nothing is cut. Initialises `out`. */
void attempt_ask_write(struct buf *out, const struct attempt_ask *ask);
/* Where it goes: the target or the path, in the arena. */
const char *attempt_ask_path(const struct attempt_ask *ask, struct arena *arena);
#endif
