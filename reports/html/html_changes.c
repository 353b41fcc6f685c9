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
	size_t number = id_index_find(cells, change->id);

	markup_put(page->out, "<tr><td><span class='badge %s'>%s</></><th scope='row' class='id'>",
		styles[change->kind], change_titles[change->kind]);
	if (number != ID_NOT_FOUND)
		markup_put(page->out, "<a href='#c%zu'>", number);
	markup_put(
		page->out, "%s</th><td>%s</><td>%s</></>\n", change->id, change->before, change->after);
}

void html_changes(struct html_page *page)
{
	static const char *const columns[] = {"change", "cell", "was", "is", NULL};
	const struct run_result *run = page->view->run;
	const struct run_changes *changes = run->changes;
	struct markup *out = page->out;
	struct id_index cells;

	if (!changes)
		return;
	markup_put(out,
		"<section id='changed'><h2>Changed <span class='many'>%zu</></>\n"
		"<p class='lead'>Since the run that began %s: %s.</>\n",
		changes->count, changes->old->plan.started ? changes->old->plan.started : "earlier",
		changes_counts(page->arena, changes));
	if (changes->count) {
		html_table(out, "Changed cells", "changes", "Cells that are not what they were", columns);
		id_index_build(&cells, page->arena, run->cells, sizeof(*run->cells), run->cell_count);
		for (size_t i = 0; i < changes->count && i < CHANGES_MAX; i++)
			row(page, &changes->items[i], &cells);
		markup_put(out, "</div>\n");
	}
	if (changes->count > CHANGES_MAX)
		markup_put(out, "<p>And %zu more.</>\n", changes->count - CHANGES_MAX);
	markup_put(out, "</section>\n");
}
