#ifndef CONSOLE_CELLS_H
#define CONSOLE_CELLS_H
/* What went wrong, cell by cell; pieces that the folded form has, too. */
#include <stddef.h>

#include "view.h"

struct buf;
struct console;

/* Each in full, for each kind of trouble the first few of them. */
void console_cells(struct buf *out, const struct view *view, const struct console *console);
/* `count` cells of a target in trouble, of which `first` speaks for all. */
void console_untried(struct buf *out, const struct view *view, size_t first, size_t count,
	const struct console *console);
/* The last lines of a target's log. */
void console_log(struct buf *out, struct arena *arena, const char *log);
#endif
