#include "front.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "answer.h"
#include "arena.h"
#include "buf.h"
#include "clock.h"
#include "fatal.h"

enum { READ_SIZE = 16 * 1024 };

struct front {
	struct front_request request;
	uv_tcp_t socket;
	uv_connect_t connecting;
	uv_write_t writing;
	struct buf text;
	struct answer answer;
	bool done;
	char chunk[READ_SIZE];
};

/* Statuses by which proxies say that their upstream failed (RFC 9110 15.6.1, .3, .4, .5). */
static bool is_gateway_error(int status)
{
	return status == 500 || status == 502 || status == 503 || status == 504;
}

static void finish(struct front *front)
{
	struct observation *facts = front->request.facts;
	char what[48];

	if (front->done)
		return;
	front->done = true;
	if (facts->http_status / 100 == 2 && facts->token_echoed)
		facts->far_end = FAR_SUCCESS;
	else if (is_gateway_error(facts->http_status) || (facts->connected && !facts->http_status))
		facts->far_end = FAR_FAILURE;
	snprintf(what, sizeof(what), "front: HTTP %d", facts->http_status);
	observation_note(facts, front->request.arena, clock_now_us() - front->request.started_us,
		PARTY_NONE, facts->http_status ? what : "front: no answer", 0);
	front->request.done(front->request.owner);
}

static void on_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
	struct front *front = handle->data;

	(void)suggested;
	*out = uv_buf_init(front->chunk, sizeof(front->chunk));
}

static void on_data(uv_stream_t *stream, ssize_t len, const uv_buf_t *data)
{
	struct front *front = stream->data;

	if (front->done || len == 0)
		return;
	if (len > 0)
		answer_add(&front->answer, data->base, (size_t)len);
	/* what is no HTTP says no more than none */
	if (answer_look(&front->answer, len < 0) == ANSWER_DONE || len < 0)
		finish(front);
}

static void on_written(uv_write_t *writing, int status)
{
	(void)writing;
	(void)status; /* what went wrong is seen by reading */
}

static void on_connected(uv_connect_t *connecting, int status)
{
	struct front *front = connecting->data;
	uv_buf_t piece = uv_buf_init(front->text.data, (unsigned)front->text.len);

	if (front->done)
		return;
	if (status != 0) {
		front->request.facts->connect_errno = -status;
		finish(front);
		return;
	}
	front->request.facts->connected = true;
	uv_read_start((uv_stream_t *)&front->socket, on_allocate, on_data);
	(void)!uv_write(&front->writing, (uv_stream_t *)&front->socket, &piece, 1, on_written);
}

struct front *front_start(struct uv_loop_s *loop, const struct front_request *request)
{
	struct front *front = fatal_alloc(sizeof(*front));

	front->request = *request;
	answer_init(&front->answer, &front->request.ask, request->facts, request->arena);
	attempt_ask_write(&front->text, &request->ask);
	uv_tcp_init(loop, &front->socket);
	front->socket.data = front->connecting.data = front->writing.data = front;
	uv_tcp_nodelay(&front->socket, 1);
	if (uv_tcp_connect(&front->connecting, &front->socket,
			(const struct sockaddr *)request->address, on_connected) != 0)
		FATAL("no TCP connection can be tried");
	return front;
}

void front_time_out(struct front *front, uint64_t deadline_ms)
{
	answer_timed_out(&front->answer, deadline_ms);
}

static void on_closed(uv_handle_t *handle)
{
	struct front *front = handle->data;

	buf_finish(&front->text);
	answer_finish(&front->answer);
	free(front);
}

void front_destroy(struct front *front)
{
	if (!front || uv_is_closing((uv_handle_t *)&front->socket))
		return;
	front->done = true;
	uv_close((uv_handle_t *)&front->socket, on_closed);
}
