#include "config_line.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "target.h"
#include "text.h"

enum { LINE_SHOWN_MAX = 300 };

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-';
}

/* Where the line holds `word`, with nothing at its ends that would make it part of another word. */
static const char *find_word(const char *line, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = strstr(line, word); at; at = strstr(at + 1, word)) {
		if (at > line && is_word_char(at[-1]) && is_word_char(word[0]))
			continue;
		if (is_word_char(at[len]) && is_word_char(word[len - 1]))
			continue;
		return at;
	}
	return NULL;
}

static bool is_comment(const char *line)
{
	return line[0] == '#' || line[0] == ';' || text_starts_with(line, "//");
}

static const char *shown(struct arena *arena, const char *line)
{
	size_t len = strlen(line);
	const char *text = len <= LINE_SHOWN_MAX
		? line
		: arena_printf(arena, "%s...", arena_strndup(arena, line, LINE_SHOWN_MAX));

	return text_clean_dup(arena, text, strlen(text));
}

static size_t blanks_before(const char *line, size_t len)
{
	size_t count = 0;

	while (count < len && isspace((unsigned char)line[count]))
		count++;
	return count;
}

/* A copy without the blanks around it. */
static const char *trimmed(struct arena *arena, const char *line, size_t len)
{
	size_t before = blanks_before(line, len);

	while (len > before && isspace((unsigned char)line[len - 1]))
		len--;
	return arena_strndup(arena, line + before, len - before);
}

static size_t find_in_file(struct config_line *out, size_t room, const struct rendered_file *file,
	const char *word, struct arena *arena)
{
	size_t count = 0;
	size_t number = 0;

	for (const char *at = file->text; *at && count < room; number++) {
		size_t len = strcspn(at, "\n");
		const char *line = trimmed(arena, at, len);

		if (!is_comment(line) && find_word(line, word))
			out[count++] = (struct config_line){
				shown(arena, line), file->from, file->lines.items[number], blanks_before(at, len)};
		at += len + (at[len] == '\n');
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

static size_t find_in_arguments(struct config_line *out, const struct target *target,
	const struct rendered *rendered, const char *word, struct arena *arena)
{
	for (size_t i = 0; i < rendered->arg_count; i++) {
		const char *arg = rendered->args[i];
		const char *next = rendered->args[i + 1];
		size_t place = i;

		if (!find_word(arg, word))
			continue;
		/* an option whose value, which is what one changes, is the next argument */
		if (arg[0] == '-' && !strchr(arg, '=') && next && next[0] != '-') {
			arg = arena_printf(arena, "%s %s", arg, next);
			place = i + 1;
		}
		*out = (struct config_line){shown(arena, arg), config_arguments_file(target),
			(int)rendered->arg_places[place].line, 0};
		return 1;
	}
	return 0;
}

size_t config_lines_find(struct config_line out[CONFIG_LINES_MAX], const struct target *target,
	const struct rendered *rendered, const char *name, const char *word, struct arena *arena)
{
	size_t count = 0;

	for (size_t i = 0; i < rendered->file_count; i++) {
		const struct rendered_file *file = &rendered->files[i];

		if (!name || strcmp(name, file->name) == 0)
			count += find_in_file(out + count, CONFIG_LINES_MAX - count, file, word, arena);
	}
	return count || name ? count : find_in_arguments(out, target, rendered, word, arena);
}

long config_line_number(const char *line, const char *word)
{
	const char *at = find_word(line, word);

	if (!at)
		return -1;
	at += strlen(word);
	at += strcspn(at, "0123456789");
	return *at ? strtol(at, NULL, 10) : -1;
}
