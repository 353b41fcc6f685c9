/*
 * Filters without script: radio buttons, and rules that hide what the checked one does not ask for.
 * Where there is no style, nothing is hidden.
 */
#include <string.h>

#include "html_part.h"

enum { FILTER_TARGETS_MAX = 100 }; /* more targets than that are not offered one by one */

/* What is hidden if it is not of the kind asked for, and what if it holds nothing of the kind. */
#define ITEMS ":is(.cell,.card)"
#define HOLDERS ":is(.chapter,.scenario,.matrix tbody tr)"

/* The marks that the run's cells have, in the order of html_marks; ends with one without style. */
struct marks {
	struct html_mark items[HTML_MARK_COUNT + 1];
};

static void find_marks(struct marks *out, const struct view *view)
{
	bool has[HTML_MARK_COUNT] = {false};
	size_t count = 0;

	for (size_t i = 0; i < view->run->cell_count; i++) {
		struct html_mark mark = html_cell_mark(&view->run->cells[i]);
		size_t at = 0;

		while (html_marks[at].style != mark.style)
			at++;
		has[at] = true;
	}
	for (size_t i = 0; i < HTML_MARK_COUNT; i++) {
		if (has[i])
			out->items[count++] = html_marks[i];
	}
	out->items[count].style = NULL;
}

static bool offers_targets(const struct view *view)
{
	return view->target_count > 1 && view->target_count <= FILTER_TARGETS_MAX;
}

static void choice(
	struct markup *out, const char *group, const char *id, const char *label, bool checked)
{
	markup_put(out, "<span><input type='radio' name='%s' id='%s'%s><label for='%s'>%s</></>\n",
		group, id, checked ? " checked" : "", id, label);
}

void html_filter(struct html_page *page)
{
	const struct view *view = page->view;
	struct markup *out = page->out;
	struct marks marks;

	if (!view->run->cell_count)
		return;
	find_marks(&marks, view);
	markup_put(out,
		"<div class='filters' role='group' aria-label='Filters'>\n"
		"<fieldset><legend>Verdict</>\n");
	choice(out, "verdict", "v-all", "all", true);
	for (const struct html_mark *mark = marks.items; mark->style; mark++)
		choice(out, "verdict", arena_printf(page->arena, "v-%s", mark->style), mark->word, false);
	markup_put(out, "</fieldset>\n");
	if (offers_targets(view)) {
		markup_put(out, "<fieldset><legend>Target</>\n");
		choice(out, "target", "t-all", "all", true);
		for (size_t i = 0; i < view->target_count; i++)
			choice(out, "target", arena_printf(page->arena, "t-%zu", i), view->targets[i], false);
		markup_put(out, "</fieldset>\n");
	}
	if (view->target_count > 1)
		markup_put(out,
			"<fieldset><legend>Rows of the matrix</>\n<span><input type='checkbox' id='differ'>"
			"<label for='differ'>only where targets differ</></>\n</fieldset>\n");
	markup_put(out, "</div>\n");
}

static void target_rules(struct buf *out, const struct marks *marks, size_t target)
{
	buf_printf(out,
		"body:has(#t-%zu:checked) :is(.cell,.card,.group,.matrix td,.matrix th.of,.overview tbody "
		"tr):not(.t%zu),\n"
		"body:has(#t-%zu:checked) " HOLDERS ":not(:has(.t%zu)){display:none}\n",
		target, target, target, target);
	for (const struct html_mark *mark = marks->items; mark->style; mark++)
		buf_printf(out,
			"body:has(#t-%zu:checked):has(#v-%s:checked) " HOLDERS
			":not(:has(.t%zu.%s,.t%zu .%s)){display:none}\n",
			target, mark->style, target, mark->style, target, mark->style);
}

void html_filter_rules(struct buf *out, const struct view *view)
{
	struct marks marks;

	find_marks(&marks, view);
	for (const struct html_mark *mark = marks.items; mark->style; mark++)
		buf_printf(out,
			"body:has(#v-%s:checked) " ITEMS ":not(.%s),\n"
			"body:has(#v-%s:checked) " HOLDERS ":not(:has(.%s)),\n"
			/* the marks of its steps are no cells */
			"body:has(#v-%s:checked) .scenario:not(:has(.cell.%s)){display:none}\n",
			mark->style, mark->style, mark->style, mark->style, mark->style, mark->style);
	for (size_t i = 0; offers_targets(view) && i < view->target_count; i++)
		target_rules(out, &marks, i);
}
