#include "cursor.h"

void cursor_init(struct cursor *cursor, const char *file, const char *text, size_t len)
{
	*cursor = (struct cursor){.file = file, .text = text, .len = len, .line = 1};
}

static void rewind_to_start(struct cursor *cursor)
{
	cursor_init(cursor, cursor->file, cursor->text, cursor->len);
}

static void step(struct cursor *cursor)
{
	if (cursor->text[cursor->offset] == '\n') {
		cursor->line++;
		cursor->line_start = cursor->offset + 1;
	}
	cursor->offset++;
	while (cursor->offset < cursor->len &&
		((unsigned char)cursor->text[cursor->offset] & 0xc0) == 0x80)
		cursor->offset++;
	cursor->index++;
}

static struct place place_here(const struct cursor *cursor)
{
	return (struct place){cursor->file, cursor->line, cursor->offset - cursor->line_start + 1};
}

struct place cursor_place_of_character(struct cursor *cursor, size_t index)
{
	if (index < cursor->index)
		rewind_to_start(cursor);
	while (cursor->index < index && cursor->offset < cursor->len)
		step(cursor);
	return place_here(cursor);
}

struct place cursor_place_of_byte(struct cursor *cursor, size_t offset)
{
	if (offset < cursor->offset)
		rewind_to_start(cursor);
	while (cursor->offset < offset && cursor->offset < cursor->len)
		step(cursor);
	return place_here(cursor);
}
