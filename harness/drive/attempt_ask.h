#ifndef ATTEMPT_ASK_H
#define ATTEMPT_ASK_H
/* The request of an attempt (HTTP/1.1, one token, connection closed afterwards): all drivers send
 * the same. */
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;
struct refusal_way;

/* What is asked for, and what is looked for in the answer. */
struct attempt_ask {
	const char *token;
	const char *host; /* Host header */
	const char *method; /* NULL: GET */
	const char *path; /* NULL: one of our own, with the token */
	const char *mark; /* of a file that is served in place of our backend, or NULL */
	const char *text; /* or NULL */
	/* "http 401", or a text of the answer: how this target refuses, too, and what who is let in
	 * gets */
	const char *const *refused;
	size_t refused_count;
	const char *const *accepted;
	size_t accepted_count;
	/* what the step calls its refusal; those that are alerts say nothing here */
	const struct refusal_way *named;
	size_t named_count;
	bool is_measured; /* the answer is compared with others: it is kept */
	const char *const *extra_lines; /* header lines beside our own, NULL-terminated; or NULL */
};

/* What the request says of who sends it. */
#define ATTEMPT_USER_AGENT "mtlspec"

/* All of it: nothing is cut. Initialises `out`. */
void attempt_ask_write(struct buf *out, const struct attempt_ask *ask);
/* Where it goes: the path, in the arena. */
const char *attempt_ask_path(const struct attempt_ask *ask, struct arena *arena);
#endif
