#include "reference_server.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "fatal.h"
#include "http.h"
#include "leave.h"
#include "reference_internal.h"
#include "socket_address.h"

void reference_handle_closed(uv_handle_t *handle)
{
	struct client *client = handle->data;

	if (--client->open_handles > 0)
		return;
	buf_finish(&client->unsent);
	buf_finish(&client->request);
	buf_finish(&client->forward);
	buf_finish(&client->answer);
	arena_finish(&client->arena);
	free(client);
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
	upstream_close(client);
	pace_end(&client->pace);
	uv_close((uv_handle_t *)&client->socket, reference_handle_closed);
	uv_close((uv_handle_t *)&client->idle, reference_handle_closed);
}

static void flush(struct client *client);

static void on_written(uv_write_t *writing, int status)
{
	struct client *client = writing->data;

	client->write_pending = false;
	buf_clear(&client->unsent);
	if (!client->tls)
		return;
	if (status != 0)
		close_client(client);
	else
		flush(client);
}

static void flush(struct client *client)
{
	const uint8_t *data;
	size_t len;
	uv_buf_t piece;

	if (client->write_pending)
		return;
	len = tls_server_output(client->tls, &data);
	if (!len) {
		if (client->finishing || tls_server_ended(client->tls))
			close_client(client);
		return;
	}
	buf_append(&client->unsent, data, len);
	tls_server_consume_output(client->tls, len);
	piece = uv_buf_init(client->unsent.data, (unsigned)client->unsent.len);
	client->write_pending = true;
	if (uv_write(&client->writing, (uv_stream_t *)&client->socket, &piece, 1, on_written) != 0)
		close_client(client);
}

void reference_respond(struct client *client, const char *text, size_t len, bool keep_alive)
{
	tls_server_write(client->tls, text, len);
	if (!keep_alive) {
		tls_server_close(client->tls);
		client->finishing = true;
	}
	flush(client);
}

void reference_respond_status(struct client *client, const char *status)
{
	SCOPED_BUF text;

	buf_init(&text, 1024);
	buf_printf(&text, "HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", status);
	reference_respond(client, text.data, text.len, false);
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
	if (client->refuse_after)
		reference_respond_status(client, "400 Bad Request");
	else
		reference_respond(client, text.data, text.len, client->keep_alive);
}

static void handle_request(struct client *client)
{
	struct http_message request;
	enum http_state state;

	if (client->upstream_open || client->finishing || !client->request.len)
		return;
	state = http_read(
		&request, &client->arena, HTTP_REQUEST, client->request.data, client->request.len, false);
	if (state == HTTP_BAD || client->request.overflowed) {
		reference_respond_status(client, "400 Bad Request");
		return;
	}
	if (state == HTTP_MORE)
		return;
	client->keep_alive = request.keep_alive && !client->server->options->backend_host &&
		++client->requests < REQUESTS_MAX;
	upstream_prepare(client, &request);
	buf_consume(&client->request, request.consumed);
	if (client->server->options->backend_host)
		upstream_connect(client);
	else
		reflect(client);
}

static void on_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
	struct client *client = handle->data;

	(void)suggested;
	*out = uv_buf_init(client->chunk, sizeof(client->chunk));
}

static void on_data(uv_stream_t *stream, ssize_t len, const uv_buf_t *data)
{
	struct client *client = stream->data;
	const uint8_t *plain;
	size_t plain_len;

	if (!client->tls)
		return;
	if (len < 0) {
		close_client(client);
		return;
	}
	tls_server_receive(client->tls, (const uint8_t *)data->base, (size_t)len);
	while ((plain_len = tls_server_read(client->tls, &plain)) > 0) {
		buf_append(&client->request, plain, plain_len);
		tls_server_consume_read(client->tls, plain_len);
	}
	if (tls_server_handshake_done(client->tls))
		handle_request(client);
	if (client->tls)
		flush(client);
	if (client->tls)
		pace_turn(&client->pace);
}

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
	buf_init(&client->unsent, TLS_QUEUE_MAX);
	buf_init(&client->request, MESSAGE_MAX);
	buf_init(&client->forward, MESSAGE_MAX);
	buf_init(&client->answer, MESSAGE_MAX);
	client->tls = tls_server_create(server->tls, &client->facts, &client->arena);
	uv_tcp_init(&server->loop, &client->socket);
	uv_timer_init(&server->loop, &client->idle);
	client->socket.data = client->idle.data = client->writing.data = client;
	client->open_handles = 2;
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
	if (uv_accept(listener, (uv_stream_t *)&client->socket) != 0 ||
		pace_begin(&client->pace, (uv_stream_t *)&client->socket, on_allocate, on_data) != 0)
		close_client(client);
	else
		uv_tcp_nodelay(&client->socket, 1);
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
	struct sockaddr_storage address;
	int error = socket_address_parse(&address, options->host, options->port);

	if (!error && options->backend_host)
		error =
			socket_address_parse(&server->backend, options->backend_host, options->backend_port);
	uv_tcp_init(&server->loop, &server->listener);
	server->listener.data = server;
	if (!error)
		error = uv_tcp_bind(&server->listener, (struct sockaddr *)&address, 0);
	if (!error)
		error = uv_listen((uv_stream_t *)&server->listener, BACKLOG, on_connection);
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
