/* All cells that are not plain passes: the pressing ones open, the many alike under one heading. */
#include "html_part.h"

#include "grouping.h"

/* Cells after the first so many of one verdict are closed, so that the page stays in sight. */
enum { OPEN_MAX = 12 };

struct chapter {
	enum verdict verdict;
	const char *id;
	const char *title;
	const char *lead;
	bool open;
};

static const struct chapter chapters[] = {
	{VERDICT_FAIL, "fail", "Failures", "The target did not do what the scenario asks for.", true},
	{VERDICT_ERROR, "error", "Errors",
		"Nothing can be said of the target here: the environment broke, or a control did not hold.",
		true},
	{VERDICT_XPASS, "xpass", "Unexpected passes",
		"Declared to misbehave, but did not: the declaration is out of date.", true},
	{VERDICT_XFAIL, "xfail", "Known deviations", "Misbehaved, as declared. Tested again each time.",
		false},
};

static void heading(
	struct html_page *page, const char *id, const char *title, size_t count, const char *lead)
{
	buf_printf(page->out,
		"<section id=\"%s\"><h2>%s <span class=\"many\">%zu</span></h2>\n<p "
		"class=\"lead\">%s</p>\n",
		id, title, count, lead);
}

static void chapter(struct html_page *page, const struct chapter *chapter, size_t count)
{
	size_t shown = 0;

	if (!count)
		return;
	heading(page, chapter->id, chapter->title, count, chapter->lead);
	for (size_t i = 0; i < page->view->run->cell_count; i++) {
		if (page->view->run->cells[i].verdict == chapter->verdict)
			html_cell(page, i, chapter->open && shown++ < OPEN_MAX);
	}
	buf_puts(page->out, "</section>\n");
}

static void group_head(struct html_page *page, const struct group *group, const char *style)
{
	buf_printf(page->out,
		"<details class=\"group\"><summary><span class=\"badge %s\">%zu %s</span> <strong>", style,
		group->count, group->count == 1 ? "cell" : "cells");
	html_text(page->out, group->key);
	buf_puts(page->out, "</strong></summary>\n<div class=\"body\">\n");
}

static void deviations(struct html_page *page)
{
	struct grouping grouping;

	grouping_build(&grouping, page->view, grouping_deviation);
	if (!grouping.count)
		return;
	heading(page, "note", "Passes with a note", grouping.cells,
		"Right in the outcome, but by another way than the RFC names. --strict makes these "
		"failures.");
	for (size_t i = 0; i < grouping.count; i++) {
		group_head(page, &grouping.groups[i], "note");
		for (size_t j = 0; j < grouping.groups[i].count; j++)
			html_cell(page, grouping.groups[i].cells[j], false);
		buf_puts(page->out, "</div></details>\n");
	}
	buf_puts(page->out, "</section>\n");
}

static void listed(
	struct html_page *page, const char *id, const char *title, const char *lead, grouping_key *key)
{
	struct grouping grouping;

	grouping_build(&grouping, page->view, key);
	if (!grouping.count)
		return;
	heading(page, id, title, grouping.cells, lead);
	for (size_t i = 0; i < grouping.count; i++) {
		group_head(page, &grouping.groups[i], "skip");
		buf_puts(page->out, "<ul class=\"cells\">\n");
		for (size_t j = 0; j < grouping.groups[i].count; j++)
			html_cell_line(page, grouping.groups[i].cells[j]);
		buf_puts(page->out, "</ul></div></details>\n");
	}
	buf_puts(page->out, "</section>\n");
}

static void chapters_of(struct html_page *page, bool open)
{
	const size_t *counts = page->view->run->end.counts;

	for (size_t i = 0; i < COUNT_OF(chapters); i++) {
		if (chapters[i].open == open)
			chapter(page, &chapters[i], counts[chapters[i].verdict]);
	}
}

void html_findings(struct html_page *page)
{
	chapters_of(page, true);
}

void html_remarks(struct html_page *page)
{
	chapters_of(page, false);
	deviations(page);
	listed(page, "skip", "Skipped", "What could not be tested here, by reason.", grouping_skip);
	listed(page, "not-run", "Not run", "What the run did not come to.", grouping_not_run);
}
