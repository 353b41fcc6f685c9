#ifndef MARKUP_H
#define MARKUP_H
/*
 * HTML by templates: what is put in is escaped, what was opened is closed.
 *
 *   markup_put(out, "<li class='%s'>%zu <b>%s</></li>\n", style, count, text);
 *
 * Values are %s (NULL is nothing), %.*s (at most so many bytes, what is cut off ends with an
 * ellipsis), %c, %d and %zu, in content and in quoted attributes alike. Within a tag ' becomes ".
 * </> closes what was opened last, </li> all up to the last <li>, and <path /> itself. Each may be
 * in another call, and so may the rest of a tag.
 */
#include <stddef.h>

#include "buf.h"

enum { MARKUP_DEPTH_MAX = 32 };

struct markup {
	struct buf *out; /* for what is no markup: a style sheet */
	struct buf clean;
	const char *open[MARKUP_DEPTH_MAX]; /* names of elements, as the templates have them */
	size_t depth;
	bool in_tag;
};

void markup_init(struct markup *markup, struct buf *out);
void markup_finish(struct markup *markup);
void markup_put(struct markup *markup, const char *template, ...) PRINTF_LIKE(2, 3);
#endif
