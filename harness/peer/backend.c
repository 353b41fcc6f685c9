#include "backend.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "arena.h"
#include "token.h"
#include "buf.h"
#include "fatal.h"
#include "http.h"
#include "proxy_header.h"
#include "socket_address.h"

enum { BACKLOG = 512, READ_SIZE = 16 * 1024, REQUEST_MAX = 256 * 1024, ANSWER_MAX = 512 * 1024 };

struct connection {
	uv_tcp_t socket;
	uv_write_t writing;
	struct backend *backend;
	struct connection *next;
	struct connection **link; /* what points to us */
	struct arena arena; /* of the request */
	struct arena lasting; /* of the proxy header */
	struct proxy_header proxy; /* version 0: none */
	bool begun; /* what comes is HTTP */
	struct buf received;
	struct buf answer;
	bool writing_now;
	bool close_after;
	char chunk[READ_SIZE];
};

struct backend {
	uv_tcp_t listener;
	struct backend_options options;
	struct connection *connections;
	int port;
};

static void on_connection_closed(uv_handle_t *handle)
{
	struct connection *connection = handle->data;

	buf_finish(&connection->received);
	buf_finish(&connection->answer);
	arena_finish(&connection->arena);
	arena_finish(&connection->lasting);
	free(connection);
}

static void close_connection(struct connection *connection)
{
	if (uv_is_closing((uv_handle_t *)&connection->socket))
		return;
	*connection->link = connection->next;
	if (connection->next)
		connection->next->link = connection->link;
	uv_close((uv_handle_t *)&connection->socket, on_connection_closed);
}

static void serve(struct connection *connection);

static void on_written(uv_write_t *writing, int status)
{
	struct connection *connection = writing->data;

	connection->writing_now = false;
	if (status != 0 || connection->close_after) {
		close_connection(connection);
		return;
	}
	serve(connection);
}

static void send_answer(struct connection *connection)
{
	uv_buf_t piece = uv_buf_init(connection->answer.data, (unsigned)connection->answer.len);

	connection->writing_now = true;
	if (uv_write(&connection->writing, (uv_stream_t *)&connection->socket, &piece, 1, on_written))
		close_connection(connection);
}

static void answer_bad(struct connection *connection)
{
	buf_clear(&connection->answer);
	buf_puts(&connection->answer,
		"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
	connection->close_after = true;
	send_answer(connection);
}

static void answer(struct connection *connection, const struct http_message *message)
{
	const char *token = http_header(message, TOKEN_HEADER);
	SCOPED_BUF body;

	buf_init(&body, ANSWER_MAX / 2);
	for (size_t i = 0; i < message->header_count; i++)
		buf_printf(&body, "%s: %s\n", message->headers[i].name, message->headers[i].value);
	buf_clear(&connection->answer);
	buf_printf(&connection->answer,
		"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\nConnection: %s\r\n",
		body.len, message->keep_alive ? "keep-alive" : "close");
	if (token)
		buf_printf(&connection->answer, TOKEN_HEADER ": %s\r\n", token);
	buf_puts(&connection->answer, "\r\n");
	buf_append(&connection->answer, body.data, body.len);
	connection->close_after = !message->keep_alive;
	if (connection->backend->options.request)
		connection->backend->options.request(connection->backend->options.owner, token, message,
			connection->proxy.version ? &connection->proxy : NULL);
	send_answer(connection);
}

static void serve(struct connection *connection)
{
	struct http_message message;
	enum http_state state;

	if (connection->writing_now || !connection->received.len)
		return;
	arena_reset(&connection->arena);
	state = http_read(&message, &connection->arena, HTTP_REQUEST, connection->received.data,
		connection->received.len, false);
	if (state == HTTP_BAD || connection->received.overflowed) {
		answer_bad(connection);
		return;
	}
	if (state == HTTP_MORE)
		return;
	buf_consume(&connection->received, message.consumed);
	answer(connection, &message);
}

static void on_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
	struct connection *connection = handle->data;

	(void)suggested;
	*out = uv_buf_init(connection->chunk, sizeof(connection->chunk));
}

/* False: no HTTP yet, or never. */
static bool pass_proxy_header(struct connection *connection)
{
	struct buf *received = &connection->received;

	if (connection->begun)
		return true;
	arena_reset(&connection->lasting);
	switch (proxy_header_read(
		&connection->proxy, &connection->lasting, (const uint8_t *)received->data, received->len)) {
	case PROXY_MORE:
		return false;
	case PROXY_BAD:
		close_connection(connection);
		return false;
	case PROXY_DONE:
		buf_consume(received, connection->proxy.consumed);
		break;
	case PROXY_ABSENT:
		break;
	}
	connection->begun = true;
	return true;
}

static void on_data(uv_stream_t *stream, ssize_t len, const uv_buf_t *data)
{
	struct connection *connection = stream->data;

	if (len < 0) {
		close_connection(connection);
		return;
	}
	buf_append(&connection->received, data->base, (size_t)len);
	if (pass_proxy_header(connection))
		serve(connection);
}

static void on_connection(uv_stream_t *listener, int status)
{
	struct backend *backend = listener->data;
	struct connection *connection;

	if (status != 0)
		return;
	connection = fatal_alloc(sizeof(*connection));
	connection->backend = backend;
	connection->socket.data = connection->writing.data = connection;
	arena_init(&connection->arena);
	arena_init(&connection->lasting);
	buf_init(&connection->received, REQUEST_MAX);
	buf_init(&connection->answer, ANSWER_MAX);
	connection->next = backend->connections;
	connection->link = &backend->connections;
	if (connection->next)
		connection->next->link = &connection->next;
	backend->connections = connection;
	uv_tcp_init(listener->loop, &connection->socket);
	if (uv_accept(listener, (uv_stream_t *)&connection->socket) != 0 ||
		uv_read_start((uv_stream_t *)&connection->socket, on_allocate, on_data) != 0)
		close_connection(connection);
	else
		uv_tcp_nodelay(&connection->socket, 1);
}

static void on_listener_closed(uv_handle_t *handle)
{
	free(handle->data);
}

static int listen_on(struct backend *backend, struct uv_loop_s *loop)
{
	struct sockaddr_storage address;
	int len = sizeof(address);
	int error = socket_address_parse(&address, backend->options.host, backend->options.port);

	uv_tcp_init(loop, &backend->listener);
	backend->listener.data = backend;
	if (!error)
		error = uv_tcp_bind(&backend->listener, (struct sockaddr *)&address, 0);
	if (!error)
		error = uv_listen((uv_stream_t *)&backend->listener, BACKLOG, on_connection);
	if (!error)
		error = uv_tcp_getsockname(&backend->listener, (struct sockaddr *)&address, &len);
	if (!error)
		backend->port = socket_address_port(&address);
	return error;
}

struct backend *backend_start(struct uv_loop_s *loop, const struct backend_options *options,
	struct arena *arena, const char **why)
{
	struct backend *backend = fatal_alloc(sizeof(*backend));
	int error;

	backend->options = *options;
	error = listen_on(backend, loop);
	if (error) {
		*why = arena_printf(arena, "the backend can't listen on %s:%d: %s", options->host,
			options->port, uv_strerror(error));
		uv_close((uv_handle_t *)&backend->listener, on_listener_closed);
		return NULL;
	}
	return backend;
}

int backend_port(const struct backend *backend)
{
	return backend->port;
}

void backend_stop(struct backend *backend)
{
	if (!backend)
		return;
	while (backend->connections)
		close_connection(backend->connections);
	uv_close((uv_handle_t *)&backend->listener, on_listener_closed);
}
