#include "format_page.h"

#include <ctype.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "console_text.h"
#include "file_format.h"
#include "format_walk.h"

enum { TYPE_MAX = 8192, KEY_INDENT = 2, TEXT_INDENT = 6, LINE_MAX_COLUMNS = 79 };

struct page {
	struct buf *out;
	size_t columns;
	const struct file_format *format;
};

/* "text, required unless `like`"; "" for nothing. */
static void put_type(struct buf *out, const struct field *field)
{
	file_format_type(out, field);
	if (field->none)
		buf_puts(out, " or none");
	if (field->required)
		buf_puts(out, ", required");
	if (field->required && field->unless)
		buf_printf(out, " unless there is `%s`", field->unless);
}

static void put_wrapped(const struct page *page, const char *text, size_t indent)
{
	buf_printf(page->out, "%*s", (int)indent, "");
	if (page->columns)
		console_wrap(page->out, text, indent, indent, page->columns);
	else
		buf_puts(page->out, text);
	buf_putc(page->out, '\n');
}

static void text_section(void *owner, const char *path)
{
	const struct page *page = owner;

	if (path)
		buf_printf(page->out, "\nKeys of %s\n", path);
	else
		buf_puts(page->out, "\nKeys\n");
}

static void text_key(void *owner, const struct field *field, const char *told)
{
	const struct page *page = owner;
	SCOPED_BUF line;

	buf_init(&line, TYPE_MAX);
	buf_printf(&line, "%s: ", field->name);
	put_type(&line, field);
	put_wrapped(page, buf_text(&line), KEY_INDENT);
	buf_clear(&line);
	buf_puts(&line, field->doc);
	if (told)
		buf_printf(&line, " (see: keys of %s)", told);
	put_wrapped(page, buf_text(&line), TEXT_INDENT);
}

static void text_same(void *owner, const char *path, const char *first, const char *last)
{
	const struct page *page = owner;
	SCOPED_BUF line;

	buf_init(&line, TYPE_MAX);
	buf_printf(&line, "and those %s%s from %s to %s", path ? "of " : "at the top", path ? path : "",
		first, last);
	put_wrapped(page, buf_text(&line), KEY_INDENT);
}

static void put_example(struct buf *out, const char *text)
{
	buf_puts(out, "    ");
	for (; *text; text++) {
		buf_putc(out, *text);
		if (*text == '\n' && text[1])
			buf_puts(out, "    ");
	}
}

void format_page_text(struct buf *out, const struct file_format *format, size_t columns)
{
	struct page page = {out, columns, format};
	const struct format_visitor visitor = {&page, text_section, text_key, text_same};

	buf_printf(out, "%s: %s.\n\n", format->word, format->title);
	put_wrapped(&page, format->about, 0);
	format_walk(format, &visitor);
	buf_puts(out, "\nExample\n");
	put_example(out, format->example);
	buf_printf(out, "\n`mtlspec check FILE` says what is wrong with one.\n");
}

static void put_escaped(struct buf *out, char c, bool line_start)
{
	if (line_start && (c == '.' || c == '\''))
		buf_puts(out, "\\&");
	if (c == '\\')
		buf_puts(out, "\\e");
	else if (c == '-')
		buf_puts(out, "\\-");
	else
		buf_putc(out, c);
}

void format_page_troff(struct buf *out, const char *text)
{
	bool line_start = true;

	for (; *text; text++) {
		put_escaped(out, *text, line_start);
		line_start = *text == '\n';
	}
}

/* What has been written of the line that `out` ends with. */
static size_t line_length(const struct buf *out)
{
	size_t length = 0;

	while (length < out->len && out->data[out->len - 1 - length] != '\n')
		length++;
	return length;
}

void format_page_fill(struct buf *out, const char *text)
{
	bool line_start = true;

	for (; *text; text++) {
		bool is_full =
			*text == ' ' && line_length(out) + 1 + 2 * strcspn(text + 1, " \n") > LINE_MAX_COLUMNS;

		put_escaped(out, is_full ? '\n' : *text, line_start);
		line_start = is_full || *text == '\n';
	}
}

static void man_section(void *owner, const char *path)
{
	const struct page *page = owner;

	if (!path) {
		buf_puts(page->out, ".SH KEYS\n");
		return;
	}
	buf_puts(page->out, ".SS Keys of ");
	format_page_troff(page->out, path);
	buf_putc(page->out, '\n');
}

static void man_key(void *owner, const struct field *field, const char *told)
{
	const struct page *page = owner;
	SCOPED_BUF type;

	buf_init(&type, TYPE_MAX);
	put_type(&type, field);
	buf_puts(page->out, ".TP\n\\fB");
	format_page_troff(page->out, field->name);
	buf_puts(page->out, "\\fR: ");
	format_page_troff(page->out, buf_text(&type));
	buf_putc(page->out, '\n');
	format_page_fill(page->out, field->doc);
	if (told) {
		buf_puts(page->out, "\n(see: keys of ");
		format_page_troff(page->out, told);
		buf_putc(page->out, ')');
	}
	buf_putc(page->out, '\n');
}

static void man_same(void *owner, const char *path, const char *first, const char *last)
{
	const struct page *page = owner;

	buf_puts(page->out, ".PP\nand those ");
	buf_puts(page->out, path ? "of " : "at the top");
	format_page_troff(page->out, path ? path : "");
	buf_printf(page->out, " from %s to %s\n", first, last);
}

static void put_upper(struct buf *out, const char *text)
{
	for (; *text; text++)
		buf_putc(out, (char)toupper((unsigned char)*text));
}

void format_page_man(struct buf *out, const struct file_format *format, const char *version)
{
	struct page page = {out, 0, format};
	const struct format_visitor visitor = {&page, man_section, man_key, man_same};

	buf_puts(out, ".TH MTLSPEC\\-");
	put_upper(out, format->word);
	buf_printf(out, " 5 \"\" \"mtlspec %s\" \"File Formats\"\n.SH NAME\nmtlspec\\-%s \\- ", version,
		format->word);
	format_page_troff(out, format->title);
	buf_puts(out, "\n.SH DESCRIPTION\n");
	format_page_fill(out, format->about);
	buf_puts(out,
		"\n.PP\nIt is YAML, without anchors and tags.\n\\fBmtlspec check\\fR says what "
		"is wrong with one.\n");
	format_walk(format, &visitor);
	buf_puts(out, ".SH EXAMPLES\n.nf\n");
	format_page_troff(out, format->example);
	buf_puts(out, ".fi\n.SH SEE ALSO\n.BR mtlspec (1)");
	for (const char *const *word = file_format_words; *word; word++) {
		if (strcmp(*word, format->word) != 0)
			buf_printf(out, ",\n.BR mtlspec\\-%s (5)", *word);
	}
	buf_putc(out, '\n');
}
