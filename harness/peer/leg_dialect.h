#ifndef LEG_DIALECT_H
#define LEG_DIALECT_H
/*
 * An HTTP that our server's leg speaks: what leg_request.h says of a request, for one of them. A
 * client's first bytes tell which it is. (ALPN says it too, but a client that means what it says is
 * understood without, and one that does not is judged for its TLS all the same.)
 */
#include "leg_request.h"

struct leg_dialect {
	const char *opening; /* what a client's bytes begin with; "": anything */
	void *(*create)(const char *token, struct arena *arena);
	void (*destroy)(void *self);
	void (*receive)(void *self, const uint8_t *data, size_t len);
	const struct leg_asked *(*next)(void *self);
	size_t (*said)(const void *self);
	void (*answer)(void *self, const struct leg_reply *reply);
	size_t (*output)(void *self, const uint8_t **data);
	void (*consume_output)(void *self, size_t len);
	bool (*is_over)(const void *self);
};

/* What one connection may ask for, in bytes. */
enum { LEG_REQUEST_MAX = 4 * 1024 * 1024 };

extern const struct leg_dialect leg_http1; /* RFC 9112 */
extern const struct leg_dialect leg_http2; /* RFC 9113, and gRPC within */
#endif
