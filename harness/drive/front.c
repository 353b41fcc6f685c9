#include "front.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "arena.h"
#include "buf.h"
#include "clock.h"
#include "fatal.h"
#include "proxy_header_write.h"
#include "stream.h"

enum { HEADER_MAX = 256 };

struct front {
	struct front_request request;
	struct stream stream;
	struct answer answer;
	bool done;
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
	/* by whosever answer: whoever asked is told that all is well */
	if (facts->http_status / 100 == 2 || (facts->answers && facts->token_echoed))
		facts->far_end = FAR_SUCCESS;
	else if (is_gateway_error(facts->http_status) || (facts->connected && !facts->http_status))
		facts->far_end = FAR_FAILURE;
	snprintf(what, sizeof(what), "front: HTTP %d", facts->http_status);
	observation_note(facts, front->request.arena, clock_now_us() - front->request.started_us,
		PARTY_NONE, facts->http_status ? what : "front: no answer", 0);
	front->request.done(front->request.owner);
}

static void on_data(void *owner, const char *data, size_t len)
{
	struct front *front = owner;

	if (front->done)
		return;
	answer_add(&front->answer, data, len);
	/* what is no HTTP says no more than none */
	if (answer_look(&front->answer, false) == ANSWER_DONE)
		finish(front);
}

static void on_ended(void *owner, int error)
{
	struct front *front = owner;

	(void)error;
	if (front->done)
		return;
	(void)!answer_look(&front->answer, true);
	finish(front);
}

static void send_request(struct front *front)
{
	int version = front->request.proxy_protocol;
	SCOPED_BUF header;
	SCOPED_BUF text;

	buf_init(&header, HEADER_MAX);
	if (version)
		proxy_header_write(&header, version, front->request.address);
	if (header.len)
		stream_write(&front->stream, header.data, header.len);
	attempt_ask_write(&text, &front->request.ask);
	stream_write(&front->stream, text.data, text.len); /* what goes wrong is seen by reading */
}

static void on_connected(void *owner, int error)
{
	struct front *front = owner;

	if (error) {
		front->request.facts->connect_errno = -error;
		finish(front);
		return;
	}
	front->request.facts->connected = true;
	send_request(front);
}

static void on_closed(void *owner)
{
	struct front *front = owner;

	answer_finish(&front->answer);
	free(front);
}

static const struct stream_calls calls = {
	.connected = on_connected, .data = on_data, .ended = on_ended, .closed = on_closed};

struct front *front_start(struct uv_loop_s *loop, const struct front_request *request)
{
	struct front *front = fatal_alloc(sizeof(*front));

	front->request = *request;
	answer_init(&front->answer, &front->request.ask, request->facts, request->arena);
	stream_init(&front->stream, loop, &calls, front);
	stream_record(&front->stream, request->traffic);
	if (stream_connect(&front->stream, request->address) != 0)
		FATAL("no TCP connection can be tried");
	return front;
}

void front_time_out(struct front *front, uint64_t deadline_ms)
{
	answer_timed_out(&front->answer, deadline_ms);
}

void front_destroy(struct front *front)
{
	if (!front)
		return;
	front->done = true;
	stream_close(&front->stream);
}
