#include "dn_value.h"

#include <ctype.h>
#include <string.h>

#include <openssl/asn1.h>

#include "arena.h"

enum { HEADER_MAX = 16 }; /* of a DER encoding, and more */

static int digit_value(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, tolower((unsigned char)c)) : NULL;

	return at ? (int)(at - digits) : -1;
}

static int hex_pair(const char *at)
{
	int high = digit_value(at[0]);
	int low = high < 0 ? -1 : digit_value(at[1]);

	return low < 0 ? -1 : high << 4 | low;
}

/* How long the escape of this byte is that stands at `at`: `\HH`, `\xHH` or `\,`; 0: none does. */
static size_t escape_of(const char *at, uint8_t byte)
{
	if (*at != '\\')
		return 0;
	if (hex_pair(at + 1) >= 0)
		return hex_pair(at + 1) == byte ? 3 : 0;
	if (at[1] == 'x' && hex_pair(at + 2) >= 0)
		return hex_pair(at + 2) == byte ? 4 : 0;
	return byte && !isalnum(byte) && (uint8_t)at[1] == byte ? 2 : 0;
}

/* What may not stand there as it is, RFC 4514 2.4 (and ';', by which RFC 2253 readers part); a '#'
 * in front has been seen before. */
static bool needs_escape(const struct dn_value *value, size_t i, bool quoted)
{
	uint8_t byte = value->data[i];

	if (byte == '"' || byte == '\\' || !byte)
		return true;
	if (quoted)
		return false;
	if (byte == ' ')
		return i == 0 || i == value->len - 1;
	return byte == ',' || byte == '+' || byte == ';';
}

static const char *take_escaped(const char *at, const struct dn_value *value)
{
	bool quoted = *at == '"';

	at += quoted;
	for (size_t i = 0; i < value->len; i++) {
		size_t len = escape_of(at, value->data[i]);

		if (!len && ((uint8_t)*at != value->data[i] || needs_escape(value, i, quoted)))
			return NULL;
		at += len ? len : 1;
	}
	if (!quoted)
		return at;
	return *at == '"' ? at + 1 : NULL;
}

static const char *take_raw(const char *at, const struct dn_value *value)
{
	for (size_t i = 0; i < value->len; i++) {
		size_t len =
			value->data[i] && (uint8_t)*at == value->data[i] ? 1 : escape_of(at, value->data[i]);

		if (!len)
			return NULL;
		at += len;
	}
	return at;
}

static bool same_value(const struct dn_value *value, const uint8_t *data, size_t len)
{
	return value->len == len && memcmp(value->data, data, len) == 0;
}

/* RFC 4514 2.4: the BER encoding in hex. Of which string type does not matter. */
static const char *take_hex(
	const char *at, const struct dn_attribute *attribute, struct arena *arena)
{
	size_t max = attribute->bytes.len + attribute->utf8.len + HEADER_MAX;
	uint8_t *encoded = arena_alloc(arena, max);
	const unsigned char *body = encoded;
	size_t len = 0;
	long body_len;
	int tag;
	int class;

	for (at++; len < max && hex_pair(at) >= 0; at += 2)
		encoded[len++] = (uint8_t)hex_pair(at);
	if (!len || ASN1_get_object(&body, &body_len, &tag, &class, (long)len) & 0x80)
		return NULL;
	if (body + body_len != encoded + len)
		return NULL;
	return same_value(&attribute->bytes, body, (size_t)body_len) ||
			same_value(&attribute->utf8, body, (size_t)body_len)
		? at
		: NULL;
}

const char *dn_value_take(const char *at, const struct dn_attribute *attribute,
	const struct dn_reading *reading, struct arena *arena)
{
	const struct dn_value *value = reading->latin1 ? &attribute->latin1 : &attribute->utf8;

	if (!value->data) /* all ASCII: as ever */
		value = &attribute->utf8;
	if (reading->raw)
		return take_raw(at, value);
	return *at == '#' ? take_hex(at, attribute, arena) : take_escaped(at, value);
}

bool dn_value_is_all(const char *text, const struct dn_attribute *attribute,
	const struct dn_reading *reading, struct arena *arena)
{
	const char *end = dn_value_take(text, attribute, reading, arena);

	return end && !*end;
}
