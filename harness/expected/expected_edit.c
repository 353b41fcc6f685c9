/* The file's text, changed by whole lines, so that what its writer put there stays. */
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "expected.h"
#include "text.h"

enum { FILE_TEXT_MAX = 4 * 1024 * 1024 };

struct lines {
	const char **items; /* each with its line feed, but for the last */
	size_t *lengths;
	bool *gone;
	size_t count;
};

static void split(struct lines *out, struct arena *arena, const char *text)
{
	size_t lengths = 0;

	memset(out, 0, sizeof(*out));
	while (*text) {
		size_t len = strcspn(text, "\n");

		len += text[len] == '\n';
		*ARENA_PUSH(arena, out->items, out->count) = text;
		*ARENA_PUSH(arena, out->lengths, lengths) = len;
		text += len;
	}
	out->gone = ARENA_ARRAY(arena, bool, out->count + 1);
}

/* Blank, or a comment. */
static bool is_remark(const struct lines *lines, size_t number)
{
	size_t start = strspn(lines->items[number], " \t");

	return start >= lines->lengths[number] || strchr("#\n", lines->items[number][start]);
}

/* Lines of entry `number`: remarks before the next one belong to that. From 0, end exclusive. */
static void entry_lines(const struct expected *expected, size_t number, const struct lines *lines,
	size_t *first, size_t *end)
{
	*first = expected->entries[number].place.line - 1;
	*end =
		number + 1 < expected->count ? expected->entries[number + 1].place.line - 1 : lines->count;
	while (*end > *first + 1 && is_remark(lines, *end - 1))
		(*end)--;
	while (*first > 0 && strspn(lines->items[*first - 1], " \t") < lines->lengths[*first - 1] &&
		lines->items[*first - 1][strspn(lines->items[*first - 1], " \t")] == '#')
		(*first)--;
}

static bool glob_is_gone(const struct expected_entry *entry, size_t glob)
{
	const struct expected_use *use = &entry->cell_use[glob];

	return !use->happened && !use->changed;
}

/* "- GLOB" alone on its line. */
static bool has_own_line(const struct expected_entry *entry, size_t glob, const struct lines *lines)
{
	const struct place *place = &entry->cells.places[glob];
	const char *line = lines->items[place->line - 1];
	size_t start = strspn(line, " \t");

	return line[start] == '-' && start + 1 + strspn(line + start + 1, " ") + 1 == place->column &&
		(glob == 0 || entry->cells.places[glob - 1].line != place->line);
}

static void prune_globs(
	const struct expected_entry *entry, struct lines *lines, size_t *removed, size_t *left)
{
	for (size_t i = 0; i < entry->cells.count; i++) {
		if (!glob_is_gone(entry, i))
			continue;
		if (!has_own_line(entry, i, lines)) {
			(*left)++;
			continue;
		}
		lines->gone[entry->cells.places[i].line - 1] = true;
		(*removed)++;
	}
}

static bool entry_is_gone(const struct expected_entry *entry)
{
	bool gone = true;

	for (size_t i = 0; i < entry->cells.count; i++)
		gone = gone && glob_is_gone(entry, i);
	return gone || entry->expired;
}

const char *expected_prune(struct arena *arena, const struct expected *expected, const char *text,
	size_t *removed, size_t *left)
{
	struct lines lines;
	size_t kept = 0;
	SCOPED_BUF out;

	*removed = *left = 0;
	split(&lines, arena, text);
	for (size_t i = 0; i < expected->count; i++) {
		const struct expected_entry *entry = &expected->entries[i];
		size_t first;
		size_t end;

		if (!entry_is_gone(entry)) {
			prune_globs(entry, &lines, removed, left);
			kept++;
			continue;
		}
		entry_lines(expected, i, &lines, &first, &end);
		memset(lines.gone + first, true, end - first);
		*removed += entry->cells.count;
	}
	buf_init(&out, FILE_TEXT_MAX);
	for (size_t i = 0; i < lines.count; i++) {
		/* an empty list is still a list */
		if (!kept && expected->count && text_starts_with(lines.items[i], "expected:"))
			buf_puts(&out, "expected: []\n");
		else if (!lines.gone[i])
			buf_append(&out, lines.items[i], lines.lengths[i]);
	}
	return arena_strndup(arena, buf_text(&out), out.len);
}

static bool needs_entry(const struct cell_result *cell)
{
	return cell->verdict == VERDICT_FAIL || cell->verdict == VERDICT_ERROR;
}

/* The run's failures, by what is to be the same within an entry. */
struct additions {
	const struct run_result *run;
	const char **kinds; /* for each cell; NULL: needs no entry, or has got one */
};

/* The entry of cell `first`, and of all like it after it. */
static void put_entry(struct buf *out, struct arena *arena, struct additions *additions,
	size_t first, const char *reason)
{
	const struct cell_result *cells = additions->run->cells;
	const char *kind = additions->kinds[first];

	buf_puts(out, "  - cells:\n");
	for (size_t i = first; i < additions->run->cell_count; i++) {
		if (!additions->kinds[i] || strcmp(additions->kinds[i], kind) != 0)
			continue;
		additions->kinds[i] = NULL;
		buf_puts(out, "      - ");
		text_quote_yaml(out, cells[i].id);
		buf_putc(out, '\n');
	}
	buf_printf(out, "    verdict: %s\n", verdict_words[cells[first].verdict]);
	buf_puts(out, "    observed: ");
	text_quote_yaml(out, expected_signature(arena, &cells[first]));
	buf_puts(out, "\n    reason: ");
	text_quote_yaml(out, reason);
	buf_putc(out, '\n');
}

const char *expected_additions(struct arena *arena, const struct run_result *run,
	const char *reason, bool new_file, size_t *added)
{
	struct additions additions = {
		.run = run, .kinds = ARENA_ARRAY(arena, const char *, run->cell_count + 1)};
	SCOPED_BUF out;

	for (size_t i = 0; i < run->cell_count; i++) {
		const struct cell_result *cell = &run->cells[i];

		if (needs_entry(cell))
			additions.kinds[i] = arena_printf(arena, "%s %s %s", cell->target,
				verdict_words[cell->verdict], expected_signature(arena, cell));
	}
	*added = 0;
	buf_init(&out, FILE_TEXT_MAX);
	for (size_t i = 0; i < run->cell_count; i++) {
		if (!additions.kinds[i])
			continue;
		if (!*added && new_file)
			buf_puts(&out, "expected:\n");
		put_entry(&out, arena, &additions, i, reason);
		(*added)++;
	}
	return arena_strndup(arena, buf_text(&out), out.len);
}
