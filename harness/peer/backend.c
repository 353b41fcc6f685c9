#include "backend.h"

#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "arena.h"
#include "token.h"
#include "buf.h"
#include "fatal.h"
#include "http.h"
#include "later.h"
#include "proxy_header.h"
#include "stream.h"

enum {
	REQUEST_MAX = HTTP_HEAD_MAX + 3 * HTTP_BODY_MAX, /* with the framing of the body */
	BODY_MAX = HTTP_BODY_MAX,
	ANSWER_MAX = BODY_MAX + 4096,
};

struct connection {
	struct stream stream;
	struct backend *backend;
	struct connection *next;
	struct connection **link; /* what points to us */
	struct arena arena; /* of the request */
	struct arena lasting; /* of the proxy header */
	struct proxy_header proxy; /* version 0: none */
	bool begun; /* what comes is HTTP */
	struct buf received;
	struct later *later; /* an answer that waits */
	const struct backend_reply *reply; /* that one */
	const char *fetch_token; /* of what it came for */
	bool fetches; /* it came for what a certificate promises, and that was told */
	bool close_after;
	bool passing_over; /* what still comes of a request that was too large */
};

struct backend {
	uv_tcp_t listener;
	struct backend_options options;
	struct connection *connections;
};

static void on_closed(void *owner)
{
	struct connection *connection = owner;

	buf_finish(&connection->received);
	arena_finish(&connection->arena);
	arena_finish(&connection->lasting);
	free(connection);
}

static void close_connection(struct connection *connection)
{
	if (stream_is_closing(&connection->stream))
		return;
	later_cancel(connection->later);
	connection->later = NULL;
	*connection->link = connection->next;
	if (connection->next)
		connection->next->link = connection->link;
	stream_close(&connection->stream);
}

static void answer_bad(struct connection *connection)
{
	static const char bad[] =
		"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

	connection->close_after = true;
	if (stream_write(&connection->stream, bad, strlen(bad)) != 0)
		close_connection(connection);
}

/* Who still sends would get a reset in place of the answer if we closed: so all is read to its
 * end. */
static void answer_too_large(struct connection *connection, const char *why)
{
	SCOPED_BUF text;

	buf_init(&text, ANSWER_MAX);
	buf_printf(&text,
		"HTTP/1.1 431 Request Header Fields Too Large\r\n" LIMIT_HEADER
		": %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
		why);
	buf_clear(&connection->received);
	connection->passing_over = true;
	if (stream_write(&connection->stream, text.data, text.len) != 0)
		close_connection(connection);
	else
		stream_shut(&connection->stream);
}

static void answer(struct connection *connection, const struct http_message *message)
{
	const char *token = http_header(message, TOKEN_HEADER);
	SCOPED_BUF body;
	SCOPED_BUF text;

	buf_init(&body, BODY_MAX);
	buf_init(&text, ANSWER_MAX);
	for (size_t i = 0; i < message->header_count; i++)
		buf_printf(&body, "%s: %s\n", message->headers[i].name, message->headers[i].value);
	buf_printf(&text,
		"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\nConnection: %s\r\n",
		body.len, message->keep_alive ? "keep-alive" : "close");
	if (token)
		buf_printf(&text, TOKEN_HEADER ": %s\r\n", token);
	buf_puts(&text, "\r\n");
	buf_append(&text, body.data, body.len);
	connection->close_after = !message->keep_alive;
	if (connection->backend->options.request)
		connection->backend->options.request(connection->backend->options.owner,
			connection->backend->options.number, token, message,
			connection->proxy.version ? &connection->proxy : NULL);
	if (stream_write(&connection->stream, text.data, text.len) != 0)
		close_connection(connection);
}

/* "GET /mtlspec/fetch/TOKEN/ocsp/MFIw... HTTP/1.0": the request line alone says it, so that it
 * counts however the rest is written. */
static void notice_fetch(struct connection *connection)
{
	const struct backend_options *options = &connection->backend->options;
	const char *line = buf_text(&connection->received);
	const char *end = strchr(line, '\n');
	const char *at = strstr(line, TOKEN_FETCH_PATH);
	const char *token = at ? at + strlen(TOKEN_FETCH_PATH) : NULL;
	size_t len = token ? strcspn(token, "/ \r\n") : 0;

	if (!end || !at || at > end || connection->fetches || !options->fetched)
		return;
	connection->fetches = true;
	at = token + len + (token[len] == '/');
	connection->fetch_token = arena_strndup(&connection->lasting, token, len);
	options->fetched(options->owner, connection->fetch_token,
		arena_strndup(&connection->lasting, at, strcspn(at, "/ \r\n")));
}

static void answer_nothing_there(struct connection *connection)
{
	static const char nothing[] =
		"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

	connection->close_after = true;
	if (stream_write(&connection->stream, nothing, strlen(nothing)) != 0)
		close_connection(connection);
}

static void send_reply(void *owner)
{
	struct connection *connection = owner;
	const struct backend_reply *reply = connection->reply;
	SCOPED_BUF text;

	connection->later = NULL;
	connection->close_after = true;
	buf_init(&text, ANSWER_MAX);
	buf_printf(&text,
		"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n",
		reply->type, reply->len);
	buf_append(&text, reply->body, reply->len);
	if (stream_write(&connection->stream, text.data, text.len) != 0)
		close_connection(connection);
}

static void answer_fetch(struct connection *connection, const struct http_message *question)
{
	const struct backend_options *options = &connection->backend->options;
	struct backend_reply *reply = ARENA_NEW(&connection->lasting, struct backend_reply);

	connection->reply = reply;
	connection->passing_over = true; /* one question is enough */
	if (!options->asked ||
		!options->asked(
			options->owner, connection->fetch_token, question, &connection->lasting, reply))
		answer_nothing_there(connection);
	else if (reply->after_ms)
		connection->later = later_start(
			connection->backend->listener.loop, reply->after_ms, send_reply, connection);
	else if (reply->body)
		send_reply(connection);
}

static void serve(struct connection *connection)
{
	struct http_message message;
	enum http_state state;

	if (stream_is_writing(&connection->stream) || !connection->received.len)
		return;
	notice_fetch(connection);
	arena_reset(&connection->arena);
	state = http_read(&message, &connection->arena, HTTP_REQUEST, connection->received.data,
		connection->received.len, false);
	if (connection->received.overflowed || http_is_too_large(&message)) {
		answer_too_large(connection, message.why ? message.why : "more than the limit at once");
		return;
	}
	if (state == HTTP_BAD) {
		answer_bad(connection);
		return;
	}
	if (state == HTTP_MORE)
		return;
	buf_consume(&connection->received, message.consumed);
	if (connection->fetches)
		answer_fetch(connection, &message);
	else
		answer(connection, &message);
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

static void on_data(void *owner, const char *data, size_t len)
{
	struct connection *connection = owner;

	if (connection->passing_over)
		return;
	buf_append(&connection->received, data, len);
	if (pass_proxy_header(connection))
		serve(connection);
}

static void on_ended(void *owner, int error)
{
	(void)error;
	close_connection(owner);
}

static void on_written(void *owner, int error)
{
	struct connection *connection = owner;

	if (error || connection->close_after)
		close_connection(connection);
	else
		serve(connection);
}

static const struct stream_calls calls = {
	.data = on_data, .ended = on_ended, .written = on_written, .closed = on_closed};

static void on_connection(uv_stream_t *listener, int status)
{
	struct backend *backend = listener->data;
	struct connection *connection;

	if (status != 0)
		return;
	connection = fatal_alloc(sizeof(*connection));
	connection->backend = backend;
	arena_init(&connection->arena);
	arena_init(&connection->lasting);
	buf_init(&connection->received, REQUEST_MAX);
	connection->next = backend->connections;
	connection->link = &backend->connections;
	if (connection->next)
		connection->next->link = &connection->next;
	backend->connections = connection;
	stream_init(&connection->stream, listener->loop, &calls, connection);
	if (stream_accept(&connection->stream, listener) != 0)
		close_connection(connection);
}

static void on_listener_closed(uv_handle_t *handle)
{
	free(handle->data);
}

struct backend *backend_start(struct uv_loop_s *loop, const struct backend_options *options,
	struct arena *arena, const char **why)
{
	struct backend *backend = fatal_alloc(sizeof(*backend));
	int error;

	backend->options = *options;
	error = stream_listen(&backend->listener, loop, options->host, options->port, on_connection);
	backend->listener.data = backend;
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
	return stream_listener_port(&backend->listener);
}

void backend_stop(struct backend *backend)
{
	if (!backend)
		return;
	while (backend->connections)
		close_connection(backend->connections);
	uv_close((uv_handle_t *)&backend->listener, on_listener_closed);
}
