#ifndef HOST_ROUTE_H
#define HOST_ROUTE_H
/*
 * To which virtual host of the reference server a request goes. The name in the handshake chose
 * what was demanded of the client; a request for a host with other demands must not be served upon
 * that (RFC 9110 section 7.4): it is misdirected, which is said with 421.
 */
#include <stdbool.h>
#include <stddef.h>

#include "defect.h"

enum { HOST_NONE = -1 };

/* One host, as far as its name matters. */
struct routed_host {
	const char *name; /* in lower case; "*.wild.test" stands for one label more */
	bool asks_nobody; /* for a certificate */
};

/* What is known of one request. */
struct host_route {
	const struct routed_host *hosts;
	size_t host_count;
	int connection; /* number of the host whose demands the client met; HOST_NONE: nobody's */
	bool resumed; /* he met them in an earlier handshake */
	bool later; /* not the connection's first request */
	const char *host; /* the Host header, or NULL */
	const char *forwarded; /* X-Forwarded-Host, or NULL */
	const char *target; /* the request target */
	const bool *defects;
};

/* By name, in any letters, with or without the dot at its end; or HOST_NONE. */
int host_route_find(const struct routed_host *hosts, size_t count, const char *name);
/* Whose backend the request is for. HOST_NONE: it is misdirected. */
int host_route_choose(const struct host_route *route);
#endif
