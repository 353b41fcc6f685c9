#include "hello_check.h"

#include "expect_scheme.h"

static bool says_hello(const struct hello_rule *rule)
{
	return rule->sni != SNI_UNCHECKED || rule->protocols_given || rule->signature.given;
}

bool hello_check_says_request(const struct step_expectation *expect)
{
	return expect->asked != ASKED_UNCHECKED || expect->ca_names.given || expect->schemes.given;
}

/* A port or name of its own may be in another mode. */
static void check_request(const struct scenario_step *step, enum auth_mode mode, struct diag *diag)
{
	const struct step_expectation *expect = &step->expect[mode];
	bool knows_mode = step->names_modes && !step->to && !step->sni_place.line;

	if (step->plain)
		diag_error(diag, step->places[mode], "'request' needs TLS, and the step is plain");
	else if (knows_mode && !auth_mode_requests(mode) && expect->asked != ASKED_NO)
		diag_error(diag, step->places[mode],
			"%s asks for no certificate: it names no authority and no scheme",
			auth_mode_words[mode]);
	else if (knows_mode && auth_mode_requests(mode) && expect->asked == ASKED_NO)
		diag_error(diag, step->places[mode], "%s asks for a certificate", auth_mode_words[mode]);
}

void hello_check_server(const struct scenario_step *step, struct diag *diag)
{
	for (int mode = 0; mode < (step->names_modes ? AUTH_MODE_COUNT : 1); mode++) {
		const struct step_expectation *expect = &step->expect[mode];

		if (hello_check_says_request(expect))
			check_request(step, (enum auth_mode)mode, diag);
		if (says_hello(&expect->hello))
			diag_error(diag, step->places[mode],
				"'sni', 'alpn' and 'signature' are expected of a target that is a client");
	}
}

/* Who is not asked signs nothing, and who has no certificate neither. */
static void check_signature(const struct scenario *scenario, const struct scenario_step *step,
	enum auth_mode mode, struct diag *diag)
{
	if (!step->client.present)
		diag_error(diag, step->places[mode], "a client without a certificate signs nothing");
	else if (scenario->modes[mode] && !auth_mode_requests(mode))
		diag_error(diag, step->places[mode], "%s asks for no certificate: nothing is signed",
			auth_mode_words[mode]);
}

static bool is_ever_asked(const struct scenario *scenario, const struct scenario_step *step)
{
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		if (scenario->modes[mode] && step->expect[mode].connection.given &&
			auth_mode_requests((enum auth_mode)mode))
			return true;
	}
	return false;
}

void hello_check_client(
	const struct scenario *scenario, const struct scenario_step *step, struct diag *diag)
{
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		const struct step_expectation *expect = &step->expect[mode];

		if (expect->connection.given && expect->hello.signature.given)
			check_signature(scenario, step, (enum auth_mode)mode, diag);
	}
	expect_scheme_check(&step->server.schemes, false, diag);
	if (step->server.schemes_place.line && !step->server.schemes.count)
		diag_error(diag, step->server.schemes_place, "'sigalgs' names nothing");
	if (step->server.schemes_place.line && !is_ever_asked(scenario, step))
		diag_error(diag, step->server.schemes_place,
			"'sigalgs': in none of these modes our server asks for a certificate");
}
