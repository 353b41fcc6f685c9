#include "target_directive.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "config_line.h"
#include "target.h"
#include "scoped.h"

enum { OTHERS_MAX = 4096 };

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
	{"least", FIELD_NUMBER, offsetof(struct target_directive, least), .min = 1, .max = 100,
		.place_offset = offsetof(struct target_directive, least_place),
		.doc = "of a depth: what a chain with one intermediate needs"},
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
		if (directive->least && directive->decides + 1 != DIRECTIVE_DEPTH)
			diag_error(diag, directive->least_place, "'least' is for what decides the depth");
		if (directive->file && !has_file(target, directive->file))
			diag_error_suggest(diag, directive->file_place, directive->file,
				file_names(target, arena), "'%s' is the name of none of the files",
				directive->file);
	}
}

/* Where a directive that stands nowhere would have to be. */
static const char *missing_from(const struct target_directive *directive,
	const struct target *target, const struct rendered *rendered)
{
	for (size_t i = 0; directive->file && i < rendered->file_count; i++) {
		if (strcmp(directive->file, rendered->files[i].name) == 0)
			return rendered->files[i].from;
	}
	return rendered->file_count ? rendered->files[0].from : config_arguments_file(target);
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

/* The setting of the mode holds it: then it can't be wrong there. */
static bool is_of_mode(
	const struct target_directive *directive, const struct target *target, enum auth_mode mode)
{
	const char *setting = target->client.given ? NULL : target->modes[mode].setting;

	return directive->never && setting && strstr(setting, directive->find);
}

static bool is_in_order(const struct directive_fix *words, const struct config_line *line)
{
	return words->should && !words->never && strstr(line->text, words->should);
}

/* What stands deeper overrides what stands around it. */
static bool comes_before(const struct config_line *a, const struct config_line *b,
	const struct directive_fix *words, bool let_in)
{
	if (let_in && is_in_order(words, a) != is_in_order(words, b))
		return is_in_order(words, b);
	return a->indent > b->indent;
}

static const char *other_lines(const struct config_line *lines, size_t count,
	const struct config_line *first, struct arena *arena)
{
	SCOPED_BUF text;
	bool any = false;

	buf_init(&text, OTHERS_MAX);
	for (size_t i = 0; i < count; i++) {
		if (&lines[i] == first || strcmp(lines[i].text, first->text) == 0)
			continue;
		buf_printf(&text, "%s`%s`, %s:%d", any ? "; or " : "", lines[i].text, lines[i].file,
			lines[i].line);
		any = true;
	}
	return any ? arena_strdup(arena, buf_text(&text)) : NULL;
}

static void take_lines(struct directive_fix *out, const struct config_line *lines, size_t count,
	bool let_in, struct arena *arena)
{
	const struct config_line *first = lines;

	for (size_t i = 1; i < count; i++) {
		if (comes_before(&lines[i], first, out, let_in))
			first = &lines[i];
	}
	out->have = first->text;
	out->file = first->file;
	out->line = first->line;
	out->also = other_lines(lines, count, first, arena);
}

/* What may be blamed. */
struct candidates {
	const struct target_directive *items;
	size_t count;
};

/* Looks at those with `never`, or at the others; the first that stands there. */
static bool find_standing(struct directive_fix *out, const struct target *target,
	const struct candidates *among, const struct directive_question *asked, bool never,
	struct arena *arena)
{
	struct config_line lines[CONFIG_LINES_MAX];

	for (size_t i = 0; i < among->count; i++) {
		const struct target_directive *directive = &among->items[i];
		size_t count;

		if (directive->decides + 1 != (int)asked->kind || directive->never != never ||
			is_of_mode(directive, target, asked->mode))
			continue;
		count = config_lines_find(
			lines, target, asked->rendered, directive->file, directive->find, arena);
		if (!count)
			continue;
		take_words(out, directive, target, asked->mode);
		take_lines(out, lines, count, asked->let_in, arena);
		return true;
	}
	return false;
}

/* One that is named counts as declared. */
static struct candidates candidates_of(struct target_directive *room, const struct target *target,
	const struct directive_question *asked)
{
	if (!asked->find)
		return (struct candidates){target->directives, target->directive_count};
	*room = (struct target_directive){.decides = (int)asked->kind - 1, .find = asked->find};
	return (struct candidates){room, 1};
}

bool target_directive_find(struct directive_fix *out, const struct target *target,
	const struct directive_question *asked, struct arena *arena)
{
	struct target_directive named;
	const struct candidates among = candidates_of(&named, target, asked);

	memset(out, 0, sizeof(*out));
	if (asked->rendered &&
		(find_standing(out, target, &among, asked, true, arena) ||
			find_standing(out, target, &among, asked, false, arena)))
		return true;
	for (size_t i = 0; i < among.count; i++) {
		const struct target_directive *directive = &among.items[i];

		if (directive->decides + 1 != (int)asked->kind || directive->never)
			continue;
		take_words(out, directive, target, asked->mode);
		if (asked->rendered)
			out->file = missing_from(directive, target, asked->rendered);
		return true;
	}
	return false;
}

/* Of one line. */
static enum depth_fit fit_of(
	const struct target_directive *directive, const struct config_line *line, size_t intermediates)
{
	long number = config_line_number(line->text, directive->find);

	if (number < 0)
		return DEPTH_UNKNOWN;
	return number - directive->least + 1 >= (long)intermediates ? DEPTH_FITS : DEPTH_TOO_SMALL;
}

enum depth_fit target_directive_depth(const struct target *target, const struct rendered *rendered,
	size_t intermediates, struct arena *arena)
{
	struct config_line lines[CONFIG_LINES_MAX];
	enum depth_fit fit = DEPTH_UNKNOWN;
	bool any = false;

	for (size_t i = 0; i < target->directive_count; i++) {
		const struct target_directive *directive = &target->directives[i];
		size_t count = 0;

		if (directive->least)
			count =
				config_lines_find(lines, target, rendered, directive->file, directive->find, arena);
		for (size_t k = 0; k < count; k++) {
			enum depth_fit here = fit_of(directive, &lines[k], intermediates);

			if (any && here != fit)
				return DEPTH_UNKNOWN;
			fit = here;
			any = true;
		}
	}
	return fit;
}
