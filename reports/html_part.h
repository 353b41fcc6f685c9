#ifndef HTML_PART_H
#define HTML_PART_H
/* The parts of the page, and the one function through which foreign text passes. */
#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "buf.h"
#include "view.h"

/* How a cell is shown: never by colour alone. */
struct html_mark {
	const char *style; /* CSS class */
	const char *symbol;
	const char *word;
};

struct html_page {
	struct buf *out;
	const struct view *view;
	struct arena *arena; /* of the report */
	struct arena cell; /* emptied after each cell */
};

extern const char html_page_css[]; /* templates/page.css */

/* Escapes for element content and quoted attributes; NULL writes nothing. */
void html_text(struct buf *out, const char *text);
/* A name in camel case, with places where a narrow column may break it. */
void html_breakable(struct buf *out, const char *name);

struct html_mark html_cell_mark(const struct cell_result *cell);
/* Not a plain pass: the cell has a place of its own on the page, id "c<number>". */
bool html_has_section(const struct cell_result *cell);

/* html_cell.c: one cell in full, and as a line of a list. */
void html_cell(struct html_page *page, size_t number, bool open);
void html_cell_line(struct html_page *page, size_t number);
/* html_findings.c: what somebody must look into, before the matrix. */
void html_findings(struct html_page *page);
/* And after it all other cells that are not plain passes, grouped. */
void html_remarks(struct html_page *page);
/* html_matrix.c */
void html_matrix(struct html_page *page);
#endif
