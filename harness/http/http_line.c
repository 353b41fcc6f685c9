#include "http_line.h"

#include <string.h>
#include <strings.h>

enum line_state http_line(struct span *out, struct http_cursor *cursor)
{
	size_t left = (size_t)(cursor->end - cursor->at);
	const char *lf = left ? memchr(cursor->at, '\n', left) : NULL;
	size_t len = lf ? (size_t)(lf - cursor->at) : left;
	const char *cr = len ? memchr(cursor->at, '\r', len) : NULL;
	bool cr_at_end = cr && cr + 1 == cursor->at + len;

	if (len && memchr(cursor->at, '\0', len)) {
		cursor->why = "a NUL byte within a line";
		return LINE_BAD;
	}
	if (cr && !cr_at_end) {
		cursor->why = "a carriage return within a line";
		return LINE_BAD;
	}
	if (!lf)
		return LINE_MORE;
	if (!cr && !cursor->lone_lf) {
		cursor->why = "a line feed without a carriage return";
		return LINE_BAD;
	}
	*out = (struct span){cursor->at, cr ? len - 1 : len};
	cursor->at = lf + 1;
	return LINE_OK;
}

static bool is_token_byte(char c)
{
	bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	bool digit = c >= '0' && c <= '9';

	return letter || digit || (c && strchr("!#$%&'*+-.^_`|~", c));
}

bool span_is_token(struct span span)
{
	for (size_t i = 0; i < span.len; i++) {
		if (!is_token_byte(span.at[i]))
			return false;
	}
	return span.len > 0;
}

bool span_cut(struct span *out, struct span *rest, char separator)
{
	const char *found = rest->len ? memchr(rest->at, separator, rest->len) : NULL;

	if (!found)
		return false;
	*out = (struct span){rest->at, (size_t)(found - rest->at)};
	rest->len -= out->len + 1;
	rest->at = found + 1;
	return true;
}

bool span_is(struct span span, const char *text)
{
	return span.len == strlen(text) && strncasecmp(span.at, text, span.len) == 0;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

struct span span_trim(struct span span)
{
	while (span.len && is_blank(span.at[0])) {
		span.at++;
		span.len--;
	}
	while (span.len && is_blank(span.at[span.len - 1]))
		span.len--;
	return span;
}

bool span_lists(struct span list, const char *member)
{
	struct span item;

	while (span_cut(&item, &list, ',')) {
		if (span_is(span_trim(item), member))
			return true;
	}
	return span_is(span_trim(list), member);
}

bool http_line_field(struct span *name, struct span *value, struct span line)
{
	/* no white space before the colon, and a line that starts with some (obs-fold) has no token */
	if (!span_cut(name, &line, ':') || !span_is_token(*name))
		return false;
	*value = span_trim(line);
	return true;
}
