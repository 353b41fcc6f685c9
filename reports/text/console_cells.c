/*
 * What went wrong, on a terminal, cell by cell: each kind of trouble in full for a few cells, then
 * counted.
 */
#include "console_cells.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "console.h"
#include "console_text.h"
#include "explain.h"
#include "grouping.h"
#include "view.h"

enum { NAMES_MAX = 64 * 1024 * 1024, FULL_MAX = 2, NAMED_MAX = 64, LOG_LINES = 5 };

/* What is to be copied as it is must not be broken over lines. */
static size_t columns_for(enum explain_kind kind, const struct console *console)
{
	return kind == EXPLAIN_COMMAND || kind == EXPLAIN_LINK ? 0 : console->columns;
}

void console_log(struct buf *out, struct arena *arena, const char *log)
{
	const char *at = log + strlen(log);
	int lines = 0;

	while (at > log && at[-1] == '\n')
		at--;
	for (; at > log; at--) {
		if (at[-1] == '\n' && ++lines == LOG_LINES)
			break;
	}
	for (const char *label = "log"; *at; label = "") {
		size_t len = strcspn(at, "\n");

		console_row(out, label, arena_strndup(arena, at, len), 0);
		at += len + (at[len] == '\n');
	}
}

static void explain(
	struct buf *out, const struct view *view, size_t number, const struct console *console)
{
	const struct cell_result *cell = &view->run->cells[number];
	struct explain_row rows[EXPLAIN_MAX];
	size_t count = explain_cell(rows, view->arena, cell, view_scenario(view, number));

	console_verdict(out, cell->verdict, console->color);
	buf_putc(out, ' ');
	console_bold(out, cell->id, console->color);
	buf_putc(out, '\n');
	for (size_t i = 0; i < count; i++)
		console_row(out, rows[i].label, rows[i].text, columns_for(rows[i].kind, console));
	if (cell->instance_log && *cell->instance_log)
		console_log(out, view->arena, cell->instance_log);
	buf_putc(out, '\n');
}

static void name_rest(struct buf *out, const struct view *view, const struct group *group,
	const struct console *console)
{
	size_t rest = group->count - FULL_MAX;
	SCOPED_BUF names;

	buf_init(&names, NAMES_MAX);
	for (size_t i = 0; i < rest && i < NAMED_MAX; i++) {
		const struct cell_result *cell = &view->run->cells[group->cells[FULL_MAX + i]];

		buf_printf(&names, "%s%s", i ? ", " : "", view_cell_name(view->arena, cell));
	}
	if (rest > NAMED_MAX)
		buf_puts(&names, ", ...");
	console_row(out, "",
		arena_printf(
			view->arena, "and %zu more cell%s: %s", rest, rest == 1 ? "" : "s", buf_text(&names)),
		console->columns);
	buf_putc(out, '\n');
}

/* Trouble of a target, before anything was tried: nothing of a cell explains it. */
static bool is_untried(const struct view *view, const struct group *group)
{
	for (size_t i = 0; i < group->count; i++) {
		if (!view_is_untried(&view->run->cells[group->cells[i]]))
			return false;
	}
	return true;
}

void console_untried(struct buf *out, const struct view *view, size_t first, size_t count,
	const struct console *console)
{
	const struct cell_result *cell = &view->run->cells[first];

	console_verdict(out, cell->verdict, console->color);
	buf_putc(out, ' ');
	console_bold(out, cell->target, console->color);
	buf_printf(out, ": %zu cell%s not tried\n", count, count == 1 ? "" : "s");
	console_row(
		out, "reason", cell->reason ? cell->reason : "no reason was given", console->columns);
	if (cell->instance_log && *cell->instance_log)
		console_log(out, view->arena, cell->instance_log);
	buf_putc(out, '\n');
}

static void explain_group(struct buf *out, const struct view *view, const struct group *group,
	const struct console *console)
{
	if (is_untried(view, group)) {
		console_untried(out, view, group->cells[0], group->count, console);
		return;
	}
	for (size_t i = 0; i < group->count && i < FULL_MAX; i++)
		explain(out, view, group->cells[i], console);
	if (group->count > FULL_MAX)
		name_rest(out, view, group, console);
}

void console_cells(struct buf *out, const struct view *view, const struct console *console)
{
	struct grouping grouping;

	grouping_build(&grouping, view, GROUP_TROUBLE);
	for (size_t i = 0; i < grouping.count; i++)
		explain_group(out, view, &grouping.groups[i], console);
}
