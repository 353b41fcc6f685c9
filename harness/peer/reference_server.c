#include "reference_server.h"

#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "arena.h"
#include "buf.h"
#include "fatal.h"
#include "forwarded_request.h"
#include "http.h"
#include "leave.h"
#include "observation.h"
#include "socket_address.h"
#include "stream.h"
#include "upstream.h"

enum { MESSAGE_MAX = 8 * 1024 * 1024, IDLE_MS = 10000, REQUESTS_MAX = 1000 };

struct server {
	uv_loop_t loop;
	uv_tcp_t listener;
	struct leave *leave;
	const struct reference_options *options;
	struct tls_server_context *tls;
	struct sockaddr_storage backend;
	struct client *clients;
	bool stopping;
};

/* One connection from outside. */
struct client {
	struct server *server;
	struct client *next;
	struct client **link;
	struct arena arena;
	struct observation facts;
	struct tls_server *tls; /* NULL once it is closed */
	struct stream stream;
	uv_timer_t idle;
	struct buf request;
	struct buf forward;
	struct upstream *upstream; /* while a request is under way */
	bool refuse_after; /* a defect: forward first, refuse then */
	bool keep_alive;
	size_t requests; /* so far; REQUESTS_MAX is the last: each takes room in the arena */
	bool finishing; /* close once everything is written */
};

static void on_idle_closed(uv_handle_t *handle)
{
	struct client *client = handle->data;

	buf_finish(&client->request);
	buf_finish(&client->forward);
	arena_finish(&client->arena);
	free(client);
}

static void on_closed(void *owner)
{
	struct client *client = owner;

	uv_close((uv_handle_t *)&client->idle, on_idle_closed);
}

static void close_client(struct client *client)
{
	if (!client->tls)
		return;
	tls_server_destroy(client->tls);
	client->tls = NULL;
	*client->link = client->next;
	if (client->next)
		client->next->link = client->link;
	upstream_close(TAKE(client->upstream));
	uv_timer_stop(&client->idle);
	stream_close(&client->stream);
}

static void flush(struct client *client)
{
	const uint8_t *data;
	size_t len;
	int error;

	if (stream_is_writing(&client->stream))
		return;
	len = tls_server_output(client->tls, &data);
	if (!len) {
		if (client->finishing || tls_server_ended(client->tls))
			close_client(client);
		return;
	}
	error = stream_write(&client->stream, data, len);
	tls_server_consume_output(client->tls, len);
	if (error)
		close_client(client);
}

static void on_written(void *owner, int error)
{
	if (error)
		close_client(owner);
	else
		flush(owner);
}

static void respond(struct client *client, const char *text, size_t len, bool keep_alive)
{
	tls_server_write(client->tls, text, len);
	if (!keep_alive) {
		tls_server_close(client->tls);
		client->finishing = true;
	}
	flush(client);
}

static void respond_status(struct client *client, const char *status)
{
	SCOPED_BUF text;

	buf_init(&text, 1024);
	buf_printf(&text, "HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", status);
	respond(client, text.data, text.len, false);
}

static void answer(struct client *client, const struct buf *text)
{
	if (client->refuse_after)
		respond_status(client, "400 Bad Request");
	else
		respond(client, text->data, text->len, client->keep_alive);
}

/* Without a backend the request is reflected from here. */
static void reflect(struct client *client)
{
	SCOPED_BUF text;

	buf_init(&text, MESSAGE_MAX);
	buf_printf(&text,
		"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\nConnection: "
		"%s\r\n\r\n",
		client->forward.len, client->keep_alive ? "keep-alive" : "close");
	buf_append(&text, client->forward.data, client->forward.len);
	answer(client, &text);
}

static void on_answered(void *owner, const struct buf *text)
{
	struct client *client = owner;
	struct upstream *upstream = TAKE(client->upstream);

	if (text)
		answer(client, text);
	else
		respond_status(client, "502 Bad Gateway");
	upstream_close(upstream);
}

static void relay(struct client *client)
{
	struct upstream_request request = {.backend = &client->server->backend,
		.text = &client->forward,
		.answered = on_answered,
		.owner = client};

	client->upstream = upstream_ask(&client->server->loop, &request);
	if (!client->upstream)
		respond_status(client, "502 Bad Gateway");
}

/* Turns the request into what the backend is told. */
static void prepare(struct client *client, const struct http_message *request)
{
	struct tls_peer peer;

	tls_server_peer(client->tls, &peer);
	client->refuse_after = peer.refuse_after_forward;
	buf_clear(&client->forward);
	forwarded_request_write(&client->forward, request, &peer);
}

static void handle_request(struct client *client)
{
	struct http_message request;
	enum http_state state;

	if (client->upstream || client->finishing || !client->request.len)
		return;
	state = http_read(
		&request, &client->arena, HTTP_REQUEST, client->request.data, client->request.len, false);
	if (state == HTTP_BAD || client->request.overflowed) {
		respond_status(client, "400 Bad Request");
		return;
	}
	if (state == HTTP_MORE)
		return;
	client->keep_alive = request.keep_alive && !client->server->options->backend_host &&
		++client->requests < REQUESTS_MAX;
	prepare(client, &request);
	buf_consume(&client->request, request.consumed);
	if (client->server->options->backend_host)
		relay(client);
	else
		reflect(client);
}

static void on_data(void *owner, const char *data, size_t len)
{
	struct client *client = owner;
	const uint8_t *plain;
	size_t plain_len;

	tls_server_receive(client->tls, (const uint8_t *)data, len);
	while ((plain_len = tls_server_read(client->tls, &plain)) > 0) {
		buf_append(&client->request, plain, plain_len);
		tls_server_consume_read(client->tls, plain_len);
	}
	if (tls_server_handshake_done(client->tls))
		handle_request(client);
	if (client->tls)
		flush(client);
}

static void on_ended(void *owner, int error)
{
	(void)error;
	close_client(owner);
}

static const struct stream_calls calls = {
	.data = on_data, .ended = on_ended, .written = on_written, .closed = on_closed};

static void on_idle(uv_timer_t *timer)
{
	close_client(timer->data);
}

static void init_client(struct client *client, struct server *server)
{
	client->server = server;
	client->next = server->clients;
	client->link = &server->clients;
	if (client->next)
		client->next->link = &client->next;
	server->clients = client;
	arena_init(&client->arena);
	observation_init(&client->facts);
	buf_init(&client->request, MESSAGE_MAX);
	buf_init(&client->forward, MESSAGE_MAX);
	client->tls = tls_server_create(server->tls, &client->facts, &client->arena);
	stream_init(&client->stream, &server->loop, &calls, client);
	uv_timer_init(&server->loop, &client->idle);
	client->idle.data = client;
}

static void on_connection(uv_stream_t *listener, int status)
{
	struct server *server = listener->data;
	struct client *client;

	if (status != 0)
		return;
	client = fatal_alloc(sizeof(*client));
	init_client(client, server);
	uv_timer_start(&client->idle, on_idle, IDLE_MS, 0);
	if (stream_accept(&client->stream, listener) != 0)
		close_client(client);
}

static void on_asked_to_leave(void *owner, int number)
{
	struct server *server = owner;

	(void)number;
	if (server->stopping)
		return;
	server->stopping = true;
	while (server->clients)
		close_client(server->clients);
	uv_close((uv_handle_t *)&server->listener, NULL);
	leave_unwatch(server->leave);
}

static int begin(struct server *server)
{
	const struct reference_options *options = server->options;
	int error = stream_listen(
		&server->listener, &server->loop, options->host, options->port, on_connection);

	server->listener.data = server;
	if (!error && options->backend_host)
		error =
			socket_address_parse(&server->backend, options->backend_host, options->backend_port);
	server->leave = leave_watch(&server->loop, on_asked_to_leave, server);
	return error;
}

bool reference_server_run(
	const struct reference_options *options, struct arena *arena, const char **why)
{
	struct server server = {.options = options};
	int error;

	server.tls = tls_server_context_create(&options->tls, arena, why);
	if (!server.tls)
		return false;
	signal(SIGPIPE, SIG_IGN);
	uv_loop_init(&server.loop);
	error = begin(&server);
	if (error) {
		*why = arena_printf(
			arena, "cannot listen on %s:%d: %s", options->host, options->port, uv_strerror(error));
		on_asked_to_leave(&server, 0);
	}
	uv_run(&server.loop, UV_RUN_DEFAULT);
	if (uv_loop_close(&server.loop) != 0)
		FATAL("the event loop still has open handles");
	tls_server_context_destroy(server.tls);
	return !error;
}
