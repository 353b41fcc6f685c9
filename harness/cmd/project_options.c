#include "project_options.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "buf.h"
#include "home.h"
#include "option_table.h"
#include "project_environment.h"
#include "project_file.h"
#include "project_find.h"
#include "text.h"

enum { KEY_PROJECT = 8600, KEY_NO_PROJECT, KEY_PROFILE, GROUP = 7, SOURCE_MAX = 8192 };

static const struct argp_option options[] = {
	{"project", KEY_PROJECT, "FILE", OPTION_OF_ONE_LINE,
		"Take options from this file. Default: " PROJECT_FILE
		" in this folder, else the nearest above it within the git repository",
		GROUP},
	{"no-project", KEY_NO_PROJECT, NULL, OPTION_OF_ONE_LINE, "Take none from a file", GROUP},
	{"profile", KEY_PROFILE, "NAME", OPTION_OF_ONE_LINE,
		"And those that the file has under this name in `profiles`", GROUP},
	{0}};

/* They have had their effect when the command line is parsed (project_use_begin). */
static error_t parse(int key, char *text, struct argp_state *state)
{
	(void)text;
	(void)state;
	return option_of_key(options, key) ? 0 : ARGP_ERR_UNKNOWN;
}

const struct argp project_argp = {options, parse, NULL, NULL, NULL, NULL, NULL};

struct choice {
	const char *file;
	const char *profile;
	bool none;
};

static void choose(struct choice *out, const struct option_use *uses, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int key = uses[i].option ? uses[i].option->key : 0;

		if (key == KEY_PROJECT || key == KEY_NO_PROJECT) {
			out->none = key == KEY_NO_PROJECT;
			out->file = uses[i].text;
		} else if (key == KEY_PROFILE) {
			out->profile = uses[i].text;
		}
	}
}

/* NULL where it is not set, or empty. */
static const char *variable(struct arena *arena, int key)
{
	const char *text = getenv(project_variable(arena, option_of_key(options, key)));

	return text && *text ? text : NULL;
}

/* What was not typed. */
static void choose_by_variables(struct choice *choice, struct arena *arena)
{
	const char *none = variable(arena, KEY_NO_PROJECT);

	if (!choice->none && !choice->file) {
		choice->file = variable(arena, KEY_PROJECT);
		choice->none = none && strcmp(none, "0") != 0 && strcmp(none, "false") != 0;
	}
	if (!choice->profile && !choice->none)
		choice->profile = variable(arena, KEY_PROFILE);
}

static void read_file(struct project_use *out, struct project_layer *layers, struct arena *arena,
	const struct choice *choice, const struct project_parser *parser)
{
	const char *why = NULL;

	if (!choice->none)
		out->path = choice->file ? choice->file : project_find(arena, &why);
	if (out->path)
		project_file_read(layers, arena, &out->diag, out->path, choice->profile, parser);
	else if (choice->profile)
		diag_error(&out->diag, (struct place){NULL, 0, 0},
			"profile '%s': there is no " PROJECT_FILE " to have it (--project FILE)",
			choice->profile);
	if (why)
		diag_error(&out->diag, (struct place){NULL, 0, 0}, "%s", why);
}

/* "mtlspec.yaml, profile ci, MTLSPEC_TARGET" */
static const char *source_of(
	const struct project_use *use, const struct choice *choice, struct arena *arena)
{
	const char *last = "";
	SCOPED_BUF text;

	buf_init(&text, SOURCE_MAX);
	if (use->path)
		buf_puts(&text, use->path);
	if (use->path && choice->profile)
		buf_printf(&text, ", profile %s", choice->profile);
	for (size_t i = 0; i < use->line.origin_count; i++) {
		const struct place place = use->line.origins[i].place;

		if (place.line || strcmp(place.file, last) == 0)
			continue;
		buf_printf(&text, "%s%s", text.len ? ", " : "", place.file);
		last = place.file;
	}
	return text.len ? arena_strdup(arena, buf_text(&text)) : NULL;
}

void project_use_init(struct project_use *out)
{
	static const char *const nothing[] = {NULL};

	*out = (struct project_use){.notes = nothing};
	diag_init(&out->diag);
}

void project_use_add(struct project_use *out, struct arena *arena, const struct argp *typed,
	const struct project_parser *parser, int argc, char **argv)
{
	struct project_layer layers[PROJECT_LAYER_COUNT] = {0};
	struct choice choice = {0};
	struct option_use *uses;
	size_t count;

	out->line = (struct project_line){.argc = argc, .argv = argv};
	if (!option_record(&uses, &count, arena, typed, argc, argv))
		return;
	choose(&choice, uses, count);
	choose_by_variables(&choice, arena);
	read_file(out, layers, arena, &choice, parser);
	project_environment_read(
		&layers[PROJECT_ENVIRONMENT], &out->notes, environ, parser, arena, &out->diag);
	project_merge(&out->line, arena, layers, uses, count, argc, argv);
	out->source = source_of(out, &choice, arena);
}

void project_use_show(const struct project_use *use, struct diag *diag)
{
	size_t len = 0;
	const struct place start = {use->path, 1, 1};
	const char *text = use->path ? diag_source_at(&use->diag, start, &len) : NULL;

	if (text)
		diag_add_source(diag, use->path, text, len);
}

/* NULL: the word was typed. */
static const struct project_value *origin_of(const struct project_use *use, int word)
{
	size_t at = (size_t)word - 1;

	return at < use->line.origin_count ? &use->line.origins[at] : NULL;
}

void project_use_quote(struct buf *out, const struct project_use *use, struct arena *arena)
{
	const struct argp_option *last = NULL;

	for (int i = 1; i < use->line.argc; i++) {
		const struct project_value *origin = origin_of(use, i);
		bool variable = origin && !origin->place.line && origin->text;

		if (!variable)
			buf_printf(out, " %s", text_shell_quote(arena, use->line.argv[i]));
		else if (origin->option != last)
			buf_printf(out, " --%s=\"$%s\"", origin->option->name, origin->place.file);
		last = variable ? origin->option : NULL;
	}
}

char **project_use_apart(const struct project_use *use, struct arena *arena, int *argc)
{
	char **words = NULL;
	size_t count = 0;

	*ARENA_PUSH(arena, words, count) = use->line.argv[0];
	if (use->path)
		*ARENA_PUSH(arena, words, count) =
			arena_printf(arena, "--%s", option_of_key(options, KEY_NO_PROJECT)->name);
	for (int i = 1; i < use->line.argc; i++) {
		const struct project_value *origin = origin_of(use, i);

		if (!origin || !origin->option || !(origin->option->flags & OPTION_WRITES))
			*ARENA_PUSH(arena, words, count) = use->line.argv[i];
	}
	*argc = (int)count;
	return words;
}

void project_use_finish(struct project_use *use)
{
	diag_finish(&use->diag);
}
