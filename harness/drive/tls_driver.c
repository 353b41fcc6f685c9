/* The `tls` driver: our client engine on a libuv socket. The socket side is a dumb pump. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "answer.h"
#include "arena.h"
#include "attempt.h"
#include "buf.h"
#include "clock.h"
#include "fatal.h"
#include "pace.h"

enum {
	READ_SIZE = 16 * 1024,
	TICKET_MS = 1000, /* that a ticket may take after the answer */
};

struct attempt {
	struct attempt_request request;
	struct tls_client *client;
	uv_tcp_t socket;
	uv_timer_t deadline;
	uv_connect_t connecting;
	uv_write_t writing;
	struct buf unsent; /* being written */
	struct answer answer;
	struct pace pace;
	bool write_pending;
	bool done;
	int open_handles;
	uint64_t started_us;
	char chunk[READ_SIZE];
};

static void on_closed(uv_handle_t *handle)
{
	struct attempt *attempt = handle->data;

	if (--attempt->open_handles > 0)
		return;
	buf_finish(&attempt->unsent);
	answer_finish(&attempt->answer);
	free(attempt);
}

static void let_go(struct attempt *attempt)
{
	if (attempt->done)
		return;
	attempt->done = true;
	tls_client_destroy(attempt->client);
	attempt->client = NULL;
	pace_end(&attempt->pace);
	uv_close((uv_handle_t *)&attempt->deadline, on_closed);
	uv_close((uv_handle_t *)&attempt->socket, on_closed);
}

static void read_answer(struct attempt *attempt, bool at_end)
{
	struct observation *facts = attempt->request.facts;
	char what[32];

	switch (answer_look(&attempt->answer, at_end)) {
	case ANSWER_MORE:
		return;
	case ANSWER_BAD:
		facts->trouble =
			arena_printf(attempt->request.arena, "the answer is not HTTP: %s", attempt->answer.why);
		return;
	case ANSWER_DONE:
		snprintf(what, sizeof(what), "HTTP %d", facts->http_status);
		observation_note(facts, attempt->request.arena, clock_now_us() - attempt->started_us,
			PARTY_SERVER, what, attempt->answer.raw.len);
		return;
	}
}

/* RFC 5246 section 7.2.1: whoever ends a connection says so, and is answered before it is closed. A
 * server may wait for that, and forget a session whose connection ends without. */
static void say_goodbye(struct attempt *attempt)
{
	const uint8_t *data;
	size_t len;

	tls_client_close(attempt->client);
	while (!attempt->write_pending && (len = tls_client_output(attempt->client, &data)) > 0) {
		uv_buf_t piece = uv_buf_init((char *)data, (unsigned)len);

		(void)!uv_try_write((uv_stream_t *)&attempt->socket, &piece, 1);
		tls_client_consume_output(attempt->client, len);
	}
}

static void keep_session(struct attempt *attempt)
{
	struct ssl_session_st **session = attempt->request.session;

	if (!session)
		return;
	tls_session_free(*session);
	*session = tls_client_session(attempt->client);
}

/* What came of the answer before the connection ended otherwise. */
static void read_rest(struct attempt *attempt, enum connection_end end)
{
	const struct observation *facts = attempt->request.facts;

	if (facts->http_status || facts->trouble)
		return;
	if (end == END_DEADLINE)
		answer_timed_out(&attempt->answer, attempt->request.deadline_ms);
	else
		read_answer(attempt, true);
}

static void finish(struct attempt *attempt, enum connection_end end, const char *what)
{
	struct observation *facts = attempt->request.facts;
	uint64_t now = clock_now_us() - attempt->started_us;

	if (attempt->done)
		return;
	read_rest(attempt, end);
	facts->end = end;
	facts->duration_us = now;
	keep_session(attempt);
	if (facts->handshake_done && end != END_RESET)
		say_goodbye(attempt);
	observation_note(facts, attempt->request.arena, now,
		end == END_FIN || end == END_RESET ? PARTY_SERVER : PARTY_NONE, what, 0);
	let_go(attempt);
	attempt->request.done(attempt->request.owner);
}

static void send_output(struct attempt *attempt);

static void on_written(uv_write_t *writing, int status)
{
	struct attempt *attempt = writing->data;

	attempt->write_pending = false;
	if (attempt->done)
		return;
	buf_clear(&attempt->unsent);
	/* a failed send is not the end: the alert that explains it may still come in */
	if (status == 0)
		send_output(attempt);
}

static void send_output(struct attempt *attempt)
{
	const uint8_t *data;
	size_t len;

	while (!attempt->write_pending && (len = tls_client_output(attempt->client, &data)) > 0) {
		uv_buf_t piece = uv_buf_init((char *)data, (unsigned)len);
		int put = uv_try_write((uv_stream_t *)&attempt->socket, &piece, 1);

		if (put > 0) {
			tls_client_consume_output(attempt->client, (size_t)put);
			continue;
		}
		if (put != UV_EAGAIN) {
			/* the peer is gone for writing; reading goes on */
			tls_client_consume_output(attempt->client, len);
			continue;
		}
		buf_append(&attempt->unsent, data, len);
		tls_client_consume_output(attempt->client, len);
		piece = uv_buf_init(attempt->unsent.data, (unsigned)attempt->unsent.len);
		attempt->write_pending = uv_write(&attempt->writing, (uv_stream_t *)&attempt->socket,
									 &piece, 1, on_written) == 0;
		break;
	}
	if (tls_client_flight_complete(attempt->client))
		attempt->request.facts->request_sent = true;
}

static void take_plaintext(struct attempt *attempt)
{
	const uint8_t *data;
	size_t len;

	while ((len = tls_client_read(attempt->client, &data)) > 0) {
		answer_add(&attempt->answer, data, len);
		tls_client_consume_read(attempt->client, len);
	}
	if (!attempt->request.facts->http_status)
		read_answer(attempt, false);
}

/* In TLS 1.3 a ticket may follow the answer; before, it is part of the handshake. */
static bool awaits_ticket(const struct attempt *attempt)
{
	return attempt->request.session && attempt->request.facts->negotiated == TLS_1_3 &&
		!tls_client_has_session(attempt->client) && !tls_client_ended(attempt->client);
}

static void on_deadline(uv_timer_t *timer);

static void finish_with_answer(struct attempt *attempt, bool is_new)
{
	if (!awaits_ticket(attempt))
		finish(attempt, END_OURS, "closed by us");
	else if (is_new)
		uv_timer_start(&attempt->deadline, on_deadline, TICKET_MS, 0);
}

static void on_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
	struct attempt *attempt = handle->data;

	(void)suggested;
	*out = uv_buf_init(attempt->chunk, sizeof(attempt->chunk));
}

static void on_data(uv_stream_t *stream, ssize_t len, const uv_buf_t *data)
{
	struct attempt *attempt = stream->data;
	struct observation *facts = attempt->request.facts;
	bool answered = facts->http_status != 0;

	if (attempt->done || len == 0)
		return;
	if (len == UV_EOF) {
		finish(attempt, END_FIN, "connection closed");
		return;
	}
	if (len < 0) {
		finish(attempt, END_RESET, "connection reset");
		return;
	}
	tls_client_receive(attempt->client, (const uint8_t *)data->base, (size_t)len);
	send_output(attempt);
	take_plaintext(attempt);
	if (facts->http_status)
		finish_with_answer(attempt, !answered);
	else if (facts->trouble || facts->server_trust_error || facts->alert != TLS_ALERT_NONE)
		finish(attempt, END_OURS, "closed by us");
	else if (tls_client_peer_closed(attempt->client))
		finish(attempt, END_FIN, "connection closed");
	if (!attempt->done)
		pace_turn(&attempt->pace);
}

static void on_connected(uv_connect_t *connecting, int status)
{
	struct attempt *attempt = connecting->data;

	if (attempt->done)
		return;
	if (status != 0) {
		attempt->request.facts->connect_errno = -status;
		finish(attempt, END_REFUSED, "no connection");
		return;
	}
	attempt->request.facts->connected = true;
	(void)!pace_begin(&attempt->pace, (uv_stream_t *)&attempt->socket, on_allocate, on_data);
	send_output(attempt);
}

static void on_deadline(uv_timer_t *timer)
{
	struct attempt *attempt = timer->data;

	if (attempt->request.facts->http_status)
		finish(attempt, END_OURS, "closed by us");
	else
		finish(attempt, END_DEADLINE, "deadline");
}

static void write_request(struct attempt *attempt)
{
	SCOPED_BUF text;

	attempt_ask_write(&text, &attempt->request.ask);
	tls_client_write(attempt->client, text.data, text.len);
}

static struct attempt *tls_start(
	struct attempt_context *context, const struct attempt_request *request)
{
	struct attempt *attempt = fatal_alloc(sizeof(*attempt));
	int error;

	attempt->request = *request;
	attempt->started_us = attempt->request.tls.start_us = clock_now_us();
	attempt->client =
		tls_client_create(context->tls, &attempt->request.tls, request->facts, request->arena);
	buf_init(&attempt->unsent, TLS_QUEUE_MAX);
	answer_init(&attempt->answer, &attempt->request.ask, request->facts, request->arena);
	uv_tcp_init(context->loop, &attempt->socket);
	uv_timer_init(context->loop, &attempt->deadline);
	attempt->socket.data = attempt->deadline.data = attempt->connecting.data =
		attempt->writing.data = attempt;
	attempt->open_handles = 2;
	uv_tcp_nodelay(&attempt->socket, 1);
	write_request(attempt);
	uv_timer_start(&attempt->deadline, on_deadline, request->deadline_ms, 0);
	error = uv_tcp_connect(&attempt->connecting, &attempt->socket,
		(const struct sockaddr *)request->address, on_connected);
	if (error) {
		/* told by the timer, so that `done` never comes from within start */
		request->facts->trouble =
			arena_printf(request->arena, "cannot connect: %s", uv_strerror(error));
		uv_timer_start(&attempt->deadline, on_deadline, 0, 0);
	}
	return attempt;
}

const struct driver driver_tls = {.name = "tls", .start = tls_start, .cancel = let_go};
