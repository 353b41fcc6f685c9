/* The end of a run on a terminal: a table for each target, then what many cells have in common. */
#include "console.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "alike.h"
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

enum {
	SUMMARY_MAX = 16 * 1024 * 1024,
	MODE_WIDTH = 28,
	COUNT_WIDTH = 8,
	GROUPS_MAX = 20,
	ROWS_BRIEF = 5
};

static const enum verdict order[VERDICT_COUNT] = {VERDICT_PASS, VERDICT_FAIL, VERDICT_ERROR,
	VERDICT_XFAIL, VERDICT_XPASS, VERDICT_SKIP, VERDICT_NOT_RUN};

static void table_head(
	struct buf *out, const struct view *view, const struct alike *alike, size_t target, bool color)
{
	const struct target_info *info = view->target_infos[target];
	const char *version = info && info->version ? info->version : "";
	const char *name = arena_printf(view->arena, "%s%s%s",
		alike_name(view->arena, view, alike, target), *version ? " " : "", version);
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

/* Of what is told by its number. */
#define BRIEF_END " (-v tells them)\n"

struct common {
	enum group_by by;
	const char *title;
	bool missing; /* those, and only those, of targets whose program is not there */
	size_t brief; /* groups that are shown unless all is; 0: their number alone */
};

static const struct common commons[] = {
	{.by = GROUP_XFAIL, .title = "known deviations, as declared:", .brief = 3},
	{.by = GROUP_UNOBSERVED, .title = "backend: not observed:", .brief = 3},
	{.by = GROUP_SKIP, .title = "not installed:", .missing = true, .brief = SIZE_MAX},
	{.by = GROUP_NOT_RUN, .title = "not run:", .brief = 3},
	{.by = GROUP_DEVIATION, .title = "passes with a note:"},
	{.by = GROUP_SKIP, .title = "skipped:"},
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

/* A paragraph of its own, or, where it is brief, one with the brief ones before it. */
static void write_title(
	struct buf *out, const char *title, const struct console *console, bool brief)
{
	static const char end[] = BRIEF_END;
	bool follows = brief && out->len > strlen(end) &&
		memcmp(out->data + out->len - strlen(end), end, strlen(end)) == 0;

	if (!follows)
		buf_putc(out, '\n');
	console_bold(out, title, console->color);
}

static void write_groups(struct buf *out, const struct view *view, const struct group **groups,
	size_t count, size_t limit, const struct console *console)
{
	size_t shown = count > limit + 1 ? limit : count;

	for (size_t i = 0; i < shown; i++)
		console_row(out,
			arena_printf(
				view->arena, "%zu cell%s", groups[i]->count, groups[i]->count == 1 ? "" : "s"),
			groups[i]->key, console->columns);
	if (shown < count)
		buf_printf(out, "  and %zu more kinds%s\n", count - shown,
			console->verbose ? "" : " (-v tells more)");
}

static void write_common(struct buf *out, const struct view *view, const struct common *common,
	const struct console *console)
{
	const struct group **groups;
	struct grouping grouping;
	size_t count = 0;
	size_t cells = 0;
	bool brief;

	grouping_build(&grouping, view, common->by);
	groups = ARENA_ARRAY(view->arena, const struct group *, grouping.count + 1);
	for (size_t i = 0; i < grouping.count; i++) {
		if (is_missing(view, &grouping.groups[i]) != common->missing)
			continue;
		groups[count++] = &grouping.groups[i];
		cells += grouping.groups[i].count;
	}
	if (!count)
		return;
	brief = !console->verbose && !common->brief && count > 1;
	write_title(out, title_of(view, common), console, brief);
	if (brief) {
		buf_printf(out, " %zu cells, of %zu kinds" BRIEF_END, cells, count);
		return;
	}
	buf_putc(out, '\n');
	write_groups(out, view, groups, count,
		common->missing        ? count
			: console->verbose ? GROUPS_MAX
							   : common->brief,
		console);
}

static void write_differences(
	struct buf *out, const struct view *view, const struct console *console)
{
	size_t limit = console->verbose ? GROUPS_MAX : ROWS_BRIEF;
	struct differ differ;

	differ_build(&differ, view);
	if (!differ.count)
		return;
	buf_putc(out, '\n');
	console_bold(out, "where targets differ:", console->color);
	buf_putc(out, '\n');
	for (size_t i = 0; i < differ.count && i < limit; i++) {
		const struct differ_row *row = &differ.rows[i];

		console_row(out, outcome_words[row->expected],
			arena_printf(view->arena, "%s (%s): %s", view->scenarios[row->scenario],
				differ_places(view, row), differ_say(view, row)),
			console->columns);
	}
	if (differ.count > limit)
		buf_printf(out, "  and %zu more rows\n", differ.count - limit);
}

static void write_untested(struct buf *out, const struct view *view, const struct console *console)
{
	const char *untested = untested_text(view->arena, view);
	unsigned percent = untested_percent(view->run);

	if (!untested && !percent)
		return;
	write_title(out, "not tested:", console, true);
	if (percent)
		buf_printf(out, " %u%% of the cells, of which a green run says nothing%s", percent,
			untested ? "; " : "");
	buf_printf(out, "%s%s\n", untested && !percent ? " " : "", untested ? untested : "");
}

static void write_failures(struct buf *out, const struct view *view, const struct console *console)
{
	const char *failures = failures_text(view->arena, view);

	if (!failures)
		return;
	write_title(out, "failures:", console, false);
	buf_printf(out, " %s\n", failures);
}

struct slow {
	uint64_t duration_us;
	size_t cell;
};

static int by_duration(const void *a, const void *b)
{
	const struct slow *x = a;
	const struct slow *y = b;

	if (x->duration_us != y->duration_us)
		return x->duration_us > y->duration_us ? -1 : 1;
	return (x->cell > y->cell) - (x->cell < y->cell);
}

static void write_durations(struct buf *out, const struct view *view, const struct console *console)
{
	size_t count = view->run->cell_count;
	struct slow *slow = ARENA_ARRAY(view->arena, struct slow, count + 1);

	if (!console->durations || !count)
		return;
	for (size_t i = 0; i < count; i++)
		slow[i] = (struct slow){view->run->cells[i].duration_us, i};
	qsort(slow, count, sizeof(*slow), by_duration);
	write_title(out, "took longest:", console, false);
	buf_putc(out, '\n');
	for (size_t i = 0; i < count && i < console->durations && slow[i].duration_us; i++)
		console_row(out,
			arena_printf(view->arena, "%s s", view_seconds(view->arena, slow[i].duration_us)),
			view->run->cells[slow[i].cell].id, 0);
}

static void write_tables(struct buf *out, const struct view *view, const struct console *console)
{
	struct alike alike;

	alike_find(&alike, view);
	for (size_t i = 0; i < view->column_count; i++) {
		size_t target = view->columns[i].target;

		if (alike.first[target] != target)
			continue;
		if (i == 0 || target != view->columns[i - 1].target)
			table_head(out, view, &alike, target, console->color);
		table_row(out, &view->columns[i]);
	}
}

void console_summary(FILE *out, const struct run_result *run, const struct console *console)
{
	struct arena arena;
	struct view view;
	struct buf text;

	arena_init(&arena);
	buf_init(&text, SUMMARY_MAX);
	view_build(&view, &arena, run);
	write_tables(&text, &view, console);
	write_differences(&text, &view, console);
	for (size_t i = 0; i < COUNT_OF(commons); i++)
		write_common(&text, &view, &commons[i], console);
	write_untested(&text, &view, console);
	write_durations(&text, &view, console);
	write_failures(&text, &view, console);
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
	size_t classes[FAILURE_CLASS_COUNT];
	const char *failures;
	const char *untested = "";
	unsigned percent = untested_percent(run);

	arena_init(&arena);
	if (percent)
		untested = arena_printf(&arena, "%u%% of it untested; ", percent);
	tally_run(&tally, run);
	failures_count(classes, run);
	failures = failures_counts_text(&arena, classes);
	fprintf(out, "mtlspec: %zu cells: %s; %s%s%zu connections in %llu.%llu s; %s%sexit %d\n",
		tally.cells, explain_counts(&arena, tally.verdicts), failures ? failures : "",
		failures ? "; " : "", run->end.connections, tenths / 10, tenths % 10,
		run->end.interrupted ? "interrupted; " : "", untested, run->end.exit_code);
	arena_finish(&arena);
}
