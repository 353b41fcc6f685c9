#include "reference_internal.h"

#include <string.h>
#include <strings.h>

#include "attempt.h"
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

static bool is_our_header(const char *name)
{
	return strncasecmp(name, "x-ssl-client-", strlen("x-ssl-client-")) == 0 ||
		strcmp(name, "connection") == 0 || strcmp(name, "keep-alive") == 0 ||
		strcmp(name, "transfer-encoding") == 0 || strcmp(name, "content-length") == 0;
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
	for (size_t i = 0; i < request->header_count; i++) {
		if (!is_our_header(request->headers[i].name))
			buf_printf(out, "%s: %s\r\n", request->headers[i].name, request->headers[i].value);
	}
	buf_printf(out, "X-SSL-Client-Verify: %s\r\n",
		!peer.presented     ? "NONE"
			: peer.verified ? "SUCCESS"
							: "UNVERIFIED");
	if (peer.presented)
		buf_printf(out,
			"X-SSL-Client-Subject: %s\r\nX-SSL-Client-Cert: %s\r\nX-SSL-Client-Fingerprint: %s\r\n",
			peer.subject, peer.certificate, peer.fingerprint);
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
