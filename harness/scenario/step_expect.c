/* What a single step expects; see scenario_step.h for the forms. */
#include <stdlib.h>
#include <string.h>

#include "expect.h"
#include "scenario_step.h"
#include "text.h"
#include "tls_alert.h"

/* The long form, as written. */
struct step_form {
	const char *reject;
	struct place reject_place;
	const char *we_refuse;
	struct place we_refuse_place;
	int outcome;
	struct place outcome_place;
	int level;
	struct place level_place;
	long http_status;
	struct place http_place;
	const char *says;
	struct place says_place;
	bool resumed;
	struct place resumed_place;
};

static const struct field step_form_fields[] = {
	{"reject", FIELD_TEXT, offsetof(struct step_form, reject),
		.place_offset = offsetof(struct step_form, reject_place),
		.doc = "it is refused: by this alert, or by http NNN"},
	{"we_refuse", FIELD_TEXT, offsetof(struct step_form, we_refuse),
		.place_offset = offsetof(struct step_form, we_refuse_place),
		.doc = "our client refuses the server's certificate, with this alert"},
	{"outcome", FIELD_WORD, offsetof(struct step_form, outcome), .words = expect_outcome_words,
		.place_offset = offsetof(struct step_form, outcome_place),
		.doc = "what must happen, where no alert or status is named"},
	{"level", FIELD_WORD, offsetof(struct step_form, level), .words = level_words,
		.place_offset = offsetof(struct step_form, level_place),
		.doc = "what a miss costs: a missed should fails only with --strict"},
	{"http_status", FIELD_NUMBER, offsetof(struct step_form, http_status), .min = 100, .max = 599,
		.place_offset = offsetof(struct step_form, http_place), .doc = "status of the answer"},
	{"says", FIELD_TEXT, offsetof(struct step_form, says),
		.place_offset = offsetof(struct step_form, says_place),
		.doc = "text that stands in the answer's body"},
	{"resumed", FIELD_BOOL, offsetof(struct step_form, resumed),
		.place_offset = offsetof(struct step_form, resumed_place),
		.doc = "whether the session is taken up again; needs resume"},
};
static const struct schema step_form_schema = {"the expectation of a step",
	sizeof(struct step_form), step_form_fields, COUNT_OF(step_form_fields)};

static bool parse_http(int *out, const char *text)
{
	const char *digits = text + strlen("http ");

	if (!text_starts_with(text, "http ") || strlen(digits) != 3 ||
		strspn(digits, "0123456789") != 3)
		return false;
	*out = (int)strtol(digits, NULL, 10);
	return true;
}

static void take_reject(
	struct step_expectation *out, const struct step_form *form, struct diag *diag)
{
	out->connection.outcome = OUTCOME_REJECT;
	if (!parse_http(&out->http_status, form->reject)) {
		expect_alert(&out->connection.alert, form->reject, form->reject_place, diag);
		return;
	}
	if (!http_status_refuses(out->http_status))
		diag_error(diag, form->reject_place, "'%s' is no refusal: 400, 403, 421, 495 and 496 are",
			form->reject);
	if (form->http_place.line)
		diag_error(
			diag, form->http_place, "'http_status' beside '%s': give one of them", form->reject);
}

static void take_outcome(
	struct step_expectation *out, const struct step_form *form, struct diag *diag)
{
	if (form->reject) {
		take_reject(out, form, diag);
	} else if (form->we_refuse) {
		out->ours = true;
		out->connection.outcome = OUTCOME_REJECT;
		expect_alert(&out->connection.alert, form->we_refuse, form->we_refuse_place, diag);
	} else {
		out->connection.outcome = (enum outcome)form->outcome;
	}
}

/* How the outcome is said, exactly once. */
static bool says_outcome(const struct step_form *form, const struct node *node, struct diag *diag)
{
	int ways = (form->reject != NULL) + (form->we_refuse != NULL) + (form->outcome_place.line > 0);

	if (ways == 1)
		return true;
	diag_error(diag, node->place,
		ways ? "more than one of 'reject', 'we_refuse' and 'outcome': give one of them"
			 : "none of 'reject', 'we_refuse' and 'outcome' is given");
	return false;
}

static void check_status(
	const struct step_expectation *expect, const struct step_form *form, struct diag *diag)
{
	enum outcome outcome = expect->connection.outcome;

	if (!form->http_place.line)
		return;
	if (outcome == OUTCOME_ACCEPT && expect->http_status / 100 != 2)
		diag_error(diag, form->http_place, "an accepted request is answered with a 2xx");
	if (outcome == OUTCOME_REJECT && !http_status_refuses(expect->http_status))
		diag_error(diag, form->http_place, "%d is no refusal: 400, 403, 421, 495 and 496 are",
			expect->http_status);
}

static void check_answer(
	const struct step_expectation *expect, const struct step_form *form, struct diag *diag)
{
	struct place asked = form->says ? form->says_place : form->http_place;

	check_status(expect, form, diag);
	if (asked.line && expect->connection.alert != TLS_ALERT_NONE)
		diag_error(diag, asked, "who is refused by an alert gets no answer");
	if (expect->connection.outcome != OUTCOME_EITHER)
		return;
	if (form->level_place.line)
		diag_error(diag, form->level_place, "'either' is never judged: it has no level");
	if (asked.line)
		diag_error(diag, asked, "'either' is never judged: nothing can be asked of its answer");
}

static void read_map(
	struct step_expectation *out, const struct node *node, struct arena *arena, struct diag *diag)
{
	struct step_form form = {0};

	if (!schema_read(&form, &step_form_schema, node, arena, diag) ||
		!says_outcome(&form, node, diag))
		return;
	out->connection.level = (enum level)form.level;
	out->http_status = (int)form.http_status;
	out->says = form.says;
	if (form.resumed_place.line)
		out->resumed = form.resumed ? RESUMPTION_YES : RESUMPTION_NO;
	take_outcome(out, &form, diag);
	check_answer(out, &form, diag);
}

void step_expect_read(
	struct step_expectation *out, const struct node *node, struct arena *arena, struct diag *diag)
{
	*out = (struct step_expectation){.connection = {.given = true, .alert = TLS_ALERT_NONE}};
	if (node->kind == NODE_SCALAR && node->text[0])
		expect_word(&out->connection, node, diag);
	else if (node->kind == NODE_MAP)
		read_map(out, node, arena, diag);
	else
		diag_error(diag, node->place, "'expect' needs an outcome: accept, reject, either or a map");
}
