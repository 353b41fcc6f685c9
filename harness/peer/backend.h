#ifndef BACKEND_H
#define BACKEND_H
/*
 * The reference backend: a plain-HTTP reflector behind the target. It answers 200 with the headers
 * that it received, one "name: value" a line, echoes the token, and tells its owner of each
 * request. Keep-alive is honoured; what is no HTTP gets 400 and a close. What is larger than it
 * takes (HTTP_HEAD_MAX) gets 431 with LIMIT_HEADER, whose value says why; of such a request nobody
 * is told. A connection may begin with a header of the PROXY protocol, version 1 or 2; a malformed
 * one closes it. Whoever asks for what is below TOKEN_FETCH_PATH, however he writes the rest, is
 * told of as that, and gets what the owner says, or 404.
 */
#include <stdbool.h>
#include <stddef.h>

#include "scoped.h"

struct uv_loop_s;
struct arena;
struct backend;
struct http_message;
struct proxy_header;

enum { MAIN_BACKEND = -1 };

struct backend_reply {
	const char *type;
	const void *body; /* or NULL */
	size_t len;
	unsigned after_ms;
};

struct backend_options {
	const char *host; /* numeric; "127.0.0.1" */
	int port; /* 0: any */
	int number; /* told with each request: which of several backends it came to */
	/* A request came; `token` is NULL where there was none, `proxy` where its connection began
	 * without such a header. What they point to dies with the call. */
	void (*request)(void *owner, int number, const char *token, const struct http_message *message,
		const struct proxy_header *proxy);
	/* Somebody came for what an address in a certificate promises: "ocsp" and its like; `token` is
	 * that of the connection in which it was shown. */
	void (*fetched)(void *owner, const char *token, const char *what);
	/* His whole question came, for "ocsp": what is to be said. Without a body: nothing; false:
	 * there is nothing. */
	bool (*asked)(void *owner, const char *token, const struct http_message *question,
		struct arena *arena, struct backend_reply *out);
	void *owner;
};

struct backend *backend_start(struct uv_loop_s *loop, const struct backend_options *options,
	struct arena *arena, const char **why);
int backend_port(const struct backend *backend);
/* Closes the listener and every connection. NULL is fine. */
void backend_stop(struct backend *backend);
#endif
