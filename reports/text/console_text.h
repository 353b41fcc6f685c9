#ifndef CONSOLE_TEXT_H
#define CONSOLE_TEXT_H
/* Lines for a terminal: wrapped, cleaned, coloured only if asked. */
#include <stdbool.h>
#include <stddef.h>

#include "result.h"

struct buf;

enum { CONSOLE_INDENT = 13 };

/* "  label      text ...", wrapped at so many columns under its own beginning; 0: in one line. */
void console_row(struct buf *out, const char *label, const char *text, size_t columns);
/* Clean text from `column` on, wrapped at `columns`; further lines begin with `indent` blanks. */
void console_wrap(struct buf *out, const char *text, size_t column, size_t indent, size_t columns);
/* The text in one line of at most `columns`, cut with "..." where it has no room; 0: whole. */
void console_cut(struct buf *out, const char *text, size_t columns);
/* How many columns a text takes. */
size_t console_width(const char *text);
/* Text on one line: control bytes made visible, newlines and tabs turned to spaces. */
void console_inline(struct buf *out, const char *text);
/* The verdict's word, in capitals where it is bad, with its colour. */
void console_verdict(struct buf *out, enum verdict verdict, bool color);
/* A word of failures, or another's, as that verdict is shown. */
void console_styled(struct buf *out, enum verdict verdict, const char *word, bool color);
/* SGR around what a heading says. */
void console_bold(struct buf *out, const char *text, bool color);
#endif
