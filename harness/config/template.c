#include "template.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "fatal.h"
#include "scalar_place.h"

static const char name_chars[] = "abcdefghijklmnopqrstuvwxyz0123456789_.-";

enum { FILLED_MAX = 1024 * 1024 };

enum piece_kind { PIECE_END, PIECE_LITERAL, PIECE_NAME, PIECE_BROKEN };

struct piece {
	enum piece_kind kind;
	const char *start; /* of the literal or the name; not NUL-terminated */
	size_t len;
	struct place place;
	const char *why; /* PIECE_BROKEN */
};

struct scan {
	const char *at;
	struct place place;
};

static struct scan scan_begin(const char *text, struct place place)
{
	struct scan scan = {text, place};

	if (!scan.place.line)
		scan.place.line = scan.place.column = 1;
	return scan;
}

static void advance(struct scan *scan, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		scan->place.column++;
		if (scan->at[i] == '\n') {
			scan->place.line++;
			scan->place.column = 1;
		}
	}
	scan->at += len;
}

/* How far the text means just itself. */
static size_t literal_length(const char *at)
{
	size_t len = 0;

	for (;;) {
		len += strcspn(at + len, "$");
		if (!at[len] || at[len + 1] == '{')
			return len;
		if (at[len + 1] == '$' && at[len + 2] == '{')
			return len;
		len++;
	}
}

static struct piece read_name(struct scan *scan)
{
	const char *name = scan->at + 2;
	size_t len = strspn(name, name_chars);
	struct piece piece = {PIECE_NAME, name, len, scan->place, NULL};

	if (name[len] == '}' && len) {
		advance(scan, len + 3);
		return piece;
	}
	piece.kind = PIECE_BROKEN;
	piece.why = strchr("\n\r", name[len]) ? "'${' without its '}'"
		: name[len] == '}'                ? "'${}' names nothing"
										  : "a name in ${...} consists of a-z 0-9 _ . and -";
	advance(scan, len + 2);
	return piece;
}

static struct piece next_piece(struct scan *scan)
{
	struct piece piece = {PIECE_LITERAL, scan->at, 0, scan->place, NULL};

	if (!*scan->at) {
		piece.kind = PIECE_END;
		return piece;
	}
	if (scan->at[0] == '$' && scan->at[1] == '{')
		return read_name(scan);
	if (scan->at[0] == '$' && scan->at[1] == '$' && scan->at[2] == '{') {
		piece.start++;
		piece.len = 2;
		advance(scan, 3);
		return piece;
	}
	piece.len = literal_length(scan->at);
	advance(scan, piece.len);
	return piece;
}

static struct place piece_place(
	const struct diag *diag, const struct piece *piece, const char *text, struct place begin)
{
	return scalar_place(diag, begin, text, (size_t)(piece->start - text) - strlen("${"));
}

static void report_broken(
	struct diag *diag, const struct piece *piece, const char *text, struct place begin)
{
	diag_error(diag, piece_place(diag, piece, text, begin), "%s", piece->why);
	diag_hint(diag, "write $${ for a literal ${");
}

static bool same_name(const struct piece *piece, const char *name)
{
	return strlen(name) == piece->len && memcmp(name, piece->start, piece->len) == 0;
}

static bool is_known(const struct piece *piece, const char *const *known)
{
	for (; *known; known++) {
		if (same_name(piece, *known))
			return true;
	}
	return false;
}

static void report_unknown_value(struct diag *diag, struct arena *arena, const struct piece *piece,
	const char *const *known, struct place place)
{
	char *name = arena_strndup(arena, piece->start, piece->len);

	diag_error_suggest(diag, place, name, known, "unknown name '${%s}'", name);
}

void template_values_init(struct template_values *values, struct arena *arena)
{
	*values = (struct template_values){arena, NULL, 0};
}

static struct template_value *find_value(const struct template_values *values, const char *name)
{
	for (size_t i = 0; i < values->count; i++) {
		if (strcmp(values->items[i].name, name) == 0)
			return &values->items[i];
	}
	return NULL;
}

void template_set(struct template_values *values, const char *name, const char *value)
{
	struct template_value *item = find_value(values, name);

	if (!item) {
		item = ARENA_PUSH(values->arena, values->items, values->count);
		item->name = arena_strdup(values->arena, name);
	}
	item->value = arena_strdup(values->arena, value);
}

const char *template_get(const struct template_values *values, const char *name)
{
	const struct template_value *item = find_value(values, name);

	return item ? item->value : NULL;
}

static const char *const *value_names(const struct template_values *values)
{
	const char **names = ARENA_ARRAY(values->arena, const char *, values->count + 1);

	for (size_t i = 0; i < values->count; i++)
		names[i] = values->items[i].name;
	return names;
}

static const char *piece_value(const struct template_values *values, const struct piece *piece)
{
	for (size_t i = 0; i < values->count; i++) {
		if (same_name(piece, values->items[i].name))
			return values->items[i].value;
	}
	return NULL;
}

/* Where the lines that follow the line breaks of `text` come from. Those of a value all come from
 * the line that names it. */
static void add_lines(struct template_lines *lines, struct arena *arena, const char *text,
	size_t len, const struct piece *piece)
{
	int line = piece->place.line;

	for (size_t i = 0; i < len; i++) {
		if (text[i] != '\n')
			continue;
		if (piece->kind == PIECE_LITERAL)
			line++;
		*ARENA_PUSH(arena, lines->items, lines->count) = line;
	}
}

bool template_expand_lines(struct buf *out, struct template_lines *lines, const char *text,
	const struct template_values *values, struct place place, struct diag *diag)
{
	struct scan scan = scan_begin(text, place);
	bool ok = true;

	*lines = (struct template_lines){0};
	*ARENA_PUSH(values->arena, lines->items, lines->count) = scan.place.line;
	for (struct piece piece = next_piece(&scan); piece.kind; piece = next_piece(&scan)) {
		const char *value = piece.kind == PIECE_NAME ? piece_value(values, &piece) : NULL;

		if (piece.kind == PIECE_LITERAL) {
			buf_append(out, piece.start, piece.len);
			add_lines(lines, values->arena, piece.start, piece.len, &piece);
		} else if (value) {
			buf_puts(out, value);
			add_lines(lines, values->arena, value, strlen(value), &piece);
		} else {
			ok = false;
			if (piece.kind == PIECE_BROKEN)
				report_broken(diag, &piece, text, place);
			else
				report_unknown_value(diag, values->arena, &piece, value_names(values),
					piece_place(diag, &piece, text, place));
		}
	}
	if (out->overflowed) {
		diag_error(diag, place, "expands to more than %zu bytes", out->max);
		return false;
	}
	return ok;
}

bool template_expand(struct buf *out, const char *text, const struct template_values *values,
	struct place place, struct diag *diag)
{
	struct template_lines lines;

	return template_expand_lines(out, &lines, text, values, place, diag);
}

const char *template_fill(const char *text, const struct template_values *values)
{
	struct diag diag;
	SCOPED_BUF out;

	buf_init(&out, FILLED_MAX);
	diag_init(&diag);
	if (!template_expand(&out, text, values, (struct place){0}, &diag))
		FATAL("a text that was checked names what has no value, or is too long: %s", text);
	diag_finish(&diag);
	return arena_strndup(values->arena, buf_text(&out), out.len);
}

bool template_check(
	const char *text, const char *const *known, struct place place, struct diag *diag)
{
	struct scan scan = scan_begin(text, place);
	bool ok = true;

	for (struct piece piece = next_piece(&scan); piece.kind; piece = next_piece(&scan)) {
		if (piece.kind == PIECE_LITERAL || (piece.kind == PIECE_NAME && is_known(&piece, known)))
			continue;
		ok = false;
		if (piece.kind == PIECE_BROKEN)
			report_broken(diag, &piece, text, place);
		else
			report_unknown_value(
				diag, &diag->arena, &piece, known, piece_place(diag, &piece, text, place));
	}
	return ok;
}
