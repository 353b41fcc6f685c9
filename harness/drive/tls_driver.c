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
#include "opening_send.h"
#include "stream.h"
#include "tls_send.h"

enum { TICKET_MS = 1000 }; /* that a ticket may take after the answer */

struct attempt {
	struct attempt_request request;
	struct tls_client *client;
	struct stream stream;
	uv_timer_t deadline;
	struct opening_send send;
	struct answer answer;
	bool heard; /* something came */
	bool done;
	uint64_t started_us;
};

static void on_timer_closed(uv_handle_t *handle)
{
	struct attempt *attempt = handle->data;

	answer_finish(&attempt->answer);
	free(attempt);
}

static void on_closed(void *owner)
{
	struct attempt *attempt = owner;

	uv_close((uv_handle_t *)&attempt->deadline, on_timer_closed);
}

static void let_go(struct attempt *attempt)
{
	if (attempt->done)
		return;
	attempt->done = true;
	opening_send_stop(&attempt->send);
	tls_client_destroy(attempt->client);
	attempt->client = NULL;
	uv_timer_stop(&attempt->deadline);
	stream_close(&attempt->stream);
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

static void keep_sessions(struct attempt *attempt)
{
	if (attempt->request.sessions)
		tls_client_take_sessions(attempt->client, attempt->request.sessions);
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
	if (facts->connected)
		opening_send_account(&attempt->send);
	keep_sessions(attempt);
	if (facts->handshake_done && end != END_RESET)
		tls_send_goodbye(attempt->client, &attempt->stream);
	observation_note(facts, attempt->request.arena, now,
		end == END_FIN || end == END_RESET ? PARTY_SERVER : PARTY_NONE, what, 0);
	let_go(attempt);
	attempt->request.done(attempt->request.owner);
}

static void on_written(void *owner, int error)
{
	struct attempt *attempt = owner;

	/* a failed send is not the end: the alert that explains it may still come in */
	if (!error && !attempt->done)
		opening_send_more(&attempt->send);
}

static void on_deadline(uv_timer_t *timer);

/* A stream may keep silent after its head for as long as we listen. */
static void be_brief(struct attempt *attempt)
{
	uint64_t ms = answer_patience_ms(&attempt->answer);

	if (ms && !attempt->request.facts->http_status && ms < uv_timer_get_due_in(&attempt->deadline))
		uv_timer_start(&attempt->deadline, on_deadline, ms, 0);
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
	be_brief(attempt);
}

/* In TLS 1.3 a ticket may follow the answer; before, it is part of the handshake. */
static bool awaits_ticket(const struct attempt *attempt)
{
	return attempt->request.sessions && attempt->request.facts->negotiated == TLS_1_3 &&
		!tls_client_has_session(attempt->client) && !tls_client_ended(attempt->client);
}

static void finish_with_answer(struct attempt *attempt, bool is_new)
{
	if (!awaits_ticket(attempt))
		finish(attempt, END_OURS, "closed by us");
	else if (is_new)
		uv_timer_start(&attempt->deadline, on_deadline, TICKET_MS, 0);
}

/* What came before TLS may be answered without: by a page that says so, or by who took it for a
 * request. */
static bool is_in_plain(struct attempt *attempt, const char *data, size_t len)
{
	static const char begin[] = "HTTP/";
	struct observation *facts = attempt->request.facts;

	if (!attempt->heard && opening_comes_first(&attempt->request.tls.opening) &&
		len >= sizeof(begin) && memcmp(data, begin, sizeof(begin) - 1) == 0)
		facts->answered_in_plain = true;
	attempt->heard = true;
	return facts->answered_in_plain;
}

static void take_in_plain(struct attempt *attempt, const char *data, size_t len)
{
	const struct observation *facts = attempt->request.facts;

	answer_add(&attempt->answer, data, len);
	read_answer(attempt, false);
	be_brief(attempt);
	if (facts->http_status || facts->trouble)
		finish(attempt, END_OURS, "closed by us");
}

static void write_request(struct attempt *attempt)
{
	SCOPED_BUF text;

	attempt_ask_write(&text, &attempt->request.ask);
	tls_client_write(attempt->client, text.data, text.len);
}

/* The last of its requests goes out behind a handshake that the client begins. */
static void renegotiate_in_time(struct attempt *attempt)
{
	if (attempt->request.ask.renegotiates && !attempt->request.ask.later_count)
		tls_client_renegotiate(attempt->client);
}

/* The next of several requests, where the connection is kept for it. Refused or not: who was told
 * to go away may ask again. */
static bool ask_next(struct attempt *attempt)
{
	struct attempt_ask *ask = &attempt->request.ask;

	if (!ask->later_count || !attempt->answer.keeps || tls_client_ended(attempt->client))
		return false;
	ask->token = *ask->later_tokens++;
	ask->later_count--;
	if (ask->later_hosts)
		ask->host = *ask->later_hosts++;
	if (ask->later_path)
		ask->path = ask->later_path;
	observation_begin_request(attempt->request.facts, attempt->request.arena);
	answer_finish(&attempt->answer);
	answer_init(&attempt->answer, ask, attempt->request.facts, attempt->request.arena);
	renegotiate_in_time(attempt);
	write_request(attempt);
	opening_send_more(&attempt->send);
	uv_timer_start(&attempt->deadline, on_deadline, attempt->request.deadline_ms, 0);
	return true;
}

static void on_data(void *owner, const char *data, size_t len)
{
	struct attempt *attempt = owner;
	struct observation *facts = attempt->request.facts;
	bool answered = facts->http_status != 0;

	if (is_in_plain(attempt, data, len)) {
		take_in_plain(attempt, data, len);
		return;
	}
	tls_client_receive(attempt->client, (const uint8_t *)data, len);
	opening_send_more(&attempt->send);
	take_plaintext(attempt);
	if (facts->http_status && !answered && ask_next(attempt))
		return;
	if (facts->http_status)
		finish_with_answer(attempt, !answered);
	else if (facts->trouble || facts->server_trust_error || facts->alert != TLS_ALERT_NONE ||
		facts->renegotiation == RENEGOTIATION_LACKING)
		finish(attempt, END_OURS, "closed by us");
	else if (tls_client_peer_closed(attempt->client))
		finish(attempt, END_FIN, "connection closed");
}

static void on_ended(void *owner, int error)
{
	if (error == UV_EOF)
		finish(owner, END_FIN, "connection closed");
	else
		finish(owner, END_RESET, "connection reset");
}

static void note_our_end(struct attempt *attempt)
{
	struct our_end *end = attempt->request.our_end;

	if (end && !stream_our_end(&attempt->stream, end->host, &end->port))
		*end = (struct our_end){"", 0};
}

static void on_connected(void *owner, int error)
{
	struct attempt *attempt = owner;

	if (error) {
		attempt->request.facts->connect_errno = -error;
		finish(attempt, END_REFUSED, "no connection");
		return;
	}
	attempt->request.facts->connected = true;
	note_our_end(attempt);
	opening_send_more(&attempt->send);
}

static void on_deadline(uv_timer_t *timer)
{
	struct attempt *attempt = timer->data;

	if (answer_patience_ms(&attempt->answer))
		read_rest(attempt, END_DEADLINE);
	if (attempt->request.facts->http_status)
		finish(attempt, END_OURS, "closed by us");
	else
		finish(attempt, END_DEADLINE, "deadline");
}

static const struct stream_calls calls = {.connected = on_connected,
	.data = on_data,
	.ended = on_ended,
	.written = on_written,
	.closed = on_closed};

static struct attempt *tls_start(
	struct attempt_context *context, const struct attempt_request *request)
{
	struct attempt *attempt = fatal_alloc(sizeof(*attempt));
	int error;

	attempt->request = *request;
	attempt->started_us = attempt->request.tls.start_us = clock_now_us();
	attempt->client =
		tls_client_create(context->tls, &attempt->request.tls, request->facts, request->arena);
	answer_init(&attempt->answer, &attempt->request.ask, request->facts, request->arena);
	stream_init(&attempt->stream, context->loop, &calls, attempt);
	stream_record(&attempt->stream, request->traffic);
	opening_send_init(&attempt->send,
		&(struct opening_send){.opening = &attempt->request.tls.opening,
			.address = request->address,
			.ask = &attempt->request.ask,
			.client = attempt->client,
			.stream = &attempt->stream,
			.loop = context->loop,
			.facts = request->facts,
			.arena = request->arena,
			.started_us = attempt->started_us});
	uv_timer_init(context->loop, &attempt->deadline);
	attempt->deadline.data = attempt;
	renegotiate_in_time(attempt);
	write_request(attempt);
	uv_timer_start(&attempt->deadline, on_deadline, request->deadline_ms, 0);
	error = stream_connect(&attempt->stream, request->address);
	if (error) {
		/* told by the timer, so that `done` never comes from within start */
		request->facts->trouble =
			arena_printf(request->arena, "cannot connect: %s", uv_strerror(error));
		uv_timer_start(&attempt->deadline, on_deadline, 0, 0);
	}
	return attempt;
}

const struct driver driver_tls = {.name = "tls", .start = tls_start, .cancel = let_go};
