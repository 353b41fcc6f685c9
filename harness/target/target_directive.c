#include "target_directive.h"

#include <ctype.h>
#include <string.h>

#include "arena.h"
#include "target.h"
#include "text.h"

enum { LINE_SHOWN_MAX = 300 };

static const struct field directive_fields[] = {
	{"decides", FIELD_WORD, offsetof(struct target_directive, decides), .required = true,
		.words = directive_words + 1, .doc = "what it decides",
		.place_offset = offsetof(struct target_directive, place)},
	{"find", FIELD_TEXT, offsetof(struct target_directive, find), .required = true,
		.doc = "its name, as it stands in the configuration"},
	{"file", FIELD_TEXT, offsetof(struct target_directive, file),
		.place_offset = offsetof(struct target_directive, file_place),
		.doc = "the one of `files` that holds it; default: any, or the arguments"},
	{"should", FIELD_TEXT, offsetof(struct target_directive, should),
		.doc = "what to write, for people"},
	{"never", FIELD_BOOL, offsetof(struct target_directive, never),
		.doc = "it must not stand there at all"},
};
const struct schema target_directive_schema = {
	"directive", sizeof(struct target_directive), directive_fields, COUNT_OF(directive_fields)};

static const char *const *file_names(const struct target *target, struct arena *arena)
{
	const char **names = ARENA_ARRAY(arena, const char *, target->file_count + 1);

	for (size_t i = 0; i < target->file_count; i++)
		names[i] = target->files[i].name;
	return names;
}

static bool has_file(const struct target *target, const char *name)
{
	for (size_t i = 0; i < target->file_count; i++) {
		if (strcmp(target->files[i].name, name) == 0)
			return true;
	}
	return false;
}

void target_directive_check(const struct target *target, struct arena *arena, struct diag *diag)
{
	for (size_t i = 0; i < target->directive_count; i++) {
		const struct target_directive *directive = &target->directives[i];

		if (strchr(directive->find, '\n'))
			diag_error(diag, directive->place, "'find' holds a line break: no line can hold that");
		if (directive->file && !has_file(target, directive->file))
			diag_error_suggest(diag, directive->file_place, directive->file,
				file_names(target, arena), "'%s' is the name of none of the files",
				directive->file);
	}
}

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-';
}

/* Does the line hold `word`, with nothing at its ends that would make it part of another word? */
static bool holds_word(const char *line, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = strstr(line, word); at; at = strstr(at + 1, word)) {
		if (at > line && is_word_char(at[-1]) && is_word_char(word[0]))
			continue;
		if (is_word_char(at[len]) && is_word_char(word[len - 1]))
			continue;
		return true;
	}
	return false;
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

/* A copy without the blanks around it. */
static const char *trimmed(struct arena *arena, const char *line, size_t len)
{
	while (len && isspace((unsigned char)*line)) {
		line++;
		len--;
	}
	while (len && isspace((unsigned char)line[len - 1]))
		len--;
	return arena_strndup(arena, line, len);
}

static bool find_in_file(struct directive_fix *out, const struct rendered_file *file,
	const char *word, struct arena *arena)
{
	size_t number = 0;

	for (const char *at = file->text; *at; number++) {
		size_t len = strcspn(at, "\n");
		const char *line = trimmed(arena, at, len);

		if (!is_comment(line) && holds_word(line, word)) {
			out->have = shown(arena, line);
			out->file = file->from;
			out->line = file->lines.items[number];
			return true;
		}
		at += len + (at[len] == '\n');
	}
	return false;
}

/* The file where arguments stand, for people. */
static const char *arguments_file(const struct target *target)
{
	const char *slash = target->path ? strrchr(target->path, '/') : NULL;

	if (!target->path)
		return "the arguments";
	return slash ? slash + 1 : target->path;
}

static bool find_in_arguments(struct directive_fix *out, const struct target *target,
	const struct rendered *rendered, const char *word, struct arena *arena)
{
	for (size_t i = 0; i < rendered->arg_count; i++) {
		const char *arg = rendered->args[i];
		const char *next = rendered->args[i + 1];

		if (!holds_word(arg, word))
			continue;
		out->line = (int)rendered->arg_places[i].line;
		/* an option whose value, which is what one changes, is the next argument */
		if (arg[0] == '-' && !strchr(arg, '=') && next && next[0] != '-') {
			arg = arena_printf(arena, "%s %s", arg, next);
			out->line = (int)rendered->arg_places[i + 1].line;
		}
		out->have = shown(arena, arg);
		out->file = arguments_file(target);
		return true;
	}
	return false;
}

static bool find_line(struct directive_fix *out, const struct target *target,
	const struct target_directive *directive, const struct rendered *rendered, struct arena *arena)
{
	for (size_t i = 0; i < rendered->file_count; i++) {
		const struct rendered_file *file = &rendered->files[i];

		if (directive->file && strcmp(directive->file, file->name) != 0)
			continue;
		if (find_in_file(out, file, directive->find, arena))
			return true;
	}
	return !directive->file && find_in_arguments(out, target, rendered, directive->find, arena);
}

/* Where a directive that stands nowhere would have to be. */
static const char *missing_from(const struct target_directive *directive,
	const struct target *target, const struct rendered *rendered)
{
	for (size_t i = 0; directive->file && i < rendered->file_count; i++) {
		if (strcmp(directive->file, rendered->files[i].name) == 0)
			return rendered->files[i].from;
	}
	return rendered->file_count ? rendered->files[0].from : arguments_file(target);
}

static void take_words(struct directive_fix *out, const struct target_directive *directive,
	const struct target *target, enum auth_mode mode)
{
	out->decides = (enum directive_kind)(directive->decides + 1);
	out->find = directive->find;
	out->never = directive->never;
	out->should = directive->should;
	if (!out->should && !out->never && out->decides == DIRECTIVE_VERIFICATION &&
		!target->client.given)
		out->should = target->modes[mode].setting;
}

/* Looks at those with `never`, or at the others; the first that stands there. */
static bool find_standing(struct directive_fix *out, const struct target *target,
	enum auth_mode mode, enum directive_kind kind, bool never, const struct rendered *rendered,
	struct arena *arena)
{
	for (size_t i = 0; i < target->directive_count; i++) {
		const struct target_directive *directive = &target->directives[i];

		if (directive->decides + 1 != (int)kind || directive->never != never)
			continue;
		if (find_line(out, target, directive, rendered, arena)) {
			take_words(out, directive, target, mode);
			return true;
		}
	}
	return false;
}

bool target_directive_find(struct directive_fix *out, const struct target *target,
	enum auth_mode mode, enum directive_kind kind, const struct rendered *rendered,
	struct arena *arena)
{
	memset(out, 0, sizeof(*out));
	if (rendered &&
		(find_standing(out, target, mode, kind, true, rendered, arena) ||
			find_standing(out, target, mode, kind, false, rendered, arena)))
		return true;
	for (size_t i = 0; i < target->directive_count; i++) {
		const struct target_directive *directive = &target->directives[i];

		if (directive->decides + 1 != (int)kind || directive->never)
			continue;
		take_words(out, directive, target, mode);
		if (rendered)
			out->file = missing_from(directive, target, rendered);
		return true;
	}
	return false;
}
