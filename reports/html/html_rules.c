/* What asks for all this: each rule with the scenarios that cover it, and what came of them. */
#include "html_part.h"

#include "arena.h"
#include "buf.h"
#include "coverage.h"
#include "scenario_id.h"

enum { SUMMARY_MAX = 1024 };

/* The mark of cells that a state is shown like; never by colour alone, its word stands beside. */
static const char *const styles[] = {
	[COVERAGE_NONE] = "skip",
	[COVERAGE_ELSEWHERE] = "not-run",
	[COVERAGE_UNTESTED] = "skip",
	[COVERAGE_FAILS] = "fail",
	[COVERAGE_ERRORS] = "error",
	[COVERAGE_DEVIATES] = "xfail",
	[COVERAGE_PASSES] = "pass",
};
_Static_assert(COUNT_OF(styles) == COVERAGE_STATE_COUNT, "a style for each state");

static void scenarios(struct html_page *page, const struct coverage_row *row)
{
	const struct rule_info *rule = row->rule;

	for (size_t i = 0; i < rule->scenario_count;) {
		size_t number = row->scenarios[i];
		int len = (int)scenario_id_file_len(rule->scenarios[i]);

		markup_put(page->out, i ? ", " : "");
		if (number == VIEW_END)
			markup_put(page->out, "%.*s", len, rule->scenarios[i]);
		else
			markup_put(page->out, "<a href='#s%zu'>%.*s</>", number, len, rule->scenarios[i]);
		i += scenario_id_run(rule->scenarios, rule->scenario_count, i);
	}
	if (row->rule->partly)
		markup_put(page->out, "<p class='soft'>but for: %s</>", row->rule->partly);
	if (row->rule->uncovered)
		markup_put(page->out, "<span class='soft'>%s</>", row->rule->uncovered);
}

static void verdicts(struct html_page *page, const struct coverage_row *row)
{
	bool first = true;

	for (int i = 0; i < VERDICT_COUNT; i++) {
		if (!row->verdicts[i])
			continue;
		markup_put(page->out, "%s%zu %s", first ? "" : ", ", row->verdicts[i], verdict_words[i]);
		first = false;
	}
}

static void put_row(struct html_page *page, const struct coverage_row *row)
{
	struct markup *out = page->out;

	markup_put(out, "<tr><th scope='row'><strong>%s</>", row->rule->id);
	if (row->rule->title)
		markup_put(out, " %s", row->rule->title);
	markup_put(out, "</th><td><span class='badge %s'>%s</></td><td>", styles[row->state],
		coverage_words[row->state]);
	verdicts(page, row);
	markup_put(out, "</td><td>");
	scenarios(page, row);
	markup_put(out, "</td></tr>\n");
}

/* "all pass: 12; failures: 1" */
static const char *summary(struct arena *arena, const struct coverage_group *group)
{
	SCOPED_BUF text;

	buf_init(&text, SUMMARY_MAX);
	for (int i = COVERAGE_STATE_COUNT - 1; i >= 0; i--) {
		if (group->states[i])
			buf_printf(
				&text, "%s%s: %zu", text.len ? "; " : "", coverage_words[i], group->states[i]);
	}
	return arena_strdup(arena, buf_text(&text));
}

static void put_group(struct html_page *page, const struct coverage_group *group)
{
	static const char *const columns[] = {"rule", "here", "cells", "scenarios", NULL};
	const struct rule_source_info *source = group->source;
	const char *name = source ? source->id : "in no registry";

	markup_put(page->out, "<details class='group'><summary><strong>%s</>", name);
	if (source && source->title)
		markup_put(page->out, " %s", source->title);
	markup_put(page->out, " <span class='soft'>%s</></summary>\n<div class='body'>\n",
		summary(page->arena, group));
	if (source) {
		html_link(page, source->url);
		if (source->extent)
			markup_put(page->out, "<p class='soft'>Of it: %s.</>\n", source->extent);
	}
	html_table(
		page->out, name, "rules", "Rules, and what came of the scenarios that cover them", columns);
	for (size_t i = 0; i < group->count; i++)
		put_row(page, &group->rows[i]);
	markup_put(page->out, "</details>\n");
}

void html_requirements(struct html_page *page)
{
	struct coverage coverage;
	size_t count = page->view->run->plan.rule_count;

	if (!count)
		return;
	coverage_build(&coverage, page->view);
	markup_put(page->out,
		"<section id='rules'><h2>Requirements <span class='many'>%zu</></>\n<p class='lead'>What "
		"asks for the behaviour that was looked at, document by document: which scenarios cover "
		"it, and what came of all their cells, of all targets; or why none does.</>\n",
		count);
	for (size_t i = 0; i < coverage.count; i++)
		put_group(page, &coverage.groups[i]);
	markup_put(page->out, "</section>\n");
}
