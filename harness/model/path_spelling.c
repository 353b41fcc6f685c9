#include "path_spelling.h"

#include <ctype.h>
#include <string.h>

#include "arena.h"

const char *const path_spelling_words[] = {"usual", "capitals", "capital", "dot", "dots",
	"encoded-dots", "dots-parameter", "slashes", "encoded-slash", "encoded-slashes", "encoded-end",
	"backslashes", "encoded-letter", "encoded-twice", "overlong", "nul", "parameter", "no-slash",
	"query", "fragment", "dots-in-query", "dots-in-fragment", NULL};
_Static_assert(COUNT_OF(path_spelling_words) == PATH_SPELLING_COUNT + 1, "a word for each way");

/* What stands before the path without its slash, and behind it without that at its end. */
static const struct {
	const char *before, *after;
} around[PATH_SPELLING_COUNT] = {
	[PATH_DOT] = {"/./", "/"},
	[PATH_DOTS] = {"/open/../", "/"},
	[PATH_ENCODED_DOTS] = {"/open/%2e%2e/", "/"},
	[PATH_DOTS_PARAMETER] = {"/open/..;/", "/"},
	[PATH_SLASHES] = {"//", "/"},
	[PATH_ENCODED_SLASH] = {"/%2F", "/"},
	[PATH_ENCODED_SLASHES] = {"/open%2F..%2F", "/"},
	[PATH_ENCODED_END] = {"/", "%2F"},
	[PATH_BACKSLASHES] = {"/open\\..\\", "/"},
	[PATH_OVERLONG] = {"/open%C0%AF..%C0%AF", "/"},
	[PATH_NUL] = {"/", "%00/"},
	[PATH_PARAMETER] = {"/", ";x=1/"},
	[PATH_NO_SLASH] = {"/", ""},
	[PATH_QUERY] = {"/", "/?/../../open/"},
	[PATH_FRAGMENT] = {"/", "/#/../../open/"},
	[PATH_DOTS_IN_QUERY] = {"/open/?/../../", "/"},
	[PATH_DOTS_IN_FRAGMENT] = {"/open/#/../../", "/"},
};

static const char *in_capitals(const char *path, size_t count, struct arena *arena)
{
	char *spelt = arena_strdup(arena, path);

	for (size_t i = 0; i < count && spelt[i]; i++)
		spelt[i] = (char)toupper((unsigned char)spelt[i]);
	return spelt;
}

const char *path_spell(const char *path, enum path_spelling way, struct arena *arena)
{
	size_t len = strlen(path);
	size_t inner = len > 1 && path[len - 1] == '/' ? len - 2 : len - 1;

	switch (way) {
	case PATH_USUAL:
		return path;
	case PATH_CAPITALS:
		return in_capitals(path, len, arena);
	case PATH_CAPITAL:
		return in_capitals(path, 2, arena);
	case PATH_ENCODED_LETTER:
	case PATH_ENCODED_TWICE:
		return path[1] ? arena_printf(arena, "/%%%s%02x%s", way == PATH_ENCODED_TWICE ? "25" : "",
							 (unsigned)(unsigned char)path[1], path + 2)
					   : path;
	default:
		return arena_printf(
			arena, "%s%.*s%s", around[way].before, (int)inner, path + 1, around[way].after);
	}
}
