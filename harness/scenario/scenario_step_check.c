/* Which words of a step contradict each other. */
#include <string.h>

#include "hello_check.h"
#include "request_words.h"
#include "scenario_front.h"
#include "scenario.h"
#include "scenario_name.h"
#include "scenario_opening.h"
#include "scenario_redirect.h"
#include "session_check.h"
#include "tls_alert.h"

static void refuse_with_plain(struct place place, const char *key, struct diag *diag)
{
	if (place.line)
		diag_error(diag, place, "'%s' needs TLS, and the step is plain", key);
}

/* Without TLS there is no certificate, no name, no session and no alert. */
static void check_plain(const struct scenario_step *step, struct diag *diag)
{
	if (!step->plain)
		return;
	if (step->client.present)
		refuse_with_plain(step->client.present_place, "present", diag);
	refuse_with_plain(step->client.trust_place, "trust", diag);
	refuse_with_plain(step->client.verify_name_place, "verify_name", diag);
	refuse_with_plain(step->client.post_handshake_place, "post_handshake_auth", diag);
	refuse_with_plain(step->client.renegotiate_place, "renegotiate", diag);
	refuse_with_plain(step->sni_place, "sni", diag);
	refuse_with_plain(step->save_place, "save_session", diag);
	refuse_with_plain(step->resume_place, "resume", diag);
	refuse_with_plain(step->same_ticket_place, "same_ticket", diag);
	refuse_with_plain(step->early_data_place, "early_data", diag);
	for (int mode = 0; mode < (step->names_modes ? AUTH_MODE_COUNT : 1); mode++) {
		if (step->expect[mode].connection.alert != TLS_ALERT_NONE)
			diag_error(diag, step->places[mode], "an alert needs TLS, and the step is plain");
	}
}

/* A client that trusts nothing never gets through, and it is our own refusal. */
static void check_trust(const struct scenario_step *step, struct diag *diag)
{
	bool trusts_nothing = step->client.trust == TRUST_NOTHING;

	for (int mode = 0; mode < (step->names_modes ? AUTH_MODE_COUNT : 1); mode++) {
		const struct step_expectation *expect = &step->expect[mode];

		if (!expect->connection.given || expect->ours == trusts_nothing)
			continue;
		diag_error(diag, step->places[mode],
			trusts_nothing ? "a client that trusts nothing refuses every server"
						   : "'we_refuse' needs a client that trusts nothing");
		diag_hint(diag,
			trusts_nothing ? "expect: {we_refuse: unknown_ca}"
						   : "client: {present: ..., trust: nothing}");
	}
}

static void check_verify_name(const struct scenario_step *step, struct diag *diag)
{
	const struct scenario_client *client = &step->client;

	if (!client->verify_name)
		return;
	if (!scenario_is_name(client->verify_name))
		diag_error(diag, client->verify_name_place, "'%s' is no host name and no address",
			client->verify_name);
	if (client->trust != TRUST_ROOT)
		diag_error(diag, client->verify_name_place,
			"'verify_name' beside 'trust: %s': no name counts", trust_words[client->trust]);
}

/* Of a client without a certificate there is nothing to be named. */
static void check_client_words(const struct scenario_step *step, struct diag *diag)
{
	for (int mode = 0; mode < (step->names_modes ? AUTH_MODE_COUNT : 1); mode++) {
		if (step->expect[mode].names_client && !step->client.present)
			diag_error(diag, step->places[mode],
				"'${client...}' names the client's certificate, and the client presents none");
	}
}

/* What a second handshake of ours can't stand beside. */
static void check_renegotiation(
	const struct scenario *scenario, const struct scenario_step *step, struct diag *diag)
{
	const struct scenario_client *client = &step->client;
	struct place place = client->renegotiate_place;

	if (!place.line || step->plain)
		return;
	for (int version = 0; version < TLS_VERSION_COUNT; version++) {
		if (!scenario->versions[version] || version == TLS_1_2)
			continue;
		diag_error(diag, place, "'renegotiate' in %s: our client does so in TLS 1.2 alone",
			tls_version_name((enum tls_version)version));
		diag_hint(diag, "tls: tls1.2");
		break;
	}
	if (scenario_client_cant_be_asked(client))
		diag_error(diag, place, "'renegotiate' beside 'post_handshake_auth: false'");
	if (client->unsolicited_certificate)
		diag_error(diag, place, "'renegotiate' beside 'unsolicited_certificate'");
	for (int mode = 0; mode < (step->names_modes ? AUTH_MODE_COUNT : 1); mode++) {
		if (step->expect[mode].policy)
			diag_error(diag, place, "'renegotiate' beside 'policy': he is two clients in one");
	}
}

static void check_title(const struct scenario *scenario, size_t number, struct diag *diag)
{
	const struct scenario_step *step = &scenario->steps[number];

	if (step->name && strchr(step->name, '\n'))
		diag_error(diag, step->name_place, "'name' must be one line");
	for (size_t i = 0; step->name && i < number; i++) {
		if (scenario->steps[i].name && strcmp(scenario->steps[i].name, step->name) == 0)
			diag_error(diag, step->name_place, "a second step '%s'", step->name);
	}
}

static void check_words(const struct scenario_step *step, struct diag *diag)
{
	if (step->path && !scenario_is_role(step->path))
		diag_fault(diag, step->path_place, request_path_fault(step->path, &diag->arena));
	if (step->sni && !scenario_is_name(step->sni))
		diag_error(diag, step->sni_place, "'%s' is no host name and no address", step->sni);
	if (step->host && strpbrk(step->host, " \t\r\n"))
		diag_error(diag, step->host_place, "'%s' can't stand in a Host header", step->host);
	scenario_request_check(step, diag);
}

/* Each mode that it runs in must have something to do. */
static void check_modes(const struct scenario *scenario, struct diag *diag)
{
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		bool made = false;

		for (size_t i = 0; i < scenario->step_count; i++) {
			const struct scenario_step *step = &scenario->steps[i];

			made = made || step->expect[mode].connection.given;
			if (step->names_modes && step->expect[mode].connection.given && !scenario->modes[mode])
				diag_error(
					diag, step->places[mode], "'modes' does not name %s", auth_mode_words[mode]);
		}
		if (scenario->modes[mode] && !made)
			diag_error(diag, scenario->modes_place, "no step is made in %s", auth_mode_words[mode]);
	}
}

static bool only_below_tls12(const struct scenario *scenario)
{
	return !scenario->versions[TLS_1_2] && !scenario->versions[TLS_1_3];
}

static bool goes_elsewhere(const struct scenario_step *step)
{
	return step->to || step->plain || step->sni_place.line || step->host || step->path ||
		step->request_place.line;
}

/* A server that asks for no certificate may still refuse the version, a message out of turn, a
 * header that is none, or what is no TLS; and other places have modes and rules of their own. */
static void check_reasons(
	const struct scenario *scenario, const struct scenario_step *step, struct diag *diag)
{
	if (!scenario->simple || goes_elsewhere(step) || step->client.unsolicited_certificate ||
		step->client.forge == FORGE_SPACE || step->client.renegotiate_place.line ||
		opening_is_unusual(&step->opening) || only_below_tls12(scenario))
		return;
	for (int i = 0; i < AUTH_MODE_COUNT; i++) {
		const struct expectation *expectation = &step->expect[i].connection;

		if (!expectation->given || expectation->outcome != OUTCOME_REJECT || step->expect[i].ours ||
			step->expect[i].http_status || step->expect[i].refusal_count > 1 ||
			auth_mode_requests((enum auth_mode)i))
			continue;
		diag_error(diag, step->places[i], "%s asks for no certificate: it has nothing to reject",
			auth_mode_words[i]);
	}
}

/* What a mode that verifies lets in is verified. */
static void check_identity(
	const struct scenario *scenario, const struct scenario_step *step, struct diag *diag)
{
	bool wants_somebody =
		step->identity == IDENTITY_PRESENTED || step->identity == IDENTITY_UNVERIFIED;

	if (!step->client.present && !step->client.renegotiate && wants_somebody && !step->resume)
		diag_error(diag, step->identity_place, "the client presents nothing: nobody is right");
	if (step->identity != IDENTITY_UNVERIFIED || goes_elsewhere(step))
		return;
	for (int i = 0; i < AUTH_MODE_COUNT; i++) {
		const struct expectation *expectation = &step->expect[i].connection;

		if (scenario->modes[i] && expectation->given && expectation->outcome == OUTCOME_ACCEPT &&
			auth_mode_verifies((enum auth_mode)i))
			diag_error(diag, step->places[i],
				"%s verifies: what it is to accept is not 'unverified'", auth_mode_words[i]);
	}
}

/* The host that answers decides over that, too. */
static void check_policy(const struct scenario_step *step, struct diag *diag)
{
	for (int mode = 0; mode < (step->names_modes ? AUTH_MODE_COUNT : 1); mode++) {
		if (!step->expect[mode].policy)
			continue;
		if (step->identity_place.line)
			diag_error(diag, step->identity_place,
				"'identity' beside 'policy': the host that answers decides what is right");
		if (step->control_place.line)
			diag_error(diag, step->control_place,
				"'control' beside 'policy': who is good there is said by the target's host");
	}
}

static void refuse_key(struct place place, const char *key, const char *side, struct diag *diag)
{
	if (place.line)
		diag_error(diag, place, "'%s' says something only where the target is a %s", key, side);
}

/* Of a proxy's upstream anything may be passed on. */
static void check_accepted_status(const struct scenario_step *step, struct diag *diag)
{
	for (int mode = 0; mode < (step->names_modes ? AUTH_MODE_COUNT : 1); mode++) {
		const struct step_expectation *expect = &step->expect[mode];

		if (expect->connection.outcome == OUTCOME_ACCEPT && expect->http_status &&
			expect->http_status / 100 != 2)
			diag_error(diag, step->places[mode], "an accepted request is answered with a 2xx");
	}
}

static void check_for_server(
	const struct scenario *scenario, const struct scenario_step *step, struct diag *diag)
{
	check_accepted_status(step, diag);
	refuse_key(step->server_place, "server", "client", diag);
	refuse_key(step->first_place, "first", "client", diag);
	refuse_key(step->presents_place, "presents", "client", diag);
	refuse_key(step->presents_level_place, "presents_level", "client", diag);
	if (!step->client_place.line && !step->plain && step->name)
		diag_error(diag, step->name_place, "missing key 'client' in step '%s'", step->name);
	else if (!step->client_place.line && !step->plain)
		diag_error(diag, scenario->side_place, "missing key 'client' in scenario");
	else
		check_identity(scenario, step, diag);
	if (step->client.forge && step->client.forge != FORGE_SPACE &&
		step->identity == IDENTITY_UNCHECKED)
		diag_error(diag, step->client.forge_place,
			"'forge_identity' without 'identity': nothing would be looked at");
	check_reasons(scenario, step, diag);
	check_policy(step, diag);
}

static void check_server_name(const struct scenario_step *step, struct diag *diag)
{
	const char *name = step->server.name;

	if (!scenario_is_name(name))
		diag_error(diag, step->server.name_place,
			"'%s' is no host name (an internationalised one in its A-label form) and no address",
			name);
}

/* A mode that does not ask is shown nothing, whatever the client has. */
static void check_presents(
	const struct scenario *scenario, const struct scenario_step *step, struct diag *diag)
{
	if (step->presents_level_place.line && step->presents == PRESENTS_UNCHECKED)
		diag_error(diag, step->presents_level_place, "'presents_level' without 'presents'");
	if (step->presents != PRESENTS_CONFIGURED)
		return;
	if (!step->client.present)
		diag_error(diag, step->presents_place,
			"the client is configured with nothing: 'nothing' is right");
	for (int i = 0; i < AUTH_MODE_COUNT; i++) {
		if (step->expect[i].connection.given && scenario->modes[i] &&
			!auth_mode_requests((enum auth_mode)i))
			diag_error(diag, step->places[i], "%s asks for no certificate: none can be presented",
				auth_mode_words[i]);
	}
}

static void refuse_answer(const struct scenario_step *step, struct diag *diag)
{
	for (int mode = 0; mode < (step->names_modes ? AUTH_MODE_COUNT : 1); mode++) {
		const struct step_expectation *expect = &step->expect[mode];

		if (expect->ours || expect->policy || expect->says || expect->says_not ||
			expect->header_count || expect->log || expect->refusal_count > 1 ||
			hello_check_says_request(expect))
			diag_error(diag, step->places[mode],
				"a target that is a client gives no answer and trusts as it is configured: only "
				"accept, reject or either, an alert, a level, sni, alpn and signature can be "
				"expected; of a proxy, an http_status");
	}
}

static bool differ(const char *a, const char *b)
{
	return a != b && (!a || !b || strcmp(a, b) != 0);
}

/* A target is configured before its first connection: for one name, with one certificate. */
static void check_configured_once(
	const struct scenario *scenario, const struct scenario_step *step, struct diag *diag)
{
	const struct scenario_server *first = &scenario->steps->server;
	size_t number = (size_t)(step - scenario->steps);

	if (step->client_place.line)
		diag_error(diag, step->client_place,
			"the target is configured once: 'client' stands beside 'steps'");
	if (differ(step->server.name, first->name))
		diag_error(diag, step->server.name_place,
			"the target is told one name for all steps: the first has '%s'", first->name);
	if (!scenario_ca_is_replaced(scenario, number) && differ(step->server.control, first->control))
		diag_error(diag, step->server.control_place, "all steps have one control: the first has %s",
			first->control ? first->control : "none");
}

static void check_for_client(
	const struct scenario *scenario, const struct scenario_step *step, struct diag *diag)
{
	refuse_key(step->identity_place, "identity", "server", diag);
	refuse_key(step->client.forge_place, "forge_identity", "server", diag);
	refuse_key(step->client.unsolicited_place, "unsolicited_certificate", "server", diag);
	refuse_key(step->client.trust_place, "trust", "server", diag);
	refuse_key(step->client.verify_name_place, "verify_name", "server", diag);
	refuse_key(step->client.post_handshake_place, "post_handshake_auth", "server", diag);
	refuse_key(step->client.renegotiate_place, "renegotiate", "server", diag);
	refuse_key(step->control_place, "control", "server", diag);
	refuse_key(step->to_place, "to", "server", diag);
	refuse_key(step->plain_place, "plain", "server", diag);
	refuse_key(step->sni_place, "sni", "server", diag);
	refuse_key(step->host_place, "host", "server", diag);
	refuse_key(step->via_place, "via", "server", diag);
	refuse_key(step->preface_place, "preface", "server", diag);
	refuse_key(step->hello_place, "hello", "server", diag);
	refuse_key(step->fragment_place, "fragment", "server", diag);
	refuse_key(step->save_place, "save_session", "server", diag);
	refuse_key(step->resume_place, "resume", "server", diag);
	refuse_key(step->same_ticket_place, "same_ticket", "server", diag);
	refuse_key(step->early_data_place, "early_data", "server", diag);
	refuse_answer(step, diag);
	scenario_front_check(step, diag);
	if (!step->server_place.line) {
		diag_error(diag, step->name ? step->name_place : scenario->side_place,
			"missing key 'server': what our server presents");
		return;
	}
	check_server_name(step, diag);
	check_presents(scenario, step, diag);
	hello_check_client(scenario, step, diag);
	if (step->name && step->first_place.line)
		diag_error(diag, step->first_place, "'first' belongs to a scenario without 'steps'");
	if (step->name)
		check_configured_once(scenario, step, diag);
	else
		scenario_first_check(scenario, diag);
}

void scenario_steps_check(const struct scenario *scenario, struct diag *diag)
{
	if (scenario->step_count)
		check_modes(scenario, diag);
	scenario_redirect_check(scenario, diag);
	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct scenario_step *step = &scenario->steps[i];

		check_title(scenario, i, diag);
		if (scenario->side == SIDE_CLIENT) {
			check_for_client(scenario, step, diag);
			scenario_deed_check(scenario, i, diag);
			continue;
		}
		check_for_server(scenario, step, diag);
		check_words(step, diag);
		check_plain(step, diag);
		scenario_opening_check(step, diag);
		check_trust(step, diag);
		check_verify_name(step, diag);
		hello_check_server(step, diag);
		check_client_words(step, diag);
		check_renegotiation(scenario, step, diag);
		session_check(scenario, i, diag);
		scenario_deed_check(scenario, i, diag);
	}
}
