#include "crash_watch.h"

#include <string.h>

#include "arena.h"
#include "schema.h"
#include "text.h"

enum { LINE_MAX_TOLD = 200 };

/* Where the first of them begins, or NULL; and which it is. */
static const char *find_first(
	size_t *which, const struct text_list *marks, const char *text, size_t len)
{
	const char *first = NULL;

	for (size_t i = 0; i < marks->count; i++) {
		const char *at = memmem(text, len, marks->items[i], strlen(marks->items[i]));

		if (!at || (first && at >= first))
			continue;
		first = at;
		*which = i;
	}
	return first;
}

/* A mark of which only the beginning is there is looked for again from there. */
static size_t longest_beginning(const struct text_list *marks)
{
	size_t longest = 1;

	for (size_t i = 0; i < marks->count; i++) {
		size_t len = strlen(marks->items[i]);

		longest = len > longest ? len : longest;
	}
	return longest - 1;
}

/* The line that `at` stands in, or what is there of it; a long one from the mark on. */
static const char *line_around(const char *at, const char *log, size_t len, struct arena *arena)
{
	const char *before = memrchr(log, '\n', (size_t)(at - log));
	const char *begin = before ? before + 1 : log;
	const char *end = memchr(at, '\n', len - (size_t)(at - log));
	size_t whole;

	if (!end)
		end = log + len;
	if (end - begin > LINE_MAX_TOLD)
		begin = at;
	whole = (size_t)(end - begin);
	return text_clean_dup(arena, begin, whole < LINE_MAX_TOLD ? whole : LINE_MAX_TOLD);
}

const char *crash_watch_look(struct crash_watch *watch, const struct text_list *marks,
	const char *log, size_t len, size_t total, struct arena *arena)
{
	size_t kept_from = total - len;
	size_t from = watch->seen > kept_from ? watch->seen : kept_from;
	const char *text = log + (from - kept_from);
	size_t left = total - from;
	size_t rest = longest_beginning(marks);
	size_t which = 0;
	const char *at = find_first(&which, marks, text, left);

	if (at) {
		watch->seen = from + (size_t)(at - text) + strlen(marks->items[which]);
		return line_around(at, log, len, arena);
	}
	watch->seen = from + left - (rest < left ? rest : left);
	return NULL;
}
