#ifndef CURSOR_H
#define CURSOR_H
/*
 * Turns libyaml's positions into ours: libyaml counts characters and ends lines at CR, NEL and LS
 * too; places count bytes and end lines at line feeds, as excerpts and editors do. A cursor moves
 * forward while positions ascend, so that all places of a tree together cost one pass.
 */
#include <stddef.h>

#include "diag.h"

struct cursor {
	const char *file;
	const char *text;
	size_t len;
	size_t index; /* in characters */
	size_t offset; /* in bytes */
	size_t line;
	size_t line_start;
};

/* The text is not copied. */
void cursor_init(struct cursor *cursor, const char *file, const char *text, size_t len);
struct place cursor_place_of_character(struct cursor *cursor, size_t index);
struct place cursor_place_of_byte(struct cursor *cursor, size_t offset);
#endif
