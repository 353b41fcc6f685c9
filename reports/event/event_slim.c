#include "event_slim.h"

#include <string.h>

#include "buf.h"

/* No string of JSON can hold an unescaped quote, so that these stand only where they mean it. */
#define PASS "\"verdict\":\"pass\""
#define NOTE "\"deviation\":\""
#define MOMENTS "\"moments\":["

static const char *find(const char *at, const char *end, const char *word)
{
	return memmem(at, (size_t)(end - at), word, strlen(word));
}

/* Behind the string that `at` is in; NULL: it does not end. */
static const char *skip_string(const char *at, const char *end)
{
	for (; at < end && *at != '"'; at++)
		at += *at == '\\';
	return at < end ? at + 1 : NULL;
}

/* The bracket that closes the array that `at` is in; NULL: there is none. */
static const char *array_end(const char *at, const char *end)
{
	size_t depth = 1;

	while (at && at < end) {
		char byte = *at;

		if (byte == ']' && --depth == 0)
			return at;
		depth += byte == '[';
		at = byte == '"' ? skip_string(at + 1, end) : at + 1;
	}
	return NULL;
}

bool event_slim(struct buf *out, const char *line, size_t len)
{
	const char *end = line + len;
	const char *at = line;

	if (!find(line, end, PASS) || find(line, end, NOTE))
		return false;
	buf_clear(out);
	for (const char *moments; (moments = find(at, end, MOMENTS));) {
		const char *open = moments + strlen(MOMENTS);
		const char *close = array_end(open, end);

		if (!close)
			return false;
		buf_append(out, at, (size_t)(open - at));
		at = close;
	}
	buf_append(out, at, (size_t)(end - at));
	return !out->overflowed;
}
