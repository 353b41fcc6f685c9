#include "scenario_step.h"

#include <string.h>

#include "arena.h"
#include "scenario.h"
#include "tls_alert.h"

static const struct field step_client_fields[] = {
	{"present", FIELD_TEXT, offsetof(struct step_client, present), .required = true,
		.place_offset = offsetof(struct step_client, present_place),
		.doc = "name of the credential that the client presents, or none"},
	{"trust", FIELD_WORD, offsetof(struct step_client, trust), .words = trust_words,
		.place_offset = offsetof(struct step_client, trust_place),
		.doc = "what it takes for a good server; default root"},
};
static const struct schema step_client_schema = {
	"client", sizeof(struct step_client), step_client_fields, COUNT_OF(step_client_fields)};

#define AT(member) offsetof(struct scenario_step, member)
static const struct field step_fields[] = {
	{"name", FIELD_TEXT, AT(name), .required = true, .place_offset = AT(name_place),
		.doc = "what is done, in one line; reports call the step by it"},
	{"client", FIELD_STRUCT, AT(client), .fields = &step_client_schema,
		.place_offset = AT(client_place), .doc = "what our client presents and trusts"},
	{"to", FIELD_TEXT, AT(to), .place_offset = AT(to_place),
		.doc = "a listener of the target; default its main one"},
	{"plain", FIELD_BOOL, AT(plain), .place_offset = AT(plain_place), .doc = "HTTP without TLS"},
	{"sni", FIELD_TEXT, AT(sni), .place_offset = AT(sni_place),
		.doc = "server name that is sent and verified; default " SCENARIO_SERVER_NAME},
	{"host", FIELD_TEXT, AT(host), .place_offset = AT(host_place),
		.doc = "the Host header; default: as sni"},
	{"path", FIELD_TEXT, AT(path), .place_offset = AT(path_place),
		.doc = "what to GET, beginning with /"},
	{"save_session", FIELD_TEXT, AT(save_session), .place_offset = AT(save_place),
		.doc = "keep the TLS session under this name"},
	{"resume", FIELD_TEXT, AT(resume), .place_offset = AT(resume_place),
		.doc = "offer the TLS session that was kept under this name"},
	{"expect", FIELD_NODE, AT(expect_node), .required = true,
		.doc = "what must happen, for all modes or for each"},
};
#undef AT
const struct schema scenario_step_schema = {
	"step", sizeof(struct scenario_step), step_fields, COUNT_OF(step_fields)};

static bool names_modes(const struct node *node)
{
	enum auth_mode mode;

	for (size_t i = 0; node->kind == NODE_MAP && i < node->count; i++) {
		if (auth_mode_parse(&mode, node->entries[i].key))
			return true;
	}
	return false;
}

static void read_modes(struct scenario_step *step, struct arena *arena, struct diag *diag)
{
	const struct node *node = step->expect_node;

	for (size_t i = 0; i < node->count; i++) {
		const struct node_entry *entry = &node->entries[i];
		enum auth_mode mode;

		if (!auth_mode_parse(&mode, entry->key)) {
			diag_error_suggest(diag, entry->key_place, entry->key, auth_mode_words,
				"unknown client-auth mode '%s'", entry->key);
			continue;
		}
		step->places[mode] = entry->value->place;
		step_expect_read(&step->expect[mode], entry->value, arena, diag);
	}
}

static void take_expectation(struct scenario_step *step, struct arena *arena, struct diag *diag)
{
	if (!step->expect_node)
		return;
	step->names_modes = names_modes(step->expect_node);
	if (step->names_modes) {
		read_modes(step, arena, diag);
		return;
	}
	step_expect_read(&step->expect[0], step->expect_node, arena, diag);
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		step->expect[mode] = step->expect[0];
		step->places[mode] = step->expect_node->place;
	}
}

static void take_listed_modes(struct scenario *scenario, struct diag *diag)
{
	const struct text_list *list = &scenario->step_modes;

	for (size_t i = 0; i < list->count; i++) {
		enum auth_mode mode;

		if (!auth_mode_parse(&mode, list->items[i]))
			diag_error_suggest(diag, list->places[i], list->items[i], auth_mode_words,
				"unknown client-auth mode '%s'", list->items[i]);
		else
			scenario->expect[mode].given = true;
	}
}

/* Those that are listed, or else those that any step names; all if none does. */
static void take_modes(struct scenario *scenario, struct diag *diag)
{
	bool any = false;

	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++)
		scenario->expect[mode] =
			(struct expectation){.outcome = OUTCOME_NONE, .alert = TLS_ALERT_NONE};
	if (scenario->step_modes.count) {
		take_listed_modes(scenario, diag);
		return;
	}
	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct scenario_step *step = &scenario->steps[i];

		for (int mode = 0; step->names_modes && mode < AUTH_MODE_COUNT; mode++) {
			if (step->expect[mode].connection.given)
				any = scenario->expect[mode].given = true;
		}
	}
	for (int mode = 0; !any && mode < AUTH_MODE_COUNT; mode++)
		scenario->expect[mode].given = true;
}

void scenario_steps_take(struct scenario *scenario, struct arena *arena, struct diag *diag)
{
	scenario->steps = scenario->step_list.items;
	scenario->step_count = scenario->step_list.count;
	for (size_t i = 0; i < scenario->step_count; i++) {
		struct scenario_step *step = &scenario->steps[i];

		if (!step->client_place.line)
			step->client.present = "none";
		take_expectation(step, arena, diag);
	}
	take_modes(scenario, diag);
}
