#ifndef REFERENCE_INTERNAL_H
#define REFERENCE_INTERNAL_H
/* What reference_server.c (the client's side) and reference_upstream.c (the backend's) share. */
#include <netinet/in.h>
#include <stdbool.h>
#include <uv.h>

#include "arena.h"
#include "buf.h"
#include "observation.h"
#include "pace.h"
#include "reference_server.h"
#include "tls_client.h"

struct http_message;

enum {
	BACKLOG = 512,
	READ_SIZE = 16 * 1024,
	MESSAGE_MAX = 512 * 1024,
	IDLE_MS = 10000,
	REQUESTS_MAX = 1000
};

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

/* One connection from outside, and while a request is under way the one to the backend. */
struct client {
	struct server *server;
	struct client *next;
	struct client **link;
	struct arena arena;
	struct observation facts;
	struct tls_server *tls;
	uv_tcp_t socket;
	struct pace pace;
	uv_timer_t idle;
	uv_write_t writing;
	bool write_pending;
	struct buf unsent;
	struct buf request;
	uv_tcp_t upstream;
	uv_connect_t connecting;
	uv_write_t forwarding;
	bool upstream_open;
	bool refuse_after; /* a defect: forward first, refuse then */
	bool keep_alive;
	size_t requests; /* so far; REQUESTS_MAX is the last: each takes room in the arena */
	bool finishing; /* close once everything is written */
	struct buf forward;
	struct buf answer;
	int open_handles;
	char chunk[READ_SIZE];
	char upstream_chunk[READ_SIZE];
};

/* reference_server.c */
void reference_respond(struct client *client, const char *text, size_t len, bool keep_alive);
void reference_respond_status(struct client *client, const char *status);
/* A handle of the client's is closed; the last one frees it. */
void reference_handle_closed(uv_handle_t *handle);

/* reference_upstream.c */
/* Turns the request into what the backend is told, identity headers included: client->forward. */
void upstream_prepare(struct client *client, const struct http_message *request);
/* Sends client->forward and relays the answer. */
void upstream_connect(struct client *client);
void upstream_close(struct client *client);
#endif
