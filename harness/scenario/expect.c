#include "expect.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "expect_answer.h"
#include "expect_hello.h"
#include "expect_request.h"
#include "schema.h"
#include "text.h"
#include "tls_alert.h"

/* OUTCOME_NONE is for observations: nobody can expect it. */
static const char *const expect_outcome_words[] = {
	[OUTCOME_ACCEPT] = "accept", [OUTCOME_REJECT] = "reject", [OUTCOME_EITHER] = "either", NULL};

#define POLICY_WORD "policy"
const char *const expect_words[] = {"accept", "reject", "either", POLICY_WORD, NULL};
_Static_assert(COUNT_OF(expect_words) == COUNT_OF(expect_outcome_words) + 1, "and the policy");

/* The long form, as written. */
struct long_form {
	struct text_list reject;
	struct place reject_place;
	const char *we_refuse;
	struct place we_refuse_place;
	int outcome;
	struct place outcome_place;
	int level;
	struct place level_place;
	long http_status;
	struct place http_place;
	struct answer_form answer;
	const char *answered_by;
	struct place answered_by_place;
	bool resumed;
	struct place resumed_place;
	bool early;
	struct place early_place;
	struct request_form request;
	struct place request_place;
	struct hello_form hello;
	int fetches;
	struct place fetches_place;
};

static const char *const fetches_words[] = {"nothing", NULL};

static const struct field long_fields[] = {
	{"reject", FIELD_TEXTS, offsetof(struct long_form, reject),
		.place_offset = offsetof(struct long_form, reject_place),
		.doc = "it is refused: by this alert, or by http NNN; or by one of a list of them"},
	{"we_refuse", FIELD_TEXT, offsetof(struct long_form, we_refuse),
		.place_offset = offsetof(struct long_form, we_refuse_place),
		.doc = "our client refuses the server's certificate, with this alert"},
	{"outcome", FIELD_WORD, offsetof(struct long_form, outcome), .words = expect_outcome_words,
		.place_offset = offsetof(struct long_form, outcome_place),
		.doc = "what must happen, where no alert or status is named"},
	{"level", FIELD_WORD, offsetof(struct long_form, level), .words = level_words,
		.place_offset = offsetof(struct long_form, level_place),
		.doc = "what a miss costs: a missed should fails only with --strict"},
	{"http_status", FIELD_NUMBER, offsetof(struct long_form, http_status), .min = 100, .max = 599,
		.place_offset = offsetof(struct long_form, http_place), .doc = "status of the answer"},
	{.name = "",
		.kind = FIELD_PART,
		.offset = offsetof(struct long_form, answer),
		.fields = &expect_answer_schema},
	{"answered_by", FIELD_TEXT, offsetof(struct long_form, answered_by),
		.place_offset = offsetof(struct long_form, answered_by_place),
		.doc = "role of the virtual host whose backend sees the request"},
	{"resumed", FIELD_BOOL, offsetof(struct long_form, resumed),
		.place_offset = offsetof(struct long_form, resumed_place),
		.doc = "whether the session is taken up again; needs resume"},
	{"early", FIELD_BOOL, offsetof(struct long_form, early),
		.place_offset = offsetof(struct long_form, early_place),
		.doc = "whether the request is taken as early data; needs early_data"},
	{"request", FIELD_STRUCT, offsetof(struct long_form, request), .fields = &expect_request_schema,
		.place_offset = offsetof(struct long_form, request_place),
		.doc = "what the server's CertificateRequest says"},
	{.name = "",
		.kind = FIELD_PART,
		.offset = offsetof(struct long_form, hello),
		.fields = &expect_hello_schema},
	{"fetches", FIELD_WORD, offsetof(struct long_form, fetches), .words = fetches_words,
		.place_offset = offsetof(struct long_form, fetches_place),
		.doc = "nothing: the addresses in the certificate that is presented are left alone"},
};
const struct schema expect_schema = {
	"the expectation", sizeof(struct long_form), long_fields, COUNT_OF(long_fields)};

static void read_word(struct expectation *out, const struct node *node, struct diag *diag)
{
	int alert;
	int outcome;

	if (tls_alert_parse(&alert, node->text)) {
		diag_error(diag, node->place, "'%s' is an alert, not an outcome", node->text);
		diag_hint(diag, "write {reject: %s}", node->text);
		return;
	}
	outcome = schema_word(node, expect_outcome_words, diag, "outcome");
	if (outcome >= 0)
		out->outcome = (enum outcome)outcome;
}

static void read_alert(int *out, const char *name, struct place place, struct diag *diag)
{
	if (strcmp(name, "close") == 0) {
		diag_error(diag, place, "'close' is no alert, and can't be demanded");
		diag_hint(diag,
			"'reject' takes a refusal of any kind; that a target refuses so is said in "
			"its file: refuses_by");
		return;
	}
	if (!tls_alert_parse(out, name)) {
		diag_error_suggest(diag, place, name, tls_alert_words(), "unknown alert '%s'", name);
		return;
	}
	/* closure alerts, RFC 8446 6.1: they end a connection in peace */
	if (*out == TLS_ALERT_CLOSE_NOTIFY || strcmp(name, "user_canceled") == 0)
		diag_error(diag, place, "'%s' is no refusal", name);
}

static bool parse_http(int *out, const char *text)
{
	const char *digits = text + strlen("http ");

	if (!text_starts_with(text, "http ") || strlen(digits) != 3 ||
		strspn(digits, "0123456789") != 3)
		return false;
	*out = (int)strtol(digits, NULL, 10);
	return true;
}

static void read_refusal(
	struct refusal_way *out, const char *text, struct place place, struct diag *diag)
{
	*out = (struct refusal_way){.alert = TLS_ALERT_NONE};
	if (!parse_http(&out->http_status, text))
		read_alert(&out->alert, text, place, diag);
	else if (!http_status_may_refuse(out->http_status))
		diag_error(diag, place, "'%s' is no refusal: 3xx, 4xx and 5xx may be", text);
}

static void take_reject(struct step_expectation *out, const struct long_form *form,
	struct arena *arena, struct diag *diag)
{
	const struct text_list *names = &form->reject;
	struct refusal_way *refusals = ARENA_ARRAY(arena, struct refusal_way, names->count + 1);
	bool by_http = false;

	out->connection.outcome = OUTCOME_REJECT;
	out->refusals = refusals;
	out->refusal_count = names->count;
	for (size_t i = 0; i < names->count; i++) {
		read_refusal(&refusals[i], names->items[i], names->places[i], diag);
		by_http = by_http || refusals[i].http_status;
	}
	if (!names->count)
		diag_error(diag, form->reject_place, "'reject' names nothing");
	if (by_http && form->http_place.line)
		diag_error(diag, form->http_place, "'http_status' beside 'http NNN': give one of them");
	if (names->count == 1) {
		out->connection.alert = refusals[0].alert;
		out->http_status = by_http ? refusals[0].http_status : out->http_status;
	}
}

/* {outcome: reject, http_status: 404} names it, too. */
static void name_status(struct step_expectation *out, struct arena *arena)
{
	struct refusal_way *named = ARENA_NEW(arena, struct refusal_way);

	*named = (struct refusal_way){.alert = TLS_ALERT_NONE, .http_status = out->http_status};
	out->refusals = named;
	out->refusal_count = 1;
}

static void take_outcome(struct step_expectation *out, const struct long_form *form,
	struct arena *arena, struct diag *diag)
{
	if (form->reject_place.line) {
		take_reject(out, form, arena, diag);
	} else if (form->we_refuse) {
		out->ours = true;
		out->connection.outcome = OUTCOME_REJECT;
		read_alert(&out->connection.alert, form->we_refuse, form->we_refuse_place, diag);
	} else {
		out->connection.outcome = (enum outcome)form->outcome;
		if (out->connection.outcome == OUTCOME_REJECT && out->http_status)
			name_status(out, arena);
	}
}

/* How the outcome is said, exactly once. */
static bool says_outcome(const struct long_form *form, const struct node *node, struct diag *diag)
{
	int ways =
		(form->reject_place.line > 0) + (form->we_refuse != NULL) + (form->outcome_place.line > 0);

	if (ways == 1)
		return true;
	diag_error(diag, node->place,
		ways ? "more than one of 'reject', 'we_refuse' and 'outcome': give one of them"
			 : "none of 'reject', 'we_refuse' and 'outcome' is given");
	return false;
}

static void check_status(
	const struct step_expectation *expect, const struct long_form *form, struct diag *diag)
{
	enum outcome outcome = expect->connection.outcome;

	if (!form->http_place.line)
		return;
	if (outcome == OUTCOME_REJECT && !http_status_may_refuse(expect->http_status))
		diag_error(diag, form->http_place, "%d is no refusal: 3xx, 4xx and 5xx may be",
			expect->http_status);
}

/* By one that is named. */
static bool may_be_alert(const struct step_expectation *expect)
{
	for (size_t i = 0; i < expect->refusal_count; i++) {
		if (expect->refusals[i].alert != TLS_ALERT_NONE)
			return true;
	}
	return expect->connection.alert != TLS_ALERT_NONE;
}

/* What only some outcomes have. */
static void check_outcome_fits(
	const struct step_expectation *expect, const struct long_form *form, struct diag *diag)
{
	enum outcome outcome = expect->connection.outcome;

	if (form->answer.log && (expect->ours || outcome == OUTCOME_EITHER))
		diag_error(
			diag, form->answer.log_place, "'log' belongs to what the target must accept or refuse");
	if (expect->ours && form->resumed_place.line)
		diag_error(
			diag, form->resumed_place, "who refuses the server's certificate takes up no session");
	if (form->answered_by && outcome != OUTCOME_ACCEPT)
		diag_error(diag, form->answered_by_place, "a request that is not accepted reaches no host");
}

static void check_answer(
	const struct step_expectation *expect, const struct long_form *form, struct diag *diag)
{
	struct place answer = expect_answer_place(&form->answer);
	struct place asked = answer.line ? answer : form->http_place;

	check_status(expect, form, diag);
	check_outcome_fits(expect, form, diag);
	if (asked.line && may_be_alert(expect))
		diag_error(diag, asked, "who is refused by an alert gets no answer");
	if (expect->connection.outcome != OUTCOME_EITHER)
		return;
	if (form->level_place.line && !form->resumed_place.line && !form->early_place.line &&
		!form->request_place.line && !expect_hello_place(&form->hello).line)
		diag_error(diag, form->level_place, "'either' is never judged: it has no level");
	if (asked.line)
		diag_error(diag, asked, "'either' is never judged: nothing can be asked of its answer");
}

static void read_map(
	struct step_expectation *out, const struct node *node, struct arena *arena, struct diag *diag)
{
	struct long_form form = {0};

	if (!schema_read(&form, &expect_schema, node, arena, diag) || !says_outcome(&form, node, diag))
		return;
	out->connection.level = (enum level)form.level;
	out->http_status = (int)form.http_status;
	out->answered_by = form.answered_by;
	if (form.resumed_place.line)
		out->resumed = form.resumed ? RESUMPTION_YES : RESUMPTION_NO;
	if (form.early_place.line)
		out->early = form.early ? EARLY_TAKEN : EARLY_NOT_TAKEN;
	if (form.request_place.line)
		expect_request_take(out, &form.request, form.request_place, diag);
	if (form.request_place.line && form.we_refuse)
		diag_error(
			diag, form.request_place, "who refuses the server's certificate is asked for nothing");
	expect_hello_take(&out->hello, &form.hello, diag);
	expect_answer_take(out, &form.answer, arena, diag);
	out->fetches_nothing = form.fetches_place.line > 0;
	if (out->fetches_nothing && form.we_refuse)
		diag_error(
			diag, form.fetches_place, "who refuses the server's certificate shows none of its own");
	take_outcome(out, &form, arena, diag);
	check_answer(out, &form, diag);
}

/* Which host answers decides what is right: that is found out when it has. */
static void take_policy(struct step_expectation *out)
{
	out->connection.outcome = OUTCOME_EITHER;
	out->policy = true;
}

void expect_read(struct step_expectation *out, const struct node *node, const char *what,
	struct arena *arena, struct diag *diag)
{
	*out = (struct step_expectation){.connection = {.given = true, .alert = TLS_ALERT_NONE}};
	if (node->kind == NODE_SCALAR && strcmp(node->text, POLICY_WORD) == 0)
		take_policy(out);
	else if (node->kind == NODE_SCALAR && node->text[0])
		read_word(&out->connection, node, diag);
	else if (node->kind == NODE_MAP)
		read_map(out, node, arena, diag);
	else
		diag_error(diag, node->place,
			"'%s' needs an outcome: accept, reject, either, policy or a map", what);
}
