/* Each scenario: what it is about, the certificates that are presented, and all its cells. */
#include "html_part.h"

#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "id_index.h"

static const struct credential_info *find_credential(
	const struct html_page *page, const struct id_index *index, const char *name)
{
	size_t at = name ? id_index_find(index, name) : ID_NOT_FOUND;

	return at == ID_NOT_FOUND ? NULL : &page->view->run->plan.credentials[at];
}

static const struct certificate_fact *fact_at(const struct certificate_info *cert, size_t row)
{
	static const struct certificate_fact none;

	return row < cert->fact_count ? &cert->facts[row] : &none;
}

static bool says_anything(const struct credential_info *credential, size_t row)
{
	for (size_t i = 0; i < credential->certificate_count; i++) {
		const struct certificate_fact *fact = fact_at(&credential->certificates[i], row);

		if (fact->wrong || (fact->value && *fact->value))
			return true;
	}
	return false;
}

static void fact_row(struct html_page *page, const struct credential_info *credential, size_t row)
{
	struct buf *out = page->out;

	buf_puts(out, "<tr><th scope=\"row\">");
	html_text(out, fact_at(&credential->certificates[0], row)->name);
	buf_puts(out, "</th>");
	for (size_t i = 0; i < credential->certificate_count; i++) {
		const struct certificate_fact *fact = fact_at(&credential->certificates[i], row);
		bool absent = !fact->value || !*fact->value;

		buf_puts(out, fact->wrong ? "<td class=\"wrong\"><strong>defect</strong> " : "<td>");
		html_text(out, absent ? "none" : fact->value);
		buf_puts(out, "</td>");
	}
	buf_puts(out, "</tr>\n");
}

static void chain(struct html_page *page, const struct credential_info *credential)
{
	struct buf *out = page->out;

	if (!credential || !credential->certificate_count)
		return;
	buf_puts(out, "<details class=\"chain\"><summary>Presented: <strong>");
	html_text(out, credential->name);
	buf_puts(out, "</strong>");
	if (credential->defect && *credential->defect) {
		buf_puts(out, ", <span class=\"soft\">with one defect:</span> ");
		html_text(out, credential->defect);
	}
	buf_puts(out,
		"</summary>\n<div class=\"scroll\" role=\"region\" aria-label=\"Certificates\" "
		"tabindex=\"0\"><table class=\"facts\"><caption>The chain as it is sent</caption>\n"
		"<thead><tr><th scope=\"col\">field</th>");
	for (size_t i = 0; i < credential->certificate_count; i++) {
		if (i)
			buf_printf(out, "<th scope=\"col\">certificate %zu</th>", i + 1);
		else
			buf_puts(out, "<th scope=\"col\">certificate 1, the leaf</th>");
	}
	buf_puts(out, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < credential->certificates[0].fact_count; i++) {
		if (says_anything(credential, i))
			fact_row(page, credential, i);
	}
	buf_puts(out, "</tbody></table></div></details>\n");
}

static bool is_shown(const struct cell_result *cell, size_t before, const char *name)
{
	if (cell->credential && strcmp(cell->credential, name) == 0)
		return true;
	for (size_t i = 0; i < before; i++) {
		if (cell->attempts[i].credential && strcmp(cell->attempts[i].credential, name) == 0)
			return true;
	}
	return false;
}

/* Of a scenario with steps each credential, of others the one that it is about. */
static void chains(
	struct html_page *page, const struct id_index *credentials, const struct cell_result *cell)
{
	chain(page, find_credential(page, credentials, cell->credential));
	for (size_t i = 0; cell->step_count && i < cell->attempt_count; i++) {
		const char *name = cell->attempts[i].credential;

		if (name && !is_shown(cell, i, name))
			chain(page, find_credential(page, credentials, name));
	}
}

static void about(struct html_page *page, size_t number)
{
	const struct scenario_info *info = page->view->scenario_infos[number];
	const char *name = page->view->scenarios[number];
	struct buf *out = page->out;

	buf_printf(out, "<section class=\"scenario\" id=\"s%zu\"><h3>", number);
	html_text(out, info && info->title && *info->title ? info->title : name);
	buf_puts(out, " <span class=\"id\">");
	html_text(out, info && info->file ? info->file : name);
	buf_puts(out, "</span></h3>\n");
	if (info && info->why) {
		buf_puts(out, "<p>");
		html_text(out, info->why);
		buf_puts(out, "</p>\n");
	}
	for (size_t i = 0; info && i < info->rule_count; i++) {
		buf_puts(out, i ? "; " : "<p class=\"soft\">");
		html_text(out, info->rules[i]);
	}
	buf_puts(out, info && info->rule_count ? "</p>\n" : "");
}

void html_scenarios(struct html_page *page)
{
	const struct view *view = page->view;
	const struct plan_result *plan = &view->run->plan;
	size_t count = view->run->cell_count;
	struct id_index credentials;
	size_t end;

	if (!count)
		return;
	id_index_build(&credentials, page->arena, plan->credentials, sizeof(*plan->credentials),
		plan->credential_count);
	buf_puts(page->out,
		"<section id=\"scenarios\"><h2>Scenarios and cells</h2>\n<p class=\"lead\">What is asked "
		"for and what each target did, with the timeline of its connections (a number "
		"behind a message is its bytes; framed is what decided).");
	buf_puts(page->out,
		page->draws_passes ? "</p>\n"
						   : " Plain passes have no drawing in a run of this size.</p>\n");
	for (size_t i = 0; i < count; i = end) {
		size_t scenario = view->cells[page->order[i]].scenario;

		about(page, scenario);
		chains(page, &credentials, &view->run->cells[page->order[i]]);
		for (end = i; end < count && view->cells[page->order[end]].scenario == scenario; end++) {
			if (html_was_run(&view->run->cells[page->order[end]]))
				html_cell(page, page->order[end]);
		}
		buf_puts(page->out, "</section>\n");
	}
	buf_puts(page->out, "</section>\n");
}
