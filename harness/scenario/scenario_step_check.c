/* Which words of a step contradict each other. */
#include <string.h>

#include "request_words.h"
#include "scenario.h"
#include "scenario_name.h"
#include "scenario_redirect.h"
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
	refuse_with_plain(step->sni_place, "sni", diag);
	refuse_with_plain(step->save_place, "save_session", diag);
	refuse_with_plain(step->resume_place, "resume", diag);
	refuse_with_plain(step->same_ticket_place, "same_ticket", diag);
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

/* A port or name of its own may be in another mode. */
static void check_ca_names(const struct scenario_step *step, struct diag *diag)
{
	for (int mode = 0; mode < (step->names_modes ? AUTH_MODE_COUNT : 1); mode++) {
		if (!step->expect[mode].ca_names.given)
			continue;
		if (step->plain)
			diag_error(diag, step->places[mode], "'request' needs TLS, and the step is plain");
		else if (step->names_modes && !step->to && !step->sni_place.line &&
			!auth_mode_requests((enum auth_mode)mode))
			diag_error(diag, step->places[mode],
				"%s asks for no certificate: it names no authority", auth_mode_words[mode]);
	}
}

static bool saved_before(const struct scenario *scenario, size_t number, const char *session)
{
	for (size_t i = 0; i < number; i++) {
		const char *saved = scenario->steps[i].save_session;

		if (saved && strcmp(saved, session) == 0)
			return true;
	}
	return false;
}

/* Made in that mode by a step that has a session to keep: not by one that refuses the server. */
static bool kept_before(
	const struct scenario *scenario, size_t number, const char *session, int mode)
{
	for (size_t i = 0; i < number; i++) {
		const struct scenario_step *step = &scenario->steps[i];

		if (step->save_session && strcmp(step->save_session, session) == 0)
			return step->expect[mode].connection.given && !step->expect[mode].ours;
	}
	return false;
}

/* In each mode in which it is offered. */
static void check_resume(const struct scenario *scenario, size_t number, struct diag *diag)
{
	const struct scenario_step *step = &scenario->steps[number];

	if (!saved_before(scenario, number, step->resume)) {
		diag_error(
			diag, step->resume_place, "no earlier step keeps a session as '%s'", step->resume);
		return;
	}
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		if (scenario->modes[mode] && step->expect[mode].connection.given &&
			!kept_before(scenario, number, step->resume, mode))
			diag_error(diag, step->resume_place, "no earlier step keeps a session as '%s' in %s",
				step->resume, auth_mode_words[mode]);
	}
}

/* By an earlier step, in that mode. */
static bool offered_before(
	const struct scenario *scenario, size_t number, const char *session, int mode)
{
	for (size_t i = 0; i < number; i++) {
		const struct scenario_step *step = &scenario->steps[i];

		if (step->resume && strcmp(step->resume, session) == 0 &&
			step->expect[mode].connection.given)
			return true;
	}
	return false;
}

static void check_same_ticket(const struct scenario *scenario, size_t number, struct diag *diag)
{
	const struct scenario_step *step = &scenario->steps[number];

	if (!step->same_ticket || step->plain)
		return;
	if (!step->resume) {
		diag_error(diag, step->same_ticket_place, "'same_ticket' without 'resume'");
		return;
	}
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		if (scenario->modes[mode] && step->expect[mode].connection.given &&
			!offered_before(scenario, number, step->resume, mode))
			diag_error(diag, step->same_ticket_place, "no earlier step offers '%s' in %s",
				step->resume, auth_mode_words[mode]);
	}
}

static void check_session(const struct scenario *scenario, size_t number, struct diag *diag)
{
	const struct scenario_step *step = &scenario->steps[number];

	if (step->save_session && saved_before(scenario, number, step->save_session))
		diag_error(diag, step->save_place, "a second session is kept as '%s'", step->save_session);
	if (step->resume && !step->plain)
		check_resume(scenario, number, diag);
	check_same_ticket(scenario, number, diag);
	for (int mode = 0; mode < (step->names_modes ? AUTH_MODE_COUNT : 1); mode++) {
		if (step->expect[mode].resumed != RESUMPTION_UNCHECKED && !step->resume)
			diag_error(
				diag, step->places[mode], "'resumed' without 'resume': no session is offered");
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

static void check_request(const struct scenario_step *step, struct diag *diag)
{
	const struct scenario_request *request = &step->request;
	const struct text_list *headers = &request->headers;

	if (request->method)
		diag_fault(
			diag, request->method_place, request_method_fault(request->method, &diag->arena));
	for (size_t i = 0; i < headers->count; i++)
		diag_fault(diag, headers->places[i], request_header_fault(headers->items[i], &diag->arena));
}

static void check_words(const struct scenario_step *step, struct diag *diag)
{
	if (step->path)
		diag_fault(diag, step->path_place, request_path_fault(step->path, &diag->arena));
	if (step->sni && !scenario_is_name(step->sni))
		diag_error(diag, step->sni_place, "'%s' is no host name and no address", step->sni);
	if (step->host && strpbrk(step->host, " \t\r\n"))
		diag_error(diag, step->host_place, "'%s' can't stand in a Host header", step->host);
	check_request(step, diag);
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

/* A server that asks for no certificate may still refuse the version, a message out of turn, or a
 * header that is none; and other places have modes and rules of their own. */
static void check_reasons(
	const struct scenario *scenario, const struct scenario_step *step, struct diag *diag)
{
	if (!scenario->simple || goes_elsewhere(step) || step->client.unsolicited_certificate ||
		step->client.forge == FORGE_SPACE || only_below_tls12(scenario))
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

	if (!step->client.present && wants_somebody && !step->resume)
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

static void refuse_key(struct place place, const char *key, const char *side, struct diag *diag)
{
	if (place.line)
		diag_error(diag, place, "'%s' says something only where the target is a %s", key, side);
}

static void check_for_server(
	const struct scenario *scenario, const struct scenario_step *step, struct diag *diag)
{
	refuse_key(step->server_place, "server", "client", diag);
	refuse_key(step->deed_place, "do", "client", diag);
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

		if (expect->ours || expect->says || expect->http_status || expect->refusal_count > 1 ||
			expect->ca_names.given)
			diag_error(diag, step->places[mode],
				"a target that is a client gives no answer and trusts as it is configured: only "
				"accept, reject or either, an alert and a level can be expected");
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
	refuse_key(step->control_place, "control", "server", diag);
	refuse_key(step->to_place, "to", "server", diag);
	refuse_key(step->plain_place, "plain", "server", diag);
	refuse_key(step->sni_place, "sni", "server", diag);
	refuse_key(step->host_place, "host", "server", diag);
	refuse_key(step->path_place, "path", "server", diag);
	refuse_key(step->request_place, "request", "server", diag);
	refuse_key(step->save_place, "save_session", "server", diag);
	refuse_key(step->resume_place, "resume", "server", diag);
	refuse_key(step->same_ticket_place, "same_ticket", "server", diag);
	refuse_answer(step, diag);
	if (!step->server_place.line) {
		diag_error(diag, step->name ? step->name_place : scenario->side_place,
			"missing key 'server': what our server presents");
		return;
	}
	check_server_name(step, diag);
	check_presents(scenario, step, diag);
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
		check_trust(step, diag);
		check_verify_name(step, diag);
		check_ca_names(step, diag);
		check_session(scenario, i, diag);
	}
}
