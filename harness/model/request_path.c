#include "request_path.h"

#include <ctype.h>
#include <string.h>

#include "arena.h"
#include "hex.h"

enum { DECODED_TWICE = 2 };

/* RFC 3986 section 2.3 */
static bool is_unreserved(int c)
{
	return c > 0 && (isalnum(c) || strchr("-._~", c)) && c < 0x80;
}

/* Absolute form or origin form: up to query and fragment. NULL: neither. */
static char *cut_path(const char *target, struct arena *arena)
{
	const char *scheme = strstr(target, "://");
	const char *path = target;

	if (*target != '/') {
		if (!scheme || strcspn(target, "/?#") < (size_t)(scheme - target))
			return NULL;
		path = scheme + 3;
		path += strcspn(path, "/?#");
	}
	if (*path != '/')
		return arena_strdup(arena, "/");
	return arena_strndup(arena, path, strcspn(path, "?#"));
}

/* Behind a percent sign that begins nothing ("%%666"), a digit would make it begin something. */
static bool completes_escape(const char *path, const char *to, int code)
{
	if (!isxdigit(code) || to == path)
		return false;
	return to[-1] == '%' || (to - path > 1 && to[-2] == '%' && isxdigit((unsigned char)to[-1]));
}

/* RFC 3986 sections 6.2.2.1 and 6.2.2.2 */
static void decode_unreserved(char *path)
{
	char *to = path;

	for (const char *at = path; *at; at++) {
		int code = hex_percent(at);

		if (code >= 0 && is_unreserved(code) && !completes_escape(path, to, code)) {
			*to++ = (char)code;
			at += 2;
		} else if (code >= 0) {
			*to++ = '%';
			*to++ = (char)toupper((unsigned char)at[1]);
			*to++ = (char)toupper((unsigned char)at[2]);
			at += 2;
		} else {
			*to++ = *at;
		}
	}
	*to = '\0';
}

static void decode_all(char *path)
{
	char *to = path;

	for (const char *at = path; *at; at++) {
		int code = hex_percent(at);

		*to++ = code < 0 ? *at : (char)code;
		at += code < 0 ? 0 : 2;
		if (!to[-1])
			return;
	}
	*to = '\0';
}

/* ASCII in two bytes, which no reader of UTF-8 may take (RFC 3629 section 3). */
static void read_overlong(char *path)
{
	char *to = path;

	for (const char *at = path; *at; at++) {
		unsigned char lead = (unsigned char)at[0];
		unsigned char next = (unsigned char)at[1];

		if ((lead & 0xfe) == 0xc0 && (next & 0xc0) == 0x80) {
			*to++ = (char)((lead & 1) << 6 | (next & 0x3f));
			at++;
		} else {
			*to++ = *at;
		}
	}
	*to = '\0';
}

/* Backslashes, parameters of segments, and more slashes than one. */
static void tidy(char *path)
{
	char *to = path;

	for (const char *at = path; *at; at++) {
		char c = *at == '\\' ? '/' : *at;

		if (c == ';')
			at += strcspn(at, "/\\") - 1;
		else if (c != '/' || to == path || to[-1] != '/')
			*to++ = c;
	}
	*to = '\0';
}

static bool is_segment(const char *at, size_t len, const char *dots)
{
	return len == strlen(dots) && strncmp(at, dots, len) == 0;
}

/* RFC 3986 section 5.2.4, of a path that begins with a slash. */
static void remove_dot_segments(char *path)
{
	char *to = path;
	const char *at = path;

	while (*at) {
		const char *segment = at + 1;
		size_t len = strcspn(segment, "/");
		bool last = !segment[len];
		bool up = is_segment(segment, len, "..");

		if (up || is_segment(segment, len, ".")) {
			while (up && to > path && *--to != '/')
				;
			if (last)
				*to++ = '/';
		} else {
			memmove(to, at, len + 1);
			to += len + 1;
		}
		at = segment + len;
	}
	*to = '\0';
}

static const char *end_with_slash(const char *path, struct arena *arena)
{
	size_t len = strlen(path);

	return len && path[len - 1] == '/' ? path : arena_printf(arena, "%s/", path);
}

const char *request_path_read(const char *target, enum path_reading reading, struct arena *arena)
{
	char *path = target ? cut_path(target, arena) : NULL;

	if (!path)
		return NULL;
	if (reading == PATH_BY_RFC) {
		decode_unreserved(path);
		remove_dot_segments(path);
		return path;
	}
	for (int i = 0; i < DECODED_TWICE; i++)
		decode_all(path);
	read_overlong(path);
	tidy(path);
	remove_dot_segments(path);
	return end_with_slash(path, arena);
}

bool request_path_is_below(const char *path, const char *above)
{
	size_t len = strlen(above);

	if (strncmp(path, above, len) != 0)
		return false;
	return above[len - 1] == '/' || !path[len] || path[len] == '/';
}
