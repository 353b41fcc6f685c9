#include "reference_server.h"

#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "arena.h"
#include "buf.h"
#include "client_status.h"
#include "fatal.h"
#include "forwarded_answer.h"
#include "forwarded_request.h"
#include "hello_name.h"
#include "http.h"
#include "leave.h"
#include "observation.h"
#include "protected_path.h"
#include "reference_reload.h"
#include "socket_address.h"
#include "stream.h"
#include "upstream.h"

enum {
	MESSAGE_MAX = 8 * 1024 * 1024,
	HELLO_MAX = 256 * 1024,
	IDLE_MS = 10000,
	REQUESTS_MAX = 1000
};

struct server {
	uv_loop_t loop;
	uv_tcp_t listener;
	struct leave *leave;
	const struct reference_options *options;
	struct reference_reload files; /* whose `tls` serves where there are no virtual hosts */
	struct virtual_hosts *hosts; /* or NULL */
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
	struct buf hello; /* what came, until it is known which host is meant */
	int host; /* number of the virtual host that the handshake is for */
	struct buf request;
	struct buf forward;
	struct client_status *status; /* that his certificate has by OCSP, once he asked; or NULL */
	struct upstream *upstream; /* while a request is under way */
	bool refuse_after; /* a defect: forward first, refuse then */
	bool tls_begun;
	bool plain; /* a defect: who speaks no TLS is answered in plain */
	bool keep_alive;
	size_t requests; /* so far; REQUESTS_MAX is the last: each takes room in the arena */
	bool finishing; /* close once everything is written */
};

static void on_idle_closed(uv_handle_t *handle)
{
	struct client *client = handle->data;

	buf_finish(&client->hello);
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
	client_status_close(TAKE(client->status));
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
	len = client->plain ? 0 : tls_server_output(client->tls, &data);
	if (!len && client->plain && !client->finishing)
		return;
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
	if (client->plain) {
		client->finishing = true;
		if (stream_write(&client->stream, (const uint8_t *)text, len) != 0)
			close_client(client);
		return;
	}
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
	forwarded_answer_reflect(&text, &client->forward, client->keep_alive);
	answer(client, &text);
}

static void handle_request(struct client *client);

static void pass_answer_on(struct client *client, const struct buf *text)
{
	SCOPED_BUF kept;

	buf_init(&kept, MESSAGE_MAX);
	client->keep_alive = client->keep_alive && forwarded_answer_write(&kept, text);
	answer(client, client->keep_alive ? &kept : text);
}

static void on_answered(void *owner, const struct buf *text)
{
	struct client *client = owner;
	struct upstream *upstream = TAKE(client->upstream);

	if (text)
		pass_answer_on(client, text);
	else
		respond_status(client, "502 Bad Gateway");
	upstream_close(upstream);
	if (client->tls)
		handle_request(client);
}

static void relay(struct client *client, const struct sockaddr_storage *backend)
{
	struct upstream_request request = {
		.backend = backend, .text = &client->forward, .answered = on_answered, .owner = client};

	client->upstream = upstream_ask(&client->server->loop, &request);
	if (!client->upstream)
		respond_status(client, "502 Bad Gateway");
}

/* Whose backend it is for; NULL: it is for a host other than the handshake's. */
static const struct sockaddr_storage *choose_backend(
	const struct client *client, const struct http_message *request, const struct tls_peer *peer)
{
	const struct virtual_hosts *hosts = client->server->hosts;
	struct host_route route = {.connection = client->host,
		.resumed = peer->resumed,
		.later = client->requests > 1,
		.host = http_header(request, "host"),
		.forwarded = http_header(request, "x-forwarded-host"),
		.target = request->target};

	return hosts ? virtual_hosts_route(hosts, &route) : &client->server->backend;
}

static bool is_protected(
	struct client *client, struct http_message *request, const struct tls_peer *peer)
{
	const struct reference_options *options = client->server->options;
	const struct protected_path path = {options->protects, client->host, options->tls.defects};

	if (protected_path_refuses(
			&path, request, peer, client->facts.resumed, client->requests, &client->arena))
		return true;
	request->target = protected_path_handed_on(&path, request->target, &client->arena);
	return false;
}

static void lead(struct client *client, struct http_message *request)
{
	const struct sockaddr_storage *backend;
	struct tls_peer peer;

	tls_server_peer(client->tls, &peer);
	peer.refuse = is_protected(client, request, &peer) || peer.refuse;
	backend = choose_backend(client, request, &peer);
	client->refuse_after = peer.refuse_after_forward;
	buf_clear(&client->forward);
	forwarded_request_write(&client->forward, request, client->request.data, &peer);
	buf_consume(&client->request, request->consumed);
	if (peer.refuse)
		respond_status(client, "400 Bad Request");
	else if (!backend)
		respond_status(client, "421 Misdirected Request");
	else if (backend->ss_family != AF_UNSPEC)
		relay(client, backend);
	else
		reflect(client);
}

static void on_status_known(void *owner)
{
	struct client *client = owner;

	handle_request(client);
	if (client->tls)
		flush(client);
}

static bool has_a_good_status(struct client *client)
{
	const struct reference_options *options = client->server->options;
	const struct client_status_request request = {.tls = client->tls,
		.arena = &client->arena,
		.patience_ms = options->status_patience_ms,
		.known = on_status_known,
		.owner = client};
	enum client_status_said said;

	said = client_status_look(&client->status, &client->server->loop, &request);
	if (said == CLIENT_STATUS_REFUSED)
		respond_status(client, "400 Bad Request");
	return said == CLIENT_STATUS_LET_IN;
}

/* Where the client is asked after the handshake, his answer is awaited. */
static bool may_go_on(struct client *client)
{
	const struct server *server = client->server;
	enum auth_mode mode =
		server->hosts ? virtual_hosts_mode(server->hosts, client->host) : server->options->tls.mode;

	switch (tls_server_ask(client->tls)) {
	case ASKING_UNANSWERED:
		return false;
	case ASKING_IMPOSSIBLE:
		if (!auth_mode_requires(mode))
			return true;
		respond_status(client, "403 Forbidden");
		return false;
	default:
		return has_a_good_status(client);
	}
}

static void handle_request(struct client *client)
{
	const bool *defects = client->server->options->tls.defects;
	struct http_message request;
	enum http_state state;

	if (client->upstream || client->finishing || !client->request.len)
		return;
	if (defects[DEFECT_SPACE_BEFORE_COLON])
		forwarded_request_take_spaces_out(&client->request);
	state = http_read(
		&request, &client->arena, HTTP_REQUEST, client->request.data, client->request.len, false);
	if (state == HTTP_BAD || client->request.overflowed) {
		respond_status(client, "400 Bad Request");
		return;
	}
	if (state == HTTP_MORE)
		return;
	if (!may_go_on(client))
		return;
	client->keep_alive = ++client->requests < REQUESTS_MAX && request.keep_alive;
	lead(client, &request);
}

/* DEFECT_ANSWER_PLAIN_HTTP: by the first byte, which is that of a record or of a method. */
static bool speaks_plain(const struct client *client, const char *data)
{
	bool begins = !client->tls_begun && *data >= 'A' && *data <= 'Z';

	return client->server->options->tls.defects[DEFECT_ANSWER_PLAIN_HTTP] &&
		(client->plain || begins);
}

static void receive(struct client *client, const uint8_t *data, size_t len)
{
	struct buf *hello = &client->hello;
	const char *name;

	if (client->tls_begun || !client->server->hosts) {
		client->tls_begun = true;
		tls_server_receive(client->tls, data, len);
		return;
	}
	buf_append(hello, data, len);
	if (!hello->overflowed &&
		!hello_name_read(&name, &client->arena, (const uint8_t *)hello->data, hello->len))
		return;
	client->tls_begun = true;
	tls_server_destroy(client->tls);
	client->tls = tls_server_create(
		virtual_hosts_serve(client->server->hosts, &client->host, hello->overflowed ? NULL : name),
		&client->facts, &client->arena);
	tls_server_receive(client->tls, (const uint8_t *)hello->data, hello->len);
	buf_clear(hello);
}

static void on_data(void *owner, const char *data, size_t len)
{
	struct client *client = owner;
	const uint8_t *plain;
	size_t plain_len;

	if (speaks_plain(client, data)) {
		client->plain = true;
		buf_append(&client->request, data, len);
		handle_request(client);
		return;
	}
	receive(client, (const uint8_t *)data, len);
	while ((plain_len = tls_server_read(client->tls, &plain)) > 0) {
		buf_append(&client->request, plain, plain_len);
		tls_server_consume_read(client->tls, plain_len);
	}
	if (tls_server_handshake_done(client->tls) && !tls_server_ended(client->tls))
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
	buf_init(&client->hello, HELLO_MAX);
	buf_init(&client->request, MESSAGE_MAX);
	buf_init(&client->forward, MESSAGE_MAX);
	/* until a name has come it is nobody's */
	client->tls = tls_server_create(
		server->hosts ? virtual_hosts_serve(server->hosts, &client->host, NULL) : server->files.tls,
		&client->facts, &client->arena);
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
	reference_reload_close(&server->files);
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
	struct tls_server_context *tls = NULL;
	int error;

	if (options->host_count)
		server.hosts = virtual_hosts_create(options->hosts, options->host_count, arena, why);
	else
		tls = tls_server_context_create(&options->tls, arena, why);
	if (!tls && !server.hosts)
		return false;
	signal(SIGPIPE, SIG_IGN);
	uv_loop_init(&server.loop);
	reference_reload_begin(&server.files, &server.loop, options, tls);
	error = begin(&server);
	if (error) {
		*why = arena_printf(
			arena, "cannot listen on %s:%d: %s", options->host, options->port, uv_strerror(error));
		on_asked_to_leave(&server, 0);
	}
	uv_run(&server.loop, UV_RUN_DEFAULT);
	if (uv_loop_close(&server.loop) != 0)
		FATAL("the event loop still has open handles");
	reference_reload_finish(&server.files);
	virtual_hosts_destroy(server.hosts);
	return !error;
}
