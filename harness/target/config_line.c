#include "config_line.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "directive.h"
#include "target.h"
#include "text.h"

enum { LINE_SHOWN_MAX = 300 };

static const char *shown(struct arena *arena, const char *line)
{
	size_t len = strlen(line);
	const char *text = len <= LINE_SHOWN_MAX
		? line
		: arena_printf(arena, "%s...", arena_strndup(arena, line, LINE_SHOWN_MAX));

	return text_clean_dup(arena, text, strlen(text));
}

/* How near a file is that another one includes by its name. */
static int near_by_name(const struct rendered *rendered, const struct rendered_file *file,
	const struct config_place *place, struct arena *arena)
{
	int best = 0;

	for (size_t i = 0; i < rendered->file_count; i++) {
		struct config_blocks blocks;
		int near;

		if (&rendered->files[i] == file)
			continue;
		config_blocks_read(&blocks, arena, rendered->files[i].text);
		near = config_blocks_near_word(&blocks, file->name, place);
		best = near > best ? near : best;
	}
	return best;
}

static size_t find_in_file(struct config_line *out, size_t room, const struct config_search *search,
	const struct rendered_file *file, struct arena *arena)
{
	struct config_blocks blocks;
	size_t count = 0;
	int least;

	if (!strstr(file->text, search->word))
		return 0;
	config_blocks_read(&blocks, arena, file->text);
	least = near_by_name(search->rendered, file, &search->place, arena);
	for (size_t i = 0; i < blocks.count && count < room; i++) {
		const struct config_block_line *line = &blocks.lines[i];
		int near;

		if (line->comment || !directive_find_word(line->text, search->word))
			continue;
		near = config_blocks_near(&blocks, i, &search->place);
		out[count++] = (struct config_line){.text = shown(arena, line->text),
			.file = file->from,
			.line = file->lines.items[i],
			.depth = line->depth,
			.indent = line->indent,
			.near = near == 0 ? least : near};
	}
	return count;
}

const char *config_arguments_file(const struct target *target)
{
	const char *slash = target->path ? strrchr(target->path, '/') : NULL;

	if (!target->path)
		return "the arguments";
	return slash ? slash + 1 : target->path;
}

/* "target.yaml"; of a command that stands in no file which of its arguments it is. */
static const char *argument_file(
	const struct config_search *search, size_t number, struct arena *arena)
{
	const char *file = search->rendered->arg_places[number].file;
	const char *slash = file ? strrchr(file, '/') : NULL;

	if (!search->target->path || !file)
		return arena_printf(arena, "argument %zu of the command", number + 1);
	return slash ? slash + 1 : file;
}

static size_t find_in_arguments(
	struct config_line *out, const struct config_search *search, struct arena *arena)
{
	const struct rendered *rendered = search->rendered;

	for (size_t i = 0; i < rendered->arg_count; i++) {
		const char *arg = rendered->args[i];
		const char *next = rendered->args[i + 1];
		size_t place = i;

		if (!directive_find_word(arg, search->word))
			continue;
		/* an option whose value, which is what one changes, is the next argument */
		if (arg[0] == '-' && !strchr(arg, '=') && next && next[0] != '-') {
			arg = arena_printf(arena, "%s %s", arg, next);
			place = i + 1;
		}
		*out = (struct config_line){.text = shown(arena, arg),
			.file = argument_file(search, place, arena),
			.line = search->target->path ? (int)rendered->arg_places[place].line : 0};
		return 1;
	}
	return 0;
}

/* Only what is nearest counts, in the order in which it stands. */
static size_t keep_nearest(struct config_line *lines, size_t count)
{
	int best = CONFIG_NEAR_NONE;
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		best = lines[i].near > best ? lines[i].near : best;
	for (size_t i = 0; i < count; i++) {
		if (lines[i].near == best)
			lines[kept++] = lines[i];
	}
	return kept;
}

size_t config_lines_find(struct config_line out[CONFIG_LINES_MAX],
	const struct config_search *search, struct arena *arena)
{
	const struct rendered *rendered = search->rendered;
	size_t count = 0;

	for (size_t i = 0; i < rendered->file_count; i++) {
		const struct rendered_file *file = &rendered->files[i];

		if (!search->file || strcmp(search->file, file->name) == 0)
			count += find_in_file(out + count, CONFIG_LINES_MAX - count, search, file, arena);
	}
	if (count || search->file)
		return keep_nearest(out, count);
	return find_in_arguments(out, search, arena);
}

long config_line_number(const char *line, const char *word)
{
	const char *at = directive_find_word(line, word);

	if (!at)
		return -1;
	at += strlen(word);
	at += strcspn(at, "0123456789");
	return *at ? strtol(at, NULL, 10) : -1;
}
