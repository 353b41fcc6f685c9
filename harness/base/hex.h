#ifndef HEX_H
#define HEX_H
/* Hexadecimal digits: read large or small, and written. */
#include <stddef.h>

struct buf;

/* Its value, or -1. */
int hex_digit(char c);
/* What "%41" at `text` stands for (RFC 3986 section 2.1), or -1: none begins there. */
int hex_percent(const char *text);
/* Two small digits for each byte. */
void hex_put(struct buf *out, const void *bytes, size_t len);
/* What is not unreserved is percent-encoded (RFC 3986 section 2.1), in large digits. */
void hex_put_percent(struct buf *out, const char *text, size_t len);
#endif
