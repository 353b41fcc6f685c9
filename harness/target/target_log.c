#include "target_log.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "directive.h"
#include "schema.h"
#include "target.h"

enum { NEEDLE_MAX = 128 };
#define REQUEST_PATH "/mtlspec/" /* our token follows, where no other path is asked for */

static const struct field log_fields[] = {
	{"find", FIELD_TEXT, offsetof(struct target_log_row, find), .required = true,
		.place_offset = offsetof(struct target_log_row, place),
		.doc = "a text in a line of its log"},
	{"decides", FIELD_WORD, offsetof(struct target_log_row, decides), .required = true,
		.words = directive_words + 1, .doc = "the kind of directive that such a line blames"},
	{"directive", FIELD_TEXT, offsetof(struct target_log_row, directive),
		.place_offset = offsetof(struct target_log_row, directive_place),
		.doc = "the directive that is meant, if it is none of `directives`"},
	{"means", FIELD_TEXT, offsetof(struct target_log_row, means),
		.doc = "what is wrong then, for people"},
};
const struct schema target_log_schema = {
	"log text", sizeof(struct target_log_row), log_fields, COUNT_OF(log_fields)};

void target_log_check(const struct target *target, struct diag *diag)
{
	for (size_t i = 0; i < target->log_row_count; i++) {
		const struct target_log_row *row = &target->log_rows[i];

		if (strchr(row->find, '\n'))
			diag_error(diag, row->place, "'find' holds a line break: no line can hold that");
		if (row->directive && strchr(row->directive, '\n'))
			diag_error(diag, row->directive_place,
				"'directive' holds a line break: no line can hold that");
	}
}

/* Whose line it is. */
enum owner { OWNER_UNKNOWN, OWNER_OURS, OWNER_OTHERS, OWNER_COUNT };

struct line {
	const char *text;
	size_t len;
};

static const char *find_text(const char *text, size_t len, const char *needle)
{
	return memmem(text, len, needle, strlen(needle));
}

static bool is_digit_at(const struct line *line, const char *at)
{
	return at < line->text + line->len && isdigit((unsigned char)*at);
}

/* Does it hold `prefix` and a number (`ours`), or `prefix` and any other? */
static enum owner by_number(const struct line *line, const char *prefix, int ours)
{
	enum owner owner = OWNER_UNKNOWN;
	const char *end = line->text + line->len;
	const char *at = line->text;

	while ((at = find_text(at, (size_t)(end - at), prefix))) {
		int number = 0;

		at += strlen(prefix);
		if (!is_digit_at(line, at))
			continue;
		for (; is_digit_at(line, at) && number <= 65535; at++)
			number = number * 10 + (*at - '0');
		if (number == ours)
			return OWNER_OURS;
		owner = OWNER_OTHERS;
	}
	return owner;
}

static enum owner owner_of(const struct line *line, const struct log_trace *trace)
{
	char prefix[NEEDLE_MAX];
	enum owner owner;

	if (trace->token && *trace->token && find_text(line->text, line->len, trace->token))
		return OWNER_OURS;
	if (find_text(line->text, line->len, REQUEST_PATH))
		return OWNER_OTHERS;
	if (!trace->host || !trace->port)
		return OWNER_UNKNOWN;
	snprintf(prefix, sizeof(prefix), "%s:", trace->host);
	owner = by_number(line, prefix, trace->port);
	if (owner != OWNER_UNKNOWN)
		return owner;
	/* an address of IPv6 stands in brackets, or does not */
	snprintf(prefix, sizeof(prefix), "%s]:", trace->host);
	return by_number(line, prefix, trace->port);
}

static const struct target_log_row *row_of(const struct target *target, const struct line *line)
{
	for (size_t i = 0; i < target->log_row_count; i++) {
		if (find_text(line->text, line->len, target->log_rows[i].find))
			return &target->log_rows[i];
	}
	return NULL;
}

/* What lines of one owner say together. */
struct voice {
	const struct target_log_row *row;
	bool torn;
};

static void hear(struct voice *voice, const struct target_log_row *row)
{
	voice->torn = voice->torn || (voice->row && voice->row->decides != row->decides);
	if (!voice->row)
		voice->row = row;
}

const struct target_log_row *target_log_find(
	const struct target *target, const char *text, size_t len, const struct log_trace *trace)
{
	struct voice voices[OWNER_COUNT] = {{NULL, false}};
	const struct voice *heard;
	const char *end = text + len;

	if (!target->log_row_count)
		return NULL;
	while (text < end) {
		const char *next = memchr(text, '\n', (size_t)(end - text));
		struct line line = {text, (size_t)((next ? next : end) - text)};
		const struct target_log_row *row = row_of(target, &line);

		if (row)
			hear(&voices[owner_of(&line, trace)], row);
		text += line.len + 1;
	}
	heard = &voices[voices[OWNER_OURS].row || trace->own_only ? OWNER_OURS : OWNER_UNKNOWN];
	return heard->torn ? NULL : heard->row;
}

bool target_log_holds(const char *text, size_t len, const char *find, const struct log_trace *trace)
{
	const char *end = text + len;

	while (text < end) {
		const char *next = memchr(text, '\n', (size_t)(end - text));
		struct line line = {text, (size_t)((next ? next : end) - text)};

		if (find_text(line.text, line.len, find) && owner_of(&line, trace) != OWNER_OTHERS)
			return true;
		text += line.len + 1;
	}
	return false;
}
