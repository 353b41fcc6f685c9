#include "buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fatal.h"

void buf_init(struct buf *buf, size_t max)
{
	memset(buf, 0, sizeof(*buf));
	buf->max = max;
}

void buf_finish(struct buf *buf)
{
	free(buf->data);
	buf->data = NULL;
	buf->len = buf->capacity = 0;
}

void buf_clear(struct buf *buf)
{
	buf->len = 0;
	buf->overflowed = false;
	if (buf->data)
		buf->data[0] = '\0';
}

static bool make_room(struct buf *buf, size_t len)
{
	size_t wanted;

	if (len > buf->max - buf->len) {
		buf->overflowed = true;
		return false;
	}
	wanted = buf->len + len + 1;
	if (wanted <= buf->capacity)
		return true;
	if (wanted < buf->capacity * 2)
		wanted = buf->capacity * 2;
	if (wanted < 64)
		wanted = 64;
	buf->data = fatal_realloc(buf->data, wanted);
	buf->capacity = wanted;
	return true;
}

void buf_append(struct buf *buf, const void *data, size_t len)
{
	if (!len || !make_room(buf, len))
		return;
	memcpy(buf->data + buf->len, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void buf_puts(struct buf *buf, const char *text)
{
	buf_append(buf, text, strlen(text));
}

void buf_putc(struct buf *buf, char byte)
{
	buf_append(buf, &byte, 1);
}

void buf_vprintf(struct buf *buf, const char *format, va_list args)
{
	va_list again;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	if (len < 0)
		FATAL("buf_printf: bad format");
	if (len > 0 && make_room(buf, (size_t)len)) {
		vsnprintf(buf->data + buf->len, (size_t)len + 1, format, again);
		buf->len += (size_t)len;
	}
	va_end(again);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	buf_vprintf(buf, format, args);
	va_end(args);
}

void buf_consume(struct buf *buf, size_t len)
{
	if (len > buf->len)
		FATAL("buf_consume: %zu of %zu", len, buf->len);
	if (!len)
		return;
	memmove(buf->data, buf->data + len, buf->len - len);
	buf->len -= len;
	buf->data[buf->len] = '\0';
}

const char *buf_text(const struct buf *buf)
{
	return buf->data ? buf->data : "";
}

void buf_put_list(struct buf *buf, const char *const *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		buf_puts(buf, i ? ", " : "");
		buf_puts(buf, items[i]);
	}
}
