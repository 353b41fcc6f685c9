/*
 * What somebody must look into, by cause: target and reason together, a card for each scenario that
 * shows it, and after the first few of a cause only links.
 */
#include "html_part.h"

#include <stdlib.h>

#include "explain.h"
#include "failures.h"
#include "grouping.h"

enum { CARDS_OF_CAUSE_MAX = 6, CARDS_MAX = 60 };

struct chapter {
	const char *id;
	const char *title;
	const char *lead;
	enum group_by by;
};

static const struct chapter chapters[] = {
	{"fail", "Failures", "The target did not do what the scenario asks for.", GROUP_FAIL},
	{"error", "Errors",
		"Nothing can be said of the target here: the environment broke, or a control did not hold.",
		GROUP_ERROR},
	{"xpass", "Unexpected passes",
		"Declared to misbehave, but did not: the declaration is out of date.", GROUP_XPASS},
};

struct shown {
	size_t scenario;
	size_t cell;
};

static int by_scenario(const void *a, const void *b)
{
	const struct shown *x = a;
	const struct shown *y = b;

	if (x->scenario != y->scenario)
		return x->scenario < y->scenario ? -1 : 1;
	return (x->cell > y->cell) - (x->cell < y->cell);
}

static void scenario_name(struct html_page *page, size_t number)
{
	const char *title = view_scenario(page->view, number)->title;

	markup_put(page->out, "<a href='#s%zu'>%s</>", page->view->cells[number].scenario,
		title && *title ? title : page->view->run->cells[number].scenario);
}

/* One scenario of a cause, explained by its first cell. */
static void card(struct html_page *page, const size_t *cells, size_t count)
{
	const struct cell_result *cell = &page->view->run->cells[cells[0]];
	struct html_mark mark = html_cell_mark(cell);
	struct explain_row rows[EXPLAIN_MAX];
	size_t row_count = explain_cell(rows, &page->cell, cell, view_scenario(page->view, cells[0]));

	markup_put(page->out, "<article class='card t%zu %s'><h4><span class='badge %s'>%s %s</> ",
		page->view->cells[cells[0]].target, mark.style, mark.style, mark.symbol,
		cell->verdict == VERDICT_FAIL ? failures_word(cell) : mark.word);
	scenario_name(page, cells[0]);
	markup_put(page->out, "</h4>\n");
	html_rows(page, rows, row_count, true);
	markup_put(page->out, "<p class='soft'>Timeline and all else, by cell:</>\n");
	html_cell_links(page, cells, count);
	markup_put(page->out, "</article>\n");
	arena_reset(&page->cell);
}

static void cause(struct html_page *page, const struct group *group, size_t *cards_left)
{
	const struct cell_result *first = &page->view->run->cells[group->cells[0]];
	struct shown *shown = ARENA_ARRAY(page->arena, struct shown, group->count);
	size_t *cells = ARENA_ARRAY(page->arena, size_t, group->count);
	size_t cards = 0;
	size_t end;

	for (size_t i = 0; i < group->count; i++)
		shown[i] = (struct shown){page->view->cells[group->cells[i]].scenario, group->cells[i]};
	qsort(shown, group->count, sizeof(*shown), by_scenario);
	for (size_t i = 0; i < group->count; i++)
		cells[i] = shown[i].cell;
	markup_put(page->out, "<div class='group t%zu'><h3>%s: %s <span class='many'>%zu %s</></h3>\n",
		page->view->cells[group->cells[0]].target, first->target,
		first->reason ? first->reason : "no reason was given", group->count,
		group->count == 1 ? "cell" : "cells");
	for (size_t i = 0; i < group->count; i = end) {
		for (end = i + 1; end < group->count && shown[end].scenario == shown[i].scenario;)
			end++;
		if (cards < CARDS_OF_CAUSE_MAX && *cards_left) {
			card(page, &cells[i], end - i);
			cards++;
			(*cards_left)--;
			continue;
		}
		markup_put(page->out, "<div class='also'><p>");
		scenario_name(page, cells[i]);
		markup_put(page->out, "</p>\n");
		html_cell_links(page, &cells[i], end - i);
		markup_put(page->out, "</div>\n");
	}
	markup_put(page->out, "</div>\n");
}

void html_findings(struct html_page *page)
{
	size_t cards_left = CARDS_MAX;

	for (size_t i = 0; i < COUNT_OF(chapters); i++) {
		struct grouping grouping;

		grouping_build(&grouping, page->view, chapters[i].by);
		if (!grouping.count)
			continue;
		markup_put(page->out,
			"<section id='%s' class='chapter'><h2>%s <span class='many'>%zu</></>\n"
			"<p class='lead'>%s</>\n",
			chapters[i].id, chapters[i].title, grouping.cells, chapters[i].lead);
		for (size_t j = 0; j < grouping.count; j++)
			cause(page, &grouping.groups[j], &cards_left);
		markup_put(page->out, "</section>\n");
	}
}
