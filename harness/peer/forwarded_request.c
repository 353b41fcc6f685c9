#include "forwarded_request.h"

#include <string.h>

#include "buf.h"
#include "http.h"
#include "tls_server.h"

#define PREFIX "x-ssl-client-"
#define PREFIX_AS_WE_WRITE_IT "X-SSL-Client-"

/* A name of ours, also with '_' for '-': to many backends that is the same. */
static bool is_identity_header(const char *name)
{
	for (size_t i = 0; i < sizeof(PREFIX) - 1; i++) {
		if (name[i] != PREFIX[i] && !(name[i] == '_' && PREFIX[i] == '-'))
			return false;
	}
	return true;
}

static bool is_hop_header(const char *name)
{
	return strcmp(name, "connection") == 0 || strcmp(name, "keep-alive") == 0 ||
		strcmp(name, "transfer-encoding") == 0 || strcmp(name, "content-length") == 0;
}

/* The name of a header as it was written. */
static const char *written_name(const char *head, size_t number)
{
	const char *line = head;

	for (size_t i = 0; i <= number; i++)
		line = strchr(line, '\n') + 1;
	return line;
}

/* What the client says of itself is passed on: defects, all of them. */
static bool keeps(const struct tls_peer *peer, const char *name, const char *written)
{
	const bool *defects = peer->defects;

	if (strchr(name, '_'))
		return defects[DEFECT_FOLD_UNDERSCORE];
	return defects[DEFECT_TRUST_FORGED_IDENTITY] ||
		(defects[DEFECT_TRUST_FORGED_OF_NOBODY] && !peer->presented) ||
		(defects[DEFECT_TRUST_FORGED_BESIDE] && peer->presented) ||
		(defects[DEFECT_STRIP_EXACT_NAMES] &&
			strncmp(written, PREFIX_AS_WE_WRITE_IT, sizeof(PREFIX) - 1) != 0);
}

/* DEFECT_FOLD_UNDERSCORE: as programs do that keep headers in variables. */
static void put_name(struct buf *out, const char *name, const struct tls_peer *peer)
{
	for (; *name; name++)
		buf_putc(out, *name == '_' && peer->defects[DEFECT_FOLD_UNDERSCORE] ? '-' : *name);
}

static void put_headers(struct buf *out, const struct http_message *request, const char *head,
	const struct tls_peer *peer)
{
	for (size_t i = 0; i < request->header_count; i++) {
		const struct http_header *header = &request->headers[i];

		if (is_hop_header(header->name) ||
			(is_identity_header(header->name) && !keeps(peer, header->name, written_name(head, i))))
			continue;
		put_name(out, header->name, peer);
		buf_printf(out, ": %s\r\n", header->value);
	}
}

/* RFC 9110 section 7.6.1: meant for those headers that the client sent. */
static bool is_named_in_connection(const struct http_message *request, const char *name)
{
	for (size_t i = 0; i < request->header_count; i++) {
		if (strcmp(request->headers[i].name, "connection") == 0 &&
			strcasestr(request->headers[i].value, name))
			return true;
	}
	return false;
}

static void put_identity(struct buf *out, const struct http_message *request,
	const struct tls_peer *peer, const char *name, const char *value)
{
	const bool *defects = peer->defects;

	if (!value || (defects[DEFECT_TRUST_FORGED_IDENTITY] && http_header(request, name)) ||
		(defects[DEFECT_CONNECTION_STRIPS_OURS] && is_named_in_connection(request, name)))
		return;
	buf_printf(out, "%s: %s\r\n", name, value);
}

void forwarded_request_write(struct buf *out, const struct http_message *request, const char *head,
	const struct tls_peer *peer)
{
	buf_printf(out, "%s %s HTTP/1.1\r\nConnection: close\r\nContent-Length: %zu\r\n",
		request->method, request->target, request->body_len);
	put_headers(out, request, head, peer);
	put_identity(out, request, peer, "x-ssl-client-verify",
		peer->verified        ? "SUCCESS"
			: peer->presented ? "UNVERIFIED"
							  : "NONE");
	put_identity(out, request, peer, "x-ssl-client-subject", peer->subject);
	put_identity(out, request, peer, "x-ssl-client-cert", peer->certificate);
	put_identity(out, request, peer, "x-ssl-client-fingerprint", peer->fingerprint);
	buf_puts(out, "\r\n");
	buf_append(out, request->body, request->body_len);
}

void forwarded_request_take_spaces_out(struct buf *request)
{
	char *to = request->data;

	for (size_t i = 0; i < request->len; i++) {
		const char *at = request->data + i;

		if (*at != ' ' || i + 1 == request->len || at[1] != ':')
			*to++ = *at;
	}
	request->len = (size_t)(to - request->data);
}
