/* After the cells: what is known or could not be tested, by what it has in common. */
#include "html_part.h"

#include "grouping.h"

struct remark {
	const char *id;
	const char *title;
	const char *lead;
	const char *style;
	grouping_key *key;
};

static const struct remark remarks[] = {
	{"xfail", "Known deviations", "Misbehaved, as declared. Tested again each time.", "xfail",
		grouping_xfail},
	{"note", "Passes with a note",
		"Right in the outcome, but by another way than the RFC names. --strict makes these "
		"failures.",
		"note", grouping_deviation},
	{"unobserved", "Backend not observed",
		"No backend of ours stood behind the target: the verdicts rest on what the client was "
		"told.",
		"note", grouping_unobserved},
	{"skip", "Skipped", "What could not be tested here, by reason.", "skip", grouping_skip},
	{"not-run", "Not run", "What the run did not come to.", "not-run", grouping_not_run},
};

/* A cell that was not run has no other place on the page. */
static void line(struct html_page *page, size_t number)
{
	const struct cell_result *cell = &page->view->run->cells[number];

	if (html_was_run(cell)) {
		buf_printf(page->out, "<li><a href=\"#c%zu\" class=\"id\">", number);
		html_text(page->out, cell->id);
		buf_puts(page->out, "</a></li>\n");
		return;
	}
	buf_printf(page->out, "<li id=\"c%zu\"><span class=\"id\">", number);
	html_text(page->out, cell->id);
	buf_puts(page->out, "</span></li>\n");
}

static void group(struct html_page *page, const struct group *group, const char *style)
{
	const struct cell_result *first = &page->view->run->cells[group->cells[0]];

	buf_printf(page->out,
		"<details class=\"group t%zu\"><summary><span class=\"badge %s\">%zu %s</span> <strong>",
		page->view->cells[group->cells[0]].target, style, group->count,
		group->count == 1 ? "cell" : "cells");
	html_text(page->out, group->key);
	buf_puts(page->out, "</strong></summary>\n<div class=\"body\">\n");
	html_link(page, first->link);
	buf_puts(page->out, "<ul class=\"cells\">\n");
	for (size_t i = 0; i < group->count; i++)
		line(page, group->cells[i]);
	buf_puts(page->out, "</ul></div></details>\n");
}

void html_remarks(struct html_page *page)
{
	for (size_t i = 0; i < COUNT_OF(remarks); i++) {
		struct grouping grouping;

		grouping_build(&grouping, page->view, remarks[i].key);
		if (!grouping.count)
			continue;
		buf_printf(page->out,
			"<section id=\"%s\"><h2>%s <span class=\"many\">%zu</span></h2>\n<p "
			"class=\"lead\">%s</p>\n",
			remarks[i].id, remarks[i].title, grouping.cells, remarks[i].lead);
		for (size_t j = 0; j < grouping.count; j++)
			group(page, &grouping.groups[j], remarks[i].style);
		buf_puts(page->out, "</section>\n");
	}
}
