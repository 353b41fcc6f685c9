#ifndef HTML_PART_H
#define HTML_PART_H
/* The parts of the page. */
#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "cause.h"
#include "markup.h"
#include "view.h"

struct explain_row;

/* How a cell is shown: never by colour alone. */
struct html_mark {
	const char *style; /* CSS class, and what the verdict filter filters by */
	const char *symbol;
	const char *word;
	const char *meaning; /* for the key */
};

struct html_page {
	struct markup *out;
	const struct view *view;
	struct arena *arena; /* of the report */
	struct arena cell; /* emptied after each cell */
	const size_t *order; /* cells by scenario, target, mode and version */
	struct causes causes; /* of what somebody must look into */
	/* what a page of bearable size has room for */
	bool draws_passes;
	bool tells_in_full[VERDICT_COUNT];
};

extern const char html_page_css[]; /* templates/page.css */

/* A name in camel case, with places where a narrow column may break it. */
void html_breakable(struct markup *out, const char *name);
/* A sentence; what stands in it between `backticks` is code. */
void html_sentence(struct html_page *page, const char *text);
/* A table to its body, in a box that can be scrolled, whose end is "</div>"; `columns` ends with
 * NULL. */
void html_table(struct markup *out, const char *label, const char *style, const char *caption,
	const char *const *columns);

struct html_mark html_cell_mark(const struct cell_result *cell);
/* Every mark that a cell can have, the pressing ones first; ends with a row without style. */
enum { HTML_MARK_COUNT = 10 };
extern const struct html_mark html_marks[HTML_MARK_COUNT + 1];
/* Nothing happened: the cell is a line among the others that share its reason. */
bool html_was_run(const struct cell_result *cell);
/* "1.2", "1.3"; the whole name of others. */
const char *html_tls(enum tls_version version);

/* The strictest mode first: it is the one that people rely on. */
extern const enum auth_mode html_mode_order[AUTH_MODE_COUNT];

/* "RequireAndVerifyClientCert TLS 1.3", linked to the cell's own place (id "c<number>"). */
void html_cell_link(struct html_page *page, size_t number);
/* A list of them. */
void html_cell_links(struct html_page *page, const size_t *cells, size_t count);
/* A paragraph with a link to the web; nothing for what is none. */
void html_link(struct html_page *page, const char *link);
/* The labelled sentences, all or without those that the scenario's own section says; then, folded,
 * the commands. */
void html_rows(
	struct html_page *page, const struct explain_row *rows, size_t count, bool with_scenario);

/* html_danger.c: who got in where, in a sentence for each kind of harm. */
void html_danger(struct html_page *page);
/* html_reading.c: what the words and signs of the page mean. */
void html_reading(struct html_page *page);
/* html_filter.c: what can be shown alone, by verdict and target; and the rules that do it. */
void html_filter(struct html_page *page);
void html_filter_rules(struct buf *out, const struct view *view);
/* html_changes.c: since an older run, if there is one to compare with. */
void html_changes(struct html_page *page);
/* html_kills.c: who catches which defect, if this was a self-test. */
void html_kills(struct html_page *page);
/* html_findings.c: what somebody must look into, by cause. */
void html_findings(struct html_page *page);
/* html_overview.c: targets by mode. */
void html_overview(struct html_page *page);
/* html_matrix.c: scenarios by target for each mode. */
void html_matrix(struct html_page *page);
/* html_scenario.c: each scenario with what is presented, and its cells. */
void html_scenarios(struct html_page *page);
/* html_cell.c: one cell in full. */
void html_cell(struct html_page *page, size_t number);
/* html_timeline.c: one connection in two lanes. */
void html_timeline(
	struct markup *out, const struct attempt_result *attempt, const struct cell_result *cell);
/* html_rules.c: what asks for it, and what came of it. */
void html_requirements(struct html_page *page);
/* html_remarks.c: known deviations, notes, skips, each by what they have in common. */
void html_remarks(struct html_page *page);
#endif
