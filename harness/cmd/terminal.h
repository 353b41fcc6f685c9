#ifndef TERMINAL_H
#define TERMINAL_H
/* What is at the other end of a stream. */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER, COLOR_CHOICE_COUNT };
extern const char *const color_words[]; /* auto always never */

/* As was chosen; else NO_COLOR, then FORCE_COLOR (but 0) decide, then whether it is a terminal that
 * knows colours. */
bool terminal_wants_color(FILE *out, enum color_choice choice);
/* How wide it is, as it says or as COLUMNS does; where it is none, `otherwise`. */
size_t terminal_columns(FILE *out, size_t otherwise);
#endif
