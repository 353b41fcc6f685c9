#include "identity_text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "arena.h"

const char *identity_text_base64(struct arena *arena, const uint8_t *data, size_t len)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char *out = arena_alloc(arena, (len + 2) / 3 * 4 + 1);
	char *end = out;

	for (size_t i = 0; i < len; i += 3) {
		size_t left = len - i;
		unsigned bits = (unsigned)data[i] << 16 | (left > 1 ? (unsigned)data[i + 1] << 8 : 0) |
			(left > 2 ? data[i + 2] : 0);

		*end++ = digits[bits >> 18 & 63];
		*end++ = digits[bits >> 12 & 63];
		*end++ = left > 1 ? digits[bits >> 6 & 63] : '=';
		*end++ = left > 2 ? digits[bits & 63] : '=';
	}
	return out;
}

static int hex_value(char c)
{
	return isdigit((unsigned char)c) ? c - '0'
		: isxdigit((unsigned char)c) ? tolower(c) - 'a' + 10
									 : -1;
}

const char *identity_text_decode(struct arena *arena, const char *text, bool plus)
{
	char *out = arena_strdup(arena, text);
	char *end = out;

	for (const char *at = text; *at; at++) {
		char byte = plus && *at == '+' ? ' ' : *at;

		if (*at == '%' && hex_value(at[1]) >= 0 && hex_value(at[2]) >= 0 &&
			(at[1] != '0' || at[2] != '0')) {
			byte = (char)(hex_value(at[1]) << 4 | hex_value(at[2]));
			at += 2;
		}
		*end++ = byte;
	}
	*end = '\0';
	return out;
}

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

/* Copies one value, without its quotes; returns what follows it. */
static const char *take_value(char *out, const char *at)
{
	if (*at == '"') {
		for (at++; *at && *at != '"'; at++) {
			if (*at == '\\' && at[1])
				at++;
			*out++ = *at;
		}
		at += *at == '"';
	}
	/* what follows a closing quote still belongs to the value: nothing is passed over */
	while (*at && *at != ';' && *at != ',')
		*out++ = *at++;
	*out = '\0';
	return at;
}

const char *identity_text_part(
	struct arena *arena, const char *text, const char *key, bool first_only)
{
	const char *found = NULL;
	char *value = arena_strdup(arena, text);
	const char *at = text;

	while (*at) {
		size_t len;
		bool ours;

		at = skip_blanks(at);
		len = strcspn(at, "=;,");
		ours = at[len] == '=' && len == strlen(key) && strncasecmp(at, key, len) == 0;
		at += len;
		if (*at == '=')
			at = take_value(value, at + 1);
		if (ours)
			found =
				found ? arena_printf(arena, "%s, %s", found, value) : arena_strdup(arena, value);
		if (*at == ',' && first_only)
			break;
		at += *at != '\0';
	}
	return found;
}
