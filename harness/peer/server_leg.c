#include "server_leg.h"

#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "arena.h"
#include "token.h"
#include "buf.h"
#include "clock.h"
#include "connect_proxy.h"
#include "fatal.h"
#include "http.h"
#include "leg_account.h"
#include "leg_answer.h"
#include "leg_facts.h"
#include "leg_request.h"
#include "named_answer.h"
#include "server_send.h"
#include "stream.h"
#include "text.h"

enum { CONNECTIONS_MAX = 64 }; /* for one attempt; a client that makes more is in a loop */

struct leg_connection {
	struct stream stream;
	struct server_leg *leg;
	struct leg_connection *next;
	struct leg_connection **link; /* what points to us */
	struct tls_server *server; /* NULL once the attempt is forgotten */
	struct observation *facts;
	struct buf plain; /* before TLS: a CONNECT */
	struct leg_request *request; /* within TLS; NULL: nothing has come yet */
	bool in_tls;
	bool aside; /* to somebody else, by us as its proxy: no part of the attempt */
	bool answered;
	bool first; /* what was asked last is the first of two requests */
	bool shut;
};

struct server_leg {
	uv_tcp_t listener;
	struct tls_server_set *servers;
	struct server_leg_attempt attempt;
	bool expecting;
	struct leg_account account;
	struct leg_connection *connections;
};

static void on_closed(void *owner)
{
	struct leg_connection *connection = owner;

	buf_finish(&connection->plain);
	free(connection);
}

static void unlink_connection(struct leg_connection *connection)
{
	*connection->link = connection->next;
	if (connection->next)
		connection->next->link = connection->link;
}

static void close_connection(struct leg_connection *connection)
{
	if (stream_is_closing(&connection->stream))
		return;
	unlink_connection(connection);
	tls_server_destroy(connection->server);
	connection->server = NULL;
	leg_request_destroy(connection->request);
	connection->request = NULL;
	stream_close(&connection->stream);
}

static void note(struct leg_connection *connection, enum party sender, const char *what)
{
	const struct server_leg_attempt *attempt = &connection->leg->attempt;

	observation_note(
		connection->facts, attempt->arena, clock_now_us() - attempt->started_us, sender, what, 0);
}

static void end(struct leg_connection *connection, enum connection_end how, const char *what)
{
	struct server_leg *leg = connection->leg;

	if (leg->expecting && !connection->aside) {
		note(connection, PARTY_CLIENT, what);
		connection->facts->end = how;
	}
	close_connection(connection);
	if (leg->expecting)
		leg->attempt.changed(leg->attempt.owner);
}

/* Our side is through: the client's own end is still read, so that our alert is not lost to a
 * reset. */
static void after_output(struct leg_connection *connection)
{
	bool over = connection->answered || tls_server_ended(connection->server);

	if (stream_is_writing(&connection->stream) || !over || connection->shut)
		return;
	connection->shut = true;
	if (connection->answered && !connection->first && connection->leg->attempt.facts)
		connection->leg->attempt.facts->answer_sent = true;
	stream_shut(&connection->stream);
}

static void send_output(struct leg_connection *connection)
{
	server_send(connection->server, &connection->stream);
	after_output(connection);
}

static void on_written(void *owner, int error)
{
	struct leg_connection *connection = owner;

	if (!error && connection->server)
		send_output(connection);
}

/* What the attempt's request gets; `target`: what it asks for, or NULL. */
static struct leg_reply reply_to(
	const struct server_leg_attempt *attempt, bool served, const char *target)
{
	const struct named_answer *named =
		attempt->any_request && served && target ? named_answer_for(target) : NULL;

	if (served && attempt->reply)
		return *attempt->reply;
	return named ? leg_answer_named(named, attempt->token, attempt->arena)
				 : leg_answer_usual(attempt->token, served, attempt->arena);
}

static void note_asked(struct leg_connection *connection, const struct leg_asked *asked)
{
	const struct server_leg_attempt *attempt = &connection->leg->attempt;

	if (asked->state == LEG_ASKED_TOO_MUCH)
		attempt->facts->trouble = "a request larger than our server takes";
	if (asked->has_token) {
		attempt->facts->token_received = true;
		note(connection, PARTY_CLIENT, "HTTP request with the token");
	} else if (asked->state == LEG_ASKED) {
		attempt->facts->token_received |= attempt->any_request;
		note(connection, PARTY_CLIENT,
			arena_printf(attempt->arena, "HTTP request for %s", asked->target));
	} else {
		note(connection, PARTY_CLIENT, "no HTTP request");
	}
}

/* Of a program's two requests. */
static bool is_first(const struct server_leg_attempt *attempt, const struct leg_asked *asked)
{
	return attempt->asks_first && !asked->has_token && asked->target &&
		text_ends_with(asked->target, TOKEN_FIRST_PATH);
}

static void answer_requests(struct leg_connection *connection)
{
	struct server_leg *leg = connection->leg;
	const struct leg_asked *asked;

	while ((asked = leg_request_next(connection->request))) {
		struct leg_reply reply = reply_to(&leg->attempt, asked->state == LEG_ASKED, asked->target);

		connection->first = is_first(&leg->attempt, asked);
		reply.stays_open = connection->first && !leg->attempt.tls.tickets;
		leg_account_asked(&leg->account, connection->facts, connection->first);
		if (connection->first)
			note(connection, PARTY_CLIENT, "HTTP request, the first of two");
		else
			note_asked(connection, asked);
		leg_request_answer(connection->request, &reply);
	}
}

/* Whether there was anything. */
static bool write_tls(struct leg_connection *connection)
{
	const uint8_t *data;
	bool some = false;
	size_t len;

	while ((len = leg_request_output(connection->request, &data)) > 0) {
		tls_server_write(connection->server, data, len);
		leg_request_consume_output(connection->request, len);
		some = true;
	}
	return some;
}

/* What it says within TLS goes out by TLS. */
static void talk(struct leg_connection *connection)
{
	do
		answer_requests(connection);
	while (write_tls(connection));
	if (connection->answered || !leg_request_is_over(connection->request))
		return;
	tls_server_close(connection->server);
	connection->answered = true;
}

static struct leg_request *request_of(struct leg_connection *connection)
{
	const struct server_leg_attempt *attempt = &connection->leg->attempt;

	if (!connection->request)
		connection->request = leg_request_create(attempt->token, attempt->arena);
	return connection->request;
}

static void receive_tls(struct leg_connection *connection, const uint8_t *data, size_t len)
{
	const uint8_t *text;
	size_t text_len;

	tls_server_receive(connection->server, data, len);
	while ((text_len = tls_server_read(connection->server, &text)) > 0) {
		leg_request_receive(request_of(connection), text, text_len);
		tls_server_consume_read(connection->server, text_len);
	}
	if (connection->request) {
		connection->facts->data_received = leg_request_said(connection->request);
		talk(connection);
	}
	send_output(connection);
}

static void reply_plain(struct leg_connection *connection, const char *text)
{
	stream_write(&connection->stream, text, strlen(text));
}

/* Whoever else comes to a proxy's upstream port, such as its own probes, has no token. */
static bool is_of_attempt(const struct leg_connection *connection)
{
	const struct server_leg_attempt *attempt = &connection->leg->attempt;

	return attempt->any_request || strstr(buf_text(&connection->plain), attempt->token);
}

/* Answered, as whoever it falls for would do. */
static void take_plain_request(struct leg_connection *connection)
{
	struct server_leg_attempt *attempt = &connection->leg->attempt;
	struct leg_reply reply = reply_to(attempt, true, NULL);
	SCOPED_BUF text;

	attempt->facts->plain_request = true;
	note(connection, PARTY_CLIENT, "HTTP request without TLS");
	buf_init(&text, LEG_REPLY_HEAD_MAX + reply.body_len);
	leg_reply_write(&text, &reply);
	stream_write(&connection->stream, text.data, text.len);
	stream_shut(&connection->stream);
	connection->answered = connection->shut = true;
}

/* As if it had never come, but for the note. */
static void put_aside(struct leg_connection *connection, const char *what)
{
	struct server_leg *leg = connection->leg;

	note(connection, PARTY_CLIENT,
		arena_printf(leg->attempt.arena, "%s: answered 502, and left out of account", what));
	connection->aside = true;
	leg_account_put_aside(&leg->account);
	reply_plain(
		connection, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
	stream_shut(&connection->stream);
}

static void link_connection(struct leg_connection *connection, struct server_leg *leg)
{
	connection->leg = leg;
	connection->next = leg->connections;
	connection->link = &leg->connections;
	if (connection->next)
		connection->next->link = &connection->next;
	leg->connections = connection;
}

/* It is one of the leg's. */
static void take_in(struct leg_connection *connection, struct server_leg *leg)
{
	connection->facts = leg_account_open(&leg->account);
	connection->server = tls_server_create_for(
		leg->servers, &leg->attempt.tls, connection->facts, leg->attempt.arena);
}

static bool is_for(const struct leg_connection *connection, const struct server_leg *leg)
{
	const char *problem;
	size_t consumed;

	return leg && leg->expecting &&
		connect_proxy_read(&consumed, &problem, connection->plain.data, connection->plain.len,
			leg->attempt.name, server_leg_port(leg), leg->attempt.arena) == CONNECT_ASKED;
}

static void move_on(struct leg_connection *connection, struct server_leg *leg)
{
	leg_account_put_aside(&connection->leg->account);
	unlink_connection(connection);
	tls_server_destroy(connection->server);
	link_connection(connection, leg);
	take_in(connection, leg);
}

/* What comes before TLS; afterwards the rest of the bytes is TLS. */
static void receive_plain(struct leg_connection *connection)
{
	struct server_leg_attempt *attempt = &connection->leg->attempt;
	size_t consumed = 0;
	const char *problem = NULL;

	if (connection->aside || connection->answered)
		return;
	if (is_for(connection, attempt->onward)) {
		move_on(connection, attempt->onward);
		attempt = &connection->leg->attempt;
	}
	switch (connect_proxy_read(&consumed, &problem, connection->plain.data, connection->plain.len,
		attempt->name, server_leg_port(connection->leg), attempt->arena)) {
	case CONNECT_MORE:
		return;
	case CONNECT_ELSEWHERE:
		put_aside(connection, problem);
		return;
	case CONNECT_PLAIN:
		if (leg_account_gave_up(&connection->leg->account) && is_of_attempt(connection)) {
			take_plain_request(connection);
			return;
		}
		/* fall through */
	case CONNECT_BAD:
		note(connection, PARTY_CLIENT, problem);
		if (!attempt->facts->trouble)
			attempt->facts->trouble = problem;
		reply_plain(connection, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
		end(connection, END_OURS, "closed by us");
		return;
	case CONNECT_ASKED:
		note(connection, PARTY_CLIENT, "CONNECT");
		reply_plain(connection, "HTTP/1.1 200 Connection established\r\n\r\n");
		break;
	case CONNECT_NOT:
		break;
	}
	connection->in_tls = true;
	if (connection->plain.len > consumed)
		receive_tls(connection, (const uint8_t *)connection->plain.data + consumed,
			connection->plain.len - consumed);
}

static void on_data(void *owner, const char *data, size_t len)
{
	struct leg_connection *connection = owner;

	if (connection->in_tls) {
		receive_tls(connection, (const uint8_t *)data, len);
	} else {
		buf_append(&connection->plain, data, len);
		receive_plain(connection);
	}
}

static void on_ended(void *owner, int error)
{
	if (error == UV_EOF)
		end(owner, END_FIN, "connection closed");
	else
		end(owner, END_RESET, "connection reset");
}

static const struct stream_calls calls = {
	.data = on_data, .ended = on_ended, .written = on_written, .closed = on_closed};

static struct leg_connection *new_connection(struct server_leg *leg)
{
	struct leg_connection *connection = fatal_alloc(sizeof(*connection));

	buf_init(&connection->plain, CONNECT_PROXY_MAX);
	link_connection(connection, leg);
	stream_init(&connection->stream, leg->listener.loop, &calls, connection);
	stream_record(&connection->stream, leg->attempt.traffic);
	return connection;
}

static void on_connection(uv_stream_t *listener, int status)
{
	struct server_leg *leg = listener->data;
	struct leg_connection *connection;

	if (status != 0)
		return;
	connection = new_connection(leg);
	if (stream_accept(&connection->stream, listener) != 0 || !leg->expecting ||
		leg_account_seen(&leg->account) >= CONNECTIONS_MAX) {
		close_connection(connection);
		return;
	}
	take_in(connection, leg);
	note(connection, PARTY_CLIENT, "connected");
}

struct server_leg *server_leg_listen(
	struct uv_loop_s *loop, struct tls_server_set *servers, struct arena *arena, const char **why)
{
	struct server_leg *leg = fatal_alloc(sizeof(*leg));
	int error = stream_listen(&leg->listener, loop, "127.0.0.1", 0, on_connection);

	leg->servers = servers;
	leg->listener.data = leg;
	if (error) {
		*why = arena_printf(arena, "our server can't listen: %s", uv_strerror(error));
		server_leg_close(leg);
		return NULL;
	}
	return leg;
}

int server_leg_port(const struct server_leg *leg)
{
	return stream_listener_port(&leg->listener);
}

static void on_listener_closed(uv_handle_t *handle)
{
	free(handle->data);
}

void server_leg_close(struct server_leg *leg)
{
	if (!leg)
		return;
	leg->expecting = false;
	while (leg->connections)
		close_connection(leg->connections);
	uv_close((uv_handle_t *)&leg->listener, on_listener_closed);
}

void server_leg_expect(struct server_leg *leg, const struct server_leg_attempt *attempt)
{
	leg->attempt = *attempt;
	leg->attempt.tls.start_us = attempt->started_us;
	leg->expecting = true;
	leg_account_begin(&leg->account, attempt->facts, attempt->asks_first, attempt->arena);
}

void server_leg_forget(struct server_leg *leg)
{
	if (!leg->expecting)
		return;
	leg->expecting = false;
	leg_account_close(&leg->account);
	if (leg->attempt.any_request)
		leg_facts_check_name(leg->attempt.facts, leg->attempt.name, leg->attempt.arena);
	while (leg->connections)
		close_connection(leg->connections);
	memset(&leg->attempt, 0, sizeof(leg->attempt));
}

bool server_leg_quiet(const struct server_leg *leg)
{
	return !leg->connections && stream_listener_quiet(&leg->listener);
}
