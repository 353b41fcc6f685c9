#include "config_block.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "arena.h"
#include "directive.h"
#include "text.h"

enum { DEPTH_MAX = 64, NUMBER_MAX = 12 };

enum block_kind { BLOCK_INDENT, BLOCK_SECTION, BLOCK_TAG, BLOCK_BRACE };

struct open_block {
	enum block_kind kind;
	long header;
	size_t indent; /* of its header */
};

struct reader {
	struct config_blocks *out;
	struct open_block stack[DEPTH_MAX];
	size_t depth;
	size_t closable; /* of these, those that are no BLOCK_INDENT */
	long before; /* the last line that is neither empty nor a comment; or -1 */
};

static void open_one(struct reader *reader, enum block_kind kind, long header)
{
	struct config_block_line *line = &reader->out->lines[header];

	line->opens = true;
	if (reader->depth == DEPTH_MAX)
		return;
	reader->closable += kind != BLOCK_INDENT;
	reader->stack[reader->depth++] = (struct open_block){kind, header, line->indent};
}

static const struct open_block *innermost(const struct reader *reader)
{
	return reader->depth ? &reader->stack[reader->depth - 1] : NULL;
}

static void close_top(struct reader *reader)
{
	reader->closable -= reader->stack[--reader->depth].kind != BLOCK_INDENT;
}

/* With all that were left open in it. */
static void close_one(struct reader *reader, enum block_kind kind)
{
	size_t depth = reader->depth;

	while (depth && reader->stack[depth - 1].kind != kind)
		depth--;
	while (depth && reader->depth >= depth)
		close_top(reader);
}

/* What stands in quotes, or behind a '#', is no brace. */
static const char *past_quotes(const char *at)
{
	const char *end = *at == '"' || *at == '\'' ? strchr(at + 1, *at) : NULL;

	return end ? end : at;
}

static void read_braces(struct reader *reader, long number)
{
	for (const char *at = reader->out->lines[number].text; *at; at++) {
		at = past_quotes(at);
		if (*at == '#' && isspace((unsigned char)at[-1]))
			return;
		if (*at == '{')
			open_one(reader, BLOCK_BRACE, number);
		if (*at == '}')
			close_one(reader, BLOCK_BRACE);
	}
}

/* By lines that are moved in, and by none where something else closes blocks. */
static void read_indent(struct reader *reader, const struct config_block_line *line)
{
	const struct open_block *top = innermost(reader);
	const struct config_block_line *before =
		reader->before >= 0 ? &reader->out->lines[reader->before] : NULL;

	while (top && top->kind == BLOCK_INDENT && line->indent <= top->indent) {
		close_top(reader);
		top = innermost(reader);
	}
	if (before && line->indent > before->indent &&
		(!top || top->kind == BLOCK_INDENT || top->kind == BLOCK_SECTION))
		open_one(reader, BLOCK_INDENT, reader->before);
}

static bool is_section(const struct config_block_line *line)
{
	return !line->indent && line->text[0] == '[' && line->text[strlen(line->text) - 1] == ']';
}

/* What it closes is closed before it is told what is around it. */
static void read_line(struct reader *reader, long number)
{
	struct config_block_line *line = &reader->out->lines[number];
	bool tag = line->text[0] == '<' && isalpha((unsigned char)line->text[1]);
	bool section = is_section(line);

	if (text_starts_with(line->text, "</"))
		close_one(reader, BLOCK_TAG);
	if (section)
		close_one(reader, BLOCK_SECTION);
	read_indent(reader, line);
	line->parent = reader->depth ? innermost(reader)->header : -1;
	line->depth = reader->closable;
	if (tag)
		open_one(reader, BLOCK_TAG, number);
	else if (section)
		open_one(reader, BLOCK_SECTION, number);
	else
		read_braces(reader, number);
	reader->before = number;
}

static bool is_comment(const char *line)
{
	return line[0] == '#' || line[0] == ';' || text_starts_with(line, "//");
}

static void take_text(
	struct config_block_line *out, struct arena *arena, const char *text, size_t len)
{
	while (out->indent < len && isspace((unsigned char)text[out->indent]))
		out->indent++;
	while (len > out->indent && isspace((unsigned char)text[len - 1]))
		len--;
	out->text = arena_strndup(arena, text + out->indent, len - out->indent);
	out->comment = is_comment(out->text);
}

static size_t count_lines(const char *text)
{
	size_t count = 0;

	for (const char *at = text; *at; at += *at == '\n') {
		at += strcspn(at, "\n");
		count++;
	}
	return count;
}

void config_blocks_read(struct config_blocks *out, struct arena *arena, const char *text)
{
	struct reader reader = {.out = out, .before = -1};

	out->count = count_lines(text);
	out->lines = ARENA_ARRAY(arena, struct config_block_line, out->count + 1);
	for (size_t i = 0; i < out->count; i++) {
		size_t len = strcspn(text, "\n");
		struct config_block_line *line = &out->lines[i];

		*line = (struct config_block_line){.parent = -1};
		take_text(line, arena, text, len);
		if (*line->text && !line->comment)
			read_line(&reader, (long)i);
		text += len + (text[len] == '\n');
	}
}

/* The block that the line opens, or the one around it. */
static long block_of(const struct config_blocks *blocks, size_t line)
{
	return blocks->lines[line].opens ? (long)line : blocks->lines[line].parent;
}

/* True also of the block's own header. */
static bool is_within(const struct config_blocks *blocks, long line, long block)
{
	while (line >= 0 && line != block)
		line = blocks->lines[line].parent;
	return line == block;
}

static int blocks_around(const struct config_blocks *blocks, long block)
{
	int count = 0;

	for (; block >= 0; block = blocks->lines[block].parent)
		count++;
	return count;
}

static bool holds(const struct config_block_line *line, const char *word)
{
	return !line->comment && directive_find_word(line->text, word);
}

static bool block_holds(const struct config_blocks *blocks, long block, const char *word)
{
	for (size_t i = 0; i < blocks->count; i++) {
		if (holds(&blocks->lines[i], word) && is_within(blocks, (long)i, block))
			return true;
	}
	return false;
}

/* What in the file speaks of the place. */
struct signs {
	char port[NUMBER_MAX];
	const char *word; /* that its lines hold; NULL: nothing does */
	const char *name; /* that their blocks hold, where it is one of several; or NULL */
};

static bool is_sign(
	const struct config_blocks *blocks, size_t line, const struct signs *signs, const char *name)
{
	return holds(&blocks->lines[line], signs->word) &&
		(!name || block_holds(blocks, block_of(blocks, line), name));
}

static bool any_sign(
	const struct config_blocks *blocks, const struct signs *signs, const char *name)
{
	for (size_t i = 0; i < blocks->count; i++) {
		if (is_sign(blocks, i, signs, name))
			return true;
	}
	return false;
}

static void find_signs(
	struct signs *out, const struct config_blocks *blocks, const struct config_place *place)
{
	out->name = NULL;
	out->word = out->port;
	snprintf(out->port, sizeof(out->port), "%d", place->port);
	if (place->port && any_sign(blocks, out, NULL)) {
		if (place->name && any_sign(blocks, out, place->name))
			out->name = place->name;
		return;
	}
	out->word = place->name;
	if (!out->word || !any_sign(blocks, out, NULL))
		out->word = NULL;
}

static int near_sign(const struct config_blocks *blocks, size_t line, size_t sign)
{
	long home = block_of(blocks, sign);
	long common = home;
	bool direct;

	if (line == sign)
		return CONFIG_NEAR_SAME_LINE;
	while (common >= 0 && !is_within(blocks, (long)line, common))
		common = blocks->lines[common].parent;
	/* what lies deeper than the block around both is another's, but for what serves the place */
	direct = common == home || blocks->lines[line].parent == common || common == (long)line;
	return 2 * blocks_around(blocks, common) + 1 + direct;
}

/* A block for some paths, in the words of the languages that have such. */
static const char *path_of(const char *header)
{
	static const char *const words[] = {"location", "<location", "handle", "handle_path", "route"};

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		size_t len = strlen(words[i]);
		const char *path;

		if (strncasecmp(header, words[i], len) != 0 || directive_is_word_char(header[len]))
			continue;
		path = strchr(header, '/');
		return path && (isspace((unsigned char)path[-1]) || path[-1] == '"') ? path : NULL;
	}
	return NULL;
}

static bool is_for_others(
	const struct config_blocks *blocks, size_t line, const struct config_place *place)
{
	for (long at = block_of(blocks, line); place->path && at >= 0; at = blocks->lines[at].parent) {
		const char *path = path_of(blocks->lines[at].text);

		if (path && strncmp(path, place->path, strcspn(path, "\"*> \t{")) != 0)
			return true;
	}
	return false;
}

int config_blocks_near(
	const struct config_blocks *blocks, size_t line, const struct config_place *place)
{
	struct signs signs;
	int best = 0;

	if (is_for_others(blocks, line, place))
		return CONFIG_NEAR_NONE;
	find_signs(&signs, blocks, place);
	for (size_t i = 0; signs.word && i < blocks->count; i++) {
		int near = is_sign(blocks, i, &signs, signs.name) ? near_sign(blocks, line, i) : 0;

		best = near > best ? near : best;
	}
	return best;
}

bool config_near_serves(int near)
{
	return near == 0 || near == CONFIG_NEAR_SAME_LINE || (near > 0 && near % 2 == 0);
}

int config_blocks_near_word(
	const struct config_blocks *blocks, const char *word, const struct config_place *place)
{
	int best = CONFIG_NEAR_NONE;

	for (size_t i = 0; i < blocks->count; i++) {
		int near = holds(&blocks->lines[i], word) ? config_blocks_near(blocks, i, place)
												  : CONFIG_NEAR_NONE;

		best = near > best ? near : best;
	}
	return best;
}
