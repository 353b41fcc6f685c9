#include "project_environment.h"

#include <ctype.h>
#include <string.h>

#include "arena.h"
#include "option_table.h"
#include "text.h"

enum { LIKE_MAX = 3 };

struct reader {
	struct project_layer *out;
	char *const *environment;
	const struct project_parser *parser;
	struct arena *arena;
	struct diag *diag;
	const char **names; /* of all variables that mean something */
	size_t count;
};

char *project_variable(struct arena *arena, const struct argp_option *option)
{
	char *name = arena_printf(arena, PROJECT_VARIABLE "%s", option->name);

	for (char *at = name; *at; at++)
		*at = *at == '-' ? '_' : (char)toupper((unsigned char)*at);
	return name;
}

static const char *value_of(char *const *environment, const char *name)
{
	size_t len = strlen(name);

	for (; *environment; environment++) {
		if (strncmp(*environment, name, len) == 0 && (*environment)[len] == '=')
			return *environment + len + 1;
	}
	return "";
}

static void take_value(struct reader *reader, const struct argp_option *option, const char *text,
	bool off, const char *name)
{
	const struct project_value value = {
		.option = option, .text = text, .off = off, .place = {.file = name}};

	project_add(reader->out, &value, reader->parser, reader->arena, reader->diag);
}

static bool is_yes(const char *text)
{
	return strcmp(text, "true") == 0 || strcmp(text, "1") == 0;
}

static bool is_no(const char *text)
{
	return strcmp(text, "false") == 0 || strcmp(text, "0") == 0;
}

static void take_flag(
	struct reader *reader, const struct argp_option *option, const char *text, const char *name)
{
	if (is_yes(text) || is_no(text))
		take_value(reader, option, NULL, is_no(text), name);
	else if (option->arg)
		take_value(reader, option, text, false, name);
	else
		diag_error(reader->diag, (struct place){.file = name},
			"'%s': true (or 1), or false (or 0) is wanted", text);
}

static void take_lines(
	struct reader *reader, const struct argp_option *option, const char *text, const char *name)
{
	while (*text) {
		size_t len = strcspn(text, "\n");

		if (len)
			take_value(reader, option, arena_strndup(reader->arena, text, len), false, name);
		text += len + (text[len] == '\n');
	}
}

static void read_option(void *owner, const struct argp_option *option)
{
	struct reader *reader = owner;
	const char *name = project_variable(reader->arena, option);
	const char *text = value_of(reader->environment, name);

	*ARENA_PUSH(reader->arena, reader->names, reader->count) = name;
	if (!*text || option->flags & OPTION_OF_ONE_LINE)
		return;
	if (!option_takes_value(option))
		take_flag(reader, option, text, name);
	else if (option->flags & OPTION_SEVERAL)
		take_lines(reader, option, text, name);
	else
		take_value(reader, option, text, false, name);
}

/* Of MTLSPEC_TARGETS: MTLSPEC_TARGET. What is alike in a few letters of a word may be
 * somebody else's. */
static const char *note_of(struct reader *reader, const char *entry)
{
	const char *name = arena_strndup(reader->arena, entry, strcspn(entry, "="));
	const char *word = name + strlen(PROJECT_VARIABLE);
	const char **words = ARENA_ARRAY(reader->arena, const char *, reader->count + 1);
	const char *meant;

	if (!text_starts_with(name, PROJECT_VARIABLE) || text_is_among(reader->names, name))
		return NULL;
	for (size_t i = 0; i < reader->count; i++)
		words[i] = reader->names[i] + strlen(PROJECT_VARIABLE);
	meant = strlen(word) > LIKE_MAX ? text_closest(word, words) : NULL;
	return meant
		? arena_printf(reader->arena,
			  "%s is no variable of ours, and passed over; did you mean " PROJECT_VARIABLE "%s?",
			  name, meant)
		: NULL;
}

void project_environment_read(struct project_layer *out, const char *const **notes,
	char *const *environment, const struct project_parser *parser, struct arena *arena,
	struct diag *diag)
{
	struct reader reader = {
		.out = out, .environment = environment, .parser = parser, .arena = arena, .diag = diag};
	const char **list = NULL;
	size_t count = 0;

	option_visit(parser->argp, read_option, &reader);
	*ARENA_PUSH(arena, reader.names, reader.count) = NULL;
	reader.count--;
	for (; *environment; environment++) {
		const char *note = note_of(&reader, *environment);

		if (note)
			*ARENA_PUSH(arena, list, count) = note;
	}
	*ARENA_PUSH(arena, list, count) = NULL;
	*notes = list;
}
