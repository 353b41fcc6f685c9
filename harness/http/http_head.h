#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H
/*
 * The head of a message as views into the input (RFC 9112 sections 2 to 5). Nothing is copied
 * before the whole message is there, so that reading a growing input again and again costs no
 * memory.
 */
#include "http.h"
#include "http_line.h"

struct http_field {
	struct span name;
	struct span value;
};

struct http_head {
	struct span method;
	struct span target;
	int status;
	int minor_version;
	struct http_field fields[HTTP_HEADERS_MAX];
	size_t count;
};

/*
 * Reads a head up to the empty line after it; of answers the first one that is final, 1xx ones
 * before it are skipped. head->status is set as soon as a final status line is there.
 */
WARN_UNUSED enum line_state http_head_read(
	struct http_head *head, struct http_cursor *cursor, enum http_kind kind);
#endif
