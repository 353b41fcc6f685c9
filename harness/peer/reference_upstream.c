#include "reference_internal.h"

#include <string.h>

#include "token.h"
#include "http.h"

void upstream_close(struct client *client)
{
	if (!client->upstream_open)
		return;
	client->upstream_open = false;
	uv_close((uv_handle_t *)&client->upstream, reference_handle_closed);
}

static void on_upstream_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
	struct client *client = handle->data;

	(void)suggested;
	*out = uv_buf_init(client->upstream_chunk, sizeof(client->upstream_chunk));
}

static void relay_answer(struct client *client)
{
	upstream_close(client);
	if (client->refuse_after)
		reference_respond_status(client, "400 Bad Request");
	else
		reference_respond(client, client->answer.data, client->answer.len, client->keep_alive);
}

static void on_upstream_data(uv_stream_t *stream, ssize_t len, const uv_buf_t *data)
{
	struct client *client = stream->data;
	struct http_message message;
	enum http_state state;

	if (!client->tls || !client->upstream_open)
		return;
	if (len > 0)
		buf_append(&client->answer, data->base, (size_t)len);
	state = http_read(&message, &client->arena, HTTP_RESPONSE, buf_text(&client->answer),
		client->answer.len, len < 0);
	if (state == HTTP_DONE) {
		relay_answer(client);
	} else if (state == HTTP_BAD || len < 0) {
		upstream_close(client);
		reference_respond_status(client, "502 Bad Gateway");
	}
}

static void on_forwarded(uv_write_t *writing, int status)
{
	(void)writing;
	(void)status; /* a broken backend shows in the read */
}

static void on_upstream_connected(uv_connect_t *connecting, int status)
{
	struct client *client = connecting->data;
	uv_buf_t piece;

	if (!client->tls || !client->upstream_open)
		return;
	if (status != 0) {
		upstream_close(client);
		reference_respond_status(client, "502 Bad Gateway");
		return;
	}
	piece = uv_buf_init(client->forward.data, (unsigned)client->forward.len);
	uv_write(&client->forwarding, (uv_stream_t *)&client->upstream, &piece, 1, on_forwarded);
	uv_read_start((uv_stream_t *)&client->upstream, on_upstream_allocate, on_upstream_data);
}

/* A name of ours, also with '_' for '-': to many backends that is the same. */
static bool is_identity_header(const char *name)
{
	static const char prefix[] = "x-ssl-client-";

	for (size_t i = 0; i < sizeof(prefix) - 1; i++) {
		if (name[i] != prefix[i] && !(name[i] == '_' && prefix[i] == '-'))
			return false;
	}
	return true;
}

static bool is_hop_header(const char *name)
{
	return strcmp(name, "connection") == 0 || strcmp(name, "keep-alive") == 0 ||
		strcmp(name, "transfer-encoding") == 0 || strcmp(name, "content-length") == 0;
}

/* DEFECT_TRUST_FORGED_IDENTITY: what the client says of itself stands in place of what we know. */
static bool keeps(const struct tls_peer *peer, const char *name)
{
	return peer->trust_forged && !strchr(name, '_');
}

static void put_headers(
	struct buf *out, const struct http_message *request, const struct tls_peer *peer)
{
	for (size_t i = 0; i < request->header_count; i++) {
		const struct http_header *header = &request->headers[i];

		if (!is_hop_header(header->name) &&
			(!is_identity_header(header->name) || keeps(peer, header->name)))
			buf_printf(out, "%s: %s\r\n", header->name, header->value);
	}
}

static void put_identity(struct buf *out, const struct http_message *request,
	const struct tls_peer *peer, const char *name, const char *value)
{
	if (value && !(peer->trust_forged && http_header(request, name)))
		buf_printf(out, "%s: %s\r\n", name, value);
}

void upstream_prepare(struct client *client, const struct http_message *request)
{
	struct tls_peer peer;
	struct buf *out = &client->forward;

	tls_server_peer(client->tls, &peer);
	client->refuse_after = peer.refuse_after_forward;
	buf_clear(out);
	buf_printf(out, "%s %s HTTP/1.1\r\nConnection: close\r\nContent-Length: %zu\r\n",
		request->method, request->target, request->body_len);
	put_headers(out, request, &peer);
	put_identity(out, request, &peer, "x-ssl-client-verify",
		!peer.presented     ? "NONE"
			: peer.verified ? "SUCCESS"
							: "UNVERIFIED");
	put_identity(out, request, &peer, "x-ssl-client-subject", peer.subject);
	put_identity(out, request, &peer, "x-ssl-client-cert", peer.certificate);
	put_identity(out, request, &peer, "x-ssl-client-fingerprint", peer.fingerprint);
	buf_puts(out, "\r\n");
	buf_append(out, request->body, request->body_len);
}

void upstream_connect(struct client *client)
{
	struct server *server = client->server;

	buf_clear(&client->answer);
	uv_tcp_init(&server->loop, &client->upstream);
	client->upstream.data = client->connecting.data = client->forwarding.data = client;
	client->open_handles++;
	client->upstream_open = true;
	if (uv_tcp_connect(&client->connecting, &client->upstream,
			(const struct sockaddr *)&server->backend, on_upstream_connected) != 0) {
		upstream_close(client);
		reference_respond_status(client, "502 Bad Gateway");
	}
}
