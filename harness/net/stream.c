#include "stream.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "fatal.h"
#include "socket_address.h"
#include "traffic.h"

enum { TURN_MS = 20, BACKLOG = 512 };

struct piece {
	uv_write_t writing;
	struct stream *stream;
	char data[];
};

static uv_stream_t *uv_of(struct stream *stream)
{
	return (uv_stream_t *)&stream->socket;
}

void stream_init(
	struct stream *stream, struct uv_loop_s *loop, const struct stream_calls *calls, void *owner)
{
	memset(stream, 0, sizeof(*stream));
	stream->calls = calls;
	stream->owner = owner;
	uv_tcp_init(loop, &stream->socket);
	stream->socket.data = stream->connecting.data = stream;
}

void stream_record(struct stream *stream, struct traffic *traffic)
{
	stream->traffic = traffic;
}

static void on_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
	struct stream *stream = handle->data;

	(void)suggested;
	*out = uv_buf_init(stream->chunk, sizeof(stream->chunk));
}

static void on_read(uv_stream_t *uv, ssize_t len, const uv_buf_t *data);

static void on_resume(uv_timer_t *timer)
{
	(void)uv_read_start(uv_of(timer->data), on_allocate, on_read);
}

static void give_way(struct stream *stream)
{
	uv_loop_t *loop = stream->socket.loop;

	/* the loop's own time stands still during a turn */
	if (uv_hrtime() / 1000000 < uv_now(loop) + TURN_MS)
		return;
	if (!stream->resume) {
		stream->resume = fatal_alloc(sizeof(*stream->resume));
		uv_timer_init(loop, stream->resume);
		stream->resume->data = stream;
	}
	uv_read_stop(uv_of(stream));
	uv_timer_start(stream->resume, on_resume, 0, 0);
}

static void on_read(uv_stream_t *uv, ssize_t len, const uv_buf_t *data)
{
	struct stream *stream = uv->data;

	if (len == 0 || stream_is_closing(stream))
		return;
	if (len < 0) {
		conversation_ended(
			stream->conversation, TRAFFIC_THEIRS, len == UV_EOF ? TRAFFIC_FIN : TRAFFIC_RESET);
		stream->calls->ended(stream->owner, (int)len);
	} else {
		conversation_data(stream->conversation, TRAFFIC_THEIRS, data->base, (size_t)len);
		stream->calls->data(stream->owner, data->base, (size_t)len);
	}
	if (len > 0 && !stream_is_closing(stream))
		give_way(stream);
}

static int begin_reading(struct stream *stream)
{
	uv_tcp_nodelay(&stream->socket, 1);
	return uv_read_start(uv_of(stream), on_allocate, on_read);
}

static void note_opened(struct stream *stream)
{
	struct sockaddr_storage ours = {0};
	int len = sizeof(ours);

	if (stream->conversation &&
		uv_tcp_getsockname(&stream->socket, (struct sockaddr *)&ours, &len) == 0)
		conversation_opened(stream->conversation, &ours);
}

static void on_connected(uv_connect_t *connecting, int status)
{
	struct stream *stream = connecting->data;

	if (stream_is_closing(stream))
		return;
	if (!status)
		note_opened(stream);
	else if (status == UV_ECONNREFUSED || status == UV_ECONNRESET)
		conversation_ended(stream->conversation, TRAFFIC_THEIRS, TRAFFIC_RESET);
	stream->calls->connected(stream->owner, status ? status : begin_reading(stream));
}

int stream_connect(struct stream *stream, const struct sockaddr_storage *address)
{
	stream->conversation = conversation_begin(stream->traffic, TRAFFIC_OURS, address);
	return uv_tcp_connect(
		&stream->connecting, &stream->socket, (const struct sockaddr *)address, on_connected);
}

static void note_accepted(struct stream *stream)
{
	struct sockaddr_storage theirs = {0};
	int len = sizeof(theirs);

	if (!stream->traffic)
		return;
	(void)uv_tcp_getpeername(&stream->socket, (struct sockaddr *)&theirs, &len);
	stream->conversation = conversation_begin(stream->traffic, TRAFFIC_THEIRS, &theirs);
	note_opened(stream);
}

int stream_accept(struct stream *stream, uv_stream_t *listener)
{
	int error = uv_accept(listener, uv_of(stream));

	if (!error)
		note_accepted(stream);
	return error ? error : begin_reading(stream);
}

static void on_written(uv_write_t *writing, int status)
{
	struct piece *piece = writing->data;
	struct stream *stream = piece->stream;

	free(piece);
	if (--stream->writes == 0 && !stream_is_closing(stream) && stream->calls->written)
		stream->calls->written(stream->owner, status);
}

int stream_write(struct stream *stream, const void *data, size_t len)
{
	struct piece *piece = fatal_alloc(sizeof(*piece) + len);
	uv_buf_t bytes = uv_buf_init(piece->data, (unsigned)len);
	int error;

	memcpy(piece->data, data, len);
	piece->stream = stream;
	piece->writing.data = piece;
	error = uv_write(&piece->writing, uv_of(stream), &bytes, 1, on_written);
	if (error) {
		free(piece);
		return error;
	}
	stream->writes++;
	conversation_data(stream->conversation, TRAFFIC_OURS, data, len);
	return 0;
}

bool stream_is_writing(const struct stream *stream)
{
	return stream->writes > 0;
}

static void on_shut(uv_shutdown_t *request, int status)
{
	(void)request;
	(void)status; /* what went wrong is seen by reading */
}

void stream_shut(struct stream *stream)
{
	if (uv_shutdown(&stream->shutting, uv_of(stream), on_shut) == 0)
		conversation_ended(stream->conversation, TRAFFIC_OURS, TRAFFIC_FIN);
}

static void on_timer_closed(uv_handle_t *handle)
{
	free(handle);
}

static void on_closed(uv_handle_t *handle)
{
	struct stream *stream = handle->data;

	stream->calls->closed(stream->owner);
}

bool stream_our_end(const struct stream *stream, char host[INET6_ADDRSTRLEN], int *port)
{
	struct sockaddr_storage address;
	int len = sizeof(address);

	if (uv_tcp_getsockname(&stream->socket, (struct sockaddr *)&address, &len) != 0 ||
		uv_ip_name((struct sockaddr *)&address, host, INET6_ADDRSTRLEN) != 0)
		return false;
	*port = socket_address_port(&address);
	return true;
}

void stream_close(struct stream *stream)
{
	if (stream_is_closing(stream))
		return;
	if (stream->resume)
		uv_close((uv_handle_t *)stream->resume, on_timer_closed);
	stream->resume = NULL;
	/* who recorded it may be gone before the handle is */
	conversation_ended(stream->conversation, TRAFFIC_OURS, TRAFFIC_FIN);
	stream->conversation = NULL;
	uv_close((uv_handle_t *)&stream->socket, on_closed);
}

bool stream_is_closing(const struct stream *stream)
{
	return uv_is_closing((const uv_handle_t *)&stream->socket);
}

int stream_listen(uv_tcp_t *listener, struct uv_loop_s *loop, const char *host, int port,
	uv_connection_cb on_connection)
{
	struct sockaddr_storage address;
	int error = socket_address_parse(&address, host, port);

	uv_tcp_init(loop, listener);
	if (!error)
		error = uv_tcp_bind(listener, (struct sockaddr *)&address, 0);
	if (!error)
		error = uv_listen((uv_stream_t *)listener, BACKLOG, on_connection);
	return error;
}

int stream_listener_port(const uv_tcp_t *listener)
{
	struct sockaddr_storage address;
	int len = sizeof(address);

	if (uv_tcp_getsockname(listener, (struct sockaddr *)&address, &len) != 0)
		return 0;
	return socket_address_port(&address);
}

bool stream_listener_quiet(const uv_tcp_t *listener)
{
	struct pollfd waiting = {.events = POLLIN};
	uv_os_fd_t fd;

	if (uv_fileno((const uv_handle_t *)listener, &fd) != 0)
		return true;
	waiting.fd = fd;
	return poll(&waiting, 1, 0) <= 0;
}
