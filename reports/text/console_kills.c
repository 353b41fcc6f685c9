/* The kill matrix, on a terminal: a line for each defect, then what is wrong with the catalogue. */
#include "console.h"

#include "arena.h"
#include "buf.h"
#include "console_text.h"
#include "kills.h"

enum { TEXT_MAX = 16 * 1024 * 1024, DEFECT_COLUMNS = 34 };

static void put_defect(
	struct buf *out, struct arena *arena, const struct kills *kills, size_t number)
{
	const char *separator = "";

	buf_printf(out, "%-*s ", DEFECT_COLUMNS, kills->defects[number]->defect);
	for (size_t i = 0; i < kills->scenario_count; i++) {
		const struct kill *kill = kills_at(kills, number, i);

		if (!kill_any(kill))
			continue;
		buf_printf(out, "%s%s %s", separator, kills->scenarios[i]->id, kill_text(kill, arena));
		separator = ", ";
	}
	buf_puts(out, *separator ? "\n" : "NOT CAUGHT\n");
}

/* Who catches nothing: those who say what for, and those who do not. */
static void put_idle(struct buf *out, const struct kills *kills, bool color)
{
	const char *title = "\ncatch nothing, but confirm:\n";

	for (size_t i = 0; i < kills->scenario_count; i++) {
		if (!kills->scenarios[i]->confirms || !kills->judged[i] || kills_caught(kills, i))
			continue;
		buf_printf(
			out, "%s  %s: %s\n", title, kills->scenarios[i]->id, kills->scenarios[i]->confirms);
		title = "";
	}
	title = "catch nothing, and do not say what they confirm:";
	for (size_t i = 0; i < kills->scenario_count; i++) {
		if (!kills_is_idle(kills, i))
			continue;
		if (*title) {
			buf_putc(out, '\n');
			console_bold(out, title, color);
			buf_putc(out, '\n');
		}
		buf_printf(out, "  %s\n", kills->scenarios[i]->id);
		title = "";
	}
}

static void put_alarms(struct buf *out, const struct kills *kills, bool color)
{
	if (!kills->alarm_count)
		return;
	buf_putc(out, '\n');
	console_bold(out, "false alarms: the reference has no defect here", color);
	buf_putc(out, '\n');
	for (size_t i = 0; i < kills->alarm_count; i++)
		buf_printf(out, "  %s\n", kills->alarms[i]);
}

void kills_print(FILE *out, const struct kills *kills, bool color)
{
	struct arena arena;
	SCOPED_BUF text;

	arena_init(&arena);
	buf_init(&text, TEXT_MAX);
	for (size_t i = 0; i < kills->defect_count; i++)
		put_defect(&text, &arena, kills, i);
	put_idle(&text, kills, color);
	put_alarms(&text, kills, color);
	buf_printf(&text,
		"\nmtlspec selftest: %zu defects, %zu killed; %zu false alarms in %zu cells\n",
		kills->defect_count, kills_killed(kills), kills->alarm_count, kills->clean_count);
	fwrite(buf_text(&text), 1, text.len, out);
	arena_finish(&arena);
}
