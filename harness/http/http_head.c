#include "http_head.h"

#include <string.h>

enum { INTERIM_MAX = 16 };

static bool parse_version(int *minor, struct span version)
{
	bool known = version.len == 8 && memcmp(version.at, "HTTP/1.", 7) == 0 &&
		(version.at[7] == '0' || version.at[7] == '1');

	if (known)
		*minor = version.at[7] - '0';
	return known;
}

static bool is_target(struct span target)
{
	for (size_t i = 0; i < target.len; i++) {
		unsigned char c = (unsigned char)target.at[i];

		if (c <= ' ' || c >= 0x7f)
			return false;
	}
	return target.len > 0;
}

static const char *parse_request_line(struct http_head *head, struct span line)
{
	if (!span_cut(&head->method, &line, ' ') || !span_is_token(head->method))
		return "not an HTTP request line";
	if (!span_cut(&head->target, &line, ' ') || !is_target(head->target))
		return "not an HTTP request target";
	return parse_version(&head->minor_version, line) ? NULL : "not an HTTP/1.0 or 1.1 request";
}

static const char *parse_status_line(struct http_head *head, struct span line)
{
	struct span version;
	int status = 0;

	if (!span_cut(&version, &line, ' ') || !parse_version(&head->minor_version, version))
		return "not an HTTP/1.0 or 1.1 answer";
	for (size_t i = 0; i < 3; i++) {
		if (i >= line.len || line.at[i] < '0' || line.at[i] > '9')
			return "not an HTTP status code";
		status = status * 10 + (line.at[i] - '0');
	}
	/* RFC 9112 wants a space even before an empty reason; real servers forget it */
	if (status < 100 || (line.len > 3 && line.at[3] != ' '))
		return "not an HTTP status code";
	head->status = status;
	return NULL;
}

/* An unfinished first line that can't become one any more: no need to wait for its end. */
static bool is_hopeless(struct span begun, enum http_kind kind)
{
	static const char version[] = "HTTP/1.";
	size_t len = begun.len < strlen(version) ? begun.len : strlen(version);
	const char *space;

	if (kind == HTTP_RESPONSE)
		return len && memcmp(begun.at, version, len) != 0;
	space = begun.len ? memchr(begun.at, ' ', begun.len) : NULL;
	if (space)
		begun.len = (size_t)(space - begun.at);
	else if (begun.len && begun.at[begun.len - 1] == '\r')
		begun.len--;
	return begun.len && !span_is_token(begun);
}

static enum line_state read_fields(struct http_head *head, struct http_cursor *cursor)
{
	enum line_state state;
	struct span line;

	while ((state = http_line(&line, cursor)) == LINE_OK && line.len) {
		struct http_field *field;

		if (head->count >= HTTP_HEADERS_MAX) {
			cursor->why = "too many headers";
			return LINE_BAD;
		}
		field = &head->fields[head->count++];
		if (line.at[0] == ' ' || line.at[0] == '\t') {
			cursor->why = "a folded header line";
			return LINE_BAD;
		}
		if (!http_line_field(&field->name, &field->value, line)) {
			cursor->why = "not a header line";
			return LINE_BAD;
		}
	}
	return state;
}

static enum line_state read_first_line(
	struct http_head *head, struct http_cursor *cursor, enum http_kind kind)
{
	struct span line;
	enum line_state state = http_line(&line, cursor);

	/* RFC 9112 section 2.2: one empty line before a request is to be ignored */
	if (kind == HTTP_REQUEST && state == LINE_OK && !line.len)
		state = http_line(&line, cursor);
	if (state == LINE_MORE &&
		is_hopeless((struct span){cursor->at, (size_t)(cursor->end - cursor->at)}, kind)) {
		cursor->why = kind == HTTP_REQUEST ? "not an HTTP request" : "not an HTTP answer";
		return LINE_BAD;
	}
	if (state != LINE_OK)
		return state;
	cursor->why =
		kind == HTTP_REQUEST ? parse_request_line(head, line) : parse_status_line(head, line);
	return cursor->why ? LINE_BAD : LINE_OK;
}

static enum line_state read_head(
	struct http_head *head, struct http_cursor *cursor, enum http_kind kind)
{
	const char *start = cursor->at;
	enum line_state state;

	head->status = 0;
	head->minor_version = 0;
	head->count = 0;
	state = read_first_line(head, cursor, kind);
	if (state == LINE_OK)
		state = read_fields(head, cursor);
	if (state == LINE_BAD)
		return state;
	if ((state == LINE_MORE ? cursor->end : cursor->at) - start > HTTP_HEAD_MAX) {
		cursor->why = "a head larger than the limit";
		return LINE_BAD;
	}
	return state;
}

static bool is_interim(int status)
{
	/* 101 ends HTTP on this connection, so it is final */
	return status >= 100 && status < 200 && status != 101;
}

enum line_state http_head_read(
	struct http_head *head, struct http_cursor *cursor, enum http_kind kind)
{
	for (int i = 0; i < INTERIM_MAX; i++) {
		enum line_state state = read_head(head, cursor, kind);

		if (!is_interim(head->status))
			return state;
		head->status = 0;
		if (state != LINE_OK)
			return state;
	}
	cursor->why = "too many informational answers";
	return LINE_BAD;
}
