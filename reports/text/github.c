/*
 * GitHub workflow commands: failures, errors and unexpected passes as annotations, one for each
 * group of equal cause, at most GITHUB_ANNOTATIONS_MAX (GitHub drops more of one step unseen); the
 * last of them says how many are missing. With file and line where a file of the user's is to
 * blame, else of the scenario; GitHub knows files by their path in its workspace.
 */
#include "text_writers.h"

#include <string.h>

#include "arena.h"
#include "blame.h"
#include "buf.h"
#include "explain.h"
#include "failures.h"
#include "grouping.h"
#include "workspace.h"

/* Data escapes percent and line ends; a property also the signs that end it. */
static void put_escaped(struct buf *out, const char *text, const char *also)
{
	for (; *text; text++) {
		if (strchr("%\r\n", *text) || strchr(also, *text))
			buf_printf(out, "%%%02X", (unsigned char)*text);
		else
			buf_putc(out, *text);
	}
}

static void put_property(
	struct buf *out, const char *separator, const char *name, const char *value)
{
	buf_printf(out, "%s%s=", separator, name);
	put_escaped(out, value, ":,");
}

static void put_group(struct buf *out, const struct view *view, const struct group *group)
{
	struct arena *arena = view->arena;
	size_t first = group->cells[0];
	const struct cell_result *cell = &view->run->cells[first];
	struct explain_row rows[EXPLAIN_MAX];
	struct blame blame;
	size_t count = explain_cell(rows, arena, cell, view_scenario(view, first));
	const char *title = arena_printf(arena, "mtlspec %s: %s%s", failures_word(cell), cell->id,
		group->count > 1 ? arena_printf(arena, " and %zu like it", group->count - 1) : "");

	buf_puts(out, "::error");
	put_property(out, " ", "title", title);
	if (blame_find(&blame, view, first)) {
		put_property(out, ",", "file", workspace_path(arena, view->workspace, blame.file));
		buf_printf(out, ",line=%ld", blame.line);
	}
	buf_puts(out, "::");
	for (size_t i = 0; i < count; i++) {
		const char *row =
			arena_printf(arena, "%s%s: %s", i ? "\n" : "", rows[i].label, rows[i].text);

		put_escaped(out, row, "");
	}
	buf_putc(out, '\n');
}

void github_write(struct buf *out, const struct view *view)
{
	struct grouping grouping;
	size_t shown;

	grouping_build(&grouping, view, GROUP_TROUBLE);
	shown = grouping.count > GITHUB_ANNOTATIONS_MAX ? GITHUB_ANNOTATIONS_MAX - 1 : grouping.count;
	for (size_t i = 0; i < shown; i++)
		put_group(out, view, &grouping.groups[i]);
	if (shown < grouping.count)
		buf_printf(out, "::error title=mtlspec::%zu more groups of failures: see the summary\n",
			grouping.count - shown);
}
