/* One cell: what was expected and seen, and the timeline of its connections. */
#include "html_part.h"

#include <string.h>

#include "arena.h"
#include "explain.h"

static bool is_web_link(const char *text)
{
	return strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0;
}

void html_link(struct html_page *page, const char *link)
{
	if (link && is_web_link(link))
		markup_put(page->out, "<p><a rel='noreferrer' href='%s'>%s</></>\n", link, link);
}

/* How a value is shown, by its kind. */
static void value(struct html_page *page, const struct explain_row *row)
{
	struct markup *out = page->out;

	if (row->kind == EXPLAIN_COMMAND)
		markup_put(out, "<code>%s</>", row->text);
	else if (row->kind == EXPLAIN_LINK && is_web_link(row->text))
		markup_put(out, "<a rel='noreferrer' href='%s'>%s</>", row->text, row->text);
	else
		html_sentence(page, row->text);
}

static void labelled(struct html_page *page, const struct explain_row *row)
{
	markup_put(page->out, "<dt>%s</><dd>", row->label);
	value(page, row);
	markup_put(page->out, "</dd>\n");
}

void html_rows(
	struct html_page *page, const struct explain_row *rows, size_t count, bool with_scenario)
{
	bool has_commands = false;

	markup_put(page->out, "<dl>\n");
	for (size_t i = 0; i < count; i++) {
		bool command = rows[i].kind == EXPLAIN_COMMAND;

		has_commands = has_commands || command;
		if (!command && rows[i].kind != EXPLAIN_STEP &&
			(with_scenario || rows[i].kind != EXPLAIN_SCENARIO))
			labelled(page, &rows[i]);
	}
	markup_put(page->out, "</dl>\n");
	if (!has_commands)
		return;
	markup_put(
		page->out, "<details class='commands'><summary>Commands that show it again</>\n<dl>\n");
	for (size_t i = 0; i < count; i++) {
		if (rows[i].kind == EXPLAIN_COMMAND)
			labelled(page, &rows[i]);
	}
	markup_put(page->out, "</dl></details>\n");
}

static const char *round_of(const struct cell_result *cell)
{
	const char *mark = strrchr(cell->id, '#');

	return mark ? mark : "";
}

static void place(struct html_page *page, const struct cell_result *cell)
{
	markup_put(
		page->out, "%s TLS %s%s", auth_mode_name(cell->mode), html_tls(cell->tls), round_of(cell));
}

void html_cell_link(struct html_page *page, size_t number)
{
	markup_put(page->out, "<a href='#c%zu'>", number);
	place(page, &page->view->run->cells[number]);
	markup_put(page->out, "</a>");
}

void html_cell_links(struct html_page *page, const size_t *cells, size_t count)
{
	markup_put(page->out, "<ul class='links'>");
	for (size_t i = 0; i < count; i++) {
		markup_put(page->out, "<li>");
		html_cell_link(page, cells[i]);
		markup_put(page->out, "</li>\n");
	}
	markup_put(page->out, "</ul>\n");
}

/* Both legs of a target that is the client: what our server saw, and its other end. */
static void client_facts(struct markup *out, const struct observation *facts)
{
	markup_put(out,
		" <span class='soft'>(our server: %zu connection%s, our certificate %s, its certificate "
		"%s, %zu bytes of application data; %s; its other end: ",
		facts->connections, facts->connections == 1 ? "" : "s",
		certificate_sent_words[facts->served], peer_presented_words[facts->peer_presented],
		facts->data_received, connection_end_words[facts->end]);
	if (facts->exited && facts->exit_signal)
		markup_put(out, "signal %d)</p>\n", facts->exit_signal);
	else if (facts->exited)
		markup_put(out, "exit status %d)</p>\n", facts->exit_status);
	else if (facts->http_status)
		markup_put(out, "HTTP %d)</p>\n", facts->http_status);
	else
		markup_put(out, "nothing)</p>\n");
}

static void facts_of(struct markup *out, const struct observation *facts)
{
	const char *const rows[][2] = {
		{"trouble", facts->trouble},
		{"in its place", facts->why_twin},
		{"server certificate", facts->server_trust_error},
		{"answer", facts->http_excerpt},
		{"name asked for", facts->server_name},
		{"signed with", facts->signature},
		{"output", facts->output},
		{"identity told to the backend", facts->identity.subject},
		{"forged header at the backend", facts->identity.forged},
		{"look-alike at the backend", facts->identity.lookalike},
		{"PROXY header", facts->proxy_header},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (rows[i][1] && *rows[i][1])
			markup_put(out, "<p><span class='soft'>%s:</> %s</>\n", rows[i][0], rows[i][1]);
	}
}

static void schemes_of(struct markup *out, const struct observation *facts)
{
	if (!facts->signature_scheme_count)
		return;
	markup_put(out, "<p><span class='soft'>the server asks for:</>");
	for (size_t i = 0; i < facts->signature_scheme_count; i++)
		markup_put(out, " %s", facts->signature_schemes[i]);
	markup_put(out, "</>\n");
}

static const char *outcome_of(enum outcome outcome)
{
	return outcome == OUTCOME_NONE ? "nothing conclusive" : outcome_words[outcome];
}

static void attempt(
	struct html_page *page, const struct attempt_result *attempt, const struct cell_result *cell)
{
	const struct observation *facts = &attempt->facts;
	struct markup *out = page->out;

	markup_put(out, "<div class='attempt'><p><strong>%s</> <span class='soft'>%s%s%s \u00b7 %s",
		attempt->step ? attempt->step : attempt->role, attempt->step ? attempt->role : "",
		attempt->step ? " \u00b7 " : "", attempt->credential ? attempt->credential : "none",
		attempt->driver);
	markup_put(out, " \u00b7 %s</> \u2192 %s%s%s",
		facts->negotiated == TLS_VERSION_NONE ? "no TLS version"
											  : tls_version_name(facts->negotiated),
		outcome_of(attempt->outcome), attempt->by ? ", " : "", attempt->by);
	if (cell->side == SIDE_CLIENT)
		client_facts(out, facts);
	else
		markup_put(out, " <span class='soft'>(certificate: %s; %s)</></>\n",
			certificate_sent_words[facts->sent], connection_end_words[facts->end]);
	html_timeline(out, attempt, cell);
	facts_of(out, facts);
	schemes_of(out, facts);
	markup_put(out, "</div>\n");
}

/* Of a scenario with several connections: what each of them had to show. */
static void steps(struct html_page *page, const struct cell_result *cell)
{
	static const char *const columns[] = {"step", "verdict", "expected", "observed", "note", NULL};
	struct markup *out = page->out;

	if (!cell->step_count)
		return;
	html_table(out, "Steps", "facts", "Steps, in this order", columns);
	for (size_t i = 0; i < cell->step_count; i++) {
		const struct step_result *step = &cell->steps[i];
		const char *verdict = verdict_words[step->verdict];

		markup_put(out,
			"<tr><th scope='row'>%s</><td><span class='badge %s'>%s</></><td>%s</><td>%s</>"
			"<td>%s</></>\n",
			step->name, verdict, verdict, step->expected, step->observed, step->note);
	}
	markup_put(out, "</div>\n");
}

static void attempts(struct html_page *page, const struct cell_result *cell)
{
	if (!cell->attempt_count)
		return;
	markup_put(page->out, "<div class='attempts'>\n");
	for (size_t i = 0; i < cell->attempt_count; i++)
		attempt(page, &cell->attempts[i], cell);
	markup_put(page->out, "</div>\n");
}

/* Its first connection drawn, the others in a line. */
static void attempts_in_short(struct html_page *page, const struct cell_result *cell)
{
	struct markup *out = page->out;

	if (!cell->attempt_count || !page->draws_passes)
		return;
	html_timeline(out, &cell->attempts[0], cell);
	for (size_t i = 1; i < cell->attempt_count; i++) {
		const struct attempt_result *attempt = &cell->attempts[i];

		markup_put(out, i > 1 ? "; " : "<p class='soft'>");
		markup_put(out, "%s: %s%s%s", attempt->step ? attempt->step : attempt->role,
			outcome_of(attempt->outcome), attempt->by ? ", " : "", attempt->by);
	}
	if (cell->attempt_count > 1)
		markup_put(out, "</p>\n");
}

static void summary(struct html_page *page, const struct cell_result *cell)
{
	struct html_mark mark = html_cell_mark(cell);

	markup_put(page->out, "<summary><span class='badge %s'>%s %s</> <strong>%s</> ", mark.style,
		mark.symbol, mark.word, cell->target);
	place(page, cell);
	if (cell->by)
		markup_put(
			page->out, " <span class='soft'>%s, %s</>", outcome_of(cell->observed), cell->by);
	markup_put(page->out, "</summary>\n");
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

/* What is kept of it for others to look at, where that lies beside the page. */
static void evidence(struct html_page *page, size_t number)
{
	const struct view *view = page->view;
	const char *link = view->kept_links ? view->kept_links[number] : NULL;

	if (!link)
		return;
	markup_put(page->out,
		"<ul class='links'><li><a href='%s/'>what is kept</></>"
		"<li><a href='%s/transcript.txt'>transcript</></>",
		link, link);
	/* without a connection there is none */
	if (view->run->cells[number].attempt_count)
		markup_put(page->out, "<li><a href='%s/traffic.pcapng'>traffic</></>", link);
	markup_put(page->out, "</ul>\n");
}

void html_cell(struct html_page *page, size_t number)
{
	const struct cell_result *cell = &page->view->run->cells[number];
	bool in_full = page->tells_in_full[cell->verdict];
	struct explain_row rows[EXPLAIN_MAX];
	size_t count = in_full
		? explain_cell(rows, &page->cell, cell, view_scenario(page->view, number))
		: rows_in_short(rows, &page->cell, cell);

	markup_put(page->out, "<details class='cell t%zu %s'>", page->view->cells[number].target,
		html_cell_mark(cell).style);
	summary(page, cell);
	markup_put(page->out, "<div class='body' id='c%zu'>\n", number);
	html_rows(page, rows, count, false);
	evidence(page, number);
	steps(page, cell);
	if (in_full)
		attempts(page, cell);
	else
		attempts_in_short(page, cell);
	if (cell->instance_log && *cell->instance_log)
		markup_put(page->out, "<h4>Last lines of the target's log</>\n<pre tabindex='0'>%s</>\n",
			cell->instance_log);
	markup_put(page->out, "</details>\n");
	arena_reset(&page->cell);
}
