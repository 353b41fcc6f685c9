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
	{"forgives", FIELD_TEXTS, offsetof(struct target_directive, forgives),
		.doc = "with `never`: what else it lets pass, of the words of `decides`"},
	{"needed", FIELD_BOOL, offsetof(struct target_directive, needed),
		.doc = "where it is missing, others of its kind are for nothing"},
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

static bool is_kind(const char *word)
{
	for (int kind = DIRECTIVE_NONE + 1; kind < DIRECTIVE_KIND_COUNT; kind++) {
		if (strcmp(directive_words[kind], word) == 0)
			return true;
	}
	return false;
}

static void check_forgives(const struct target_directive *directive, struct diag *diag)
{
	const struct text_list *words = &directive->forgives;

	if (words->count && !directive->never)
		diag_error(diag, directive->place, "'forgives' is for what must 'never' stand there");
	if (directive->needed && directive->never)
		diag_error(diag, directive->place, "'needed' and 'never' can't be true of one directive");
	for (size_t i = 0; i < words->count; i++) {
		if (!is_kind(words->items[i]))
			diag_error_suggest(diag, words->places[i], words->items[i], directive_words + 1,
				"'%s' is no kind of directive", words->items[i]);
	}
}

void target_directive_check(const struct target *target, struct arena *arena, struct diag *diag)
{
	for (size_t i = 0; i < target->directive_count; i++) {
		const struct target_directive *directive = &target->directives[i];

		if (strchr(directive->find, '\n'))
			diag_error(diag, directive->place, "'find' holds a line break: no line can hold that");
		if (directive->least && directive->decides + 1 != DIRECTIVE_DEPTH)
			diag_error(diag, directive->least_place, "'least' is for what decides the depth");
		check_forgives(directive, diag);
		if (directive->file && !has_file(target, directive->file))
			diag_error_suggest(diag, directive->file_place, directive->file,
				file_names(target, arena), "'%s' is the name of none of the files",
				directive->file);
	}
}

/* Where a directive that stands nowhere would have to be: an option among the arguments. */
static const char *missing_from(const struct target_directive *directive,
	const struct target *target, const struct rendered *rendered)
{
	if (directive->find[0] == '-')
		return config_arguments_file(target);
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
	return words->should && !words->never &&
		directive_compare(line->text, words->should, words->find) != DIRECTIVE_DIFFERS;
}

/* What stands deeper overrides what stands around it. */
static bool comes_before(const struct config_line *a, const struct config_line *b,
	const struct directive_fix *words, bool let_in)
{
	if (let_in && is_in_order(words, a) != is_in_order(words, b))
		return is_in_order(words, b);
	return a->depth != b->depth ? a->depth > b->depth : a->indent > b->indent;
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

/* What of the candidates is looked for. */
enum look { LOOK_NEVER, LOOK_WRONG, LOOK_STANDING };

static bool forgives(const struct target_directive *directive, enum directive_kind kind)
{
	return text_list_holds(&directive->forgives, directive_words[kind]);
}

static bool is_looked_for(const struct target_directive *directive,
	const struct directive_question *asked, const struct target *target, enum look look)
{
	bool decides = directive->decides + 1 == (int)asked->kind;

	if (look != LOOK_NEVER)
		return decides && !directive->never;
	if (asked->nobody && directive->forgives.count)
		return false;
	return directive->never && (decides || forgives(directive, asked->kind)) &&
		!is_of_mode(directive, target, asked->mode);
}

static size_t find_lines(struct config_line lines[CONFIG_LINES_MAX],
	const struct target_directive *directive, const struct target *target,
	const struct directive_question *asked, struct arena *arena)
{
	const struct config_search search = {
		target, asked->rendered, directive->file, directive->find, asked->place};

	return config_lines_find(lines, &search, arena);
}

static bool all_in_order(
	const struct directive_fix *words, const struct config_line *lines, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!is_in_order(words, &lines[i]))
			return false;
	}
	return true;
}

/* The first that stands there. */
static bool find_standing(struct directive_fix *out, const struct target *target,
	const struct candidates *among, const struct directive_question *asked, enum look look,
	struct arena *arena)
{
	struct config_line lines[CONFIG_LINES_MAX];

	for (size_t i = 0; i < among->count; i++) {
		const struct target_directive *directive = &among->items[i];
		struct directive_fix found = {.decides = DIRECTIVE_NONE};
		size_t count;

		if (!is_looked_for(directive, asked, target, look))
			continue;
		count = find_lines(lines, directive, target, asked, arena);
		take_words(&found, directive, target, asked->mode);
		if (!count || (look == LOOK_WRONG && all_in_order(&found, lines, count)))
			continue;
		take_lines(&found, lines, count, asked->let_in, arena);
		*out = found;
		return true;
	}
	return false;
}

/* One that is needed and does not stand where the place is served. */
static const struct target_directive *find_missing(const struct target *target,
	const struct candidates *among, const struct directive_question *asked, struct arena *arena)
{
	struct config_line lines[CONFIG_LINES_MAX];

	for (size_t i = 0; asked->rendered && i < among->count; i++) {
		const struct target_directive *directive = &among->items[i];

		if (!directive->needed || directive->decides + 1 != (int)asked->kind)
			continue;
		if (!find_lines(lines, directive, target, asked, arena) ||
			!config_near_serves(lines[0].near))
			return directive;
	}
	return NULL;
}

static bool find_there(struct directive_fix *out, const struct target *target,
	const struct candidates *among, const struct directive_question *asked, struct arena *arena)
{
	static const enum look looks[] = {LOOK_NEVER, LOOK_WRONG, LOOK_STANDING};

	for (size_t i = 0; asked->rendered && i < COUNT_OF(looks); i++) {
		/* what forgives, or is no more than asked for, shuts nobody out */
		if (!asked->let_in && looks[i] != LOOK_STANDING)
			continue;
		if (find_standing(out, target, among, asked, looks[i], arena))
			return true;
		if (looks[i] == LOOK_NEVER && find_missing(target, among, asked, arena))
			return false;
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

/* Nothing of the kind stands there: the first that could. */
static const struct target_directive *find_first(
	const struct candidates *among, enum directive_kind kind)
{
	for (size_t i = 0; i < among->count; i++) {
		if (among->items[i].decides + 1 == (int)kind && !among->items[i].never)
			return &among->items[i];
	}
	return NULL;
}

bool target_directive_find(struct directive_fix *out, const struct target *target,
	const struct directive_question *asked, struct arena *arena)
{
	struct target_directive named;
	const struct candidates among = candidates_of(&named, target, asked);
	const struct target_directive *missing = find_missing(target, &among, asked, arena);

	memset(out, 0, sizeof(*out));
	if ((asked->let_in || !missing) && find_there(out, target, &among, asked, arena))
		return true;
	missing = missing ? missing : find_first(&among, asked->kind);
	if (!missing)
		return false;
	take_words(out, missing, target, asked->mode);
	if (asked->rendered)
		out->file = missing_from(missing, target, asked->rendered);
	return true;
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

enum depth_fit target_directive_depth(const struct target *target,
	const struct directive_question *asked, size_t intermediates, struct arena *arena)
{
	struct config_line lines[CONFIG_LINES_MAX];
	enum depth_fit fit = DEPTH_UNKNOWN;
	bool any = false;

	for (size_t i = 0; i < target->directive_count; i++) {
		const struct target_directive *directive = &target->directives[i];
		size_t count = directive->least ? find_lines(lines, directive, target, asked, arena) : 0;

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
