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
	struct markup *out = page->out;

	markup_put(out, "<tr><th scope='row'>%s</>", fact_at(&credential->certificates[0], row)->name);
	for (size_t i = 0; i < credential->certificate_count; i++) {
		const struct certificate_fact *fact = fact_at(&credential->certificates[i], row);
		bool absent = !fact->value || !*fact->value;

		markup_put(out, fact->wrong ? "<td class='wrong'><strong>defect</> %s</td>" : "<td>%s</td>",
			absent ? "none" : fact->value);
	}
	markup_put(out, "</tr>\n");
}

/* "field", "certificate 1, the leaf", "certificate 2", ... */
static const char *const *columns_of(struct arena *arena, const struct credential_info *credential)
{
	const char **columns = ARENA_ARRAY(arena, const char *, credential->certificate_count + 2);

	columns[0] = "field";
	for (size_t i = 1; i <= credential->certificate_count; i++)
		columns[i] = arena_printf(arena, "certificate %zu%s", i, i == 1 ? ", the leaf" : "");
	return columns;
}

static void chain(struct html_page *page, const struct credential_info *credential)
{
	struct markup *out = page->out;

	if (!credential || !credential->certificate_count)
		return;
	markup_put(out, "<details class='chain'><summary>Presented: <strong>%s</>", credential->name);
	if (credential->defect && *credential->defect)
		markup_put(out, ", <span class='soft'>with one defect:</> %s", credential->defect);
	markup_put(out, "</summary>\n");
	html_table(out, "Certificates", "facts", "The chain as it is sent",
		columns_of(page->arena, credential));
	for (size_t i = 0; i < credential->certificates[0].fact_count; i++) {
		if (says_anything(credential, i))
			fact_row(page, credential, i);
	}
	markup_put(out, "</details>\n");
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
	struct markup *out = page->out;

	markup_put(out, "<section class='scenario' id='s%zu'><h3>%s <span class='id'>%s</></>\n",
		number, info && info->title && *info->title ? info->title : name,
		info && info->file ? info->file : name);
	if (!info)
		return;
	if (info->why)
		markup_put(out, "<p>%s</>\n", info->why);
	for (size_t i = 0; i < info->rule_count; i++)
		markup_put(out, i ? "; %s" : "<p class='soft'>%s", info->rules[i]);
	if (info->rule_count)
		markup_put(out, "</p>\n");
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
	markup_put(page->out,
		"<section id='scenarios'><h2>Scenarios and cells</>\n<p class='lead'>What is asked "
		"for and what each target did, with the timeline of its connections (a number "
		"behind a message is its bytes; framed is what decided).%s</>\n",
		page->draws_passes ? "" : " Plain passes have no drawing in a run of this size.");
	for (size_t i = 0; i < count; i = end) {
		size_t scenario = view->cells[page->order[i]].scenario;

		about(page, scenario);
		chains(page, &credentials, &view->run->cells[page->order[i]]);
		for (end = i; end < count && view->cells[page->order[end]].scenario == scenario; end++) {
			if (html_was_run(&view->run->cells[page->order[end]]))
				html_cell(page, page->order[end]);
		}
		markup_put(page->out, "</section>\n");
	}
	markup_put(page->out, "</section>\n");
}
