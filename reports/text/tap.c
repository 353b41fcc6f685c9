/*
 * Test Anything Protocol, version 13, which Perl's prove and node's tap read: one test point for
 * each cell. (Nothing of version 14 is in it but its escapes, which prove knows.)
 *   pass     ok                     fail, xpass, error  not ok, with a YAML block
 *   skip     ok # SKIP reason       xfail               not ok # TODO known deviation
 *   not-run  ok # SKIP, and the document ends with "Bail out!"
 */
#include "text_writers.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "explain.h"
#include "failures.h"
#include "text.h"
#include "view.h"

struct tap_point {
	bool ok;
	const char *directive; /* or NULL */
	bool explained; /* with a YAML block */
};

static const struct tap_point points[VERDICT_COUNT] = {
	[VERDICT_PASS] = {true, NULL, false},
	[VERDICT_FAIL] = {false, NULL, true},
	[VERDICT_ERROR] = {false, NULL, true},
	[VERDICT_SKIP] = {true, "SKIP", false},
	[VERDICT_XFAIL] = {false, "TODO known deviation:", false},
	[VERDICT_XPASS] = {false, NULL, true},
	[VERDICT_NOT_RUN] = {true, "SKIP not run:", false},
};

/* One line; backslash and # are escaped outside of the YAML block. */
static void put_line(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\\' || *text == '#')
			buf_putc(out, '\\');
		buf_putc(out, *text == '\n' ? ' ' : *text);
	}
}

/* prove takes no blank in a key, and reads no further than the first. */
static void put_key(struct buf *out, const char *label)
{
	for (; *label; label++)
		buf_putc(out, *label == ' ' ? '-' : *label);
}

static void put_block(struct buf *out, struct arena *arena, const struct view *view, size_t number)
{
	const struct cell_result *cell = &view->run->cells[number];
	struct explain_row rows[EXPLAIN_MAX];
	size_t count = explain_cell(rows, arena, cell, view_scenario(view, number));

	buf_printf(out, "  ---\n  verdict: %s\n", verdict_words[cell->verdict]);
	if (cell->failure != FAILURE_NONE)
		buf_printf(out, "  class: %s\n", failure_class_words[cell->failure]);
	for (size_t i = 0; i < count; i++) {
		buf_puts(out, "  ");
		put_key(out, rows[i].label);
		buf_puts(out, ": ");
		text_quote_yaml(out, rows[i].text);
		buf_putc(out, '\n');
	}
	buf_puts(out, "  ...\n");
}

static void put_point(struct buf *out, struct arena *arena, const struct view *view, size_t number)
{
	const struct cell_result *cell = &view->run->cells[number];
	const struct tap_point *point = &points[cell->verdict];

	buf_printf(out, "%s %zu - ", point->ok ? "ok" : "not ok", number + 1);
	put_line(out, cell->id ? cell->id : "");
	if (point->directive) {
		buf_printf(out, " # %s ", point->directive);
		put_line(out, cell->reason ? cell->reason : "no reason was given");
	}
	buf_putc(out, '\n');
	if (point->explained)
		put_block(out, arena, view, number);
}

void tap_write(struct buf *out, const struct view *view)
{
	const struct run_result *run = view->run;
	const char *failures = failures_text(view->arena, view);
	struct arena cell;

	arena_init(&cell);
	buf_printf(out, "TAP version 13\n1..%zu%s\n", run->cell_count,
		run->cell_count ? "" : " # SKIP this shard has no cells");
	if (failures)
		buf_printf(out, "# failures: %s\n", failures);
	for (size_t i = 0; i < run->cell_count; i++) {
		put_point(out, &cell, view, i);
		arena_reset(&cell);
	}
	if (!run->has_end || run->end.interrupted)
		buf_puts(out, "Bail out! interrupted\n");
	arena_finish(&cell);
}
