#include "hex.h"

#include <ctype.h>
#include <string.h>

#include "buf.h"

int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int hex_percent(const char *text)
{
	int high = text[0] == '%' ? hex_digit(text[1]) : -1;
	int low = high < 0 ? -1 : hex_digit(text[2]);

	return low < 0 ? -1 : high * 16 + low;
}

void hex_put(struct buf *out, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	for (size_t i = 0; i < len; i++)
		buf_printf(out, "%02x", at[i]);
}

void hex_put_percent(struct buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)text[i];

		if (byte && byte < 0x80 && (isalnum(byte) || strchr("-._~", byte)))
			buf_putc(out, (char)byte);
		else
			buf_printf(out, "%%%02X", byte);
	}
}
