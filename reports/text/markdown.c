/*
 * A summary in GitHub-flavoured Markdown: the verdict, a table of totals, what failed (each group
 * explained once), known deviations, skips. Never larger than MARKDOWN_MAX, the size that GitHub
 * takes for the summary of one step: what does not fit is counted in a last line.
 */
#include "text_writers.h"

#include <string.h>

#include "alike.h"
#include "arena.h"
#include "buf.h"
#include "change.h"
#include "coverage.h"
#include "differ.h"
#include "explain.h"
#include "failures.h"
#include "grouping.h"
#include "tally.h"
#include "untested.h"

enum {
	TAIL_SIZE = 256, /* kept free for the line that says what was left out */
	CELLS_NAMED = 64, /* of one group */
};

struct markdown {
	struct buf *out;
	const struct view *view;
	size_t left_out; /* groups that did not fit */
};

static bool is_word_byte(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
		(byte >= 'A' && byte <= 'Z');
}

/* Does Markdown take this byte as its own? Between letters _ and @ are harmless. */
static bool is_markup(const char *start, const char *at)
{
	bool after_word = at > start && is_word_byte(at[-1]);

	if (*at == '_')
		return !after_word || !is_word_byte(at[1]);
	if (*at == '@')
		return !after_word;
	return strchr("\\`*[]|~#", *at) != NULL;
}

/* Foreign text in running text or a table: what Markdown or HTML would take as its own is
 * escaped. */
static void put_text(struct buf *out, const char *text)
{
	for (const char *at = text; *at; at++) {
		if (*at == '&')
			buf_puts(out, "&amp;");
		else if (*at == '<')
			buf_puts(out, "&lt;");
		else if (*at == '>')
			buf_puts(out, "&gt;");
		else if (*at == '\n')
			buf_puts(out, "<br>");
		else if (is_markup(text, at))
			buf_printf(out, "&#%d;", *at);
		else
			buf_putc(out, *at);
	}
}

/* Code that stays on one line; HTML, because a table or a backtick would break a Markdown span. */
static void put_code(struct buf *out, const char *text)
{
	buf_puts(out, "<code>");
	put_text(out, text);
	buf_puts(out, "</code>");
}

static void put_particular(struct markdown *md, const char *label, const char *text)
{
	if (!text)
		return;
	buf_printf(md->out, "%s: ", label);
	put_text(md->out, text);
	buf_puts(md->out, "\n\n");
}

static void put_head(struct markdown *md)
{
	const struct run_result *run = md->view->run;
	const struct plan_result *plan = &run->plan;
	const char *untested = untested_text(md->view->arena, md->view);
	const char *failures = failures_text(md->view->arena, md->view);
	struct tally tally;

	tally_run(&tally, run);
	buf_puts(md->out, "## ");
	put_text(md->out, plan->cover.title ? plan->cover.title : "mtlspec");
	buf_puts(md->out, ": ");
	put_text(md->out, explain_exit(&run->end));
	buf_printf(md->out, "\n\n%zu cells: %s; exit %d\n\n", tally.cells,
		explain_counts(md->view->arena, tally.verdicts), run->end.exit_code);
	if (failures)
		buf_printf(md->out, "Failures: %s\n\n", failures);
	if (untested) {
		buf_puts(md->out, "Not tested: ");
		put_text(md->out, untested);
		buf_puts(md->out, "\n\n");
	}
	put_particular(md, "Scope", plan->cover.scope);
	put_particular(md, "Tested by", plan->cover.tester);
	if (plan->command) {
		put_code(md->out, plan->command);
		buf_puts(md->out, "<br>\n");
	}
	if (plan->program_version)
		put_text(md->out, plan->program_version);
	if (plan->openssl_version) {
		buf_puts(md->out, ", ");
		put_text(md->out, plan->openssl_version);
	}
	buf_puts(md->out, "\n\n");
}

static void put_totals(struct markdown *md)
{
	struct alike alike;

	buf_puts(md->out, "| target | mode |");
	for (int i = 0; i < VERDICT_COUNT; i++)
		buf_printf(md->out, " %s |", verdict_words[i]);
	buf_puts(md->out, "\n| --- | --- |");
	for (int i = 0; i < VERDICT_COUNT; i++)
		buf_puts(md->out, " ---: |");
	buf_putc(md->out, '\n');
	alike_find(&alike, md->view);
	for (size_t i = 0; i < md->view->column_count; i++) {
		const struct view_column *column = &md->view->columns[i];
		const struct target_info *info = md->view->target_infos[column->target];

		if (alike.first[column->target] != column->target)
			continue;
		buf_puts(md->out, "| ");
		put_text(md->out, alike_name(md->view->arena, md->view, &alike, column->target));
		if (info && info->version) {
			buf_putc(md->out, ' ');
			put_text(md->out, info->version);
		}
		buf_printf(md->out, " | %s |", auth_mode_name(column->mode));
		for (int j = 0; j < VERDICT_COUNT; j++) {
			if (column->counts[j])
				buf_printf(md->out, " %zu |", column->counts[j]);
			else
				buf_puts(md->out, " - |");
		}
		buf_putc(md->out, '\n');
	}
	buf_putc(md->out, '\n');
}

static void put_ids(struct buf *out, const struct markdown *md, const struct group *group)
{
	for (size_t i = 0; i < group->count && i < CELLS_NAMED; i++) {
		buf_puts(out, "- ");
		put_code(out, md->view->run->cells[group->cells[i]].id);
		buf_putc(out, '\n');
	}
	if (group->count > CELLS_NAMED)
		buf_printf(out, "- and %zu more\n", group->count - CELLS_NAMED);
	buf_putc(out, '\n');
}

/* What has no room as a whole is left out as a whole. */
static void append_block(struct markdown *md, const struct buf *block)
{
	if (md->out->len + block->len + TAIL_SIZE > MARKDOWN_MAX || block->overflowed)
		md->left_out++;
	else
		buf_append(md->out, buf_text(block), block->len);
}

/* The first cell of a group, explained, and the ids of all. */
static void put_explained(struct markdown *md, const struct group *group)
{
	size_t first = group->cells[0];
	const struct cell_result *cell = &md->view->run->cells[first];
	struct explain_row rows[EXPLAIN_MAX];
	size_t count = explain_cell(rows, md->view->arena, cell, view_scenario(md->view, first));
	SCOPED_BUF block;

	buf_init(&block, MARKDOWN_MAX);
	buf_printf(&block, "<details><summary>%s ", failures_word(cell));
	put_code(&block, cell->id);
	if (group->count > 1)
		buf_printf(&block, " and %zu like it", group->count - 1);
	buf_puts(&block, "</summary>\n\n| | |\n| --- | --- |\n");
	for (size_t i = 0; i < count; i++) {
		buf_printf(&block, "| %s | ", rows[i].label);
		put_text(&block, rows[i].text);
		buf_puts(&block, " |\n");
	}
	buf_putc(&block, '\n');
	if (group->count > 1)
		put_ids(&block, md, group);
	buf_puts(&block, "</details>\n\n");
	append_block(md, &block);
}

/* One line for what cells have in common. */
static void put_line(struct markdown *md, const struct group *group)
{
	SCOPED_BUF block;

	buf_init(&block, MARKDOWN_MAX);
	buf_printf(&block, "- %zu %s: ", group->count, group->count == 1 ? "cell" : "cells");
	put_text(&block, group->key);
	buf_putc(&block, '\n');
	append_block(md, &block);
}

static void put_section(struct markdown *md, const char *heading, enum group_by by,
	void (*put)(struct markdown *md, const struct group *group))
{
	struct grouping grouping;

	grouping_build(&grouping, md->view, by);
	if (!grouping.count || md->out->len + TAIL_SIZE * 2 > MARKDOWN_MAX)
		return;
	buf_printf(md->out, "### %s\n\n", heading);
	for (size_t i = 0; i < grouping.count; i++)
		put(md, &grouping.groups[i]);
	buf_putc(md->out, '\n');
}

static void put_changes(struct markdown *md)
{
	const struct run_changes *changes = md->view->run->changes;

	if (!changes)
		return;
	buf_printf(md->out, "### Changed\n\n%s\n\n", changes_counts(md->view->arena, changes));
	for (size_t i = 0; i < changes->count && i < CELLS_NAMED; i++) {
		const struct change *change = &changes->items[i];

		buf_printf(md->out, "- %s: ", change_titles[change->kind]);
		put_code(md->out, change->id);
		buf_puts(md->out, ": ");
		put_text(md->out, change->before);
		buf_puts(md->out, " → ");
		put_text(md->out, change->after);
		buf_putc(md->out, '\n');
	}
	if (changes->count > CELLS_NAMED)
		buf_printf(md->out, "- and %zu more\n", changes->count - CELLS_NAMED);
	buf_putc(md->out, '\n');
}

static void put_difference(struct markdown *md, const struct differ_row *row)
{
	SCOPED_BUF block;

	buf_init(&block, MARKDOWN_MAX);
	buf_puts(&block, "| ");
	put_text(&block, md->view->scenarios[row->scenario]);
	buf_puts(&block, " | ");
	put_text(&block, differ_places(md->view, row));
	buf_printf(&block, " | %s | ", outcome_words[row->expected]);
	put_text(&block, differ_names(md->view, row->accepts));
	buf_puts(&block, " | ");
	put_text(&block, differ_names(md->view, row->refuses));
	buf_puts(&block, " |\n");
	append_block(md, &block);
}

static void put_differences(struct markdown *md)
{
	struct differ differ;

	differ_build(&differ, md->view);
	if (!differ.count || md->out->len + TAIL_SIZE * 2 > MARKDOWN_MAX)
		return;
	buf_puts(md->out,
		"### Where targets differ\n\n| scenario | mode | expected | accepted by | "
		"refused by |\n| --- | --- | --- | --- | --- |\n");
	for (size_t i = 0; i < differ.count; i++)
		put_difference(md, &differ.rows[i]);
	buf_putc(md->out, '\n');
}

static void put_source(struct markdown *md, const struct coverage_group *group)
{
	SCOPED_BUF block;

	buf_init(&block, MARKDOWN_MAX);
	buf_puts(&block, "| ");
	put_text(&block, group->source ? group->source->id : "in no registry");
	buf_puts(&block, " |");
	for (int i = COVERAGE_STATE_COUNT - 1; i >= 0; i--) {
		if (group->states[i])
			buf_printf(&block, " %zu |", group->states[i]);
		else
			buf_puts(&block, " - |");
	}
	buf_putc(&block, '\n');
	append_block(md, &block);
}

/* Documents, and how many of their rules came to what. */
static void put_requirements(struct markdown *md)
{
	struct coverage coverage;

	coverage_build(&coverage, md->view);
	if (!coverage.count || md->out->len + TAIL_SIZE * 2 > MARKDOWN_MAX)
		return;
	buf_puts(md->out, "### Requirements\n\n| rules of |");
	for (int i = COVERAGE_STATE_COUNT - 1; i >= 0; i--)
		buf_printf(md->out, " %s |", coverage_words[i]);
	buf_puts(md->out, "\n| --- |");
	for (int i = 0; i < COVERAGE_STATE_COUNT; i++)
		buf_puts(md->out, " ---: |");
	buf_putc(md->out, '\n');
	for (size_t i = 0; i < coverage.count; i++)
		put_source(md, &coverage.groups[i]);
	buf_putc(md->out, '\n');
}

void markdown_write(struct buf *out, const struct view *view)
{
	struct markdown md = {.out = out, .view = view};

	put_head(&md);
	put_totals(&md);
	put_changes(&md);
	put_section(&md, "Failures and errors", GROUP_TROUBLE, put_explained);
	put_differences(&md);
	put_section(&md, "Known deviations", GROUP_XFAIL, put_line);
	put_section(&md, "Backend not observed", GROUP_UNOBSERVED, put_line);
	put_section(&md, "Skipped", GROUP_SKIP, put_line);
	put_section(&md, "Not run", GROUP_NOT_RUN, put_line);
	put_requirements(&md);
	put_section(&md, "Passes with a note", GROUP_DEVIATION, put_line);
	if (md.left_out)
		buf_printf(
			out, "\n*%zu more groups had no room here; see the other reports.*\n", md.left_out);
}
