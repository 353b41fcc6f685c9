/* What went wrong, on a terminal: a block for each cause, in it a line for each scenario. */
#include "console.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "cause.h"
#include "console_cells.h"
#include "console_text.h"
#include "explain.h"
#include "failures.h"
#include "view.h"

enum {
	EXPLAIN_BYTES_MAX = 64 * 1024 * 1024,
	IN_FULL = 2, /* cells, if there are no more */
	BLOCKS_MAX = 8,
	LINES_MAX = 8, /* of causes behind them */
	ROWS_ALL = 16, /* scenarios, shared out among the blocks */
	ROWS_MIN = 2,
	NAME_WIDTH = 44,
};

/* "34 cells: 30 let in, 4 otherwise" where they are not all of one kind. */
static const char *count_words(struct arena *arena, const struct cause *cause)
{
	const char *cells =
		arena_printf(arena, "%zu cell%s", cause->count, cause->count == 1 ? "" : "s");
	const char *classes = failures_counts_text(arena, cause->classes);
	const char *comma = classes ? strchr(classes, ',') : NULL;

	return comma ? arena_printf(arena, "%s (%s)", cells, classes) : cells;
}

/* Behind the target's name. */
static const char *head_words(const struct view *view, const struct cause *cause)
{
	const struct cell_result *cell = &view->run->cells[cause->first];
	const char *count = count_words(view->arena, cause);

	if (cause->certain)
		return arena_printf(view->arena, ": %s:%d `%s` explains %s", cell->directive.file,
			cell->directive.line, cell->directive.have, count);
	return arena_printf(view->arena, ": %s%s%s", count, cause->reason ? ": " : "",
		cause->reason ? cause->reason : "");
}

/* "LET IN", "ERROR": in capitals, as what it is. */
static size_t put_word(struct buf *out, const struct cell_result *cell, bool color)
{
	char word[32] = "";

	if (cell->failure == FAILURE_NONE || cell->verdict != VERDICT_FAIL) {
		console_verdict(out, cell->verdict, color);
		return strlen(verdict_words[cell->verdict]);
	}
	for (size_t i = 0; failures_word(cell)[i] && i + 1 < sizeof(word); i++) {
		char c = failures_word(cell)[i];

		word[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	console_styled(out, cell->verdict, word, color);
	return strlen(word);
}

static void head_line(struct buf *out, const struct view *view, const struct cause *cause,
	const struct console *console, bool cut)
{
	const struct cell_result *cell = &view->run->cells[cause->first];
	size_t column = put_word(out, cell, console->color) + 1 + console_width(cause->who);
	SCOPED_BUF text;

	buf_putc(out, ' ');
	console_bold(out, cause->who, console->color);
	buf_init(&text, EXPLAIN_BYTES_MAX);
	console_inline(&text, head_words(view, cause));
	if (cut)
		console_cut(
			out, buf_text(&text), console->columns > column ? console->columns - column : 1);
	else
		console_wrap(out, buf_text(&text), column, 2, console->columns);
	buf_putc(out, '\n');
}

/* Modes and versions, where not all rows have the same, and what is not all rows' reason. */
static const char *row_words(
	const struct view *view, const struct cause *cause, const struct cause_row *row)
{
	bool mixed = row->failure != cause->rows[0].failure;
	const char *where = cause->alike
		? ""
		: arena_printf(view->arena, "  %s  %s", cause_versions(view->arena, row->versions),
			  cause_modes(view, row->first, row->modes));

	return arena_printf(view->arena, "%s%s%s%s%s", where, mixed ? "  " : "",
		mixed ? failure_class_words[row->failure] : "", cause->reason ? "" : "  ",
		cause->reason ? "" : row->reason);
}

static void put_rows(struct buf *out, const struct view *view, const struct cause *cause,
	size_t limit, const struct console *console)
{
	size_t shown = cause->row_count > limit + 1 ? limit : cause->row_count;
	size_t width = 0;

	for (size_t i = 0; i < shown; i++) {
		size_t own = console_width(view->scenarios[cause->rows[i].scenario]);

		width = own > width ? own : width;
	}
	width = width > NAME_WIDTH ? NAME_WIDTH : width;
	for (size_t i = 0; i < shown; i++) {
		const struct cause_row *row = &cause->rows[i];
		const char *words = row_words(view, cause, row);

		buf_puts(out, "    ");
		console_cut(out,
			*words ? arena_printf(
						 view->arena, "%-*s%s", (int)width, view->scenarios[row->scenario], words)
				   : view->scenarios[row->scenario],
			console->columns > 4 ? console->columns - 4 : 1);
		buf_putc(out, '\n');
	}
	if (shown < cause->row_count)
		buf_printf(out, "    and %zu more scenarios (-v tells all)\n", cause->row_count - shown);
}

static void put_row(struct buf *out, const char *label, const char *text, size_t columns)
{
	if (text && *text)
		console_row(out, label, text, columns);
}

static void explain_cause(struct buf *out, const struct view *view, const struct cause *cause,
	size_t limit, const struct console *console)
{
	struct arena *arena = view->arena;
	const struct cell_result *cell = &view->run->cells[cause->first];

	head_line(out, view, cause, console, false);
	if (cause->alike)
		put_row(out, "where",
			arena_printf(arena, "TLS %s, %s", cause_versions(arena, cause->versions),
				cause_modes(view, cause->first, cause->modes)),
			console->columns);
	if (cause->certain)
		put_row(out, "reason", cause->reason, console->columns);
	put_rows(out, view, cause, limit, console);
	if (cell->verdict == VERDICT_FAIL)
		put_row(out, "fix", cause->fix, console->columns);
	put_row(out, "reproduce", cell->reproduce, 0);
	if (cell->verdict == VERDICT_ERROR && cell->instance_log)
		console_log(out, arena, cell->instance_log);
	buf_putc(out, '\n');
}

static void put_cause(struct buf *out, const struct view *view, const struct cause *cause,
	size_t limit, const struct console *console)
{
	if (cause->untried)
		console_untried(out, view, cause->first, cause->count, console);
	else
		explain_cause(out, view, cause, limit, console);
}

/* Causes past those that have a block: a line each, then their number. */
static void put_lines(struct buf *out, const struct view *view, const struct causes *causes,
	const struct console *console)
{
	size_t cells = 0;

	for (size_t i = BLOCKS_MAX; i < causes->count; i++) {
		if (i < BLOCKS_MAX + LINES_MAX)
			head_line(out, view, &causes->items[i], console, true);
		else
			cells += causes->items[i].count;
	}
	if (cells)
		buf_printf(out, "and %zu more causes of %zu cells (-v tells all)\n",
			causes->count - BLOCKS_MAX - LINES_MAX, cells);
	buf_putc(out, '\n');
}

static void put_causes(struct buf *out, const struct view *view, const struct causes *causes,
	const struct console *console)
{
	size_t blocks = causes->count < BLOCKS_MAX ? causes->count : BLOCKS_MAX;
	size_t limit = blocks ? ROWS_ALL / blocks : 0;

	for (size_t i = 0; i < blocks; i++)
		put_cause(out, view, &causes->items[i], limit < ROWS_MIN ? ROWS_MIN : limit, console);
	if (blocks < causes->count)
		put_lines(out, view, causes, console);
}

void console_explain_all(FILE *out, const struct run_result *run, const struct console *console)
{
	struct causes causes;
	struct arena arena;
	struct view view;
	SCOPED_BUF text;

	arena_init(&arena);
	buf_init(&text, EXPLAIN_BYTES_MAX);
	view_build(&view, &arena, run);
	causes_find(&causes, &view);
	if (console->verbose || causes.cells <= IN_FULL)
		console_cells(&text, &view, console);
	else
		put_causes(&text, &view, &causes, console);
	fwrite(buf_text(&text), 1, text.len, out);
	arena_finish(&arena);
}
