#include "markup.h"

#include <stdint.h>
#include <string.h>

#include "event_fields.h"
#include "fatal.h"
#include "text.h"

enum { CLEAN_MAX = 256 * 1024 * 1024 };

/* What has no end; of a longer name that begins so there is none in a page. */
static const char *const voids[] = {"!", "input", "link", "meta", "wbr"};

static const char signs[] = "&<>\"'";
static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};

void markup_init(struct markup *markup, struct buf *out)
{
	memset(markup, 0, sizeof(*markup));
	markup->out = out;
	buf_init(&markup->clean, CLEAN_MAX);
}

void markup_finish(struct markup *markup)
{
	buf_finish(&markup->clean);
}

static void escape(struct buf *out, const char *text, size_t len)
{
	const char *end = text + len;

	for (;;) {
		size_t plain = strcspn(text, signs);

		if (plain >= (size_t)(end - text))
			break;
		buf_append(out, text, plain);
		buf_puts(out, entities[strchr(signs, text[plain]) - signs]);
		text += plain + 1;
	}
	buf_append(out, text, (size_t)(end - text));
}

/* At most `max` bytes of it. */
static void put_text(struct markup *markup, const char *text, size_t max)
{
	size_t whole = strlen(text);
	size_t len = whole < max ? whole : max;

	/* not within a character */
	while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
		len--;
	if (event_text_plain(text, len)) {
		escape(markup->out, text, len);
	} else {
		buf_clear(&markup->clean);
		text_clean(&markup->clean, text, len);
		escape(markup->out, buf_text(&markup->clean), markup->clean.len);
	}
	if (len < whole)
		buf_puts(markup->out, "\u2026");
}

/* A page has many of them; printf takes five times as long. */
static void put_number(struct buf *out, size_t number)
{
	char digits[24];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + number % 10);
	} while (number /= 10);
	buf_append(out, digits + at, sizeof(digits) - at);
}

/* Behind the conversion at `at`, which follows a percent sign. */
static const char *put_value(struct markup *markup, const char *at, va_list *args)
{
	size_t max = SIZE_MAX;
	const char *text;
	char byte[2] = {0};
	int number;

	switch (*at) {
	case '.':
		max = (size_t)va_arg(*args, int);
		at += strlen(".*");
		/* fall through */
	case 's':
		text = va_arg(*args, const char *);
		put_text(markup, text ? text : "", max);
		return at + 1;
	case 'c':
		byte[0] = (char)va_arg(*args, int);
		put_text(markup, byte, max);
		return at + 1;
	case 'd':
		number = va_arg(*args, int);
		buf_puts(markup->out, number < 0 ? "-" : "");
		put_number(markup->out, number < 0 ? 0 - (size_t)number : (size_t)number);
		return at + 1;
	case 'z':
		put_number(markup->out, va_arg(*args, size_t));
		return at + strlen("zu");
	default:
		FATAL("a template has %%%s", at);
	}
}

static size_t name_length(const char *name)
{
	return strcspn(name, " />");
}

/* Behind the end tag whose name is at `name`; one without a name closes what is open last. */
static const char *put_end(struct markup *markup, const char *name)
{
	size_t len = name_length(name);
	const char *open;

	do {
		if (!markup->depth)
			FATAL("a template closes what nothing opened: %s", name);
		open = markup->open[--markup->depth];
		buf_puts(markup->out, "</");
		buf_append(markup->out, open, name_length(open));
		buf_putc(markup->out, '>');
	} while (len && (name_length(open) != len || strncmp(open, name, len) != 0));
	return name + len + 1;
}

/* Its tag goes on until a >. */
static const char *put_start(struct markup *markup, const char *name)
{
	buf_putc(markup->out, '<');
	markup->in_tag = true;
	for (size_t i = 0; i < COUNT_OF(voids); i++) {
		if (text_starts_with(name, voids[i]))
			return name;
	}
	if (markup->depth == MARKUP_DEPTH_MAX)
		FATAL("a template opens more than %d elements", MARKUP_DEPTH_MAX);
	markup->open[markup->depth++] = name;
	return name;
}

/* A quote, or the end of the tag. */
static void put_sign(struct markup *markup, const char *at, const char *start)
{
	buf_putc(markup->out, *at == '>' ? '>' : '"');
	markup->in_tag = *at != '>';
	if (*at == '>' && at > start && at[-1] == '/')
		markup->depth--;
}

void markup_put(struct markup *markup, const char *template, ...)
{
	const char *at = template;
	va_list args;

	va_start(args, template);
	while (*at) {
		size_t plain = strcspn(at, markup->in_tag ? "%'>" : "%<");

		buf_append(markup->out, at, plain);
		at += plain;
		if (*at == '%')
			at = put_value(markup, at + 1, &args);
		else if (*at == '<')
			at = at[1] == '/' ? put_end(markup, at + 2) : put_start(markup, at + 1);
		else if (*at)
			put_sign(markup, at++, template);
	}
	va_end(args);
}
