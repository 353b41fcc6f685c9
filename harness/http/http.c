#include "http.h"

#include <stdint.h>
#include <string.h>

#include "arena.h"
#include "http_chunked.h"
#include "http_head.h"
#include "http_line.h"

enum body_kind { BODY_NONE, BODY_SIZED, BODY_CHUNKED, BODY_UNTIL_END };

struct framing {
	enum body_kind kind;
	size_t length; /* BODY_SIZED */
	bool has_length;
	bool keep_alive;
};

static bool parse_length(size_t *out, struct span digits)
{
	size_t length = 0;

	for (size_t i = 0; i < digits.len; i++) {
		if (digits.at[i] < '0' || digits.at[i] > '9' || length > (SIZE_MAX - 9) / 10)
			return false;
		length = length * 10 + (size_t)(digits.at[i] - '0');
	}
	*out = length;
	return digits.len > 0;
}

static const char *add_length(struct framing *framing, struct span value)
{
	size_t length;

	if (!parse_length(&length, value))
		return "not a Content-Length";
	if (framing->has_length && framing->length != length)
		return "two different Content-Lengths";
	framing->has_length = true;
	framing->length = length;
	return NULL;
}

static const char *add_coding(
	struct framing *framing, const struct http_head *head, struct span value)
{
	/* RFC 9112 section 6.1: HTTP/1.0 knows no transfer codings, such framing is faulty */
	if (head->minor_version == 0)
		return "a Transfer-Encoding in HTTP/1.0";
	if (framing->kind == BODY_CHUNKED || !span_is(value, "chunked"))
		return "a Transfer-Encoding other than chunked";
	framing->kind = BODY_CHUNKED;
	return NULL;
}

static const char *scan_fields(struct framing *framing, size_t *hosts, const struct http_head *head)
{
	bool close = false;
	bool keep = false;
	const char *why = NULL;

	for (size_t i = 0; i < head->count && !why; i++) {
		const struct http_field *field = &head->fields[i];

		if (span_is(field->name, "content-length"))
			why = add_length(framing, field->value);
		else if (span_is(field->name, "transfer-encoding"))
			why = add_coding(framing, head, field->value);
		else if (span_is(field->name, "host"))
			(*hosts)++;
		else if (span_is(field->name, "connection")) {
			close = close || span_lists(field->value, "close");
			keep = keep || span_lists(field->value, "keep-alive");
		}
	}
	framing->keep_alive = !close && (head->minor_version == 1 || keep);
	return why;
}

static enum body_kind choose_body(
	const struct framing *framing, const struct http_head *head, enum http_kind kind)
{
	if (kind == HTTP_RESPONSE && (head->status < 200 || head->status == 204 || head->status == 304))
		return BODY_NONE;
	if (framing->kind == BODY_CHUNKED)
		return BODY_CHUNKED;
	if (framing->has_length)
		return BODY_SIZED;
	return kind == HTTP_REQUEST ? BODY_NONE : BODY_UNTIL_END;
}

/* What is ambiguous in a request is how smuggling starts, so it is refused. */
static const char *check_request(
	const struct framing *framing, const struct http_head *head, size_t hosts)
{
	if (framing->kind == BODY_CHUNKED && framing->has_length)
		return "both Content-Length and Transfer-Encoding";
	if (hosts > 1)
		return "more than one Host";
	if (hosts == 0 && head->minor_version == 1)
		return "no Host";
	return NULL;
}

/* RFC 9112 section 6.3. */
static const char *find_framing(
	struct framing *framing, const struct http_head *head, enum http_kind kind)
{
	size_t hosts = 0;
	const char *why;

	memset(framing, 0, sizeof(*framing));
	why = scan_fields(framing, &hosts, head);
	if (!why && kind == HTTP_REQUEST)
		why = check_request(framing, head, hosts);
	if (why)
		return why;
	if (framing->kind == BODY_CHUNKED && framing->has_length)
		framing->keep_alive = false;
	framing->kind = choose_body(framing, head, kind);
	if (framing->kind == BODY_UNTIL_END || head->status == 101)
		framing->keep_alive = false;
	return NULL;
}

/* Whether the body is there; sets body_len and adds its encoded length to `consumed`. */
static enum http_state measure_body(
	struct http_message *out, const struct framing *framing, struct span rest, bool at_end)
{
	size_t encoded = 0;
	enum http_state state = HTTP_DONE;

	switch (framing->kind) {
	case BODY_NONE:
		break;
	case BODY_SIZED:
		out->body_len = encoded = framing->length;
		state = rest.len < encoded ? HTTP_MORE : HTTP_DONE;
		break;
	case BODY_CHUNKED:
		state = http_chunked_scan(&out->body_len, &encoded, &out->why, rest.at, rest.len);
		break;
	case BODY_UNTIL_END:
		out->body_len = encoded = rest.len;
		state = at_end ? HTTP_DONE : HTTP_MORE;
		break;
	}
	if (state != HTTP_BAD && out->body_len > HTTP_BODY_MAX) {
		out->why = "a body larger than the limit";
		return HTTP_BAD;
	}
	if (state == HTTP_MORE && at_end) {
		out->why = "the connection ended within the body";
		state = HTTP_BAD;
	}
	out->consumed += encoded;
	return state;
}

static char *copy_name(struct arena *arena, struct span name)
{
	char *copy = arena_strndup(arena, name.at, name.len);

	for (char *c = copy; *c; c++) {
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	}
	return copy;
}

static void copy_message(struct http_message *out, struct arena *arena,
	const struct http_head *head, const struct framing *framing, struct span rest)
{
	char *body = arena_alloc(arena, out->body_len + 1);

	out->headers = ARENA_ARRAY(arena, struct http_header, head->count);
	out->header_count = head->count;
	for (size_t i = 0; i < head->count; i++) {
		struct span value = head->fields[i].value;

		out->headers[i].name = copy_name(arena, head->fields[i].name);
		out->headers[i].value = arena_strndup(arena, value.at, value.len);
	}
	if (!head->status) {
		out->method = arena_strndup(arena, head->method.at, head->method.len);
		out->target = arena_strndup(arena, head->target.at, head->target.len);
	}
	out->minor_version = head->minor_version;
	out->keep_alive = framing->keep_alive;
	if (framing->kind == BODY_CHUNKED)
		out->body_len = http_chunked_copy(body, out->body_len, rest.at, rest.len);
	else if (out->body_len)
		memcpy(body, rest.at, out->body_len);
	out->body = body;
}

static enum http_state bad(struct http_message *out, const char *why)
{
	out->why = why;
	out->body_len = 0;
	out->consumed = 0;
	return HTTP_BAD;
}

enum http_state http_read(struct http_message *out, struct arena *arena, enum http_kind kind,
	const char *data, size_t len, bool at_end)
{
	struct http_cursor cursor = {data, data + len, kind == HTTP_RESPONSE, NULL};
	struct http_head head;
	struct framing framing;
	struct span rest;
	enum line_state head_state;
	enum http_state state;

	memset(out, 0, sizeof(*out));
	head_state = http_head_read(&head, &cursor, kind);
	out->status = head.status;
	if (head_state == LINE_BAD)
		return bad(out, cursor.why);
	if (head_state == LINE_MORE && at_end)
		return bad(out, len ? "the connection ended within the head" : "the connection ended");
	if (head_state == LINE_MORE)
		return HTTP_MORE;
	out->why = find_framing(&framing, &head, kind);
	if (out->why)
		return bad(out, out->why);
	rest = (struct span){cursor.at, (size_t)(cursor.end - cursor.at)};
	out->consumed = out->head_len = (size_t)(cursor.at - data);
	state = measure_body(out, &framing, rest, at_end);
	if (state == HTTP_BAD)
		return bad(out, out->why);
	if (state == HTTP_DONE)
		copy_message(out, arena, &head, &framing, rest);
	else
		out->consumed = out->body_len = 0;
	return state;
}

bool http_is_too_large(const struct http_message *message)
{
	static const char *const limits[] = {"a head larger than the limit", "too many headers",
		"a body larger than the limit", "a chunk larger than the limit",
		"trailers larger than the limit", "chunked framing larger than the limit"};

	for (size_t i = 0; message->why && i < COUNT_OF(limits); i++) {
		if (strcmp(message->why, limits[i]) == 0)
			return true;
	}
	return false;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

bool http_read_begun(struct http_message *out, struct arena *arena, const char *data, size_t len)
{
	struct http_cursor cursor = {data, data + len, true, NULL};
	struct http_head head;
	struct framing framing;
	struct span rest;

	memset(out, 0, sizeof(*out));
	if (http_head_read(&head, &cursor, HTTP_RESPONSE) != LINE_OK ||
		find_framing(&framing, &head, HTTP_RESPONSE))
		return false;
	rest = (struct span){cursor.at, (size_t)(cursor.end - cursor.at)};
	out->status = head.status;
	out->head_len = (size_t)(cursor.at - data);
	out->body_len = framing.kind == BODY_NONE ? 0 : smaller(rest.len, HTTP_BODY_MAX);
	if (framing.kind == BODY_SIZED)
		out->body_len = smaller(out->body_len, framing.length);
	copy_message(out, arena, &head, &framing, rest);
	out->keep_alive = false;
	out->consumed = len;
	return true;
}

const char *http_header(const struct http_message *message, const char *name)
{
	for (size_t i = 0; i < message->header_count; i++) {
		if (strcmp(message->headers[i].name, name) == 0)
			return message->headers[i].value;
	}
	return NULL;
}

size_t http_header_count(const struct http_message *message, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < message->header_count; i++)
		count += strcmp(message->headers[i].name, name) == 0;
	return count;
}
