/* One cell: what was expected and seen, and the timeline of its connections. */
#include "html_part.h"

#include <string.h>

#include "arena.h"
#include "explain.h"

static bool is_web_link(const char *text)
{
	return strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0;
}

static void web_link(struct buf *out, const char *link)
{
	buf_puts(out, "<a rel=\"noreferrer\" href=\"");
	html_text(out, link);
	buf_puts(out, "\">");
	html_text(out, link);
	buf_puts(out, "</a>");
}

void html_link(struct html_page *page, const char *link)
{
	if (!link || !is_web_link(link))
		return;
	buf_puts(page->out, "<p>");
	web_link(page->out, link);
	buf_puts(page->out, "</p>\n");
}

static void value(struct buf *out, const struct explain_row *row)
{
	if (row->kind == EXPLAIN_COMMAND) {
		buf_puts(out, "<code>");
		html_text(out, row->text);
		buf_puts(out, "</code>");
	} else if (row->kind == EXPLAIN_LINK && is_web_link(row->text)) {
		web_link(out, row->text);
	} else {
		html_text(out, row->text);
	}
}

void html_rows(
	struct html_page *page, const struct explain_row *rows, size_t count, bool with_scenario)
{
	buf_puts(page->out, "<dl>\n");
	for (size_t i = 0; i < count; i++) {
		if (rows[i].kind == EXPLAIN_STEP || (rows[i].kind == EXPLAIN_SCENARIO && !with_scenario))
			continue;
		buf_puts(page->out, "<dt>");
		html_text(page->out, rows[i].label);
		buf_puts(page->out, "</dt><dd>");
		value(page->out, &rows[i]);
		buf_puts(page->out, "</dd>\n");
	}
	buf_puts(page->out, "</dl>\n");
}

static const char *round_of(const struct cell_result *cell)
{
	const char *mark = strrchr(cell->id, '#');

	return mark ? mark : "";
}

static void place(struct html_page *page, const struct cell_result *cell)
{
	buf_printf(page->out, "%s TLS %s", auth_mode_name(cell->mode), html_tls(cell->tls));
	html_text(page->out, round_of(cell));
}

void html_cell_link(struct html_page *page, size_t number)
{
	const struct cell_result *cell = &page->view->run->cells[number];

	buf_printf(page->out, "<a href=\"#c%zu\">", number);
	place(page, cell);
	buf_puts(page->out, "</a>");
}

void html_cell_links(struct html_page *page, const size_t *cells, size_t count)
{
	buf_puts(page->out, "<ul class=\"links\">");
	for (size_t i = 0; i < count; i++) {
		buf_puts(page->out, "<li>");
		html_cell_link(page, cells[i]);
		buf_puts(page->out, "</li>\n");
	}
	buf_puts(page->out, "</ul>\n");
}

static void fact(struct buf *out, const char *label, const char *text)
{
	if (!text || !*text)
		return;
	buf_printf(out, "<p><span class=\"soft\">%s:</span> ", label);
	html_text(out, text);
	buf_puts(out, "</p>\n");
}

/* Both legs of a target that is the client: what our server saw, and its other end. */
static void client_facts(struct buf *out, const struct observation *facts)
{
	buf_printf(out,
		" <span class=\"soft\">(our server: %zu connection%s, our certificate %s, its certificate "
		"%s, %zu bytes of application data; %s; its other end: ",
		facts->connections, facts->connections == 1 ? "" : "s",
		certificate_sent_words[facts->served], peer_presented_words[facts->peer_presented],
		facts->data_received, connection_end_words[facts->end]);
	if (facts->exited && facts->exit_signal)
		buf_printf(out, "signal %d)</span></p>\n", facts->exit_signal);
	else if (facts->exited)
		buf_printf(out, "exit status %d)</span></p>\n", facts->exit_status);
	else if (facts->http_status)
		buf_printf(out, "HTTP %d)</span></p>\n", facts->http_status);
	else
		buf_puts(out, "nothing)</span></p>\n");
}

static void facts_of(struct buf *out, const struct observation *facts)
{
	fact(out, "trouble", facts->trouble);
	fact(out, "server certificate", facts->server_trust_error);
	fact(out, "answer", facts->http_excerpt);
	fact(out, "name asked for", facts->server_name);
	fact(out, "output", facts->output);
	fact(out, "identity told to the backend", facts->identity.subject);
	fact(out, "forged header at the backend", facts->identity.forged);
	fact(out, "look-alike at the backend", facts->identity.lookalike);
	fact(out, "PROXY header", facts->proxy_header);
}

static void attempt(
	struct html_page *page, const struct attempt_result *attempt, const struct cell_result *cell)
{
	const struct observation *facts = &attempt->facts;
	struct buf *out = page->out;

	buf_puts(out, "<div class=\"attempt\"><p><strong>");
	html_text(out, attempt->step ? attempt->step : attempt->role);
	buf_puts(out, "</strong> <span class=\"soft\">");
	if (attempt->step) {
		html_text(out, attempt->role);
		buf_puts(out, " \u00b7 ");
	}
	html_text(out, attempt->credential ? attempt->credential : "none");
	buf_puts(out, " \u00b7 ");
	html_text(out, attempt->driver);
	buf_printf(out, " \u00b7 %s</span> \u2192 %s",
		facts->negotiated == TLS_VERSION_NONE ? "no TLS version"
											  : tls_version_name(facts->negotiated),
		attempt->outcome == OUTCOME_NONE ? "nothing conclusive" : outcome_words[attempt->outcome]);
	if (attempt->by) {
		buf_puts(out, ", ");
		html_text(out, attempt->by);
	}
	if (cell->side == SIDE_CLIENT)
		client_facts(out, facts);
	else
		buf_printf(out, " <span class=\"soft\">(certificate: %s; %s)</span></p>\n",
			certificate_sent_words[facts->sent], connection_end_words[facts->end]);
	html_timeline(out, attempt, cell);
	facts_of(out, facts);
	buf_puts(out, "</div>\n");
}

/* Of a scenario with several connections: what each of them had to show. */
static void steps(struct html_page *page, const struct cell_result *cell)
{
	struct buf *out = page->out;

	if (!cell->step_count)
		return;
	buf_puts(out,
		"<div class=\"scroll\" role=\"region\" aria-label=\"Steps\" tabindex=\"0\"><table "
		"class=\"facts\"><caption>Steps, in this order</caption>\n<thead><tr><th "
		"scope=\"col\">step</th><th scope=\"col\">verdict</th><th scope=\"col\">expected</th><th "
		"scope=\"col\">observed</th><th scope=\"col\">note</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < cell->step_count; i++) {
		const struct step_result *step = &cell->steps[i];
		const char *texts[] = {step->expected, step->observed, step->note};

		buf_puts(out, "<tr><th scope=\"row\">");
		html_text(out, step->name);
		buf_printf(out, "</th><td><span class=\"badge %s\">%s</span></td>",
			verdict_words[step->verdict], verdict_words[step->verdict]);
		for (size_t j = 0; j < COUNT_OF(texts); j++) {
			buf_puts(out, "<td>");
			html_text(out, texts[j]);
			buf_puts(out, "</td>");
		}
		buf_puts(out, "</tr>\n");
	}
	buf_puts(out, "</tbody></table></div>\n");
}

static void attempts(struct html_page *page, const struct cell_result *cell)
{
	buf_puts(page->out, cell->attempt_count ? "<div class=\"attempts\">\n" : "");
	for (size_t i = 0; i < cell->attempt_count; i++)
		attempt(page, &cell->attempts[i], cell);
	buf_puts(page->out, cell->attempt_count ? "</div>\n" : "");
}

/* Its first connection drawn, the others in a line. */
static void attempts_in_short(struct html_page *page, const struct cell_result *cell)
{
	struct buf *out = page->out;

	if (!cell->attempt_count || !page->draws_passes)
		return;
	html_timeline(out, &cell->attempts[0], cell);
	for (size_t i = 1; i < cell->attempt_count; i++) {
		const struct attempt_result *attempt = &cell->attempts[i];

		buf_puts(out, i > 1 ? "; " : "<p class=\"soft\">");
		html_text(out, attempt->step ? attempt->step : attempt->role);
		buf_printf(out, ": %s",
			attempt->outcome == OUTCOME_NONE ? "nothing conclusive"
											 : outcome_words[attempt->outcome]);
		buf_puts(out, attempt->by ? ", " : "");
		html_text(out, attempt->by);
	}
	buf_puts(out, cell->attempt_count > 1 ? "</p>\n" : "");
}

static void summary(struct html_page *page, const struct cell_result *cell)
{
	struct html_mark mark = html_cell_mark(cell);

	buf_printf(page->out, "<summary><span class=\"badge %s\">%s %s</span> <strong>", mark.style,
		mark.symbol, mark.word);
	html_text(page->out, cell->target);
	buf_puts(page->out, "</strong> ");
	place(page, cell);
	if (cell->by) {
		buf_printf(page->out, " <span class=\"soft\">%s, ",
			cell->observed == OUTCOME_NONE ? "nothing conclusive" : outcome_words[cell->observed]);
		html_text(page->out, cell->by);
		buf_puts(page->out, "</span>");
	}
	buf_puts(page->out, "</summary>\n");
}

/* What differs from one pass to the next; the rest is its scenario's and its target's. */
static size_t rows_in_short(
	struct explain_row rows[EXPLAIN_MAX], struct arena *arena, const struct cell_result *cell)
{
	size_t count = 0;

	rows[count++] = (struct explain_row){"expected", explain_expected(arena, cell), EXPLAIN_TEXT};
	rows[count++] = (struct explain_row){"observed", explain_observed(arena, cell), EXPLAIN_TEXT};
	if (cell->reason)
		rows[count++] = (struct explain_row){"reason", cell->reason, EXPLAIN_TEXT};
	if (cell->deviation)
		rows[count++] = (struct explain_row){"deviation", cell->deviation, EXPLAIN_TEXT};
	rows[count++] = (struct explain_row){"control", explain_control(arena, cell), EXPLAIN_TEXT};
	if (cell->reproduce)
		rows[count++] = (struct explain_row){"reproduce", cell->reproduce, EXPLAIN_COMMAND};
	return count;
}

static void log_lines(struct html_page *page, const char *log)
{
	if (!log || !*log)
		return;
	buf_puts(page->out, "<h4>Last lines of the target's log</h4>\n<pre tabindex=\"0\">");
	html_text(page->out, log);
	buf_puts(page->out, "</pre>\n");
}

void html_cell(struct html_page *page, size_t number)
{
	const struct cell_result *cell = &page->view->run->cells[number];
	bool in_full = page->tells_in_full[cell->verdict];
	struct explain_row rows[EXPLAIN_MAX];
	size_t count = in_full
		? explain_cell(rows, &page->cell, cell, view_scenario(page->view, number))
		: rows_in_short(rows, &page->cell, cell);

	buf_printf(page->out, "<details class=\"cell t%zu %s\">", page->view->cells[number].target,
		html_cell_mark(cell).style);
	summary(page, cell);
	buf_printf(page->out, "<div class=\"body\" id=\"c%zu\">\n", number);
	html_rows(page, rows, count, false);
	steps(page, cell);
	if (in_full)
		attempts(page, cell);
	else
		attempts_in_short(page, cell);
	log_lines(page, cell->instance_log);
	buf_puts(page->out, "</div></details>\n");
	arena_reset(&page->cell);
}
