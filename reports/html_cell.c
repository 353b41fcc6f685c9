/* One cell: what was expected and seen, and the timeline of each of its connections. */
#include "html_part.h"

#include <string.h>

#include "arena.h"
#include "explain.h"

static bool is_web_link(const char *text)
{
	return strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0;
}

static void value(struct buf *out, const struct explain_row *row)
{
	if (row->kind == EXPLAIN_COMMAND) {
		buf_puts(out, "<code>");
		html_text(out, row->text);
		buf_puts(out, "</code>");
	} else if (row->kind == EXPLAIN_LINK && is_web_link(row->text)) {
		buf_puts(out, "<a rel=\"noreferrer\" href=\"");
		html_text(out, row->text);
		buf_puts(out, "\">");
		html_text(out, row->text);
		buf_puts(out, "</a>");
	} else {
		html_text(out, row->text);
	}
}

static void rows(struct html_page *page, size_t number)
{
	struct explain_row explained[EXPLAIN_MAX];
	size_t count = explain_cell(
		explained, &page->cell, &page->view->run->cells[number], view_scenario(page->view, number));

	buf_puts(page->out, "<dl>\n");
	for (size_t i = 0; i < count; i++) {
		buf_puts(page->out, "<dt>");
		html_text(page->out, explained[i].label);
		buf_puts(page->out, "</dt><dd>");
		value(page->out, &explained[i]);
		buf_puts(page->out, "</dd>\n");
	}
	buf_puts(page->out, "</dl>\n");
}

static void moment(struct buf *out, const struct moment *moment)
{
	static const char *const who[PARTY_COUNT] = {
		[PARTY_NONE] = "",
		[PARTY_CLIENT] = "client \u2192",
		[PARTY_SERVER] = "\u2190 server",
	};

	buf_printf(out, "<tr><td class=\"num\">%llu.%03llu</td><td class=\"who\">%s</td><td>",
		(unsigned long long)(moment->at_us / 1000), (unsigned long long)(moment->at_us % 1000),
		who[moment->sender]);
	html_text(out, moment->what);
	buf_puts(out, "</td><td class=\"num\">");
	if (moment->bytes)
		buf_printf(out, "%zu", moment->bytes);
	buf_puts(out, "</td></tr>\n");
}

static void timeline(struct buf *out, const struct observation *facts)
{
	if (!facts->moment_count)
		return;
	buf_puts(out,
		"<table class=\"timeline\"><thead><tr><th scope=\"col\" class=\"num\">ms</th>"
		"<th scope=\"col\">from</th><th scope=\"col\">what</th>"
		"<th scope=\"col\" class=\"num\">bytes</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < facts->moment_count; i++)
		moment(out, &facts->moments[i]);
	buf_puts(out, "</tbody></table>\n");
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

static void attempt(struct html_page *page, const struct attempt_result *attempt, enum side side)
{
	const struct observation *facts = &attempt->facts;
	struct buf *out = page->out;

	buf_puts(out, "<div class=\"attempt\"><p><strong>");
	html_text(out, attempt->role);
	buf_puts(out, "</strong> <span class=\"soft\">");
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
	if (side == SIDE_CLIENT)
		client_facts(out, facts);
	else
		buf_printf(out, " <span class=\"soft\">(certificate: %s; %s)</span></p>\n",
			certificate_sent_words[facts->sent], connection_end_words[facts->end]);
	timeline(out, facts);
	fact(out, "trouble", facts->trouble);
	fact(out, "server certificate", facts->server_trust_error);
	fact(out, "answer", facts->http_excerpt);
	fact(out, "name asked for", facts->server_name);
	fact(out, "output", facts->output);
	fact(out, "identity told to the backend", facts->identity.subject);
	fact(out, "PROXY header", facts->proxy_header);
	buf_puts(out, "</div>\n");
}

static void summary(struct html_page *page, size_t number)
{
	const struct cell_result *cell = &page->view->run->cells[number];
	const char *title = view_scenario(page->view, number)->title;
	struct html_mark mark = html_cell_mark(cell);

	buf_printf(page->out, "<summary><span class=\"badge %s\">%s %s</span> <strong>", mark.style,
		mark.symbol, mark.word);
	html_text(page->out, title ? title : cell->scenario);
	buf_puts(page->out, "</strong> <span class=\"id\">");
	html_text(page->out, cell->id);
	buf_puts(page->out, "</span></summary>\n");
}

void html_cell(struct html_page *page, size_t number, bool open)
{
	const struct cell_result *cell = &page->view->run->cells[number];

	buf_printf(page->out, "<details class=\"cell\" id=\"c%zu\"%s>\n", number, open ? " open" : "");
	summary(page, number);
	buf_puts(page->out, "<div class=\"body\">\n");
	rows(page, number);
	buf_puts(page->out, cell->attempt_count ? "<div class=\"attempts\">\n" : "");
	for (size_t i = 0; i < cell->attempt_count; i++)
		attempt(page, &cell->attempts[i], cell->side);
	buf_puts(page->out, cell->attempt_count ? "</div>\n" : "");
	if (cell->instance_log && *cell->instance_log) {
		buf_puts(page->out, "<h3>Last lines of the target's log</h3>\n<pre tabindex=\"0\">");
		html_text(page->out, cell->instance_log);
		buf_puts(page->out, "</pre>\n");
	}
	buf_puts(page->out, "</div></details>\n");
	arena_reset(&page->cell);
}

void html_cell_line(struct html_page *page, size_t number)
{
	buf_printf(page->out, "<li id=\"c%zu\"><span class=\"id\">", number);
	html_text(page->out, page->view->run->cells[number].id);
	buf_puts(page->out, "</span></li>\n");
}
