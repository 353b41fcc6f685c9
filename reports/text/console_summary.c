/* The end of a run on a terminal: a table for each target, then what many cells have in common. */
#include "console.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "console_text.h"
#include "differ.h"
#include "explain.h"
#include "failures.h"
#include "grouping.h"
#include "tally.h"
#include "untested.h"
#include "view.h"

enum { SUMMARY_MAX = 16 * 1024 * 1024, MODE_WIDTH = 28, COUNT_WIDTH = 8, GROUPS_MAX = 20 };

static const enum verdict order[VERDICT_COUNT] = {VERDICT_PASS, VERDICT_FAIL, VERDICT_ERROR,
	VERDICT_XFAIL, VERDICT_XPASS, VERDICT_SKIP, VERDICT_NOT_RUN};

static void table_head(struct buf *out, const struct view *view, size_t target, bool color)
{
	const struct target_info *info = view->target_infos[target];
	const char *version = info && info->version ? info->version : "";
	const char *name =
		arena_printf(view->arena, "%s%s%s", view->targets[target], *version ? " " : "", version);
	size_t width = strlen(name);

	if (out->len)
		buf_putc(out, '\n');
	console_bold(out, name, color);
	buf_printf(out, "%*s", width < MODE_WIDTH + 2 ? (int)(MODE_WIDTH + 2 - width) : 1, "");
	for (size_t i = 0; i < VERDICT_COUNT; i++)
		buf_printf(out, "%*s", COUNT_WIDTH, verdict_words[order[i]]);
	buf_putc(out, '\n');
}

static void table_row(struct buf *out, const struct view_column *column)
{
	buf_printf(out, "  %-*s", MODE_WIDTH, auth_mode_name(column->mode));
	for (size_t i = 0; i < VERDICT_COUNT; i++) {
		size_t count = column->counts[order[i]];

		if (count)
			buf_printf(out, "%*zu", COUNT_WIDTH, count);
		else
			buf_printf(out, "%*s", COUNT_WIDTH, "-");
	}
	buf_putc(out, '\n');
}

struct common {
	enum group_by by;
	const char *title;
	bool missing; /* those, and only those, of targets whose program is not there */
};

static const struct common commons[] = {
	{.by = GROUP_XFAIL, .title = "known deviations, as declared:"},
	{.by = GROUP_DEVIATION, .title = "passes with a note:"},
	{.by = GROUP_UNOBSERVED, .title = "backend: not observed:"},
	{.by = GROUP_SKIP, .title = "not installed:", .missing = true},
	{.by = GROUP_SKIP, .title = "skipped:"},
	{.by = GROUP_NOT_RUN, .title = "not run:"},
};

static const char *title_of(const struct view *view, const struct common *common)
{
	return common->by == GROUP_SKIP && view->run->end.skips_fail
		? arena_printf(view->arena,
			  "%.*s, which --no-skip counts as failures:", (int)strlen(common->title) - 1,
			  common->title)
		: common->title;
}

static bool is_missing(const struct view *view, const struct group *group)
{
	const struct view_cell *place = &view->cells[group->cells[0]];
	const struct cell_result *cell = &view->run->cells[group->cells[0]];
	const struct target_info *info = view->target_infos[place->target];

	return cell->verdict == VERDICT_SKIP && info && info->missing && cell->reason &&
		strcmp(cell->reason, info->missing) == 0;
}

static void write_common(
	struct buf *out, const struct view *view, const struct common *common, bool color)
{
	struct grouping grouping;
	size_t shown = 0;

	grouping_build(&grouping, view, common->by);
	for (size_t i = 0; i < grouping.count; i++) {
		const struct group *group = &grouping.groups[i];

		if (is_missing(view, group) != common->missing)
			continue;
		if (shown++ == 0) {
			buf_putc(out, '\n');
			console_bold(out, title_of(view, common), color);
			buf_putc(out, '\n');
		}
		if (shown <= GROUPS_MAX || common->missing)
			console_row(out,
				arena_printf(view->arena, "%zu cell%s", group->count, group->count == 1 ? "" : "s"),
				group->key, true);
	}
	if (shown > GROUPS_MAX && !common->missing)
		buf_printf(out, "  and %zu more kinds\n", shown - GROUPS_MAX);
}

static void write_differences(struct buf *out, const struct view *view, bool color)
{
	struct differ differ;

	differ_build(&differ, view);
	if (!differ.count)
		return;
	buf_putc(out, '\n');
	console_bold(out, "where targets differ:", color);
	buf_putc(out, '\n');
	for (size_t i = 0; i < differ.count && i < GROUPS_MAX; i++) {
		const struct differ_row *row = &differ.rows[i];

		console_row(out, outcome_words[row->expected],
			arena_printf(view->arena, "%s (%s): %s", view->scenarios[row->scenario],
				differ_places(view, row), differ_say(view, row)),
			true);
	}
	if (differ.count > GROUPS_MAX)
		buf_printf(out, "  and %zu more rows\n", differ.count - GROUPS_MAX);
}

static void write_untested(struct buf *out, const struct view *view, bool color)
{
	const char *untested = untested_text(view->arena, view);

	if (!untested)
		return;
	buf_putc(out, '\n');
	console_bold(out, "not tested:", color);
	buf_printf(out, " %s\n", untested);
}

static void write_failures(struct buf *out, const struct view *view, bool color)
{
	const char *failures = failures_text(view->arena, view);

	if (!failures)
		return;
	buf_putc(out, '\n');
	console_bold(out, "failures:", color);
	buf_printf(out, " %s\n", failures);
}

void console_summary(FILE *out, const struct run_result *run, bool color)
{
	struct arena arena;
	struct view view;
	struct buf text;

	arena_init(&arena);
	buf_init(&text, SUMMARY_MAX);
	view_build(&view, &arena, run);
	for (size_t i = 0; i < view.column_count; i++) {
		if (i == 0 || view.columns[i].target != view.columns[i - 1].target)
			table_head(&text, &view, view.columns[i].target, color);
		table_row(&text, &view.columns[i]);
	}
	write_differences(&text, &view, color);
	for (size_t i = 0; i < COUNT_OF(commons); i++)
		write_common(&text, &view, &commons[i], color);
	write_untested(&text, &view, color);
	write_failures(&text, &view, color);
	if (text.len)
		buf_putc(&text, '\n');
	fwrite(buf_text(&text), 1, text.len, out);
	buf_finish(&text);
	arena_finish(&arena);
}

void console_last_line(FILE *out, const struct run_result *run)
{
	struct arena arena;
	struct tally tally;
	unsigned long long tenths = (run->end.duration_us + 50000) / 100000;

	arena_init(&arena);
	tally_run(&tally, run);
	fprintf(out, "mtlspec: %zu cells: %s; %zu connections in %llu.%llu s; %sexit %d\n", tally.cells,
		explain_counts(&arena, tally.verdicts), run->end.connections, tenths / 10, tenths % 10,
		run->end.interrupted ? "interrupted; " : "", run->end.exit_code);
	arena_finish(&arena);
}

void console_progress(FILE *out, const struct progress *progress, bool color)
{
	struct buf line;

	buf_init(&line, SUMMARY_MAX);
	buf_printf(&line, "\r[%zu/%zu] ", progress->done, progress->total);
	console_inline(&line, progress->what ? progress->what : "");
	for (int i = 0; i < VERDICT_COUNT; i++) {
		if (i == VERDICT_PASS || i == VERDICT_SKIP || !progress->counts[i])
			continue;
		buf_printf(&line, "  %zu ", progress->counts[i]);
		console_verdict(&line, (enum verdict)i, color);
	}
	buf_puts(&line, "\x1b[K");
	fwrite(buf_text(&line), 1, line.len, out);
	fflush(out);
	buf_finish(&line);
}
