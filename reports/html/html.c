#include "html.h"

#include <stdlib.h>

#include "arena.h"
#include "event.h"
#include "explain.h"
#include "failures.h"
#include "html_part.h"
#include "tally.h"

enum {
	/* of more cells than this that are no passes, the less pressing are told as briefly as those */
	FULL_CELLS_MAX = 250,
};

#define POLICY                                                                                     \
	"default-src 'none'; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'"

static void head(struct html_page *page)
{
	const char *title = page->view->run->plan.cover.title;
	struct markup *out = page->out;

	markup_put(out, "<!DOCTYPE html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n");
	buf_puts(out->out, "<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY "\">\n");
	markup_put(out,
		"<meta name='viewport' content='width=device-width, initial-scale=1'>\n"
		"<meta name='color-scheme' content='light dark'>\n<title>%s: %s</>\n<style>\n",
		title ? title : "mtlspec", explain_exit(&page->view->run->end));
	html_style_write(out->out, page->view);
	markup_put(
		out, "</style>\n<link rel='stylesheet' href='" HTML_STYLE_FILE "'>\n</head>\n<body>\n");
}

static void count_item(struct html_page *page, enum verdict verdict, size_t count)
{
	const char *word = verdict_words[verdict];
	bool linked = count && verdict != VERDICT_PASS;

	markup_put(page->out, "<li class='%s'>", count ? word : "zero");
	if (linked)
		markup_put(page->out, "<a href='#%s'>", word);
	markup_put(page->out, "<b>%zu</> %s</li>\n", count, word);
}

static void counts(struct html_page *page, const struct tally *tally)
{
	markup_put(page->out, "<ul class='counts'>\n");
	for (int i = 0; i < VERDICT_COUNT; i++)
		count_item(page, (enum verdict)i, tally->verdicts[i]);
	markup_put(page->out, "</ul>\n");
}

static void term(struct html_page *page, const char *label, const char *text, bool code)
{
	if (text && *text)
		markup_put(page->out, code ? "<dt>%s</><dd><code>%s</dd>\n" : "<dt>%s</><dd>%s</dd>\n",
			label, text);
}

static void targets(struct html_page *page)
{
	const struct view *view = page->view;

	markup_put(page->out, "<dt>targets</><dd>");
	for (size_t i = 0; i < view->target_count; i++) {
		const struct target_info *info = view->target_infos[i];

		markup_put(page->out, "%s%s", i ? ", " : "", view->targets[i]);
		if (info && info->version)
			markup_put(page->out, " %s", info->version);
	}
	markup_put(page->out, "</dd>\n");
}

static void particulars(struct html_page *page)
{
	const struct plan_result *plan = &page->view->run->plan;
	const struct end_result *end = &page->view->run->end;

	markup_put(page->out, "<dl>\n");
	term(page, "scope", plan->cover.scope, false);
	term(page, "tested by", plan->cover.tester, false);
	term(page, "command", plan->command, true);
	term(page, "exit code", arena_printf(page->arena, "%d: %s", end->exit_code, explain_exit(end)),
		false);
	targets(page);
	term(page, "made by",
		arena_printf(page->arena, "%s with %s", plan->program_version ? plan->program_version : "",
			plan->openssl_version ? plan->openssl_version : ""),
		false);
	term(page, "started", plan->started, false);
	term(page, "took",
		arena_printf(page->arena, "%s s, %zu connections",
			view_seconds(page->arena, end->duration_us), end->connections),
		false);
	markup_put(page->out, "</dl>\n");
}

static void masthead(struct html_page *page)
{
	const struct run_result *run = page->view->run;
	const char *failures = failures_text(page->arena, page->view);
	const char *title = run->plan.cover.title;
	struct tally tally;

	tally_run(&tally, run);
	markup_put(page->out,
		"<header>\n<p class='brand'>mtlspec \u00b7 mutual TLS conformance%s%s</>\n<h1>%s</>\n"
		"<p class='lead'>%s%s%zu cells on %zu %s%s.</>\n",
		title ? " \u00b7 " : "", title, explain_exit(&run->end), failures ? failures : "",
		failures ? "; " : "", tally.cells, page->view->target_count,
		page->view->target_count == 1 ? "target" : "targets",
		run->end.interrupted ? "; the run was interrupted, so this is not all of it" : "");
	counts(page, &tally);
	html_danger(page);
	html_overview(page);
	if (tally.cells)
		markup_put(page->out,
			"<nav aria-label='Parts of this page'><a href='#matrix'>Matrix</> "
			"<a href='#scenarios'>Scenarios and cells</>%s",
			run->plan.rule_count ? "" : "</nav>\n");
	if (tally.cells && run->plan.rule_count)
		markup_put(page->out, " <a href='#rules'>Requirements</></>\n");
	particulars(page);
	html_reading(page);
	markup_put(page->out, "</header>\n<main>\n");
}

static void footer(struct html_page *page)
{
	markup_put(page->out,
		"</main>\n<footer>Made from the event file alone; "
		"<code>mtlspec report events.jsonl</> renders it again.</>\n</body>\n</html>\n");
}

/* The page from top to bottom. */
static void (*const parts[])(struct html_page *page) = {
	head,
	masthead,
	html_changes,
	html_kills,
	html_filter,
	html_findings,
	html_matrix,
	html_scenarios,
	html_requirements,
	html_remarks,
	footer,
};

struct placed {
	const struct view_cell *at;
	const struct cell_result *cell;
	size_t number;
};

static int compare(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

static int by_scenario(const void *a, const void *b)
{
	const struct placed *x = a;
	const struct placed *y = b;
	int order = compare(x->at->scenario, y->at->scenario);

	order = order ? order : compare(x->at->target, y->at->target);
	order = order ? order : compare(x->cell->mode, y->cell->mode);
	order = order ? order : compare(x->cell->tls, y->cell->tls);
	return order ? order : compare(x->number, y->number);
}

static const size_t *put_in_order(const struct view *view)
{
	size_t count = view->run->cell_count;
	struct placed *placed = ARENA_ARRAY(view->arena, struct placed, count + 1);
	size_t *order = ARENA_ARRAY(view->arena, size_t, count + 1);

	for (size_t i = 0; i < count; i++)
		placed[i] = (struct placed){&view->cells[i], &view->run->cells[i], i};
	if (count)
		qsort(placed, count, sizeof(*placed), by_scenario);
	for (size_t i = 0; i < count; i++)
		order[i] = placed[i].number;
	return order;
}

/* Of the most pressing verdicts first, as many as there is room for. */
static void choose_in_full(struct html_page *page)
{
	static const enum verdict pressing[] = {
		VERDICT_FAIL, VERDICT_ERROR, VERDICT_XPASS, VERDICT_XFAIL};
	struct tally tally;
	size_t cells = 0;

	tally_run(&tally, page->view->run);
	for (size_t i = 0; i < COUNT_OF(pressing); i++) {
		cells += tally.verdicts[pressing[i]];
		page->tells_in_full[pressing[i]] = cells <= FULL_CELLS_MAX;
	}
}

void html_write(struct buf *out, const struct view *view)
{
	struct markup markup;
	struct html_page page = {.out = &markup,
		.view = view,
		.arena = view->arena,
		.order = put_in_order(view),
		.draws_passes = view->run->cell_count <= EVENT_PASS_TIMELINES_MAX};

	arena_init(&page.cell);
	markup_init(&markup, out);
	choose_in_full(&page);
	causes_find(&page.causes, view);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		parts[i](&page);
	markup_finish(&markup);
	arena_finish(&page.cell);
}

void html_style_write(struct buf *out, const struct view *view)
{
	buf_puts(out, html_page_css);
	html_filter_rules(out, view);
}
