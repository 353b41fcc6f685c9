/* After the cells: what is known or could not be tested, by what it has in common. */
#include "html_part.h"

#include "grouping.h"
#include "untested.h"

struct remark {
	const char *id;
	const char *title;
	const char *lead;
	const char *style;
	enum group_by by;
};

static const struct remark remarks[] = {
	{"xfail", "Known deviations", "Misbehaved, as declared. Tested again each time.", "xfail",
		GROUP_XFAIL},
	{"note", "Passes with a note",
		"Right in the outcome, but by another way than the RFC names. --strict makes these "
		"failures.",
		"note", GROUP_DEVIATION},
	{"unobserved", "Backend not observed",
		"No backend of ours stood behind the target: the verdicts rest on what the client was "
		"told.",
		"note", GROUP_UNOBSERVED},
	{"skip", "Skipped", "What could not be tested here, by reason.", "skip", GROUP_SKIP},
	{"not-run", "Not run", "What the run did not come to.", "not-run", GROUP_NOT_RUN},
};

/* A cell that was not run has no other place on the page. */
static void line(struct html_page *page, size_t number)
{
	const struct cell_result *cell = &page->view->run->cells[number];

	markup_put(page->out,
		html_was_run(cell) ? "<li><a href='#c%zu' class='id'>%s</></>\n"
						   : "<li id='c%zu'><span class='id'>%s</></>\n",
		number, cell->id);
}

static void group(struct html_page *page, const struct group *group, const char *style)
{
	const struct cell_result *first = &page->view->run->cells[group->cells[0]];

	markup_put(page->out,
		"<details class='group t%zu'><summary><span class='badge %s'>%zu %s</> <strong>%s</></>\n"
		"<div class='body'>\n",
		page->view->cells[group->cells[0]].target, style, group->count,
		group->count == 1 ? "cell" : "cells", group->key);
	html_link(page, first->link);
	markup_put(page->out, "<ul class='cells'>\n");
	for (size_t i = 0; i < group->count; i++)
		line(page, group->cells[i]);
	markup_put(page->out, "</details>\n");
}

static void put_untested(struct html_page *page)
{
	const char *untested = untested_text(page->view->arena, page->view);

	if (untested)
		markup_put(page->out, "<p class='lead'>Not tested at all: %s.</>\n", untested);
}

void html_remarks(struct html_page *page)
{
	for (size_t i = 0; i < COUNT_OF(remarks); i++) {
		struct grouping grouping;

		grouping_build(&grouping, page->view, remarks[i].by);
		if (!grouping.count)
			continue;
		markup_put(page->out,
			"<section id='%s'><h2>%s <span class='many'>%zu</></>\n<p class='lead'>%s</>\n",
			remarks[i].id, remarks[i].title, grouping.cells, remarks[i].lead);
		if (remarks[i].by == GROUP_SKIP)
			put_untested(page);
		for (size_t j = 0; j < grouping.count; j++)
			group(page, &grouping.groups[j], remarks[i].style);
		markup_put(page->out, "</section>\n");
	}
}
