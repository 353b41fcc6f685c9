#include "http_chunked.h"

#include <stdbool.h>
#include <string.h>

#include "hex.h"
#include "http_line.h"

/* framing may take as much room as a whole body may: one-byte chunks are odd but legal */
enum { ENCODED_MAX = 2 * HTTP_BODY_MAX };

static bool parse_size(size_t *out, const char **why, struct span line)
{
	size_t size = 0;
	size_t digits = 0;
	struct span rest;

	for (; digits < line.len && hex_digit(line.at[digits]) >= 0; digits++) {
		size = size * 16 + (size_t)hex_digit(line.at[digits]);
		if (size > HTTP_BODY_MAX) {
			*why = "a chunk larger than the limit";
			return false;
		}
	}
	rest = span_trim((struct span){line.at + digits, line.len - digits});
	if (digits == 0 || (rest.len && rest.at[0] != ';')) {
		*why = "not a chunk size";
		return false;
	}
	*out = size;
	return true;
}

/* One chunk: its size line, its data, the line end after it. Size 0 is the last one. */
static enum line_state next_chunk(struct span *out, struct http_cursor *cursor)
{
	struct http_cursor ahead = *cursor;
	struct span line;
	size_t size = 0;
	enum line_state state = http_line(&line, &ahead);

	cursor->why = ahead.why;
	if (state != LINE_OK)
		return state;
	if (!parse_size(&size, &cursor->why, line))
		return LINE_BAD;
	*out = (struct span){ahead.at, size};
	if (size == 0) {
		cursor->at = ahead.at;
		return LINE_OK;
	}
	if ((size_t)(ahead.end - ahead.at) < size)
		return LINE_MORE;
	ahead.at += size;
	if (ahead.at < ahead.end && ahead.at[0] != '\r') {
		cursor->why = "a chunk longer than its size says";
		return LINE_BAD;
	}
	state = http_line(&line, &ahead);
	cursor->why = ahead.why;
	if (state == LINE_OK)
		cursor->at = ahead.at;
	return state;
}

static enum line_state skip_trailers(struct http_cursor *cursor)
{
	const char *start = cursor->at;
	enum line_state state;
	struct span line;

	while ((state = http_line(&line, cursor)) == LINE_OK && line.len) {
		struct span name;
		struct span value;

		if (!http_line_field(&name, &value, line)) {
			cursor->why = "not a trailer line";
			return LINE_BAD;
		}
	}
	if (state != LINE_BAD && cursor->at - start > HTTP_HEAD_MAX) {
		cursor->why = "trailers larger than the limit";
		return LINE_BAD;
	}
	return state;
}

static enum line_state read_chunks(size_t *body_len, struct http_cursor *cursor)
{
	enum line_state state;
	struct span chunk;

	*body_len = 0;
	while ((state = next_chunk(&chunk, cursor)) == LINE_OK) {
		if (chunk.len == 0)
			return skip_trailers(cursor);
		*body_len += chunk.len;
		if (*body_len > HTTP_BODY_MAX) {
			cursor->why = "a body larger than the limit";
			return LINE_BAD;
		}
	}
	return state;
}

enum http_state http_chunked_scan(
	size_t *body_len, size_t *consumed, const char **why, const char *data, size_t len)
{
	struct http_cursor cursor = {.at = data, .end = data + len};
	enum line_state state = read_chunks(body_len, &cursor);

	*consumed = (size_t)(cursor.at - data);
	if (state == LINE_BAD) {
		*why = cursor.why;
		return HTTP_BAD;
	}
	if (len > ENCODED_MAX && (state == LINE_MORE || *consumed > ENCODED_MAX)) {
		*why = "chunked framing larger than the limit";
		return HTTP_BAD;
	}
	return state == LINE_OK ? HTTP_DONE : HTTP_MORE;
}

size_t http_chunked_copy(char *out, size_t max, const char *data, size_t len)
{
	struct http_cursor cursor = {.at = data, .end = data + len};
	enum line_state state = LINE_OK;
	size_t copied = 0;

	while (state == LINE_OK && copied < max) {
		struct span chunk = {cursor.end, 0};
		size_t there;

		state = next_chunk(&chunk, &cursor);
		if (state == LINE_BAD || !chunk.len)
			break;
		/* with LINE_MORE it may be cut */
		there = (size_t)(cursor.end - chunk.at);
		if (there > chunk.len)
			there = chunk.len;
		if (there > max - copied)
			there = max - copied;
		memcpy(out + copied, chunk.at, there);
		copied += there;
	}
	return copied;
}
