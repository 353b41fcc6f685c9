#ifndef CONSOLE_TEXT_H
#define CONSOLE_TEXT_H
/* Lines for a terminal: wrapped, cleaned, coloured only if asked. */
#include <stdbool.h>
#include <stddef.h>

#include "result.h"

struct buf;

enum { CONSOLE_COLUMNS = 100, CONSOLE_INDENT = 13 };

/* "  label      text ...", wrapped at CONSOLE_COLUMNS under its own beginning. */
void console_row(struct buf *out, const char *label, const char *text, bool may_wrap);
/* Text on one line: control bytes made visible, newlines and tabs turned to spaces. */
void console_inline(struct buf *out, const char *text);
/* The verdict's word, in capitals where it is bad, with its colour. */
void console_verdict(struct buf *out, enum verdict verdict, bool color);
/* SGR around what a heading says. */
void console_bold(struct buf *out, const char *text, bool color);
#endif
