/* What is told while a run goes on. */
#include "console.h"

#include "arena.h"
#include "buf.h"
#include "console_text.h"
#include "failures.h"

enum { LINE_MAX_BYTES = 64 * 1024, SECOND_US = 1000000, SOON_US = 2 * SECOND_US, FIXED_WIDTH = 56 };

/* By what the cells so far took; "" where that says nothing yet. */
static const char *time_left(struct arena *arena, const struct progress *progress)
{
	uint64_t left_s;

	if (!progress->done || progress->done >= progress->total || progress->elapsed_us < SOON_US)
		return "";
	left_s = progress->elapsed_us / progress->done * (progress->total - progress->done) / SECOND_US;
	if (left_s >= 120)
		return arena_printf(
			arena, "  about %llu min left", (unsigned long long)((left_s + 30) / 60));
	return arena_printf(arena, "  about %llu s left", (unsigned long long)left_s + 1);
}

void console_progress(FILE *out, const struct progress *progress, const struct console *console)
{
	struct arena arena;
	struct buf line;

	arena_init(&arena);
	buf_init(&line, LINE_MAX_BYTES);
	buf_printf(&line, "\r[%zu/%zu] ", progress->done, progress->total);
	console_cut(&line, progress->what ? progress->what : "",
		console->columns > FIXED_WIDTH ? console->columns - FIXED_WIDTH : 1);
	for (int i = 0; i < VERDICT_COUNT; i++) {
		if (i == VERDICT_PASS || i == VERDICT_SKIP || !progress->counts[i])
			continue;
		buf_printf(&line, "  %zu ", progress->counts[i]);
		console_verdict(&line, (enum verdict)i, console->color);
	}
	buf_printf(&line, "%s\x1b[K", time_left(&arena, progress));
	fwrite(buf_text(&line), 1, line.len, out);
	fflush(out);
	buf_finish(&line);
	arena_finish(&arena);
}

void console_first(FILE *out, const struct cell_result *cell, const struct console *console)
{
	struct buf line;

	buf_init(&line, LINE_MAX_BYTES);
	buf_puts(&line, "first ");
	console_styled(
		&line, cell->verdict, cell->verdict == VERDICT_FAIL ? "failure" : "error", console->color);
	buf_puts(&line, ": ");
	console_inline(&line, cell->id);
	if (cell->verdict == VERDICT_FAIL)
		buf_printf(&line, ": %s", failures_word(cell));
	buf_puts(&line, ": ");
	console_inline(&line, failures_reason(cell));
	buf_putc(&line, '\n');
	fwrite(buf_text(&line), 1, line.len, out);
	fflush(out);
	buf_finish(&line);
}
