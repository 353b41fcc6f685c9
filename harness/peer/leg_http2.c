#include <nghttp2/nghttp2.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "fatal.h"
#include "http.h"
#include "leg_dialect.h"
#include "leg_http2_reply.h"
#include "text.h"
#include "wire.h"

enum {
	STREAMS_MAX = 64, /* of one connection, ever */
	STREAMS_AT_ONCE = 16,
	STREAM_TEXT_MAX = HTTP_HEAD_MAX + HTTP_BODY_MAX,
};

/* A request, as it comes. */
struct http2_stream {
	int32_t id;
	struct buf text; /* fields, a line each, and the body: where the token may be */
	size_t fields;
	size_t head_len; /* of the text; 0 as long as there is no body */
	const char *target; /* as it came */
	struct leg_http2_call call;
	bool whole;
	bool too_large;
	bool told; /* has its answer */
	bool ended; /* and that is out, or nobody waits for it */
};

struct http2 {
	nghttp2_session *session;
	const char *token;
	struct arena *arena;
	struct http2_stream streams[STREAMS_MAX];
	size_t count;
	size_t received; /* bytes of all requests, unpacked */
	size_t said; /* the same, as they come in frames */
	bool overflowed; /* more than we take, of no request alone */
	bool failed; /* what came is no HTTP/2 */
	struct leg_asked asked;
	struct http2_stream *current; /* that was told last; NULL: the connection itself */
	bool answered;
	bool ending; /* GOAWAY is handed over */
	bool over;
	const uint8_t *output;
	size_t output_len;
};

static struct http2_stream *find(struct http2 *http, int32_t id)
{
	for (size_t i = 0; i < http->count; i++) {
		if (http->streams[i].id == id)
			return &http->streams[i];
	}
	return NULL;
}

/* What is beyond the limits is dropped. */
static void keep(struct http2 *http, struct http2_stream *stream, const uint8_t *data, size_t len)
{
	if (stream->too_large)
		return;
	if (len > LEG_REQUEST_MAX - http->received) {
		stream->too_large = true;
		return;
	}
	http->received += len;
	buf_append(&stream->text, data, len);
	stream->too_large |= stream->text.overflowed;
}

static int on_begin_frame(nghttp2_session *session, const nghttp2_frame_hd *frame, void *owner)
{
	struct http2 *http = owner;

	(void)session;
	if (frame->type == NGHTTP2_HEADERS || frame->type == NGHTTP2_CONTINUATION ||
		frame->type == NGHTTP2_DATA)
		http->said += frame->length;
	return 0;
}

static int on_begin_headers(nghttp2_session *session, const nghttp2_frame *frame, void *owner)
{
	struct http2 *http = owner;
	struct http2_stream *stream;

	(void)session;
	if (frame->headers.cat != NGHTTP2_HCAT_REQUEST)
		return 0;
	if (http->count == STREAMS_MAX) {
		http->overflowed = true;
		return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
	}
	stream = &http->streams[http->count++];
	stream->id = frame->hd.stream_id;
	buf_init(&stream->text, STREAM_TEXT_MAX);
	return 0;
}

static bool is_text(const uint8_t *data, size_t len, const char *text)
{
	return len == strlen(text) && memcmp(data, text, len) == 0;
}

/* Of gRPC itself, in any coding; gRPC-Web is another protocol. */
static bool is_grpc(const char *type, size_t len)
{
	static const char grpc[] = "application/grpc";
	size_t own = sizeof(grpc) - 1;

	return len >= own && memcmp(type, grpc, own) == 0 &&
		(len == own || type[own] == '+' || type[own] == ';');
}

static int on_header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name,
	size_t name_len, const uint8_t *value, size_t value_len, uint8_t flags, void *owner)
{
	struct http2 *http = owner;
	struct http2_stream *stream = find(http, frame->hd.stream_id);

	(void)session;
	(void)flags;
	if (!stream)
		return 0;
	keep(http, stream, name, name_len);
	keep(http, stream, (const uint8_t *)": ", 2);
	keep(http, stream, value, value_len);
	keep(http, stream, (const uint8_t *)"\n", 1);
	stream->too_large |= ++stream->fields > HTTP_HEADERS_MAX || stream->text.len > HTTP_HEAD_MAX;
	if (stream->too_large || frame->headers.cat != NGHTTP2_HCAT_REQUEST)
		return 0;
	if (is_text(name, name_len, ":path") ||
		(!stream->target && is_text(name, name_len, ":authority")))
		stream->target = arena_strndup(http->arena, (const char *)value, value_len);
	else if (is_text(name, name_len, ":method"))
		stream->call.is_head = is_text(value, value_len, "HEAD");
	else if (is_text(name, name_len, "content-type"))
		stream->call.is_grpc = is_grpc((const char *)value, value_len);
	return 0;
}

/*
 * A stream of messages may have no end before it is answered: in gRPC a request is whole with its
 * first message, which says its length after a byte of flags.
 */
static bool has_message(const struct http2_stream *stream)
{
	struct wire body = wire_of(
		(const uint8_t *)stream->text.data + stream->head_len, stream->text.len - stream->head_len);

	wire_number(&body, 1);
	wire_vector(&body, 4);
	return !body.bad;
}

static int on_data(nghttp2_session *session, uint8_t flags, int32_t id, const uint8_t *data,
	size_t len, void *owner)
{
	struct http2 *http = owner;
	struct http2_stream *stream = find(http, id);

	(void)session;
	(void)flags;
	if (!stream)
		return 0;
	if (!stream->head_len)
		stream->head_len = stream->text.len;
	keep(http, stream, data, len);
	stream->whole |= stream->call.is_grpc && !stream->too_large && has_message(stream);
	return 0;
}

static int on_frame(nghttp2_session *session, const nghttp2_frame *frame, void *owner)
{
	struct http2_stream *stream = find(owner, frame->hd.stream_id);

	(void)session;
	if (stream && (frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA) &&
		(frame->hd.flags & NGHTTP2_FLAG_END_STREAM))
		stream->whole = true;
	return 0;
}

static int on_sent(nghttp2_session *session, const nghttp2_frame *frame, void *owner)
{
	struct http2 *http = owner;
	struct http2_stream *stream = find(http, frame->hd.stream_id);

	(void)session;
	if (frame->hd.type == NGHTTP2_GOAWAY && frame->goaway.error_code != NGHTTP2_NO_ERROR)
		http->failed = true;
	if (stream && (frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA) &&
		(frame->hd.flags & NGHTTP2_FLAG_END_STREAM))
		stream->ended = true;
	return 0;
}

static int on_stream_close(nghttp2_session *session, int32_t id, uint32_t code, void *owner)
{
	struct http2_stream *stream = find(owner, id);

	(void)session;
	(void)code;
	if (stream)
		stream->ended = true;
	return 0;
}

static nghttp2_session *create_session(struct http2 *http)
{
	static const nghttp2_settings_entry settings[] = {
		{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, STREAMS_AT_ONCE}};
	nghttp2_session_callbacks *callbacks = NULL;
	nghttp2_session *session = NULL;

	if (nghttp2_session_callbacks_new(&callbacks) != 0)
		FATAL("out of memory");
	nghttp2_session_callbacks_set_on_begin_frame_callback(callbacks, on_begin_frame);
	nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, on_begin_headers);
	nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
	nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
	nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
	nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, on_sent);
	nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_stream_close);
	if (nghttp2_session_server_new(&session, callbacks, http) != 0 ||
		nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, settings, COUNT_OF(settings)) != 0)
		FATAL("out of memory");
	nghttp2_session_callbacks_del(callbacks);
	return session;
}

static void *http2_create(const char *token, struct arena *arena)
{
	struct http2 *http = fatal_alloc(sizeof(*http));

	http->token = token;
	http->arena = arena;
	http->session = create_session(http);
	return http;
}

static void http2_destroy(void *self)
{
	struct http2 *http = self;

	nghttp2_session_del(http->session);
	for (size_t i = 0; i < http->count; i++)
		buf_finish(&http->streams[i].text);
	free(http);
}

static void http2_receive(void *self, const uint8_t *data, size_t len)
{
	struct http2 *http = self;

	if (http->over || http->failed || http->overflowed)
		return;
	/* only a flood is an error here; what is wrong in itself ends in a GOAWAY of ours */
	if (nghttp2_session_mem_recv(http->session, data, len) < 0)
		http->overflowed = true;
}

static bool has_token(const struct http2 *http, const struct http2_stream *stream)
{
	return memmem(buf_text(&stream->text), stream->text.len, http->token, strlen(http->token)) !=
		NULL;
}

static const struct leg_asked *tell_stream(struct http2 *http, struct http2_stream *stream)
{
	const char *target = stream->target ? stream->target : "";

	http->current = stream;
	http->asked = (struct leg_asked){.state = stream->too_large ? LEG_ASKED_TOO_MUCH : LEG_ASKED,
		.has_token = has_token(http, stream)};
	if (!stream->too_large)
		http->asked.target = text_clean_dup(http->arena, target, strlen(target));
	return &http->asked;
}

static const struct leg_asked *http2_next(void *self)
{
	struct http2 *http = self;

	for (size_t i = 0; i < http->count; i++) {
		struct http2_stream *stream = &http->streams[i];

		if (!stream->told && (stream->too_large || (stream->whole && !http->failed)))
			return tell_stream(http, stream);
	}
	if (!(http->failed || http->overflowed) || http->answered)
		return NULL;
	http->current = NULL;
	http->asked =
		(struct leg_asked){.state = http->overflowed ? LEG_ASKED_TOO_MUCH : LEG_ASKED_NO_HTTP};
	for (size_t i = 0; i < http->count; i++)
		http->asked.has_token |= has_token(http, &http->streams[i]);
	return &http->asked;
}

static size_t http2_said(const void *self)
{
	const struct http2 *http = self;

	return http->said;
}

static void http2_answer(void *self, const struct leg_reply *reply)
{
	struct http2 *http = self;
	struct http2_stream *stream = http->current;

	http->answered |= !reply->stays_open;
	if (!stream) {
		http->ending = true;
		if (nghttp2_session_terminate_session(http->session,
				http->overflowed ? NGHTTP2_ENHANCE_YOUR_CALM : NGHTTP2_PROTOCOL_ERROR) != 0)
			FATAL("out of memory");
		return;
	}
	stream->told = true;
	if (!leg_http2_reply_submit(http->session, stream->id, reply, stream->call, http->arena))
		stream->ended = true;
}

/* Each that has an answer got it, whole. */
static bool is_done(const struct http2 *http)
{
	for (size_t i = 0; i < http->count; i++) {
		if (http->streams[i].told && !http->streams[i].ended)
			return false;
	}
	return http->answered;
}

/* What is asked later on may be asked again elsewhere (RFC 9113 section 6.8). */
static void say_goodbye(struct http2 *http)
{
	int32_t last = 0;

	for (size_t i = 0; i < http->count; i++) {
		if (http->streams[i].told && http->streams[i].id > last)
			last = http->streams[i].id;
	}
	http->ending = true;
	(void)!nghttp2_submit_goaway(http->session, NGHTTP2_FLAG_NONE, last, NGHTTP2_NO_ERROR, NULL, 0);
}

static size_t http2_output(void *self, const uint8_t **data)
{
	struct http2 *http = self;

	while (!http->output_len && !http->over) {
		ssize_t len = nghttp2_session_mem_send(http->session, &http->output);

		http->output_len = len > 0 ? (size_t)len : 0;
		if (len > 0 || !is_done(http))
			break;
		http->over = http->ending;
		if (!http->over)
			say_goodbye(http);
	}
	*data = http->output;
	return http->output_len;
}

static void http2_consume_output(void *self, size_t len)
{
	struct http2 *http = self;

	http->output += len;
	http->output_len -= len;
}

static bool http2_is_over(const void *self)
{
	const struct http2 *http = self;

	return http->over && !http->output_len;
}

const struct leg_dialect leg_http2 = {
	.opening = NGHTTP2_CLIENT_MAGIC,
	.create = http2_create,
	.destroy = http2_destroy,
	.receive = http2_receive,
	.next = http2_next,
	.said = http2_said,
	.answer = http2_answer,
	.output = http2_output,
	.consume_output = http2_consume_output,
	.is_over = http2_is_over,
};
