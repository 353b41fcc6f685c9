#ifndef KEPT_SESSIONS_H
#define KEPT_SESSIONS_H
/*
 * What is there to resume by, in the order in which it came. A session of TLS 1.2 may be offered
 * any number of times, until a fatal alert ends it (RFC 5246 section 7.2.2). Of TLS 1.3 each ticket
 * is offered once, since a server may take each only once (RFC 8446 section C.4); the same again is
 * asked for.
 */
#include <stdbool.h>
#include <stddef.h>

enum { KEPT_SESSIONS_MAX = 16 };

struct ssl_session_st; /* OpenSSL's SSL_SESSION */

/* All zero: none. */
struct kept_sessions {
	struct ssl_session_st *items[KEPT_SESSIONS_MAX]; /* stay until the end, offered or not */
	size_t count;
	size_t offered; /* so many of them */
	bool ended; /* what was offered last, by an alert */
};

void kept_sessions_finish(struct kept_sessions *kept);
/* Takes it over; one too many is let go. */
void kept_sessions_add(struct kept_sessions *kept, struct ssl_session_st *session);
/* The next to be offered counts as offered then; NULL: none is left. It stays theirs. */
struct ssl_session_st *kept_sessions_offer(struct kept_sessions *kept);
/* What was offered last, or NULL. */
struct ssl_session_st *kept_sessions_same(const struct kept_sessions *kept);
/* One is left. */
bool kept_sessions_left(const struct kept_sessions *kept);
/* A fatal alert came to what was offered last. */
void kept_sessions_end(struct kept_sessions *kept);
bool kept_sessions_has(const struct kept_sessions *kept, const struct ssl_session_st *session);
#endif
