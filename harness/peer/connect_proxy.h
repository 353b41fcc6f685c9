#ifndef CONNECT_PROXY_H
#define CONNECT_PROXY_H
/*
 * The first bytes of a connection to our listener: TLS, or `CONNECT host:port` (RFC 9110 section
 * 9.3.6) and then TLS, or a request without TLS. Pure: bytes in, a decision out.
 */
#include <stddef.h>

#include "scoped.h"

struct arena;

enum { CONNECT_PROXY_MAX = 16 * 1024 };
enum connect_state {
	CONNECT_MORE, /* not to be told yet */
	CONNECT_NOT, /* it is TLS from the first byte on */
	CONNECT_ASKED, /* answer 200; TLS begins after `consumed` bytes */
	/* it takes us for its proxy to somebody else, by CONNECT or by an absolute URL; `problem` (in
	 * the arena) has the words */
	CONNECT_ELSEWHERE,
	CONNECT_PLAIN, /* the head of another request, without TLS; `problem` is set */
	CONNECT_BAD, /* none of these: see `problem` */
};

WARN_UNUSED enum connect_state connect_proxy_read(size_t *consumed, const char **problem,
	const char *data, size_t len, const char *name, int port, struct arena *arena);
#endif
