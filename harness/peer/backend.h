#ifndef BACKEND_H
#define BACKEND_H
/*
 * The reference backend: a plain-HTTP reflector behind the target. It answers 200 with the headers
 * that it received, one "name: value" a line, echoes the token, and tells its owner of each
 * request. Keep-alive is honoured; what is no HTTP gets 400 and a close. What is larger than it
 * takes (HTTP_HEAD_MAX) gets 431 with LIMIT_HEADER, whose value says why; of such a request nobody
 * is told. A connection may begin with a header of the PROXY protocol, version 1 or 2; a malformed
 * one closes it.
 */
#include <stdbool.h>

#include "scoped.h"

struct uv_loop_s;
struct arena;
struct backend;
struct http_message;
struct proxy_header;

struct backend_options {
	const char *host; /* numeric; "127.0.0.1" */
	int port; /* 0: any */
	/* A request came; `token` is NULL where there was none, `proxy` where its connection began
	 * without such a header. What they point to dies with the call. */
	void (*request)(void *owner, const char *token, const struct http_message *message,
		const struct proxy_header *proxy);
	void *owner;
};

struct backend *backend_start(struct uv_loop_s *loop, const struct backend_options *options,
	struct arena *arena, const char **why);
int backend_port(const struct backend *backend);
/* Closes the listener and every connection. NULL is fine. */
void backend_stop(struct backend *backend);
#endif
