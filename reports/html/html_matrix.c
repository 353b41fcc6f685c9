/*
 * What each target did: for each client-auth mode a table of scenarios by targets, TLS versions
 * side by side within. Servers and clients have their own tables, since they share no scenario.
 */
#include "html_part.h"

#include <stdlib.h>

#include "arena.h"
#include "scoped.h"

enum { SQUARES_MAX = 200000, UPRIGHT_MAX = 8 /* more targets have their names turned */ };

static const char *const side_titles[SIDE_COUNT] = {
	[SIDE_SERVER] = "Servers",
	[SIDE_CLIENT] = "Clients, towards our server",
};

struct square {
	size_t table; /* side, then place in html_mode_order */
	size_t row;
	size_t target;
	enum tls_version tls;
	size_t cell;
};

struct table {
	enum side side;
	enum auth_mode mode;
	const struct square *squares;
	size_t count;
	bool *has; /* by target */
	size_t width;
};

static int compare(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

static int by_place(const void *a, const void *b)
{
	const struct square *x = a;
	const struct square *y = b;
	int order = compare(x->table, y->table);

	order = order ? order : compare(x->row, y->row);
	order = order ? order : compare(x->target, y->target);
	order = order ? order : compare(x->tls, y->tls);
	return order ? order : compare(x->cell, y->cell);
}

static size_t place_of(enum auth_mode mode)
{
	size_t place = 0;

	while (html_mode_order[place] != mode)
		place++;
	return place;
}

/* Those of the first of targets that behave alike. */
static struct square *place_cells(const struct html_page *page, size_t *count)
{
	const struct view *view = page->view;
	struct square *squares = ARENA_ARRAY(page->arena, struct square, view->run->cell_count + 1);

	*count = 0;
	for (size_t i = 0; i < view->run->cell_count; i++) {
		const struct cell_result *cell = &view->run->cells[i];

		if (page->causes.alike.first[view->cells[i].target] != view->cells[i].target)
			continue;
		squares[(*count)++] =
			(struct square){.table = (size_t)cell->side * AUTH_MODE_COUNT + place_of(cell->mode),
				.row = view->cells[i].scenario,
				.target = view->cells[i].target,
				.tls = cell->tls,
				.cell = i};
	}
	qsort(squares, *count, sizeof(*squares), by_place);
	return squares;
}

static void table_id(struct markup *out, const struct table *table)
{
	markup_put(out, "m-%s-%s", side_words[table->side], auth_mode_name(table->mode));
}

static void head(struct html_page *page, const struct table *table)
{
	const struct view *view = page->view;

	markup_put(page->out, "<thead><tr><th scope='col' class='corner'>Scenario</>");
	for (size_t i = 0; i < view->target_count; i++) {
		if (table->has[i])
			markup_put(page->out, "<th scope='col' class='of t%zu'><span>%s</></>", i,
				alike_name(page->arena, view, &page->causes.alike, i));
	}
	markup_put(page->out, "</thead>\n<tbody>\n");
}

static void mark(struct html_page *page, size_t number)
{
	const struct cell_result *cell = &page->view->run->cells[number];
	struct html_mark mark = html_cell_mark(cell);

	markup_put(page->out, "<a class='%s' href='#c%zu' aria-label='%s, TLS %s'>%s</>", mark.style,
		number, mark.word, html_tls(cell->tls), mark.symbol);
}

/* Two targets did not do the same under the same version. */
static bool differs(const struct view *view, const struct square *row, const struct square *end)
{
	enum outcome first[TLS_VERSION_COUNT];

	for (int i = 0; i < TLS_VERSION_COUNT; i++)
		first[i] = OUTCOME_NONE;
	for (; row < end; row++) {
		enum outcome observed = view->run->cells[row->cell].observed;

		if (observed == OUTCOME_NONE)
			continue;
		if (first[row->tls] == OUTCOME_NONE)
			first[row->tls] = observed;
		if (first[row->tls] != observed)
			return true;
	}
	return false;
}

static void row(struct html_page *page, const struct table *table, const struct square *square,
	const struct square *end)
{
	const struct view *view = page->view;
	const struct scenario_info *info = view->scenario_infos[square->row];
	bool marked = differs(view, square, end);
	struct markup *out = page->out;

	markup_put(out, marked ? "<tr class='differs'>" : "<tr>");
	markup_put(out, "<th scope='row'><a href='#s%zu'>%s</>", square->row,
		info && info->title && *info->title ? info->title : view->scenarios[square->row]);
	if (marked)
		markup_put(out, " <span class='differ'>\u2260 targets differ</>");
	markup_put(out, "</th>");
	for (size_t i = 0; i < view->target_count; i++) {
		if (!table->has[i])
			continue;
		markup_put(out, "<td class='t%zu'>", i);
		for (; square < end && square->target == i; square++)
			mark(page, square->cell);
		markup_put(out, "</td>");
	}
	markup_put(out, "</tr>\n");
}

static size_t rows_of(const struct table *table)
{
	size_t rows = 0;

	for (size_t i = 0; i < table->count; i++)
		rows += i == 0 || table->squares[i].row != table->squares[i - 1].row;
	return rows;
}

static void body(struct html_page *page, const struct table *table)
{
	const struct square *end = table->squares + table->count;

	for (const struct square *at = table->squares; at < end;) {
		const struct square *next = at;

		while (next < end && next->row == at->row)
			next++;
		row(page, table, at, next);
		at = next;
	}
}

static void put_table(struct html_page *page, const struct table *table)
{
	struct markup *out = page->out;
	size_t rows = rows_of(table);

	markup_put(out, "<h3 id='");
	table_id(out, table);
	markup_put(out, "'>%s: %s</>\n", side_titles[table->side], auth_mode_name(table->mode));
	if (rows > SQUARES_MAX / table->width) {
		markup_put(out,
			"<p class='lead'>%zu scenarios on %zu targets: too many to be shown as a table.</>\n",
			rows, table->width);
		return;
	}
	markup_put(out,
		"<div class='scroll matrix-box' tabindex='0' role='region' aria-label='%s: %s'>\n"
		"<table class='matrix%s'><caption><span>What each target did under TLS 1.2 and TLS 1.3, "
		"in this order</></>\n",
		side_titles[table->side], auth_mode_name(table->mode),
		table->width > UPRIGHT_MAX ? " turned" : "");
	head(page, table);
	body(page, table);
	markup_put(out, "</div>\n");
}

/* Every (side, mode) that there is, each with its squares; returns how many. */
static size_t find_tables(
	struct table tables[SIDE_COUNT * AUTH_MODE_COUNT], const struct html_page *page)
{
	const struct view *view = page->view;
	size_t square_count;
	const struct square *squares = place_cells(page, &square_count);
	size_t count = 0;

	for (size_t i = 0; i < square_count; i++) {
		struct table *table = &tables[count - (count > 0)];

		if (i == 0 || squares[i].table != squares[i - 1].table) {
			table = &tables[count++];
			*table = (struct table){.side = (enum side)(squares[i].table / AUTH_MODE_COUNT),
				.mode = html_mode_order[squares[i].table % AUTH_MODE_COUNT],
				.squares = &squares[i],
				.has = ARENA_ARRAY(page->arena, bool, view->target_count)};
		}
		table->count++;
		table->width += !table->has[squares[i].target];
		table->has[squares[i].target] = true;
	}
	return count;
}

void html_matrix(struct html_page *page)
{
	struct table tables[SIDE_COUNT * AUTH_MODE_COUNT];
	size_t count;

	if (!page->view->run->cell_count)
		return;
	count = find_tables(tables, page);
	markup_put(page->out, "<section id='matrix'><h2>Matrix</>\n");
	markup_put(page->out, "<p class='jump'>Scenarios by target:");
	for (size_t i = 0; i < count; i++) {
		markup_put(page->out, " <a href='#");
		table_id(page->out, &tables[i]);
		markup_put(
			page->out, "'>%s: %s</>", side_titles[tables[i].side], auth_mode_name(tables[i].mode));
	}
	markup_put(page->out, "</p>\n");
	for (size_t i = 0; i < count; i++)
		put_table(page, &tables[i]);
	markup_put(page->out, "</section>\n");
}
