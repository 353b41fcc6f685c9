#ifndef HTTPS_URL_H
#define HTTPS_URL_H
/* https:// and http:// URLs (RFC 9110 section 4.2, RFC 3986), as far as a client needs them to know
 * where to go. */
#include <stdbool.h>

#include "scoped.h"

struct arena;

struct https_url {
	bool secure; /* https */
	const char *host; /* an IPv6 address without its brackets */
	int port; /* as it is written, else the scheme's */
	const char *target; /* path and query, what is asked for; at least "/" */
};

/* In the arena. False and `why` (a static text) for what is no such URL, or one with user
 * information, which RFC 9110 section 4.2.4 has clients refuse. A fragment is left out. */
WARN_UNUSED bool https_url_read(
	struct https_url *out, struct arena *arena, const char *text, const char **why);
/* A Location (RFC 9110 section 10.2.2): a whole URL, or one that begins with '/' and stays where
 * `base` is. */
WARN_UNUSED bool https_url_follow(struct https_url *out, struct arena *arena,
	const struct https_url *base, const char *location, const char **why);
#endif
