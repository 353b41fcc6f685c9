/* Which words of a step contradict each other. */
#include <string.h>

#include "arena.h"
#include "scenario.h"
#include "scenario_check.h"
#include "tls_alert.h"

static void refuse_with_plain(struct place place, const char *key, struct diag *diag)
{
	if (place.line)
		diag_error(diag, place, "'%s' needs TLS, and the step is plain", key);
}

/* Without TLS there is no certificate, no name, no session and no alert. */
static void check_plain(const struct scenario_step *step, struct diag *diag)
{
	if (!step->plain) {
		if (!step->client_place.line)
			diag_error(diag, step->name_place, "missing key 'client' in step '%s'", step->name);
		return;
	}
	if (step->client.present && strcmp(step->client.present, "none") != 0)
		refuse_with_plain(step->client.present_place, "present", diag);
	refuse_with_plain(step->client.trust_place, "trust", diag);
	refuse_with_plain(step->sni_place, "sni", diag);
	refuse_with_plain(step->save_place, "save_session", diag);
	refuse_with_plain(step->resume_place, "resume", diag);
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

static bool saved_before(const struct scenario *scenario, size_t number, const char *session)
{
	for (size_t i = 0; i < number; i++) {
		const char *saved = scenario->steps[i].save_session;

		if (saved && strcmp(saved, session) == 0)
			return true;
	}
	return false;
}

static void check_session(const struct scenario *scenario, size_t number, struct diag *diag)
{
	const struct scenario_step *step = &scenario->steps[number];

	if (step->save_session && saved_before(scenario, number, step->save_session))
		diag_error(diag, step->save_place, "a second session is kept as '%s'", step->save_session);
	if (step->resume && !step->plain && !saved_before(scenario, number, step->resume))
		diag_error(
			diag, step->resume_place, "no earlier step keeps a session as '%s'", step->resume);
	for (int mode = 0; mode < (step->names_modes ? AUTH_MODE_COUNT : 1); mode++) {
		if (step->expect[mode].resumed != RESUMPTION_UNCHECKED && !step->resume)
			diag_error(
				diag, step->places[mode], "'resumed' without 'resume': no session is offered");
	}
}

static void check_words(const struct scenario *scenario, size_t number, struct diag *diag)
{
	const struct scenario_step *step = &scenario->steps[number];

	if (step->name && strchr(step->name, '\n'))
		diag_error(diag, step->name_place, "'name' must be one line");
	for (size_t i = 0; step->name && i < number; i++) {
		if (scenario->steps[i].name && strcmp(scenario->steps[i].name, step->name) == 0)
			diag_error(diag, step->name_place, "a second step '%s'", step->name);
	}
	if (step->path && (step->path[0] != '/' || strpbrk(step->path, " \t\r\n#")))
		diag_error(diag, step->path_place, "'%s' is no path: it begins with / and has no blanks",
			step->path);
	if (step->sni && !scenario_is_name(step->sni))
		diag_error(diag, step->sni_place, "'%s' is no host name and no address", step->sni);
	if (step->host && strpbrk(step->host, " \t\r\n"))
		diag_error(diag, step->host_place, "'%s' can't stand in a Host header", step->host);
}

/* Each mode that it runs in must have something to do. */
static void check_modes(const struct scenario *scenario, struct diag *diag)
{
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		bool made = false;

		for (size_t i = 0; i < scenario->step_count; i++) {
			const struct scenario_step *step = &scenario->steps[i];

			made = made || step->expect[mode].connection.given;
			if (step->names_modes && step->expect[mode].connection.given &&
				!scenario->expect[mode].given)
				diag_error(
					diag, step->places[mode], "'modes' does not name %s", auth_mode_words[mode]);
		}
		if (scenario->expect[mode].given && !made)
			diag_error(diag, scenario->modes_place, "no step is made in %s", auth_mode_words[mode]);
	}
}

static void refuse_beside(struct place place, const char *key, struct diag *diag)
{
	if (place.line)
		diag_error(diag, place, "'%s' beside 'steps': each step has its own", key);
}

static void check_whole(const struct scenario *scenario, struct diag *diag)
{
	refuse_beside(scenario->client_place, "client", diag);
	refuse_beside(scenario->expect_place, "expect", diag);
	if (scenario->identity_place.line)
		diag_error(diag, scenario->identity_place, "'identity' can't be asked of steps");
	if (scenario->side == SIDE_CLIENT)
		diag_error(diag, scenario->side_place, "'steps' are for targets that are servers");
	if (scenario->step_count > SCENARIO_STEPS_MAX)
		diag_error(diag, scenario->steps_place, "more than %d steps", SCENARIO_STEPS_MAX);
	if (!scenario->step_count)
		diag_error(diag, scenario->steps_place, "'steps' needs at least one entry");
}

void scenario_steps_check(const struct scenario *scenario, struct diag *diag)
{
	check_whole(scenario, diag);
	if (scenario->step_count)
		check_modes(scenario, diag);
	for (size_t i = 0; i < scenario->step_count; i++) {
		const struct scenario_step *step = &scenario->steps[i];

		check_words(scenario, i, diag);
		check_plain(step, diag);
		check_trust(step, diag);
		check_session(scenario, i, diag);
	}
}
