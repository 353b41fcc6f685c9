#ifndef STREAM_H
#define STREAM_H
/*
 * A TCP connection on the loop: connected or accepted, read as it comes, written, closed. It stands
 * in the memory of its owner, who frees that when `closed` is called.
 *
 * Reading gives way. libuv reads one stream up to 32 times in a turn of the loop; where each piece
 * is much work (a KeyUpdate has 27 bytes), a few peers that never stop would hold up all timers. So
 * once a turn has taken long, each stream stops after one piece and goes on in the next turn.
 */
#include <netinet/in.h>
#include <stdbool.h>
#include <uv.h>

#include "scoped.h"

struct conversation;
struct traffic;

/* What its owner is told, from the loop; once he closes it, only that it is closed. */
struct stream_calls {
	void (*connected)(void *owner, int error); /* of stream_connect: 0, or libuv's code */
	void (*data)(void *owner, const char *data, size_t len);
	void (*ended)(void *owner, int error); /* UV_EOF, or how else nothing more comes */
	void (*written)(void *owner, int error); /* nothing waits to be written; or NULL */
	void (*closed)(void *owner); /* may free it */
};

struct stream {
	uv_tcp_t socket;
	uv_connect_t connecting;
	uv_shutdown_t shutting;
	uv_timer_t *resume; /* made on first use: most streams never need it */
	const struct stream_calls *calls;
	void *owner;
	size_t writes; /* under way */
	struct traffic *traffic; /* where it is recorded, or NULL */
	struct conversation *conversation; /* its part of that; NULL: none yet, or it is closed */
	char chunk[16 * 1024];
};

void stream_init(
	struct stream *stream, struct uv_loop_s *loop, const struct stream_calls *calls, void *owner);
/* What goes over it is recorded there, until it is closed; NULL: it is not. Before it is connected
 * or accepted. */
void stream_record(struct stream *stream, struct traffic *traffic);
/* Both 0, or libuv's code, and then there is nothing but to close it. Reading begins by itself. */
WARN_UNUSED int stream_connect(struct stream *stream, const struct sockaddr_storage *address);
WARN_UNUSED int stream_accept(struct stream *stream, uv_stream_t *listener);
/* Copies. 0, or libuv's code. */
int stream_write(struct stream *stream, const void *data, size_t len);
/* Our end of it, in words; false where it has none. */
WARN_UNUSED bool stream_our_end(
	const struct stream *stream, char host[INET6_ADDRSTRLEN], int *port);
bool stream_is_writing(const struct stream *stream);
/* After what is being written nothing more comes from us; what the peer says is still read. */
void stream_shut(struct stream *stream);
/* Again is fine. */
void stream_close(struct stream *stream);
bool stream_is_closing(const struct stream *stream);

/* A listener, initialised in any case; `port` 0: any. 0, or libuv's code. */
WARN_UNUSED int stream_listen(uv_tcp_t *listener, struct uv_loop_s *loop, const char *host,
	int port, uv_connection_cb on_connection);
int stream_listener_port(const uv_tcp_t *listener);
/* Nobody waits to be accepted. */
bool stream_listener_quiet(const uv_tcp_t *listener);
#endif
