#include "hello_name.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "handshake.h"
#include "record.h"

/* What is longer is nobody's: libssl takes no more either. */
enum { HELLO_MAX = 128 * 1024 };

enum gathered { GATHERED_MORE, GATHERED_WHOLE, GATHERED_NOTHING };

/* The first handshake message, header included, from the records in which it stands. */
static enum gathered gather(struct buf *out, size_t *size, const uint8_t *data, size_t len)
{
	struct record record;
	enum record_state state;

	while ((state = record_read(&record, data, len)) == RECORD_READY) {
		if (record.type != RECORD_HANDSHAKE || !record.len)
			return GATHERED_NOTHING;
		buf_append(out, record.body, record.len);
		data += record.size;
		len -= record.size;
		if (out->overflowed)
			return GATHERED_NOTHING;
		if (out->len >= HANDSHAKE_HEADER_LEN) {
			const uint8_t *head = (const uint8_t *)out->data;

			*size = HANDSHAKE_HEADER_LEN +
				((size_t)head[1] << 16 | (size_t)head[2] << 8 | (size_t)head[3]);
			if (head[0] != HANDSHAKE_CLIENT_HELLO || *size > HELLO_MAX)
				return GATHERED_NOTHING;
			if (out->len >= *size)
				return GATHERED_WHOLE;
		}
	}
	return state == RECORD_MORE ? GATHERED_MORE : GATHERED_NOTHING;
}

bool hello_name_read(const char **out, struct arena *arena, const uint8_t *data, size_t len)
{
	struct handshake message;
	struct client_hello hello;
	enum gathered gathered;
	size_t size = 0;
	SCOPED_BUF whole;

	*out = NULL;
	buf_init(&whole, HELLO_MAX);
	gathered = len > HELLO_MAX ? GATHERED_NOTHING : gather(&whole, &size, data, len);
	if (gathered == GATHERED_MORE)
		return false;
	if (gathered == GATHERED_WHOLE && handshake_read(&message, (const uint8_t *)whole.data, size) &&
		handshake_client_hello(&hello, &message) && hello.server_name.len &&
		!memchr(hello.server_name.data, '\0', hello.server_name.len))
		*out = arena_strndup(arena, (const char *)hello.server_name.data, hello.server_name.len);
	return true;
}
