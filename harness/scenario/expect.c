#include "expect.h"

#include <string.h>

#include "schema.h"
#include "tls_alert.h"

/* OUTCOME_NONE is for observations: nobody can expect it. */
const char *const expect_outcome_words[] = {
	[OUTCOME_ACCEPT] = "accept", [OUTCOME_REJECT] = "reject", [OUTCOME_EITHER] = "either", NULL};

/* The long form, as written. */
struct long_form {
	int outcome;
	int level;
	const char *alert;
	struct place outcome_place;
	struct place level_place;
	struct place alert_place;
};

static const struct field long_fields[] = {
	{"reject", FIELD_TEXT, offsetof(struct long_form, alert),
		.place_offset = offsetof(struct long_form, alert_place),
		.doc = "it is refused, by this alert: the one that the RFC names"},
	{"outcome", FIELD_WORD, offsetof(struct long_form, outcome), .words = expect_outcome_words,
		.place_offset = offsetof(struct long_form, outcome_place),
		.doc = "what must happen, where no alert is named"},
	{"level", FIELD_WORD, offsetof(struct long_form, level), .words = level_words,
		.place_offset = offsetof(struct long_form, level_place),
		.doc = "what a miss costs: a missed should fails only with --strict"},
};
static const struct schema long_schema = {
	"the expectation", sizeof(struct long_form), long_fields, COUNT_OF(long_fields)};

void expect_word(struct expectation *out, const struct node *node, struct diag *diag)
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

void expect_alert(int *out, const char *name, struct place place, struct diag *diag)
{
	if (!tls_alert_parse(out, name)) {
		diag_error_suggest(diag, place, name, tls_alert_words(), "unknown alert '%s'", name);
		return;
	}
	/* closure alerts, RFC 8446 6.1: they end a connection in peace */
	if (*out == TLS_ALERT_CLOSE_NOTIFY || strcmp(name, "user_canceled") == 0)
		diag_error(diag, place, "'%s' is no refusal", name);
}

static void read_long(
	struct expectation *out, const struct node *node, struct arena *arena, struct diag *diag)
{
	struct long_form form = {0};

	if (!schema_read(&form, &long_schema, node, arena, diag))
		return;
	if (!form.alert && !form.outcome_place.line) {
		diag_error(diag, node->place, "neither 'reject' nor 'outcome' is given");
		return;
	}
	if (form.alert && form.outcome_place.line) {
		diag_error(diag, form.outcome_place, "'outcome' beside 'reject': give one of them");
		return;
	}
	out->outcome = (enum outcome)form.outcome;
	out->level = (enum level)form.level;
	if (form.alert) {
		expect_alert(&out->alert, form.alert, form.alert_place, diag);
		out->outcome = OUTCOME_REJECT;
	}
	if (out->outcome == OUTCOME_EITHER && form.level_place.line)
		diag_error(diag, form.level_place, "'either' is never judged: it has no level");
}

static void read_mode(struct expectation *out, const struct node *node, const char *mode,
	struct arena *arena, struct diag *diag)
{
	out->given = true;
	if (node->kind == NODE_SCALAR && node->text[0])
		expect_word(out, node, diag);
	else if (node->kind == NODE_MAP)
		read_long(out, node, arena, diag);
	else
		diag_error(
			diag, node->place, "'%s' needs an outcome: accept, reject, either or a map", mode);
}

bool expect_read(struct expectation out[AUTH_MODE_COUNT], struct place places[AUTH_MODE_COUNT],
	const struct node *node, struct arena *arena, struct diag *diag)
{
	size_t before = diag->count + diag->dropped;

	for (int i = 0; i < AUTH_MODE_COUNT; i++) {
		out[i] = (struct expectation){.alert = TLS_ALERT_NONE};
		places[i] = node->place;
	}
	if (node->kind != NODE_MAP || !node->count) {
		diag_error(diag, node->place, "'expect' must name at least one client-auth mode");
		return false;
	}
	for (size_t i = 0; i < node->count; i++) {
		const struct node_entry *entry = &node->entries[i];
		enum auth_mode mode;

		if (!auth_mode_parse(&mode, entry->key)) {
			diag_error_suggest(diag, entry->key_place, entry->key, auth_mode_words,
				"unknown client-auth mode '%s'", entry->key);
			continue;
		}
		places[mode] = entry->value->place;
		read_mode(&out[mode], entry->value, entry->key, arena, diag);
	}
	return diag->count + diag->dropped == before;
}
