#include "scenario_first.h"

#include "scenario.h"
#include "text.h"

const char *const first_keeps_words[] = {"connection", "session", NULL};
_Static_assert(COUNT_OF(first_keeps_words) == FIRST_KEEPS_COUNT + 1, "a word for each");

static const struct field first_fields[] = {
	{"present", FIELD_TEXT, offsetof(struct scenario_first, present), .none = true,
		.place_offset = offsetof(struct scenario_first, present_place),
		.doc = "name of another credential that the first request is made with, or none"},
	{"trust", FIELD_WORD, offsetof(struct scenario_first, trust), .words = trust_words,
		.place_offset = offsetof(struct scenario_first, trust_place),
		.doc = "insecure: the first request verifies nobody"},
	{"keeps", FIELD_WORD, offsetof(struct scenario_first, keeps), .words = first_keeps_words,
		.doc = "what our server leaves for the second: its connection, or a session; default "
			   "connection"},
};
const struct schema scenario_first_schema = {
	"first", sizeof(struct scenario_first), first_fields, COUNT_OF(first_fields)};

void scenario_first_take(struct scenario *scenario, struct arena *arena)
{
	struct scenario_first *first = &scenario->only_step.first;
	struct text_list *required = &scenario->requires_features;

	first->given = scenario->only_step.first_place.line > 0;
	if (first->trust_place.line)
		text_list_add(required, FIRST_INSECURE, first->trust_place, arena);
	if (first->present_place.line)
		text_list_add(
			required, first->present ? FIRST_IDENTITY : FIRST_NOBODY, first->present_place, arena);
}

void scenario_first_check(const struct scenario *scenario, struct diag *diag)
{
	const struct scenario_step *step = &scenario->only_step;
	const struct scenario_first *first = &step->first;
	const char *second = step->client.present;

	if (first->trust_place.line && first->trust != TRUST_ANYBODY)
		diag_error(diag, first->trust_place,
			"the second request trusts the root: the first differs from it by 'insecure' alone");
	if (first->given && !first->trust_place.line && !first->present_place.line)
		diag_error(diag, step->first_place,
			"'first' says neither 'trust' nor 'present': it would be no other than the second");
	if (first->present_place.line && text_same(first->present, second))
		diag_error(diag, first->present_place, "the second request is made with %s, too",
			second ? second : "nothing");
}
