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

void console_styled(struct buf *out, enum verdict verdict, const char *word, bool color)
{
	styled(out, looks[verdict].sgr, word, color);
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

size_t console_width(const char *text)
{
	return columns_of(text, strlen(text));
}

void console_cut(struct buf *out, const char *text, size_t columns)
{
	static const char dots[] = "...";
	size_t room = columns > strlen(dots) ? columns - strlen(dots) : 0;
	struct buf line;
	size_t len = 0;

	buf_init(&line, out->max);
	console_inline(&line, text);
	if (!columns || columns_of(buf_text(&line), line.len) <= columns) {
		buf_append(out, buf_text(&line), line.len);
	} else {
		/* whole characters: up to the first byte of the one that has no room */
		for (size_t taken = 0; len < line.len; len++) {
			taken += ((unsigned char)line.data[len] & 0xc0) != 0x80;
			if (taken > room)
				break;
		}
		buf_append(out, buf_text(&line), len);
		buf_puts(out, dots);
	}
	buf_finish(&line);
}

void console_wrap(struct buf *out, const char *text, size_t column, size_t indent, size_t columns)
{
	while (*text) {
		size_t blanks = strspn(text, " ");
		size_t len = strcspn(text + blanks, " ");
		size_t width = columns_of(text + blanks, len);

		if (len && column > indent && column + blanks + width > columns) {
			buf_printf(out, "\n%*s", (int)indent, "");
			column = indent;
			blanks = 0;
			text += strspn(text, " ");
		}
		if (len)
			buf_append(out, text, blanks + len);
		column += blanks + width;
		text += blanks + len;
	}
}

void console_row(struct buf *out, const char *label, const char *text, size_t columns)
{
	struct buf line;

	buf_init(&line, out->max);
	console_inline(&line, text);
	buf_printf(out, "  %-*s", CONSOLE_INDENT - 2, label);
	if (columns)
		console_wrap(out, buf_text(&line), CONSOLE_INDENT, CONSOLE_INDENT, columns);
	else
		buf_puts(out, buf_text(&line));
	buf_putc(out, '\n');
	buf_finish(&line);
}
