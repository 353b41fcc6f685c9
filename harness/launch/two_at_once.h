#ifndef TWO_AT_ONCE_H
#define TWO_AT_ONCE_H
/*
 * Does a server that runs already serve a second connection while the first is open? `openssl
 * s_server` and many a tutorial's server do not: what is sent to them side by side waits in line,
 * past its deadline. Two handshakes tell: if the second one stands still for much longer than the
 * first one took, and goes on as soon as the first is closed, it is one at a time. All else says
 * nothing: a slow machine is no such server.
 */
#include <stdbool.h>

#include "tls_version.h"

struct credential;
struct instance;
struct two_at_once;

struct two_at_once_news {
	/* Called once, from the loop, never from within the start. Not called after a cancel. */
	void (*done)(void *owner, bool one_at_a_time);
	void *owner;
};

/* With the client that is good there. */
struct two_at_once *two_at_once_start(struct instance *instance,
	const struct credential *credential, enum tls_version version,
	const struct two_at_once_news *news);
/* Once it is done it must not be touched any more. NULL is fine. */
void two_at_once_cancel(struct two_at_once *pair);
#endif
