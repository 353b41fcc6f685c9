/* The first thing that is read: who got in where, what else went wrong, and what was not tried. */
#include "html_part.h"

#include "failures.h"
#include "tally.h"
#include "untested.h"

enum { TARGETS_NAMED = 4, LINES_NAMED = 3 };

static const char *const sentences[FAILURE_CLASS_COUNT] = {
	/* (event files of old tell no class) */
	[FAILURE_NONE] = "A target did not do what is asked for",
	[FAILURE_LET_IN] = "Somebody who must stay out got in",
	[FAILURE_DECEIVED] = "The backend was told something untrue",
	[FAILURE_CRASHED] = "Somebody made a target die",
	[FAILURE_SHUT_OUT] = "Somebody good was refused",
	[FAILURE_OTHERWISE] = "Something else is not as it is asked for",
};

/* How often each target has failures of a class. */
struct where {
	size_t *cells;
	size_t targets; /* that have any */
};

static struct where find_where(const struct html_page *page, enum failure_class failure)
{
	const struct view *view = page->view;
	struct where where = {.cells = ARENA_ARRAY(page->arena, size_t, view->target_count + 1)};

	for (size_t i = 0; i < view->run->cell_count; i++) {
		const struct cell_result *cell = &view->run->cells[i];

		if (cell->verdict == VERDICT_FAIL && cell->failure == failure &&
			!where.cells[view->cells[i].target]++)
			where.targets++;
	}
	return where;
}

static void name_targets(struct html_page *page, const struct where *where)
{
	const char *between = " at ";
	size_t named = 0;

	for (size_t i = 0; i < page->view->target_count && named < TARGETS_NAMED; i++) {
		if (!where->cells[i])
			continue;
		markup_put(page->out, "%s<b>%s</> (%zu)", between, page->view->targets[i], where->cells[i]);
		between = ", ";
		named++;
	}
	if (where->targets > named)
		markup_put(page->out, " and %zu more targets", where->targets - named);
}

/* The lines to change, where they are known for certain. */
static void name_lines(struct html_page *page, enum failure_class failure)
{
	const struct causes *causes = &page->causes;
	size_t named = 0;

	for (size_t i = 0; i < causes->count && named < LINES_NAMED; i++) {
		const struct directive_fix *directive =
			&page->view->run->cells[causes->items[i].first].directive;

		if (!causes->items[i].certain || causes->items[i].rows[0].failure != failure)
			continue;
		markup_put(page->out, "%s%s, line %d: <code>%s</>",
			named ? "; " : " To change: ", directive->file, directive->line, directive->have);
		named++;
	}
}

static void failures(struct html_page *page, size_t failed)
{
	size_t counts[FAILURE_CLASS_COUNT];

	failures_count(counts, page->view->run);
	counts[FAILURE_NONE] = failed;
	for (int i = FAILURE_NONE + 1; i < FAILURE_CLASS_COUNT; i++)
		counts[FAILURE_NONE] -= counts[i];
	for (int i = 0; i < FAILURE_CLASS_COUNT; i++) {
		struct where where;

		if (!counts[i])
			continue;
		where = find_where(page, (enum failure_class)i);
		markup_put(page->out, "<li class='fail'><strong>%s:</> %zu %s", sentences[i], counts[i],
			counts[i] == 1 ? "cell" : "cells");
		name_targets(page, &where);
		markup_put(page->out, ".");
		name_lines(page, (enum failure_class)i);
		markup_put(page->out, "</li>\n");
	}
}

void html_danger(struct html_page *page)
{
	const struct run_result *run = page->view->run;
	const char *untested = untested_text(page->arena, page->view);
	struct tally tally;

	if (!run->cell_count)
		return;
	tally_run(&tally, run);
	markup_put(page->out, "<ul class='danger'>\n");
	failures(page, tally.verdicts[VERDICT_FAIL]);
	if (!tally.verdicts[VERDICT_FAIL] && tally.verdicts[VERDICT_PASS])
		markup_put(page->out,
			"<li class='pass'><strong>Nothing failed</> in the %zu cells that were "
			"judged.</>\n",
			tally.verdicts[VERDICT_PASS] + tally.verdicts[VERDICT_XFAIL]);
	if (tally.verdicts[VERDICT_ERROR])
		markup_put(page->out, "<li class='error'><strong>Nothing can be said</> of %zu %s.</>\n",
			tally.verdicts[VERDICT_ERROR], tally.verdicts[VERDICT_ERROR] == 1 ? "cell" : "cells");
	if (untested)
		markup_put(page->out, "<li class='skip'><strong>Not tested:</> %s.</>\n", untested);
	markup_put(page->out, "</ul>\n");
}
