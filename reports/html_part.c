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

static const struct html_mark marks[VERDICT_COUNT] = {
	[VERDICT_PASS] = {"pass", "\u2713", "pass"},
	[VERDICT_FAIL] = {"fail", "\u2717", "FAIL"},
	[VERDICT_ERROR] = {"error", "!", "error"},
	[VERDICT_SKIP] = {"skip", "\u2013", "skip"},
	[VERDICT_XFAIL] = {"xfail", "\u2248", "xfail"},
	[VERDICT_XPASS] = {"xpass", "?", "xpass"},
	[VERDICT_NOT_RUN] = {"not-run", "\u2026", "not run"},
};

struct html_mark html_cell_mark(const struct cell_result *cell)
{
	static const struct html_mark note = {"note", "\u2713", "note"};
	static const struct html_mark accepts = {"either", "\u25cb", "accepts"};
	static const struct html_mark rejects = {"either", "\u25cf", "rejects"};

	if (cell->verdict != VERDICT_PASS)
		return marks[cell->verdict];
	if (cell->expected == OUTCOME_EITHER && cell->observed == OUTCOME_ACCEPT)
		return accepts;
	if (cell->expected == OUTCOME_EITHER && cell->observed == OUTCOME_REJECT)
		return rejects;
	return cell->deviation ? note : marks[VERDICT_PASS];
}

bool html_has_section(const struct cell_result *cell)
{
	return cell->verdict != VERDICT_PASS || cell->deviation;
}
