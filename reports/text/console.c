/* What went wrong, on a terminal: each kind of trouble in full for a few cells, then counted. */
#include "console.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "console_text.h"
#include "explain.h"
#include "grouping.h"
#include "view.h"

enum { EXPLAIN_BYTES_MAX = 64 * 1024 * 1024, FULL_MAX = 2, NAMED_MAX = 64, LOG_LINES = 5 };

/* What is to be copied as it is must not be broken over lines. */
static bool may_wrap(enum explain_kind kind)
{
	return kind != EXPLAIN_COMMAND && kind != EXPLAIN_LINK;
}

static void log_rows(struct buf *out, struct arena *arena, const char *log)
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

		console_row(out, label, arena_strndup(arena, at, len), false);
		at += len + (at[len] == '\n');
	}
}

static void explain(struct buf *out, struct arena *arena, const struct cell_result *cell,
	const struct scenario_info *scenario, bool color)
{
	struct explain_row rows[EXPLAIN_MAX];
	size_t count = explain_cell(rows, arena, cell, scenario);

	console_verdict(out, cell->verdict, color);
	buf_putc(out, ' ');
	console_bold(out, cell->id, color);
	buf_putc(out, '\n');
	for (size_t i = 0; i < count; i++)
		console_row(out, rows[i].label, rows[i].text, may_wrap(rows[i].kind));
	if (cell->instance_log && *cell->instance_log)
		log_rows(out, arena, cell->instance_log);
}

static void put(FILE *out, struct buf *text)
{
	fwrite(buf_text(text), 1, text->len, out);
	buf_finish(text);
}

void console_explain(
	FILE *out, const struct cell_result *cell, const struct run_result *run, bool color)
{
	static const struct scenario_info nothing;
	const struct scenario_info *scenario = &nothing;
	struct arena arena;
	struct buf text;

	for (size_t i = 0; i < run->plan.scenario_count; i++) {
		if (strcmp(run->plan.scenarios[i].id, cell->scenario) == 0)
			scenario = &run->plan.scenarios[i];
	}
	arena_init(&arena);
	buf_init(&text, EXPLAIN_BYTES_MAX);
	explain(&text, &arena, cell, scenario, color);
	put(out, &text);
	arena_finish(&arena);
}

static void name_rest(struct buf *out, const struct view *view, const struct group *group)
{
	size_t rest = group->count - FULL_MAX;
	SCOPED_BUF names;

	buf_init(&names, EXPLAIN_BYTES_MAX);
	for (size_t i = 0; i < rest && i < NAMED_MAX; i++) {
		const struct cell_result *cell = &view->run->cells[group->cells[FULL_MAX + i]];

		buf_printf(&names, "%s%s", i ? ", " : "", view_cell_name(view->arena, cell));
	}
	if (rest > NAMED_MAX)
		buf_puts(&names, ", ...");
	console_row(out, "",
		arena_printf(
			view->arena, "and %zu more cell%s: %s", rest, rest == 1 ? "" : "s", buf_text(&names)),
		true);
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

static void explain_untried(
	struct buf *out, const struct view *view, const struct group *group, bool color)
{
	const struct cell_result *cell = &view->run->cells[group->cells[0]];

	console_verdict(out, cell->verdict, color);
	buf_putc(out, ' ');
	console_bold(out, cell->target, color);
	buf_printf(out, ": %zu cell%s not tried\n", group->count, group->count == 1 ? "" : "s");
	console_row(out, "reason", cell->reason ? cell->reason : "no reason was given", true);
	if (cell->instance_log && *cell->instance_log)
		log_rows(out, view->arena, cell->instance_log);
	buf_putc(out, '\n');
}

static void explain_groups(struct buf *out, const struct view *view,
	const struct grouping *grouping, enum verdict verdict, bool color)
{
	for (size_t i = 0; i < grouping->count; i++) {
		const struct group *group = &grouping->groups[i];

		if (view->run->cells[group->cells[0]].verdict != verdict)
			continue;
		if (is_untried(view, group)) {
			explain_untried(out, view, group, color);
			continue;
		}
		for (size_t j = 0; j < group->count && j < FULL_MAX; j++) {
			size_t number = group->cells[j];

			explain(
				out, view->arena, &view->run->cells[number], view_scenario(view, number), color);
			buf_putc(out, '\n');
		}
		if (group->count > FULL_MAX)
			name_rest(out, view, group);
	}
}

void console_explain_all(FILE *out, const struct run_result *run, bool color)
{
	static const enum verdict order[] = {VERDICT_FAIL, VERDICT_ERROR, VERDICT_XPASS};
	struct grouping grouping;
	struct arena arena;
	struct view view;
	struct buf text;

	arena_init(&arena);
	buf_init(&text, EXPLAIN_BYTES_MAX);
	view_build(&view, &arena, run);
	grouping_build(&grouping, &view, GROUP_TROUBLE);
	for (size_t i = 0; i < COUNT_OF(order); i++)
		explain_groups(&text, &view, &grouping, order[i], color);
	put(out, &text);
	arena_finish(&arena);
}
