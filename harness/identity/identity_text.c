#include "identity_text.h"

#include <string.h>
#include <strings.h>

#include "arena.h"
#include "buf.h"
#include "hex.h"

enum { BRIEF_MAX = 1000 };

const char *identity_text_brief(struct arena *arena, const char *text)
{
	size_t len = strlen(text);
	int kept = BRIEF_MAX;

	if (len <= BRIEF_MAX)
		return text;
	while (kept > 0 && (text[kept] & 0xc0) == 0x80)
		kept--;
	return arena_printf(arena, "%.*s... (%zu bytes)", kept, text, len);
}

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

const char *identity_text_decode(struct arena *arena, const char *text, bool plus)
{
	char *out = arena_strdup(arena, text);
	char *end = out;

	for (const char *at = text; *at; at++) {
		char byte = plus && *at == '+' ? ' ' : *at;
		int code = hex_percent(at);

		if (code > 0) {
			byte = (char)code;
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

/* A key and '=' come after this separator, or nothing: else it belongs to the value. */
static bool separates(const char *at)
{
	const char *after = skip_blanks(at + 1);
	size_t len = strcspn(after, "=;, \t\"");

	return !*after || after[len] == '=' || strchr(";,", *after);
}

static bool ends_quotes(const char *after)
{
	return !*after || ((*after == ';' || *after == ',') && separates(after));
}

/* The quote that ends what begins here; NULL where none does. */
static const char *closing_quote(const char *at, bool escapes)
{
	for (; *at; at++) {
		if (escapes && *at == '\\' && at[1])
			at++;
		else if (*at == '"' && ends_quotes(skip_blanks(at + 1)))
			return at;
	}
	return NULL;
}

/* Copies one value, without its quotes; returns what follows it. */
static const char *take_value(char *out, const char *at)
{
	const char *end;

	if (*at == '"') {
		at++;
		end = closing_quote(at, true);
		if (!end)
			end = closing_quote(at, false);
		if (!end)
			end = at + strlen(at);
		memcpy(out, at, (size_t)(end - at));
		out[end - at] = '\0';
		return *end ? skip_blanks(end + 1) : end;
	}
	for (; *at && !((*at == ';' || *at == ',') && separates(at)); at++)
		*out++ = *at;
	*out = '\0';
	return at;
}

const char *identity_text_unquote(struct arena *arena, const char *text)
{
	char *out = arena_strdup(arena, text);
	char *end = out;

	for (const char *at = text; *at; at++) {
		if (*at == '\\' && at[1])
			at++;
		*end++ = *at;
	}
	*end = '\0';
	return out;
}

const char *identity_text_part(
	struct arena *arena, const char *text, const char *key, bool first_only)
{
	char *value = arena_strdup(arena, text);
	bool found = false;
	SCOPED_BUF all;

	buf_init(&all, 3 * strlen(text) + 1);
	for (const char *at = text; *at; at += *at != '\0') {
		size_t len;
		bool ours;

		at = skip_blanks(at);
		len = strcspn(at, "=;,");
		ours = at[len] == '=' && len == strlen(key) && strncasecmp(at, key, len) == 0;
		at += len;
		if (*at == '=')
			at = take_value(value, at + 1);
		if (ours)
			buf_printf(&all, "%s%s", found ? ", " : "", value);
		found = found || ours;
		if (*at == ',' && first_only)
			break;
	}
	return found ? arena_strdup(arena, buf_text(&all)) : NULL;
}
