/* What changed since an older run (--compare): read after the verdict, before what is wrong. */
#include "change.h"
#include "html_part.h"
#include "id_index.h"

enum { CHANGES_MAX = 500 };

static const char *const styles[CHANGE_KIND_COUNT] = {
	[CHANGE_REGRESSED] = "fail",
	[CHANGE_FIXED] = "pass",
	[CHANGE_ACCEPTED] = "xfail",
	[CHANGE_UNACCEPTED] = "fail",
	[CHANGE_STALE] = "xpass",
	[CHANGE_OTHERWISE] = "error",
	[CHANGE_LOST] = "skip",
	[CHANGE_GAINED] = "note",
	[CHANGE_NOTED] = "note",
};

static void row(struct html_page *page, const struct change *change, const struct id_index *cells)
{
	struct buf *out = page->out;
	size_t number = id_index_find(cells, change->id);

	buf_printf(out,
		"<tr><td><span class=\"badge %s\">%s</span></td><th scope=\"row\" class=\"id\">",
		styles[change->kind], change_titles[change->kind]);
	if (number != ID_NOT_FOUND)
		buf_printf(out, "<a href=\"#c%zu\">", number);
	html_text(out, change->id);
	buf_puts(out, number != ID_NOT_FOUND ? "</a></th><td>" : "</th><td>");
	html_text(out, change->before);
	buf_puts(out, "</td><td>");
	html_text(out, change->after);
	buf_puts(out, "</td></tr>\n");
}

void html_changes(struct html_page *page)
{
	const struct run_result *run = page->view->run;
	const struct run_changes *changes = run->changes;
	struct id_index cells;
	struct buf *out = page->out;

	if (!changes)
		return;
	buf_printf(out,
		"<section id=\"changed\"><h2>Changed <span class=\"many\">%zu</span></h2>\n<p "
		"class=\"lead\">Since the run that began ",
		changes->count);
	html_text(out, changes->old->plan.started ? changes->old->plan.started : "earlier");
	buf_puts(out, ": ");
	html_text(out, changes_counts(page->arena, changes));
	buf_puts(out, ".</p>\n");
	if (changes->count)
		buf_puts(out,
			"<div class=\"scroll\" role=\"region\" aria-label=\"Changed cells\" tabindex=\"0\">"
			"<table class=\"changes\"><caption>Cells that are not what they were</caption>\n<thead>"
			"<tr><th scope=\"col\">change</th><th scope=\"col\">cell</th><th scope=\"col\">was</th>"
			"<th scope=\"col\">is</th></tr></thead>\n<tbody>\n");
	id_index_build(&cells, page->arena, run->cells, sizeof(*run->cells), run->cell_count);
	for (size_t i = 0; i < changes->count && i < CHANGES_MAX; i++)
		row(page, &changes->items[i], &cells);
	buf_puts(out, changes->count ? "</tbody></table></div>\n" : "");
	if (changes->count > CHANGES_MAX)
		buf_printf(out, "<p>And %zu more.</p>\n", changes->count - CHANGES_MAX);
	buf_puts(out, "</section>\n");
}
