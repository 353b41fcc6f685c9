#include "target_answers.h"

#include <string.h>

#include "answer_word.h"
#include "arena.h"
#include "request_words.h"
#include "target.h"

static const char *const backend_words[] = {"ours", "none", NULL};
enum { BACKEND_NONE = 1 };

static const struct field accepted_if_fields[] = {
	{"path", FIELD_TEXT, offsetof(struct accepted_if_text, path), .required = true,
		.place_offset = offsetof(struct accepted_if_text, path_place), .doc = "what is asked for"},
	{"says", FIELD_TEXT, offsetof(struct accepted_if_text, says), .required = true,
		.place_offset = offsetof(struct accepted_if_text, says_place),
		.doc = "a text that only who is let in gets there"},
};
static const struct schema accepted_if_schema = {"accepted_if", sizeof(struct accepted_if_text),
	accepted_if_fields, COUNT_OF(accepted_if_fields)};

#define AT(member) offsetof(struct answers_text, member)
static const struct field answers_fields[] = {
	{"backend", FIELD_WORD, AT(backend_word), .words = backend_words,
		.place_offset = AT(backend_place), .doc = "none: it is no proxy, it answers itself"},
	{"path", FIELD_TEXT, AT(path), .place_offset = AT(path_place),
		.doc = "what is asked for, where it answers itself"},
	{"headers", FIELD_TEXTS, AT(headers), .doc = "\"Name: value\", of every request"},
	{"accepted", FIELD_TEXTS, AT(accepted),
		.doc = "what who is let in gets: a status or a text; default: what the good client gets"},
	{"accepted_if", FIELD_STRUCT, AT(accepted_if), .fields = &accepted_if_schema,
		.place_offset = AT(accepted_if_place), .doc = "path and text in one"},
};
#undef AT
const struct schema target_answers_schema = {
	"answers", sizeof(struct answers_text), answers_fields, COUNT_OF(answers_fields)};

const char *target_answer_word_fault(const char *word, struct arena *arena)
{
	if (!answer_word_status(word) && !answer_word_is_text(word))
		return arena_printf(arena, "'%s' is no answer: a status (404) or a text of it is", word);
	if (strncmp(word, "http ", 5) == 0 && !answer_word_status(word))
		return arena_printf(arena, "'%s' is no status: http and three digits", word);
	return *word ? NULL : "an empty text is in every answer";
}

bool target_is_measured(const struct target *target, bool backend_behind)
{
	if (target->setup.serves_file)
		return false;
	return target->answers.itself || (target->connect_host && !backend_behind);
}

static void check(const struct target *target, const struct answers_text *text, struct diag *diag)
{
	struct arena *arena = &diag->arena;

	if (text->path)
		diag_fault(diag, text->path_place, request_path_fault(text->path, arena));
	if (text->accepted_if.path)
		diag_fault(
			diag, text->accepted_if.path_place, request_path_fault(text->accepted_if.path, arena));
	for (size_t i = 0; i < text->headers.count; i++)
		diag_fault(
			diag, text->headers.places[i], request_header_fault(text->headers.items[i], arena));
	for (size_t i = 0; i < text->accepted.count; i++)
		diag_fault(diag, text->accepted.places[i],
			target_answer_word_fault(text->accepted.items[i], arena));
	if (text->accepted_if_place.line && (text->path || text->accepted.count))
		diag_error(diag, text->accepted_if_place,
			"'accepted_if' is 'path' and 'accepted' in one: give it, or these");
	if (text->backend_place.line && target->connect_host)
		diag_error(diag, text->backend_place,
			"'backend' is for what mtlspec launches: whether ours stands behind what runs already "
			"is said by --backend");
}

void target_answers_take(
	struct target *target, const struct answers_text *text, struct arena *arena, struct diag *diag)
{
	struct target_answers *answers = &target->answers;

	check(target, text, diag);
	answers->itself = text->backend_word == BACKEND_NONE;
	answers->path = text->path ? text->path : text->accepted_if.path;
	answers->headers = text->headers;
	answers->accepted = text->accepted;
	if (text->accepted_if.says)
		text_list_add(
			&answers->accepted, text->accepted_if.says, text->accepted_if.says_place, arena);
	if (!target_is_measured(target, false) && (answers->path || answers->accepted.count))
		diag_error(diag,
			text->path_place.line ? text->path_place : (struct place){target->path, 1, 1},
			"'path', 'accepted' and 'accepted_if' are for what answers itself: 'backend: none', or "
			"'connect'");
}

bool target_refuses_by(const struct target *target, const char *word)
{
	for (size_t i = 0; i < target->refuses_by.count; i++) {
		if (strcmp(target->refuses_by.items[i], word) == 0)
			return true;
	}
	return false;
}
