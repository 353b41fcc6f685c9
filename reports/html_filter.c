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

static bool has_style(const struct view *view, const char *style)
{
	for (size_t i = 0; i < view->run->cell_count; i++) {
		if (strcmp(html_cell_mark(&view->run->cells[i]).style, style) == 0)
			return true;
	}
	return false;
}

static bool offers_targets(const struct view *view)
{
	return view->target_count > 1 && view->target_count <= FILTER_TARGETS_MAX;
}

static void choice(
	struct buf *out, const char *group, const char *id, const char *label, bool checked)
{
	buf_printf(out, "<span><input type=\"radio\" name=\"%s\" id=\"%s\"%s><label for=\"%s\">", group,
		id, checked ? " checked" : "", id);
	html_text(out, label);
	buf_puts(out, "</label></span>\n");
}

void html_filter(struct html_page *page)
{
	const struct view *view = page->view;
	struct buf *out = page->out;

	if (!view->run->cell_count)
		return;
	buf_puts(out,
		"<div class=\"filters\" role=\"group\" aria-label=\"Filters\">\n"
		"<fieldset><legend>Verdict</legend>\n");
	choice(out, "verdict", "v-all", "all", true);
	for (const struct html_mark *mark = html_marks; mark->style; mark++) {
		if (has_style(view, mark->style))
			choice(
				out, "verdict", arena_printf(page->arena, "v-%s", mark->style), mark->word, false);
	}
	buf_puts(out, "</fieldset>\n");
	if (offers_targets(view)) {
		buf_puts(out, "<fieldset><legend>Target</legend>\n");
		choice(out, "target", "t-all", "all", true);
		for (size_t i = 0; i < view->target_count; i++)
			choice(out, "target", arena_printf(page->arena, "t-%zu", i), view->targets[i], false);
		buf_puts(out, "</fieldset>\n");
	}
	buf_puts(out,
		"<fieldset><legend>Rows of the matrix</legend>\n<span><input type=\"checkbox\" "
		"id=\"differ\"><label for=\"differ\">only where targets differ</label></span>\n"
		"</fieldset>\n</div>\n");
}

static void target_rules(struct html_page *page, size_t target)
{
	struct buf *out = page->out;

	buf_printf(out,
		"body:has(#t-%zu:checked) :is(.cell,.card,.group,.matrix td,.matrix th.of,.overview tbody "
		"tr)"
		":not(.t%zu),\n"
		"body:has(#t-%zu:checked) " HOLDERS ":not(:has(.t%zu)){display:none}\n",
		target, target, target, target);
	for (const struct html_mark *mark = html_marks; mark->style; mark++) {
		if (has_style(page->view, mark->style))
			buf_printf(out,
				"body:has(#t-%zu:checked):has(#v-%s:checked) " HOLDERS
				":not(:has(.t%zu.%s,.t%zu .%s)){display:none}\n",
				target, mark->style, target, mark->style, target, mark->style);
	}
}

void html_filter_rules(struct html_page *page)
{
	const struct view *view = page->view;

	for (const struct html_mark *mark = html_marks; mark->style; mark++) {
		if (has_style(view, mark->style))
			buf_printf(page->out,
				"body:has(#v-%s:checked) " ITEMS ":not(.%s),\n"
				"body:has(#v-%s:checked) " HOLDERS ":not(:has(.%s)){display:none}\n",
				mark->style, mark->style, mark->style, mark->style);
	}
	for (size_t i = 0; offers_targets(view) && i < view->target_count; i++)
		target_rules(page, i);
}
