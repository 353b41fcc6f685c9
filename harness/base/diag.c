#include "diag.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "fatal.h"
#include "text.h"

enum { EXCERPT_MAX = 160, TEXT_MAX = 4096 };

struct diag_source {
	const char *file;
	const char *text;
	size_t len;
};

void diag_init(struct diag *diag)
{
	memset(diag, 0, sizeof(*diag));
	arena_init(&diag->arena);
}

void diag_finish(struct diag *diag)
{
	arena_finish(&diag->arena);
}

void diag_add_source(struct diag *diag, const char *file, const char *text, size_t len)
{
	struct diag_source *source = ARENA_PUSH(&diag->arena, diag->sources, diag->source_count);

	source->file = arena_strdup(&diag->arena, file);
	source->text = arena_memdup(&diag->arena, text, len);
	source->len = len;
}

static const char *format_clean(struct arena *arena, const char *format, va_list args)
	PRINTF_LIKE(2, 0);
static bool push(struct diag *diag, struct place place, const char *format, va_list args)
	PRINTF_LIKE(3, 0);

static const char *format_clean(struct arena *arena, const char *format, va_list args)
{
	SCOPED_BUF raw;

	buf_init(&raw, TEXT_MAX);
	buf_vprintf(&raw, format, args);
	if (raw.overflowed)
		buf_puts(&raw, "(too long to show)");
	return text_clean_dup(arena, buf_text(&raw), raw.len);
}

static bool push(struct diag *diag, struct place place, const char *format, va_list args)
{
	struct diag_entry *entry;

	if (diag->count >= DIAG_MAX) {
		diag->dropped++;
		return false;
	}
	entry = ARENA_PUSH(&diag->arena, diag->entries, diag->count);
	entry->place = place;
	entry->place.file = arena_strdup(&diag->arena, place.file ? place.file : "");
	entry->text = format_clean(&diag->arena, format, args);
	entry->order = diag->count;
	return true;
}

void diag_error(struct diag *diag, struct place place, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	push(diag, place, format, args);
	va_end(args);
}

void diag_fault(struct diag *diag, struct place place, const char *fault)
{
	if (fault)
		diag_error(diag, place, "%s", fault);
}

void diag_hint(struct diag *diag, const char *format, ...)
{
	va_list args;

	if (!diag->count || diag->dropped)
		return;
	va_start(args, format);
	diag->entries[diag->count - 1].hint = format_clean(&diag->arena, format, args);
	va_end(args);
}

void diag_error_suggest(struct diag *diag, struct place place, const char *word,
	const char *const *candidates, const char *format, ...)
{
	const char *closest = text_closest(word, candidates);
	va_list args;
	bool pushed;

	va_start(args, format);
	pushed = push(diag, place, format, args);
	va_end(args);
	if (pushed && closest)
		diag_hint(diag, "did you mean '%s'?", closest);
}

bool diag_failed(const struct diag *diag)
{
	return diag->count > 0;
}

static const struct diag_source *find_source(const struct diag *diag, const char *file)
{
	for (size_t i = 0; i < diag->source_count; i++) {
		if (strcmp(diag->sources[i].file, file) == 0)
			return &diag->sources[i];
	}
	return NULL;
}

static bool find_line(
	const struct diag_source *source, size_t line, const char **start, size_t *len)
{
	const char *at = source->text;
	const char *end = source->text + source->len;

	for (size_t n = 1; n < line; n++) {
		at = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
		if (!at)
			return false;
		at++;
	}
	*start = at;
	for (*len = 0; at + *len < end && at[*len] != '\n' && at[*len] != '\r';)
		(*len)++;
	return true;
}

const char *diag_source_at(const struct diag *diag, struct place place, size_t *len)
{
	const struct diag_source *source = place.file ? find_source(diag, place.file) : NULL;
	const char *line;

	if (!source || !place.line || !place.column || !find_line(source, place.line, &line, len) ||
		place.column - 1 > *len)
		return NULL;
	line += place.column - 1;
	*len = source->len - (size_t)(line - source->text);
	return line;
}

static void print_marked(const char *line, size_t len, size_t lead, size_t number, FILE *out)
{
	SCOPED_BUF before;
	SCOPED_BUF after;

	buf_init(&before, (size_t)EXCERPT_MAX * 4 + 1);
	buf_init(&after, (size_t)EXCERPT_MAX * 4 + 1);
	text_clean(&before, line, lead);
	text_clean(&after, line + lead, len - lead);
	fprintf(out, "  %5zu | %s%s\n        | ", number, buf_text(&before), buf_text(&after));
	for (size_t i = 0; i < before.len; i++) {
		if ((before.data[i] & 0xc0) != 0x80)
			fputc(before.data[i] == '\t' ? '\t' : ' ', out);
	}
	fputs("^\n", out);
}

static void print_excerpt(const struct diag *diag, const struct place *place, FILE *out)
{
	const struct diag_source *source = find_source(diag, place->file);
	size_t lead = place->column ? place->column - 1 : 0;
	const char *line;
	size_t len;

	if (!source || !place->line || !find_line(source, place->line, &line, &len) || !len)
		return;
	if (lead > EXCERPT_MAX || lead > len)
		return;
	print_marked(line, len > EXCERPT_MAX ? EXCERPT_MAX : len, lead, place->line, out);
}

static int by_place(const void *a, const void *b)
{
	const struct diag_entry *x = a;
	const struct diag_entry *y = b;
	int order = strcmp(x->place.file, y->place.file);

	if (order)
		return order;
	if (x->place.line != y->place.line)
		return x->place.line < y->place.line ? -1 : 1;
	if (x->place.column != y->place.column)
		return x->place.column < y->place.column ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

void diag_print(const struct diag *diag, FILE *out)
{
	if (!diag->count)
		return;
	qsort(diag->entries, diag->count, sizeof(*diag->entries), by_place);
	for (size_t i = 0; i < diag->count; i++) {
		const struct diag_entry *entry = &diag->entries[i];

		if (entry->place.file[0])
			fprintf(out, "%s:", entry->place.file);
		if (entry->place.file[0] && entry->place.line)
			fprintf(out, "%zu:%zu:", entry->place.line, entry->place.column);
		fprintf(out, "%serror: %s\n", entry->place.file[0] ? " " : "", entry->text);
		print_excerpt(diag, &entry->place, out);
		if (entry->hint)
			fprintf(out, "        = %s\n", entry->hint);
	}
	if (diag->dropped)
		fprintf(out, "and %zu more error%s\n", diag->dropped, diag->dropped == 1 ? "" : "s");
}
