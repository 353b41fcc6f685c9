#ifndef LEG_HTTP2_REPLY_H
#define LEG_HTTP2_REPLY_H
/*
 * How an answer is written in HTTP/2 (RFC 9113 section 8.1). A gRPC call that is served is answered
 * as gRPC wants it, with an empty message and the status OK in trailers, whatever the body is:
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 */
#include <stdbool.h>
#include <stdint.h>

#include "leg_reply.h"
#include "scoped.h"

struct arena;
struct nghttp2_session;

struct leg_http2_call {
	bool is_grpc;
	bool is_head; /* its answer has no body */
};

/* Of a copy in the arena, which outlives the session. False: that takes none for the stream. */
WARN_UNUSED bool leg_http2_reply_submit(struct nghttp2_session *session, int32_t stream,
	const struct leg_reply *reply, struct leg_http2_call call, struct arena *arena);
#endif
