#include "upstream.h"

#include <stdlib.h>

#include "arena.h"
#include "buf.h"
#include "fatal.h"
#include "http.h"
#include "stream.h"

enum { ANSWER_MAX = 4 * 1024 * 1024 };

struct upstream {
	struct stream stream;
	struct upstream_request request;
	struct arena arena;
	struct buf answer;
};

static void read_answer(struct upstream *upstream, bool at_end)
{
	struct http_message message;
	enum http_state state = http_read(&message, &upstream->arena, HTTP_RESPONSE,
		buf_text(&upstream->answer), upstream->answer.len, at_end);

	if (state == HTTP_DONE)
		upstream->request.answered(upstream->request.owner, &upstream->answer);
	else if (state == HTTP_BAD || at_end)
		upstream->request.answered(upstream->request.owner, NULL);
}

static void on_data(void *owner, const char *data, size_t len)
{
	struct upstream *upstream = owner;

	buf_append(&upstream->answer, data, len);
	read_answer(upstream, false);
}

static void on_ended(void *owner, int error)
{
	(void)error;
	read_answer(owner, true);
}

static void on_connected(void *owner, int error)
{
	struct upstream *upstream = owner;
	const struct upstream_request *request = &upstream->request;

	if (error)
		request->answered(request->owner, NULL);
	else /* a broken backend shows in the read */
		stream_write(&upstream->stream, request->text->data, request->text->len);
}

static void on_closed(void *owner)
{
	struct upstream *upstream = owner;

	buf_finish(&upstream->answer);
	arena_finish(&upstream->arena);
	free(upstream);
}

static const struct stream_calls calls = {
	.connected = on_connected, .data = on_data, .ended = on_ended, .closed = on_closed};

struct upstream *upstream_ask(struct uv_loop_s *loop, const struct upstream_request *request)
{
	struct upstream *upstream = fatal_alloc(sizeof(*upstream));

	upstream->request = *request;
	arena_init(&upstream->arena);
	buf_init(&upstream->answer, ANSWER_MAX);
	stream_init(&upstream->stream, loop, &calls, upstream);
	if (stream_connect(&upstream->stream, request->backend) == 0)
		return upstream;
	upstream_close(upstream);
	return NULL;
}

void upstream_close(struct upstream *upstream)
{
	if (upstream)
		stream_close(&upstream->stream);
}
