#include "html_part.h"

#include <string.h>

void html_breakable(struct markup *out, const char *name)
{
	for (size_t i = 0; name[i]; i++)
		markup_put(out, i && name[i] >= 'A' && name[i] <= 'Z' ? "<wbr>%c" : "%c", name[i]);
}

void html_sentence(struct html_page *page, const char *text)
{
	while (*text) {
		size_t plain = strcspn(text, "`");
		const char *code = text + plain + (text[plain] == '`');
		size_t len = strcspn(code, "`");
		bool paired = text[plain] == '`' && code[len] == '`';

		/* (%.*s would mark what is cut off) */
		markup_put(
			page->out, "%s", arena_strndup(&page->cell, text, paired ? plain : strlen(text)));
		if (!paired)
			return;
		markup_put(page->out, "<code>%s</>", arena_strndup(&page->cell, code, len));
		text = code + len + 1;
	}
}

void html_table(struct markup *out, const char *label, const char *style, const char *caption,
	const char *const *columns)
{
	markup_put(out,
		"<div class='scroll' role='region' aria-label='%s' tabindex='0'><table class='%s'>"
		"<caption>%s</>\n<thead><tr>",
		label, style, caption);
	for (; *columns; columns++)
		markup_put(out, "<th scope='col'>%s</>", *columns);
	markup_put(out, "</thead>\n<tbody>\n");
}

const struct html_mark html_marks[HTML_MARK_COUNT + 1] = {
	{"fail", "\u2717", "FAIL", "misbehaved"},
	{"error", "!", "error", "nothing can be said"},
	{"xpass", "?", "xpass", "declaration out of date"},
	{"xfail", "\u2248", "xfail", "misbehaved as declared"},
	{"note", "\u2713\u207a", "note", "as expected, in another way than the RFC names"},
	{"accepts", "\u25cb", "accepts", "recorded, not judged"},
	{"rejects", "\u25cf", "rejects", "recorded, not judged"},
	{"pass", "\u2713", "pass", "as expected"},
	{"skip", "\u2013", "skip", "can't be tested here"},
	{"not-run", "\u2026", "not run", "interrupted before"},
	{NULL, NULL, NULL, NULL},
};

static const char *mark_style(const struct cell_result *cell)
{
	if (cell->verdict != VERDICT_PASS)
		return verdict_words[cell->verdict];
	if (cell->expected == OUTCOME_EITHER && cell->observed == OUTCOME_ACCEPT)
		return "accepts";
	if (cell->expected == OUTCOME_EITHER && cell->observed == OUTCOME_REJECT)
		return "rejects";
	return cell->deviation ? "note" : "pass";
}

struct html_mark html_cell_mark(const struct cell_result *cell)
{
	const char *style = mark_style(cell);
	const struct html_mark *mark = html_marks;

	while (strcmp(mark->style, style) != 0)
		mark++;
	return *mark;
}

bool html_was_run(const struct cell_result *cell)
{
	return cell->verdict != VERDICT_SKIP && cell->verdict != VERDICT_NOT_RUN;
}

const char *html_tls(enum tls_version version)
{
	if (version == TLS_1_2)
		return "1.2";
	return version == TLS_1_3 ? "1.3" : tls_version_name(version);
}
