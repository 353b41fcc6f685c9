#ifndef BUF_H
#define BUF_H
/*
 * A growing byte buffer with a maximum from birth. What would exceed the maximum is not appended
 * and sets `overflowed`; the caller decides what that means. `data` is NUL-terminated after any
 * append (the NUL is not counted), so a text buffer can be printed as it is.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "scoped.h"

struct buf {
	char *data;
	size_t len;
	size_t capacity;
	size_t max;
	bool overflowed;
};

void buf_init(struct buf *buf, size_t max);
void buf_finish(struct buf *buf);
void buf_clear(struct buf *buf);
void buf_append(struct buf *buf, const void *data, size_t len);
void buf_puts(struct buf *buf, const char *text);
void buf_putc(struct buf *buf, char byte);
/* Texts with commas between them. */
void buf_put_list(struct buf *buf, const char *const *items, size_t count);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
void buf_vprintf(struct buf *buf, const char *format, va_list args) PRINTF_LIKE(2, 0);
/* Drops `len` bytes from the front. */
void buf_consume(struct buf *buf, size_t len);
/* The text, never NULL. */
const char *buf_text(const struct buf *buf);

#define SCOPED_BUF __attribute__((cleanup(buf_finish))) struct buf
#endif
