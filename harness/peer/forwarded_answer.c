#include "forwarded_answer.h"

#include <string.h>

#include "buf.h"

bool forwarded_answer_write(struct buf *out, const struct buf *answer)
{
	static const char closes[] = "\r\nConnection: close\r\n";
	const char *end = answer->len ? memmem(answer->data, answer->len, "\r\n\r\n", 4) : NULL;
	const char *at = end
		? memmem(answer->data, (size_t)(end + 2 - answer->data), closes, sizeof(closes) - 1)
		: NULL;
	size_t before;

	if (!at || !memmem(answer->data, (size_t)(end - answer->data), "\r\nContent-Length:", 17))
		return false;
	before = (size_t)(at - answer->data);
	buf_append(out, answer->data, before);
	buf_append(out, at + sizeof(closes) - 3, answer->len - before - (sizeof(closes) - 3));
	return true;
}

void forwarded_answer_reflect(struct buf *out, const struct buf *forward, bool keep_alive)
{
	buf_printf(out,
		"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\nConnection: "
		"%s\r\n\r\n",
		forward->len, keep_alive ? "keep-alive" : "close");
	buf_append(out, forward->data, forward->len);
}
