#ifndef FORMAT_PAGE_H
#define FORMAT_PAGE_H
/* A kind of files on a page: what it is for, every key with its type and meaning, an example. */
#include <stddef.h>

struct buf;
struct file_format;

/* For a terminal, wrapped at so many columns; 0: not. */
void format_page_text(struct buf *out, const struct file_format *format, size_t columns);
/* mtlspec-WORD(5), in man(7). */
void format_page_man(struct buf *out, const struct file_format *format, const char *version);
/* Text in troff: what it would take as its own is escaped. */
void format_page_troff(struct buf *out, const char *text);
/* The same of text that is filled: its lines are broken where they get long. */
void format_page_fill(struct buf *out, const char *text);
#endif
