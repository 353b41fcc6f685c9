#ifndef HTTP_LINE_H
#define HTTP_LINE_H
/*
 * The lines of an HTTP/1.1 head and of chunked framing (RFC 9112 section 2.2), as views into the
 * bytes received: nothing is copied or allocated here.
 */
#include <stdbool.h>
#include <stddef.h>

#include "scoped.h"

struct span {
	const char *at;
	size_t len;
};

enum line_state { LINE_MORE, LINE_OK, LINE_BAD };

struct http_cursor {
	const char *at; /* next byte to read */
	const char *end;
	bool lone_lf; /* a line may end with LF alone */
	const char *why; /* LINE_BAD */
};

/* The next line without its end. A CR or NUL within a line is bad even before the line is whole. */
WARN_UNUSED enum line_state http_line(struct span *out, struct http_cursor *cursor);

/* `name: value` by RFC 9112 section 5; false if it is not. White space around value is left out. */
WARN_UNUSED bool http_line_field(struct span *name, struct span *value, struct span line);

/* Cuts the text before `separator` off the front of `rest`; false if there is none. */
WARN_UNUSED bool span_cut(struct span *out, struct span *rest, char separator);
bool span_is(struct span span, const char *text); /* letter case does not count */
bool span_is_token(struct span span); /* RFC 9110 section 5.6.2, at least one byte */
struct span span_trim(struct span span); /* spaces and tabs on both sides */
/* Whether a comma-separated list (RFC 9110 section 5.6.1) has that member. */
bool span_lists(struct span list, const char *member);
#endif
