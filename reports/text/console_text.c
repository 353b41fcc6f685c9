#include "console_text.h"

#include <string.h>

#include "buf.h"
#include "text.h"

struct verdict_look {
	const char *word;
	const char *sgr;
};

static const struct verdict_look looks[VERDICT_COUNT] = {
	[VERDICT_PASS] = {"pass", "32"},
	[VERDICT_FAIL] = {"FAIL", "1;31"},
	[VERDICT_ERROR] = {"ERROR", "1;33"},
	[VERDICT_SKIP] = {"skip", "2"},
	[VERDICT_XFAIL] = {"xfail", "35"},
	[VERDICT_XPASS] = {"XPASS", "1;35"},
	[VERDICT_NOT_RUN] = {"not-run", "2"},
};

static void styled(struct buf *out, const char *sgr, const char *text, bool color)
{
	if (color)
		buf_printf(out, "\x1b[%sm", sgr);
	console_inline(out, text);
	if (color)
		buf_puts(out, "\x1b[0m");
}

void console_verdict(struct buf *out, enum verdict verdict, bool color)
{
	styled(out, looks[verdict].sgr, looks[verdict].word, color);
}

void console_bold(struct buf *out, const char *text, bool color)
{
	styled(out, "1", text, color);
}

void console_inline(struct buf *out, const char *text)
{
	size_t start = out->len;

	text_clean(out, text, strlen(text));
	for (size_t i = start; i < out->len; i++) {
		if (out->data[i] == '\n' || out->data[i] == '\t')
			out->data[i] = ' ';
	}
}

static size_t columns_of(const char *text, size_t len)
{
	size_t columns = 0;

	for (size_t i = 0; i < len; i++)
		columns += ((unsigned char)text[i] & 0xc0) != 0x80;
	return columns;
}

static void wrap(struct buf *out, const char *text)
{
	size_t column = CONSOLE_INDENT;

	while (*text) {
		size_t blanks = strspn(text, " ");
		size_t len = strcspn(text + blanks, " ");
		size_t width = columns_of(text + blanks, len);

		if (len && column > CONSOLE_INDENT && column + blanks + width > CONSOLE_COLUMNS) {
			buf_printf(out, "\n%*s", CONSOLE_INDENT, "");
			column = CONSOLE_INDENT;
			blanks = 0;
			text += strspn(text, " ");
		}
		if (len)
			buf_append(out, text, blanks + len);
		column += blanks + width;
		text += blanks + len;
	}
}

void console_row(struct buf *out, const char *label, const char *text, bool may_wrap)
{
	struct buf line;

	buf_init(&line, out->max);
	console_inline(&line, text);
	buf_printf(out, "  %-*s", CONSOLE_INDENT - 2, label);
	if (may_wrap)
		wrap(out, buf_text(&line));
	else
		buf_puts(out, buf_text(&line));
	buf_putc(out, '\n');
	buf_finish(&line);
}
