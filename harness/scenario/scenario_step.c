#include "scenario_step.h"

#include "arena.h"
#include "expect.h"
#include "scenario.h"
#include "scenario_opening.h"
#include "scenario_redirect.h"
#include "text.h"
#include "tls_alert.h"

static const struct field client_fields[] = {
	{"present", FIELD_TEXT, offsetof(struct scenario_client, present), .required = true,
		.none = true, .place_offset = offsetof(struct scenario_client, present_place),
		.doc = "name of the credential that the client presents, or none"},
	{"unsolicited_certificate", FIELD_BOOL,
		offsetof(struct scenario_client, unsolicited_certificate),
		.place_offset = offsetof(struct scenario_client, unsolicited_place),
		.doc = "also send an empty Certificate message where none was asked for"},
	{"forge_identity", FIELD_WORD, offsetof(struct scenario_client, forge), .words = forge_words,
		.place_offset = offsetof(struct scenario_client, forge_place),
		.doc = "also send the target's identity headers, with values that name an admin"},
	{"post_handshake_auth", FIELD_BOOL, offsetof(struct scenario_client, post_handshake_auth),
		.place_offset = offsetof(struct scenario_client, post_handshake_place),
		.doc = "whether it lets itself be asked after the handshake; default true"},
	{"renegotiate", FIELD_TEXT, offsetof(struct scenario_client, renegotiate), .none = true,
		.place_offset = offsetof(struct scenario_client, renegotiate_place),
		.doc = "credential, or none, of a second handshake that it begins before its last request"},
	{"trust", FIELD_WORD, offsetof(struct scenario_client, trust), .words = trust_words,
		.place_offset = offsetof(struct scenario_client, trust_place),
		.doc = "what our client takes for a good server; default root"},
	{"verify_name", FIELD_TEXT, offsetof(struct scenario_client, verify_name),
		.place_offset = offsetof(struct scenario_client, verify_name_place),
		.doc = "name that the server's certificate must be made out to; default: as sni"},
};
const struct schema scenario_client_schema = {
	"client", sizeof(struct scenario_client), client_fields, COUNT_OF(client_fields)};

static const struct field server_fields[] = {
	{"present", FIELD_TEXT, offsetof(struct scenario_server, present), .required = true,
		.place_offset = offsetof(struct scenario_server, present_place),
		.doc = "name of the credential that our server presents"},
	{"name", FIELD_TEXT, offsetof(struct scenario_server, name),
		.place_offset = offsetof(struct scenario_server, name_place),
		.doc = "host name or IP address that the client is told; default " SCENARIO_SERVER_NAME},
	{"staple", FIELD_WORD, offsetof(struct scenario_server, staple), .words = staple_words,
		.doc = "OCSP response that our server staples; default none"},
	{"ca_names", FIELD_TEXT, offsetof(struct scenario_server, ca_names), .none = true,
		.place_offset = offsetof(struct scenario_server, ca_names_place),
		.doc = "authority named in CertificateRequest, or none; default client-root"},
	{"sigalgs", FIELD_TEXTS, offsetof(struct scenario_server, schemes),
		.place_offset = offsetof(struct scenario_server, schemes_place),
		.doc = "signature schemes that CertificateRequest offers; default all that libssl has"},
	{"control", FIELD_TEXT, offsetof(struct scenario_server, control),
		.place_offset = offsetof(struct scenario_server, control_place),
		.doc = "credential of a server that is good under that name; default server"},
	{"by_redirect", FIELD_BOOL, offsetof(struct scenario_server, by_redirect),
		.place_offset = offsetof(struct scenario_server, by_redirect_place),
		.doc = "the client is told a good server, which redirects it to this one"},
	{"answers", FIELD_NUMBER, offsetof(struct scenario_server, answers), .min = 200, .max = 599,
		.place_offset = offsetof(struct scenario_server, answers_place),
		.doc = "status of our server's answer, which a proxy is to pass on; default 200"},
};
const struct schema scenario_server_schema = {
	"server", sizeof(struct scenario_server), server_fields, COUNT_OF(server_fields)};

#define AT(member) offsetof(struct scenario_step, member)
static const struct field word_fields[] = {
	{"client", FIELD_STRUCT, AT(client), .fields = &scenario_client_schema,
		.place_offset = AT(client_place),
		.doc = "what our client does, or what the target is configured with"},
	{"server", FIELD_STRUCT, AT(server), .fields = &scenario_server_schema,
		.place_offset = AT(server_place),
		.doc = "what our reference server does, for target: client"},
	{"first", FIELD_STRUCT, AT(first), .fields = &scenario_first_schema,
		.place_offset = AT(first_place),
		.doc = "an earlier request of the same program, for target: client"},
	{"presents", FIELD_WORD, AT(presents), .words = presents_rule_words,
		.place_offset = AT(presents_place),
		.doc = "what our server must have been shown, for target: client"},
	{"presents_level", FIELD_WORD, AT(presents_level), .words = level_words,
		.place_offset = AT(presents_level_place),
		.doc = "what it costs if it was shown something else; default must"},
	{"identity", FIELD_WORD, AT(identity), .words = identity_rule_words,
		.place_offset = AT(identity_place), .doc = "what the backend must be told of the client"},
	{"to", FIELD_TEXT, AT(to), .place_offset = AT(to_place),
		.doc = "a listener of the target; default its main one"},
	{"plain", FIELD_BOOL, AT(plain), .place_offset = AT(plain_place), .doc = "HTTP without TLS"},
	{"sni", FIELD_TEXT, AT(sni), .none = true, .place_offset = AT(sni_place),
		.doc = "server name that is sent and verified, or none; default " SCENARIO_SERVER_NAME},
	{"host", FIELD_TEXT, AT(host), .place_offset = AT(host_place),
		.doc = "the Host header; default: as sni"},
	{"path", FIELD_TEXT, AT(path), .place_offset = AT(path_place),
		.doc = "what to GET, beginning with /"},
	{"request", FIELD_STRUCT, AT(request), .fields = &scenario_request_schema,
		.place_offset = AT(request_place), .doc = "what our client's request is"},
	{"via", FIELD_STRUCT, AT(opening.via), .fields = &scenario_via_schema,
		.place_offset = AT(via_place), .doc = "what a proxy would say before TLS begins"},
	{"preface", FIELD_CUSTOM, AT(opening.preface), .read = scenario_preface_read,
		.takes = TAKES_TEXT | TAKES_MAP, .fields = &scenario_preface_schema,
		.place_offset = AT(preface_place), .doc = "bytes before TLS begins"},
	{"hello", FIELD_STRUCT, AT(opening.hello), .fields = &scenario_hello_schema,
		.place_offset = AT(hello_place), .doc = "what else our ClientHello holds"},
	{"fragment", FIELD_STRUCT, AT(opening.fragment), .fields = &scenario_fragment_schema,
		.place_offset = AT(fragment_place), .doc = "the pieces in which our ClientHello goes out"},
	{"control", FIELD_TEXT, AT(control), .none = true, .place_offset = AT(control_place),
		.doc = "credential of a client that is good at this place, or none; default the usual one"},
	{"save_session", FIELD_TEXT, AT(save_session), .place_offset = AT(save_place),
		.doc = "keep the TLS session under this name"},
	{"resume", FIELD_TEXT, AT(resume), .place_offset = AT(resume_place),
		.doc = "offer the TLS session that was kept under this name"},
	{"same_ticket", FIELD_BOOL, AT(same_ticket), .place_offset = AT(same_ticket_place),
		.doc = "offer once more what a step before offered last of it"},
	{"early_data", FIELD_BOOL, AT(early_data), .place_offset = AT(early_data_place),
		.doc = "send the request with the ClientHello of the session that is resumed"},
	{"ocsp", FIELD_WORD, AT(ocsp), .words = ocsp_answer_words, .place_offset = AT(ocsp_place),
		.doc = "what the OCSP responder that the client's certificate names says of it"},
	{"expect", FIELD_NODE, AT(expect_node), .required = true, .unless = "steps",
		.takes = TAKES_TEXT | TAKES_MAP, .words = expect_words, .fields = &expect_schema,
		.keys = auth_mode_words, .place_offset = AT(expect_place),
		.doc = "what must happen, for all modes or for each"},
};
const struct schema scenario_word_schema = {
	"step", sizeof(struct scenario_step), word_fields, COUNT_OF(word_fields)};

static const struct field step_fields[] = {
	{"name", FIELD_TEXT, AT(name), .required = true, .place_offset = AT(name_place),
		.doc = "what is done, in one line; reports call the step by it"},
	{"do", FIELD_STRUCT, AT(deed), .fields = &scenario_deed_schema, .place_offset = AT(deed_place),
		.doc = "what is done to the target before it connects"},
	{.name = "", .kind = FIELD_PART, .offset = 0, .fields = &scenario_word_schema},
};
#undef AT
const struct schema scenario_step_schema = {
	"step", sizeof(struct scenario_step), step_fields, COUNT_OF(step_fields)};

static bool names_modes(const struct node *node)
{
	enum auth_mode mode;

	for (size_t i = 0; node->kind == NODE_MAP && i < node->count; i++) {
		const char *key = node->entries[i].key;

		if (auth_mode_parse(&mode, key) || text_closest(key, auth_mode_words))
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
		expect_read(&step->expect[mode], entry->value, entry->key, arena, diag);
	}
}

static void take_expectation(struct scenario_step *step, struct arena *arena, struct diag *diag)
{
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++)
		step->expect[mode].connection.alert = TLS_ALERT_NONE;
	if (!step->expect_node)
		return;
	step->names_modes = names_modes(step->expect_node);
	if (step->names_modes) {
		read_modes(step, arena, diag);
		return;
	}
	expect_read(&step->expect[0], step->expect_node, "expect", arena, diag);
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
			scenario->modes[mode] = true;
	}
}

/* Those that are listed, or else those that any step names; all if none does. */
static void take_modes(struct scenario *scenario, struct diag *diag)
{
	bool any = false;

	if (scenario->step_modes.count) {
		take_listed_modes(scenario, diag);
		return;
	}
	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct scenario_step *step = &scenario->steps[i];

		for (int mode = 0; step->names_modes && mode < AUTH_MODE_COUNT; mode++) {
			if (step->expect[mode].connection.given)
				any = scenario->modes[mode] = true;
		}
	}
	for (int mode = 0; !any && mode < AUTH_MODE_COUNT; mode++)
		scenario->modes[mode] = true;
}

/* What the target is configured with stands beside the steps, and the first says for which name. A
 * control counts until another is said. */
static void set_configured(struct scenario_step *step, const struct scenario *scenario)
{
	const struct scenario_server *first = &scenario->steps->server;
	const struct scenario_step *told = step->client_place.line ? step : &scenario->only_step;

	step->client.present = told->client_place.line ? told->client.present : SCENARIO_GOOD_CLIENT;
	step->server.no_ca_names = step->server.ca_names_place.line && !step->server.ca_names;
	if (!step->server.name)
		step->server.name = first->name ? first->name : SCENARIO_SERVER_NAME;
	if (!step->server.control && step > scenario->steps)
		step->server.control = step[-1].server.control;
}

/* What the file does not tell of. */
static void set_defaults(struct scenario_step *step, const struct scenario *scenario)
{
	if (scenario->side == SIDE_CLIENT)
		set_configured(step, scenario);
}

bool scenario_client_cant_be_asked(const struct scenario_client *client)
{
	return client->post_handshake_place.line && !client->post_handshake_auth;
}

void scenario_steps_take(struct scenario *scenario, struct arena *arena, struct diag *diag)
{
	scenario->simple = !scenario->steps_place.line;
	scenario->steps = scenario->simple ? &scenario->only_step : scenario->step_list.items;
	scenario->step_count = scenario->simple ? 1 : scenario->step_list.count;
	for (size_t i = 0; i < scenario->step_count; i++) {
		set_defaults(&scenario->steps[i], scenario);
		take_expectation(&scenario->steps[i], arena, diag);
		for (int mode = 0; mode < AUTH_MODE_COUNT; mode++)
			scenario->steps[i].expect[mode].asks_status = scenario->steps[i].ocsp_place.line > 0;
	}
	take_modes(scenario, diag);
	scenario_first_take(scenario, arena);
	scenario_redirect_take(scenario, arena);
}
