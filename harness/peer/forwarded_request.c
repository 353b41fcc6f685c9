#include "forwarded_request.h"

#include <string.h>

#include "buf.h"
#include "http.h"
#include "tls_server.h"

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

void forwarded_request_write(
	struct buf *out, const struct http_message *request, const struct tls_peer *peer)
{
	buf_printf(out, "%s %s HTTP/1.1\r\nConnection: close\r\nContent-Length: %zu\r\n",
		request->method, request->target, request->body_len);
	put_headers(out, request, peer);
	put_identity(out, request, peer, "x-ssl-client-verify",
		!peer->presented     ? "NONE"
			: peer->verified ? "SUCCESS"
							 : "UNVERIFIED");
	put_identity(out, request, peer, "x-ssl-client-subject", peer->subject);
	put_identity(out, request, peer, "x-ssl-client-cert", peer->certificate);
	put_identity(out, request, peer, "x-ssl-client-fingerprint", peer->fingerprint);
	buf_puts(out, "\r\n");
	buf_append(out, request->body, request->body_len);
}
