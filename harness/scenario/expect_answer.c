#include "expect_answer.h"

#include <ctype.h>
#include <string.h>

#include "arena.h"
#include "client_word.h"
#include "request_words.h"
#include "template.h"

static const struct field fields[] = {
	{"says", FIELD_TEXT, offsetof(struct answer_form, says),
		.place_offset = offsetof(struct answer_form, says_place),
		.doc = "text that stands in the answer's body"},
	{"says_not", FIELD_TEXT, offsetof(struct answer_form, says_not),
		.place_offset = offsetof(struct answer_form, says_not_place),
		.doc = "text that does not stand in the answer's body"},
	{"header", FIELD_MAP, offsetof(struct answer_form, headers),
		.place_offset = offsetof(struct answer_form, headers_place),
		.doc = "header lines of the answer, by name"},
	{"log", FIELD_TEXT, offsetof(struct answer_form, log),
		.place_offset = offsetof(struct answer_form, log_place),
		.doc = "text in a line of the target's log"},
};
const struct schema expect_answer_schema = {
	"the expectation", sizeof(struct answer_form), fields, COUNT_OF(fields)};

/* True if the text names the client's certificate. */
static bool check_text(const char *text, struct place place, struct diag *diag)
{
	return text && template_check(text, client_words, place, diag) && strstr(text, "${");
}

static const char *lower(const char *name, struct arena *arena)
{
	char *out = arena_strdup(arena, name);

	for (char *at = out; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	return out;
}

static void take_headers(struct step_expectation *out, const struct answer_form *form,
	struct arena *arena, struct diag *diag)
{
	struct header_expected *headers =
		ARENA_ARRAY(arena, struct header_expected, form->headers.count + 1);

	for (size_t i = 0; i < form->headers.count; i++) {
		const struct pair *pair = &form->headers.items[i];

		if (request_method_fault(pair->key, arena))
			diag_error(diag, pair->place, "'%s' is no name of a header", pair->key);
		if (check_text(pair->value, pair->place, diag))
			out->names_client = true;
		headers[i] =
			(struct header_expected){.name = lower(pair->key, arena), .value = pair->value};
	}
	out->headers = headers;
	out->header_count = form->headers.count;
}

void expect_answer_take(struct step_expectation *out, const struct answer_form *form,
	struct arena *arena, struct diag *diag)
{
	out->says = form->says;
	out->says_not = form->says_not;
	out->log = form->log;
	if (check_text(form->says, form->says_place, diag))
		out->names_client = true;
	if (check_text(form->says_not, form->says_not_place, diag))
		out->names_client = true;
	if (check_text(form->log, form->log_place, diag))
		out->names_client = true;
	if (form->log && strchr(form->log, '\n'))
		diag_error(diag, form->log_place, "'log' holds a line break: no line can hold that");
	take_headers(out, form, arena, diag);
}

struct place expect_answer_place(const struct answer_form *form)
{
	if (form->says)
		return form->says_place;
	return form->says_not ? form->says_not_place : form->headers_place;
}
