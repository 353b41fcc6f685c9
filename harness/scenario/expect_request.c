#include "expect_request.h"

#include <string.h>

#include "expect_scheme.h"

static const struct field request_fields[] = {
	{"asked", FIELD_BOOL, offsetof(struct request_form, asked),
		.place_offset = offsetof(struct request_form, asked_place),
		.doc = "whether it asks for a certificate at all"},
	{"ca_names", FIELD_TEXTS, offsetof(struct request_form, ca_names),
		.place_offset = offsetof(struct request_form, ca_names_place),
		.doc = "authorities that it may name, in whole or in part: configured, or their names"},
	{"sigalgs", FIELD_TEXTS, offsetof(struct request_form, schemes),
		.place_offset = offsetof(struct request_form, schemes_place),
		.doc = "signature schemes that it may offer, in whole or in part"},
	{"sigalgs_not", FIELD_TEXTS, offsetof(struct request_form, never),
		.place_offset = offsetof(struct request_form, never_place),
		.doc = "signature schemes that it must not offer; sha1, md5: all with that hash"},
};
const struct schema expect_request_schema = {
	"what is asked for", sizeof(struct request_form), request_fields, COUNT_OF(request_fields)};

static void take_ca_names(
	struct ca_names_rule *out, const struct request_form *form, struct diag *diag)
{
	const struct text_list *names = &form->ca_names;

	if (!form->ca_names_place.line)
		return;
	*out =
		(struct ca_names_rule){.given = true, .authorities = names->items, .count = names->count};
	if (!names->count)
		diag_error(diag, form->ca_names_place, "'ca_names' names nothing");
	for (size_t i = 0; i < names->count; i++) {
		if (strcmp(names->items[i], "configured") != 0)
			continue;
		out->configured = true;
		if (names->count > 1)
			diag_error(diag, names->places[i], "'configured' stands alone, not beside names");
	}
}

void expect_request_take(struct step_expectation *out, const struct request_form *form,
	struct place place, struct diag *diag)
{
	bool says_what =
		form->ca_names_place.line || form->schemes_place.line || form->never_place.line;

	take_ca_names(&out->ca_names, form, diag);
	expect_scheme_take(
		&out->schemes, &(struct scheme_form){"sigalgs", form->schemes, form->never}, diag);
	if (form->asked_place.line)
		out->asked = form->asked ? ASKED_YES : ASKED_NO;
	if (out->asked == ASKED_NO && says_what)
		diag_error(
			diag, form->asked_place, "who is not asked is told nothing: no names, no schemes");
	if (!form->asked_place.line && !says_what)
		diag_error(diag, place, "'request' says nothing: asked, ca_names, sigalgs, sigalgs_not");
}
