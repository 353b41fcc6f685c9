/* The matrix: a row for each scenario, a column for each target and mode, TLS versions within. */
#include "html_part.h"

#include <stdlib.h>

#include "arena.h"

enum { SQUARES_MAX = 200000, SLOT_COUNT = 2 };

static const char *const slot_names[SLOT_COUNT] = {"1.2", "1.3"};

/* Where a cell stands. Versions before 1.2 stand in 1.2's place, with their name. */
struct square {
	size_t row;
	size_t column; /* times SLOT_COUNT, plus the slot */
	size_t cell;
};

static int by_place(const void *a, const void *b)
{
	const struct square *x = a;
	const struct square *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return (x->cell > y->cell) - (x->cell < y->cell);
}

static struct square *place_cells(const struct view *view, struct arena *arena)
{
	size_t count = view->run->cell_count;
	struct square *squares = ARENA_ARRAY(arena, struct square, count);

	for (size_t i = 0; i < count; i++) {
		size_t slot = view->run->cells[i].tls == TLS_1_3;

		squares[i] = (struct square){.row = view->cells[i].scenario,
			.column = view->cells[i].column * SLOT_COUNT + slot,
			.cell = i};
	}
	if (count)
		qsort(squares, count, sizeof(*squares), by_place);
	return squares;
}

static void head(struct html_page *page)
{
	const struct view *view = page->view;
	struct buf *out = page->out;

	buf_puts(out, "<thead>\n<tr><th scope=\"col\" class=\"corner\" rowspan=\"3\">Scenario</th>");
	for (size_t i = 0; i < view->column_count;) {
		size_t span = 1;

		while (i + span < view->column_count &&
			view->columns[i + span].target == view->columns[i].target)
			span++;
		buf_printf(
			out, "<th scope=\"colgroup\" class=\"target\" colspan=\"%zu\">", span * SLOT_COUNT);
		html_text(out, view->targets[view->columns[i].target]);
		buf_puts(out, "</th>");
		i += span;
	}
	buf_puts(out, "</tr>\n<tr>");
	for (size_t i = 0; i < view->column_count; i++) {
		buf_printf(out, "<th scope=\"colgroup\" colspan=\"%d\">", SLOT_COUNT);
		html_breakable(out, auth_mode_name(view->columns[i].mode));
		buf_puts(out, "</th>");
	}
	buf_puts(out, "</tr>\n<tr>");
	for (size_t i = 0; i < view->column_count * SLOT_COUNT; i++)
		buf_printf(out, "<th scope=\"col\" class=\"tls\">%s</th>", slot_names[i % SLOT_COUNT]);
	buf_puts(out, "</tr>\n</thead>\n");
}

static void mark(struct html_page *page, size_t number)
{
	const struct cell_result *cell = &page->view->run->cells[number];
	struct html_mark mark = html_cell_mark(cell);
	bool linked = html_has_section(cell);

	if (linked)
		buf_printf(page->out, "<a class=\"mark %s\" href=\"#c%zu\" title=\"", mark.style, number);
	else
		buf_printf(page->out, "<span class=\"mark %s\" title=\"", mark.style);
	html_text(page->out, cell->id);
	buf_puts(page->out, "\">");
	if (cell->tls != TLS_1_2 && cell->tls != TLS_1_3)
		buf_printf(page->out, "%s ", tls_version_name(cell->tls));
	buf_printf(page->out, "%s %s</%s>", mark.symbol, mark.word, linked ? "a" : "span");
}

static void row_head(struct html_page *page, size_t row)
{
	const struct scenario_info *info = page->view->scenario_infos[row];

	buf_puts(page->out, "<tr><th scope=\"row\">");
	if (info)
		html_text(page->out, info->title);
	buf_puts(page->out, "<span class=\"id\">");
	html_text(page->out, page->view->scenarios[row]);
	buf_puts(page->out, "</span></th>");
}

static void body(struct html_page *page)
{
	const struct view *view = page->view;
	const struct square *square = place_cells(view, page->arena);
	const struct square *end = square + view->run->cell_count;

	buf_puts(page->out, "<tbody>\n");
	while (square < end) {
		size_t row = square->row;

		row_head(page, row);
		for (size_t column = 0; column < view->column_count * SLOT_COUNT; column++) {
			buf_puts(page->out, "<td>");
			for (; square < end && square->row == row && square->column == column; square++)
				mark(page, square->cell);
			buf_puts(page->out, "</td>");
		}
		buf_puts(page->out, "</tr>\n");
	}
	buf_puts(page->out, "</tbody>\n");
}

static void key(struct html_page *page)
{
	static const char *const meanings[VERDICT_COUNT] = {
		[VERDICT_PASS] = "as expected",
		[VERDICT_FAIL] = "misbehaved",
		[VERDICT_ERROR] = "nothing can be said",
		[VERDICT_SKIP] = "can't be tested here",
		[VERDICT_XFAIL] = "misbehaved as declared",
		[VERDICT_XPASS] = "declaration out of date",
		[VERDICT_NOT_RUN] = "interrupted before",
	};

	buf_puts(page->out, "<ul class=\"key\">\n");
	for (int i = 0; i < VERDICT_COUNT; i++) {
		struct cell_result cell = {.verdict = (enum verdict)i};
		struct html_mark mark = html_cell_mark(&cell);

		buf_printf(page->out, "<li><span class=\"mark %s\">%s %s</span>%s</li>\n", mark.style,
			mark.symbol, mark.word, meanings[i]);
	}
	buf_puts(page->out,
		"<li><span class=\"mark note\">\u2713 note</span>as expected, in another "
		"way than the RFC names</li>\n<li><span class=\"mark either\">\u25cb "
		"accepts</span><span class=\"mark either\">\u25cf rejects</span>recorded, "
		"not judged</li>\n</ul>\n");
}

void html_matrix(struct html_page *page)
{
	const struct view *view = page->view;

	if (!view->run->cell_count)
		return;
	buf_puts(page->out, "<section id=\"matrix\"><h2>Matrix</h2>\n");
	key(page);
	if (view->scenario_count > SQUARES_MAX / (view->column_count * SLOT_COUNT)) {
		buf_printf(page->out,
			"<p class=\"lead\">%zu scenarios in %zu columns: too many to be shown as a "
			"table.</p></section>\n",
			view->scenario_count, view->column_count);
		return;
	}
	buf_puts(page->out,
		"<div class=\"scroll matrix-box\" tabindex=\"0\" role=\"region\" "
		"aria-label=\"Matrix\">\n<table class=\"matrix\"><caption><span>What each target "
		"did, by scenario, client-auth mode and TLS version</span></caption>\n");
	head(page);
	body(page);
	buf_puts(page->out, "</table></div></section>\n");
}
