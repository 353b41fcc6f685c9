/* What steps say of sessions, and of early data in them. */
#include "session_check.h"

#include <string.h>

#include "scenario.h"

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

static bool speaks_more_than_tls13(const struct scenario *scenario)
{
	for (int version = 0; version < TLS_VERSION_COUNT; version++) {
		if (scenario->versions[version] && version != TLS_1_3)
			return true;
	}
	return false;
}

static void check_early(const struct scenario *scenario, size_t number, struct diag *diag)
{
	const struct scenario_step *step = &scenario->steps[number];

	for (int mode = 0; mode < (step->names_modes ? AUTH_MODE_COUNT : 1); mode++) {
		if (step->expect[mode].early != EARLY_UNCHECKED && !step->early_data)
			diag_error(diag, step->places[mode], "'early' without 'early_data': none is sent");
	}
	if (!step->early_data || step->plain)
		return;
	if (!step->resume)
		diag_error(diag, step->early_data_place, "'early_data' without 'resume'");
	if (speaks_more_than_tls13(scenario)) {
		diag_error(diag, step->early_data_place, "early data belongs to TLS 1.3 alone");
		diag_hint(diag, "tls: tls1.3");
	}
	if (scenario_request_times(&step->request) > 1)
		diag_error(diag, step->early_data_place, "'early_data' beside '%s': give one of them",
			step->request.then.count ? "then" : "times");
}

void session_check(const struct scenario *scenario, size_t number, struct diag *diag)
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
	check_early(scenario, number, diag);
}
