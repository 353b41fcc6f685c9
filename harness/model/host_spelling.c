#include "host_spelling.h"

#include <ctype.h>

#include "arena.h"

const char *const host_spelling_words[] = {"usual", "capitals", "dot", "port", NULL};
_Static_assert(COUNT_OF(host_spelling_words) == HOST_SPELLING_COUNT + 1, "a word for each way");

const char *host_spell(const char *name, enum host_spelling way, struct arena *arena)
{
	static const char *const ends[HOST_SPELLING_COUNT] = {"", "", ".", ":443"};
	char *spelt = arena_printf(arena, "%s%s", name, ends[way]);

	for (char *at = spelt; way == HOST_CAPITALS && *at; at++)
		*at = (char)toupper((unsigned char)*at);
	return spelt;
}
