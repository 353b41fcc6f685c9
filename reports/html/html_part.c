#include "html_part.h"

#include <string.h>

#include "event_fields.h"
#include "text.h"

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	default:
		return "&#39;";
	}
}

static void escape(struct buf *out, const char *text, size_t len)
{
	while (len) {
		size_t plain = strcspn(text, "&<>\"'");

		buf_append(out, text, plain);
		text += plain;
		len -= plain;
		if (!len)
			return;
		buf_puts(out, entity(*text));
		text++;
		len--;
	}
}

void html_text(struct buf *out, const char *text)
{
	size_t len = text ? strlen(text) : 0;
	struct buf clean;

	if (event_text_plain(text, len)) {
		escape(out, text, len);
		return;
	}
	buf_init(&clean, len * 4 + 1);
	text_clean(&clean, text, len);
	escape(out, buf_text(&clean), clean.len);
	buf_finish(&clean);
}

void html_breakable(struct buf *out, const char *name)
{
	char one[2] = {0};

	for (size_t i = 0; name[i]; i++) {
		if (i && name[i] >= 'A' && name[i] <= 'Z')
			buf_puts(out, "<wbr>");
		one[0] = name[i];
		html_text(out, one);
	}
}

void html_text_cut(struct buf *out, const char *text, size_t max)
{
	size_t len = text ? strlen(text) : 0;
	char cut[256];

	if (len <= max || max >= sizeof(cut)) {
		html_text(out, text);
		return;
	}
	/* not within a character */
	while (max && ((unsigned char)text[max] & 0xc0) == 0x80)
		max--;
	memcpy(cut, text, max);
	cut[max] = '\0';
	html_text(out, cut);
	buf_puts(out, "\u2026");
}

const struct html_mark html_marks[HTML_MARK_COUNT + 1] = {
	{"fail", "\u2717", "FAIL"},
	{"error", "!", "error"},
	{"xpass", "?", "xpass"},
	{"xfail", "\u2248", "xfail"},
	{"note", "\u2713\u207a", "note"},
	{"accepts", "\u25cb", "accepts"},
	{"rejects", "\u25cf", "rejects"},
	{"pass", "\u2713", "pass"},
	{"skip", "\u2013", "skip"},
	{"not-run", "\u2026", "not run"},
	{NULL, NULL, NULL},
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
