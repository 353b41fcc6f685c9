#include "request_words.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "arena.h"

/* Characters of a token (RFC 9110 section 5.6.2). */
static const char token_chars[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
								  "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* Ours: by them we know the request again, and its end. */
static bool is_our_header(const char *line, size_t len)
{
	static const char *const ours[] = {"host", "connection", "x-mtlspec-token"};

	for (size_t i = 0; i < COUNT_OF(ours); i++) {
		if (strlen(ours[i]) == len && strncasecmp(line, ours[i], len) == 0)
			return true;
	}
	return false;
}

const char *request_header_fault(const char *line, struct arena *arena)
{
	size_t len = strspn(line, token_chars);

	if (!len || line[len] != ':' || strpbrk(line, "\r\n"))
		return arena_printf(arena, "'%s' is no header line: \"Name: value\"", line);
	if (is_our_header(line, len))
		return arena_printf(arena, "the header '%.*s' is mtlspec's own", (int)len, line);
	return NULL;
}

const char *request_method_fault(const char *method, struct arena *arena)
{
	if (method[strspn(method, token_chars)])
		return arena_printf(arena, "'%s' is no method", method);
	if (strcmp(method, "CONNECT") == 0)
		return "CONNECT asks for no resource: there would be no answer to look at";
	return NULL;
}

const char *request_path_fault(const char *path, struct arena *arena)
{
	if (path[0] == '/' && !strpbrk(path, " \t\r\n#"))
		return NULL;
	return arena_printf(arena, "'%s' is no path: it begins with / and has no blanks", path);
}

const char *request_target_fault(const char *target, struct arena *arena)
{
	for (const char *at = target; *at; at++) {
		unsigned char byte = (unsigned char)*at;

		if (byte <= ' ' || byte == 0x7f)
			return arena_printf(arena, "a request target has no blanks and no control characters");
	}
	return NULL;
}
