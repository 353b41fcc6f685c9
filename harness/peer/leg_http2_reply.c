#include "leg_http2_reply.h"

#include <nghttp2/nghttp2.h>
#include <string.h>
#include <strings.h>

#include "arena.h"
#include "fatal.h"
#include "http.h"

/* One uncompressed message of no bytes. */
static const char grpc_message[] = {0, 0, 0, 0, 0};

/* What is being sent: the session's data source. */
struct body {
	const char *data;
	size_t len;
	size_t sent;
	bool has_trailers;
};

struct fields {
	nghttp2_nv *items;
	size_t count;
	struct arena *arena;
};

static void add(struct fields *fields, const char *name, const char *value)
{
	nghttp2_nv *field = ARENA_PUSH(fields->arena, fields->items, fields->count);

	field->name = (uint8_t *)arena_strdup(fields->arena, name);
	field->namelen = strlen(name);
	for (size_t i = 0; i < field->namelen; i++) {
		if (name[i] >= 'A' && name[i] <= 'Z')
			field->name[i] = (uint8_t)(name[i] - 'A' + 'a');
	}
	field->value = (uint8_t *)arena_strdup(fields->arena, value);
	field->valuelen = strlen(value);
}

/* RFC 9113 section 8.2.2; and what is written here anyway. */
static bool is_left_out(const char *name, bool is_grpc)
{
	static const char *const names[] = {"connection", "proxy-connection", "keep-alive",
		"transfer-encoding", "upgrade", "content-length"};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (strcasecmp(name, names[i]) == 0)
			return true;
	}
	return is_grpc && strcasecmp(name, "content-type") == 0;
}

static ssize_t on_read(nghttp2_session *session, int32_t stream, uint8_t *out, size_t room,
	uint32_t *flags, nghttp2_data_source *source, void *unused)
{
	static uint8_t name[] = "grpc-status";
	static uint8_t ok[] = "0";
	const nghttp2_nv trailer = {name, ok, sizeof(name) - 1, sizeof(ok) - 1, NGHTTP2_NV_FLAG_NONE};
	struct body *body = source->ptr;
	size_t left = body->len - body->sent;
	size_t len = left < room ? left : room;

	(void)unused;
	if (len)
		memcpy(out, body->data + body->sent, len);
	body->sent += len;
	if (body->sent < body->len)
		return (ssize_t)len;
	*flags |= NGHTTP2_DATA_FLAG_EOF;
	if (body->has_trailers) {
		*flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM;
		if (nghttp2_submit_trailer(session, stream, &trailer, 1) != 0)
			return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
	}
	return (ssize_t)len;
}

static struct body *body_of(const struct leg_reply *reply, bool is_grpc, struct arena *arena)
{
	struct body *body = ARENA_NEW(arena, struct body);

	body->has_trailers = is_grpc;
	body->len = is_grpc ? sizeof(grpc_message) : reply->body_len;
	body->data = is_grpc ? grpc_message
		: body->len      ? arena_memdup(arena, reply->body, body->len)
						 : NULL;
	return body;
}

bool leg_http2_reply_submit(nghttp2_session *session, int32_t stream, const struct leg_reply *reply,
	struct leg_http2_call call, struct arena *arena)
{
	bool is_grpc = call.is_grpc && reply->status == 200;
	bool may_have_body = leg_reply_may_have_body(reply);
	struct body *body = body_of(reply, is_grpc, arena);
	nghttp2_data_provider provider = {.source.ptr = body, .read_callback = on_read};
	struct fields fields = {.arena = arena};

	add(&fields, ":status", arena_printf(arena, "%d", reply->status));
	if (is_grpc)
		add(&fields, "content-type", "application/grpc");
	else if (may_have_body)
		add(&fields, "content-length", arena_printf(arena, "%zu", body->len));
	for (size_t i = 0; i < reply->header_count; i++) {
		if (!is_left_out(reply->headers[i].name, is_grpc))
			add(&fields, reply->headers[i].name, reply->headers[i].value);
	}
	return nghttp2_submit_response(session, stream, fields.items, fields.count,
			   may_have_body && !call.is_head ? &provider : NULL) == 0;
}
