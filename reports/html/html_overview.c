/* Who stands where, on the first screen: cells by target and client-auth mode. */
#include "html_part.h"

const enum auth_mode html_mode_order[AUTH_MODE_COUNT] = {
	AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
	AUTH_VERIFY_CLIENT_CERT_IF_GIVEN,
	AUTH_REQUIRE_ANY_CLIENT_CERT,
	AUTH_REQUEST_CLIENT_CERT,
	AUTH_NO_CLIENT_CERT,
};

static void counts(struct html_page *page, const struct view_column *column)
{
	for (int i = 0; i < VERDICT_COUNT; i++) {
		struct cell_result cell = {.verdict = (enum verdict)i};
		struct html_mark mark = html_cell_mark(&cell);

		if (column->counts[i])
			markup_put(page->out, "<span class='badge %s'>%s %zu<span class='vh'> %s</></> ",
				mark.style, mark.symbol, column->counts[i], mark.word);
	}
}

static const struct view_column *find_column(
	const struct view *view, size_t target, enum auth_mode mode)
{
	for (size_t i = 0; i < view->column_count; i++) {
		if (view->columns[i].target == target && view->columns[i].mode == mode)
			return &view->columns[i];
	}
	return NULL;
}

/* Some target was in it. */
static bool is_there(const struct view *view, enum auth_mode mode)
{
	for (size_t i = 0; i < view->column_count; i++) {
		if (view->columns[i].mode == mode)
			return true;
	}
	return false;
}

static void name_alike(struct html_page *page, size_t target)
{
	const char *between = "";

	if (page->causes.alike.count[target] < 2)
		return;
	markup_put(page->out, "<details class='alike'><summary>and %zu alike</>",
		page->causes.alike.count[target] - 1);
	for (size_t i = target + 1; i < page->view->target_count; i++) {
		if (page->causes.alike.first[i] != target)
			continue;
		markup_put(page->out, "%s%s", between, page->view->targets[i]);
		between = ", ";
	}
	markup_put(page->out, "</details>");
}

static void overview_row(struct html_page *page, size_t target)
{
	const struct view *view = page->view;
	const struct target_info *info = view->target_infos[target];

	markup_put(page->out, "<tr class='t%zu'><th scope='row'>%s", target, view->targets[target]);
	if (info && info->version)
		markup_put(page->out, " <span class='soft'>%s</>", info->version);
	name_alike(page, target);
	markup_put(page->out, "</th>");
	for (size_t i = 0; i < AUTH_MODE_COUNT; i++) {
		const struct view_column *column = find_column(view, target, html_mode_order[i]);

		if (!is_there(view, html_mode_order[i]))
			continue;
		markup_put(page->out, "<td>");
		if (column)
			counts(page, column);
		markup_put(page->out, "</td>");
	}
	markup_put(page->out, "</tr>\n");
}

void html_overview(struct html_page *page)
{
	struct markup *out = page->out;

	if (!page->view->run->cell_count)
		return;
	markup_put(out,
		"<div class='scroll matrix-box' tabindex='0' role='region' aria-label='Overview'>"
		"<table class='overview'><caption><span>Cells by target and client-auth mode (of the "
		"target "
		"if it is a server, else of ours)</></>\n<thead><tr><th scope='col'>Target</>");
	for (size_t i = 0; i < AUTH_MODE_COUNT; i++) {
		if (!is_there(page->view, html_mode_order[i]))
			continue;
		markup_put(out, "<th scope='col'>");
		html_breakable(out, auth_mode_name(html_mode_order[i]));
		markup_put(out, "</th>");
	}
	markup_put(out, "</thead>\n<tbody>\n");
	for (size_t i = 0; i < page->view->target_count; i++) {
		if (page->causes.alike.first[i] == i)
			overview_row(page, i);
	}
	markup_put(out, "</div>\n");
}
