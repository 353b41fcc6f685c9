#include "teller.h"

#include <ctype.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "console_text.h"
#include "scenario_id.h"

enum { ROW_MAX = 64 * 1024, FILES_NAMED_MAX = 12 };

void word_list_add(struct word_list *list, struct arena *arena, const char *word)
{
	*ARENA_PUSH(arena, list->items, list->count) = word;
}

static int plain(char c)
{
	return c == '-' || c == '_' ? ' ' : tolower((unsigned char)c);
}

bool teller_same(const char *a, const char *b)
{
	while (*a && plain(*a) == plain(*b)) {
		a++;
		b++;
	}
	return !*a && !*b;
}

void teller_head(struct telling *telling, const char *name, const char *text)
{
	if (telling->told++)
		buf_putc(telling->out, '\n');
	buf_printf(telling->out, "%s: ", name);
	console_inline(telling->out, text);
	buf_putc(telling->out, '\n');
}

void teller_row(struct telling *telling, const char *label, const char *text)
{
	if (text && *text)
		console_row(telling->out, label, text, telling->columns);
}

void teller_scenarios(
	struct telling *telling, const char *label, const char *const *ids, size_t count)
{
	size_t files = 0;
	SCOPED_BUF text;

	buf_init(&text, ROW_MAX);
	for (size_t i = 0; i < count; files++) {
		if (files < FILES_NAMED_MAX)
			buf_printf(
				&text, "%s%.*s", files ? ", " : "", (int)scenario_id_file_len(ids[i]), ids[i]);
		i += scenario_id_run(ids, count, i);
	}
	if (files > FILES_NAMED_MAX)
		buf_printf(&text, " and %zu more", files - FILES_NAMED_MAX);
	teller_row(telling, label, buf_text(&text));
}
