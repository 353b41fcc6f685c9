#include "tls_relay.h"

#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "arena.h"
#include "fatal.h"
#include "leg_facts.h"
#include "server_send.h"
#include "socket_address.h"
#include "stream.h"

enum { CONNECTIONS_MAX = 64 }; /* a client that makes more is in a loop */

struct relayed {
	struct stream near; /* the client's end */
	struct stream far; /* the leg's */
	struct tls_relay *relay; /* NULL once it is closed */
	struct relayed *next;
	struct relayed **link; /* what points to us */
	struct tls_server *server;
	struct observation facts;
	int open; /* of the two streams */
	bool asked; /* the leg was connected to */
	bool answered; /* and has ended its side */
	bool over; /* of us the client gets nothing more */
	bool shut;
};

struct tls_relay {
	uv_tcp_t listener;
	struct tls_server_set *servers;
	struct tls_relay_options options;
	struct sockaddr_storage leg;
	struct relayed *connections;
	size_t seen; /* all that came in */
};

static void on_closed(void *owner)
{
	struct relayed *relayed = owner;

	if (--relayed->open == 0)
		free(relayed);
}

static void close_relayed(struct relayed *relayed)
{
	struct tls_relay *relay = relayed->relay;
	const struct tls_relay_options *options;

	if (!relay)
		return;
	options = &relay->options;
	relayed->relay = NULL;
	*relayed->link = relayed->next;
	if (relayed->next)
		relayed->next->link = relayed->link;
	tls_server_destroy(relayed->server);
	leg_facts_add(options->facts, &relayed->facts,
		arena_printf(options->arena, "connection %zu", ++options->facts->connections),
		options->arena);
	stream_close(&relayed->near);
	stream_close(&relayed->far);
	options->changed(options->owner);
}

/* To the client; once all is out, our end. */
static void pour(struct relayed *relayed)
{
	server_send(relayed->server, &relayed->near);
	relayed->over |= tls_server_ended(relayed->server);
	if (!relayed->over || relayed->shut || stream_is_writing(&relayed->near))
		return;
	relayed->shut = true;
	stream_shut(&relayed->near);
}

static void on_written(void *owner, int error)
{
	struct relayed *relayed = owner;

	if (!error && relayed->relay)
		pour(relayed);
}

static void pass_on(struct relayed *relayed, const uint8_t *text, size_t len)
{
	int error = 0;

	if (!relayed->asked)
		error = stream_connect(&relayed->far, &relayed->relay->leg);
	relayed->asked = true;
	if (error)
		tls_server_close(relayed->server);
	else
		stream_write(&relayed->far, text, len);
}

static void on_near_data(void *owner, const char *data, size_t len)
{
	struct relayed *relayed = owner;
	const uint8_t *text;
	size_t text_len;

	tls_server_receive(relayed->server, (const uint8_t *)data, len);
	while ((text_len = tls_server_read(relayed->server, &text)) > 0) {
		pass_on(relayed, text, text_len);
		tls_server_consume_read(relayed->server, text_len);
	}
	pour(relayed);
}

/* What it sent last still goes to the leg, which then ends its side. */
static void on_near_ended(void *owner, int error)
{
	struct relayed *relayed = owner;

	(void)error;
	relayed->facts.end = END_FIN;
	if (relayed->asked && !relayed->answered)
		stream_shut(&relayed->far);
	else
		close_relayed(relayed);
}

static void on_far_connected(void *owner, int error)
{
	struct relayed *relayed = owner;

	if (error)
		close_relayed(relayed);
	else if (relayed->facts.end != END_OPEN)
		stream_shut(&relayed->far); /* too early before */
}

static void on_far_data(void *owner, const char *data, size_t len)
{
	struct relayed *relayed = owner;

	tls_server_write(relayed->server, data, len);
	pour(relayed);
}

static void on_far_ended(void *owner, int error)
{
	struct relayed *relayed = owner;

	(void)error;
	if (relayed->facts.end != END_OPEN) {
		close_relayed(relayed);
		return;
	}
	tls_server_close(relayed->server);
	relayed->answered = relayed->over = true;
	pour(relayed);
}

static const struct stream_calls near_calls = {
	.data = on_near_data, .ended = on_near_ended, .written = on_written, .closed = on_closed};
static const struct stream_calls far_calls = {
	.connected = on_far_connected, .data = on_far_data, .ended = on_far_ended, .closed = on_closed};

static struct relayed *new_relayed(struct tls_relay *relay)
{
	struct relayed *relayed = fatal_alloc(sizeof(*relayed));

	memset(relayed, 0, sizeof(*relayed));
	relayed->relay = relay;
	relayed->next = relay->connections;
	relayed->link = &relay->connections;
	if (relayed->next)
		relayed->next->link = &relayed->next;
	relay->connections = relayed;
	relayed->open = 2;
	observation_init(&relayed->facts);
	stream_init(&relayed->near, relay->listener.loop, &near_calls, relayed);
	stream_record(&relayed->near, relay->options.traffic);
	stream_init(&relayed->far, relay->listener.loop, &far_calls, relayed);
	relayed->server = tls_server_create_for(
		relay->servers, &relay->options.tls, &relayed->facts, relay->options.arena);
	return relayed;
}

static void on_connection(uv_stream_t *listener, int status)
{
	struct tls_relay *relay = listener->data;
	struct relayed *relayed;

	if (status != 0)
		return;
	relayed = new_relayed(relay);
	if (stream_accept(&relayed->near, listener) != 0 || relay->seen++ >= CONNECTIONS_MAX)
		close_relayed(relayed);
}

struct tls_relay *tls_relay_listen(struct uv_loop_s *loop, struct tls_server_set *servers,
	const struct tls_relay_options *options, const char **why)
{
	struct tls_relay *relay = fatal_alloc(sizeof(*relay));
	int error = stream_listen(&relay->listener, loop, "127.0.0.1", 0, on_connection);

	relay->servers = servers;
	relay->options = *options;
	relay->connections = NULL;
	relay->seen = 0;
	relay->listener.data = relay;
	if (!error)
		error = socket_address_parse(&relay->leg, "127.0.0.1", options->port);
	if (error) {
		*why = arena_printf(options->arena, "our proxy can't listen: %s", uv_strerror(error));
		tls_relay_close(relay);
		return NULL;
	}
	return relay;
}

int tls_relay_port(const struct tls_relay *relay)
{
	return stream_listener_port(&relay->listener);
}

bool tls_relay_quiet(const struct tls_relay *relay)
{
	return !relay->connections && stream_listener_quiet(&relay->listener);
}

static void on_listener_closed(uv_handle_t *handle)
{
	free(handle->data);
}

static void ignore(void *owner)
{
	(void)owner;
}

void tls_relay_close(struct tls_relay *relay)
{
	if (!relay)
		return;
	relay->options.changed = ignore;
	while (relay->connections)
		close_relayed(relay->connections);
	uv_close((uv_handle_t *)&relay->listener, on_listener_closed);
}
