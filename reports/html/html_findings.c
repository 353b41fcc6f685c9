/*
 * What somebody must look into, by what is to blame (cause.h): its line as it stands there, then a
 * card for each scenario that shows it, the first one open, and after many only links.
 */
#include "html_part.h"

#include "explain.h"
#include "failures.h"

enum { CARDS_MAX = 120 };

struct chapter {
	enum verdict verdict;
	const char *title;
	const char *lead;
};

static const struct chapter chapters[] = {
	{VERDICT_FAIL, "Failures", "The target did not do what the scenario asks for."},
	{VERDICT_ERROR, "Errors",
		"Nothing can be said of the target here: the environment broke, or a control did not "
		"hold."},
	{VERDICT_XPASS, "Unexpected passes",
		"Declared to misbehave, but did not: the declaration is out of date."},
};

static const char *title_of(const struct html_page *page, size_t cell)
{
	const char *title = view_scenario(page->view, cell)->title;

	return title && *title ? title : page->view->run->cells[cell].scenario;
}

static void many(struct html_page *page, size_t count, const char *word)
{
	markup_put(page->out, "%zu %s%s", count, word, count == 1 ? "" : "s");
}

static void card(struct html_page *page, const struct cause_row *row, bool open)
{
	const struct cell_result *cell = &page->view->run->cells[row->first];
	struct html_mark mark = html_cell_mark(cell);
	struct explain_row rows[EXPLAIN_MAX];
	size_t row_count = explain_cell(rows, &page->cell, cell, view_scenario(page->view, row->first));

	markup_put(page->out,
		"<details class='card t%zu %s'%s><summary><span class='badge %s'>%s %s</> ",
		page->view->cells[row->first].target, mark.style, open ? " open" : "", mark.style,
		mark.symbol, cell->verdict == VERDICT_FAIL ? failures_word(cell) : mark.word);
	markup_put(page->out, "<strong>%s</> <span class='many'>", title_of(page, row->first));
	many(page, row->count, "cell");
	markup_put(page->out, "</></summary>\n<div class='body'>\n");
	html_rows(page, rows, row_count, true);
	markup_put(page->out,
		"<p class='soft'>Timeline and all else: <a href='#s%zu'>%s</>; by cell:</>\n",
		row->scenario, page->view->scenarios[row->scenario]);
	html_cell_links(page, row->cells, row->cell_count);
	markup_put(page->out, "</div></details>\n");
	arena_reset(&page->cell);
}

static void link_row(struct html_page *page, const struct cause_row *row)
{
	markup_put(page->out, "<div class='also'><p><a href='#s%zu'>%s</></p>\n", row->scenario,
		title_of(page, row->first));
	html_cell_links(page, row->cells, row->cell_count);
	markup_put(page->out, "</div>\n");
}

static void put_fix(struct html_page *page, const char *fix)
{
	markup_put(page->out, "<p class='fix'><span class='soft'>fix:</> ");
	html_sentence(page, fix);
	markup_put(page->out, "</p>\n");
}

/* What is to blame, or, where that is not known, what was seen. */
static void cause_head(struct html_page *page, const struct cause *cause)
{
	const struct cell_result *first = &page->view->run->cells[cause->first];
	const struct directive_fix *directive = &first->directive;

	markup_put(page->out, "<h3>%s: ", cause->who);
	if (cause->certain)
		markup_put(page->out, "%s, line %d", directive->file, directive->line);
	else
		markup_put(page->out, "%s%s", cause->rows[0].reason, cause->reason ? "" : ", and the like");
	markup_put(page->out, " <span class='many'>");
	many(page, cause->count, "cell");
	markup_put(page->out, " of ");
	many(page, cause->row_count, "scenario");
	markup_put(page->out, "</></h3>\n");
	if (cause->certain)
		markup_put(page->out,
			"<pre class='blamed' tabindex='0'><span class='soft'>%d</>  %s</pre>\n",
			directive->line, directive->have);
	if (cause->fix && first->verdict == VERDICT_FAIL)
		put_fix(page, cause->fix);
	if (cause->alike)
		markup_put(page->out, "<p class='soft'>TLS %s; %s</>\n",
			cause_versions(page->arena, cause->versions),
			cause_modes(page->view, cause->first, cause->modes));
}

static void put_cause(struct html_page *page, const struct cause *cause, size_t *cards_left)
{
	markup_put(page->out, "<div class='group t%zu'>", page->view->cells[cause->first].target);
	cause_head(page, cause);
	for (size_t i = 0; i < cause->row_count; i++) {
		if (!*cards_left) {
			link_row(page, &cause->rows[i]);
			continue;
		}
		card(page, &cause->rows[i], i == 0);
		(*cards_left)--;
	}
	markup_put(page->out, "</div>\n");
}

static size_t cells_of(const struct html_page *page, enum verdict verdict)
{
	const struct causes *causes = &page->causes;
	size_t cells = 0;

	for (size_t i = 0; i < causes->count; i++) {
		if (page->view->run->cells[causes->items[i].first].verdict == verdict)
			cells += causes->items[i].count;
	}
	return cells;
}

void html_findings(struct html_page *page)
{
	size_t cards_left = CARDS_MAX;
	for (size_t i = 0; i < COUNT_OF(chapters); i++) {
		enum verdict verdict = chapters[i].verdict;
		size_t cells = cells_of(page, verdict);

		if (!cells)
			continue;
		markup_put(page->out,
			"<section id='%s' class='chapter'><h2>%s <span class='many'>%zu</></>\n"
			"<p class='lead'>%s</>\n",
			verdict_words[verdict], chapters[i].title, cells, chapters[i].lead);
		for (size_t j = 0; j < page->causes.count; j++) {
			if (page->view->run->cells[page->causes.items[j].first].verdict == verdict)
				put_cause(page, &page->causes.items[j], &cards_left);
		}
		markup_put(page->out, "</section>\n");
	}
}
