#include <string.h>

#include "scenario_fixture.h"
#include "tls_alert.h"

START_TEST(test_every_way_to_say_it)
{
	static const struct {
		const char *yaml;
		enum outcome outcome;
		int alert;
		enum level level;
	} rows[] = {
		{"accept", OUTCOME_ACCEPT, TLS_ALERT_NONE, LEVEL_MUST},
		{"reject", OUTCOME_REJECT, TLS_ALERT_NONE, LEVEL_MUST},
		{"either", OUTCOME_EITHER, TLS_ALERT_NONE, LEVEL_MUST},
		{"{reject: unknown_ca}", OUTCOME_REJECT, TLS_ALERT_UNKNOWN_CA, LEVEL_MUST},
		{"{reject: unknown_ca, level: should}", OUTCOME_REJECT, TLS_ALERT_UNKNOWN_CA, LEVEL_SHOULD},
		{"{outcome: accept}", OUTCOME_ACCEPT, TLS_ALERT_NONE, LEVEL_MUST},
		{"{outcome: accept, level: should}", OUTCOME_ACCEPT, TLS_ALERT_NONE, LEVEL_SHOULD},
		{"{outcome: reject, level: should}", OUTCOME_REJECT, TLS_ALERT_NONE, LEVEL_SHOULD},
		{"{outcome: either}", OUTCOME_EITHER, TLS_ALERT_NONE, LEVEL_MUST},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct expectation *expectation;
		const struct scenario *scenario;
		struct fixture f;

		fixture_begin(&f);
		scenario = fixture_read(&f,
			fixture_scenario(
				&f, arena_printf(&f.arena, "  RequestClientCert: %s\n", rows[i].yaml)));
		ck_assert_msg(scenario, "refused: %s", rows[i].yaml);
		expectation = &scenario->steps->expect[AUTH_REQUEST_CLIENT_CERT].connection;
		ck_assert(expectation->given);
		ck_assert_int_eq(expectation->outcome, rows[i].outcome);
		ck_assert_int_eq(expectation->alert, rows[i].alert);
		ck_assert_int_eq(expectation->level, rows[i].level);
		fixture_end(&f);
	}
}
END_TEST

START_TEST(test_every_mode)
{
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		const struct scenario *scenario;
		struct fixture f;

		fixture_begin(&f);
		scenario = fixture_read(&f,
			fixture_scenario(&f, arena_printf(&f.arena, "  %s: accept\n", auth_mode_words[mode])));
		for (int other = 0; other < AUTH_MODE_COUNT; other++)
			ck_assert_int_eq(scenario->modes[other], other == mode);
		fixture_end(&f);
	}
}
END_TEST

/* The whole registry can be named, except the two alerts that end a connection in peace. */
START_TEST(test_every_alert)
{
	for (const char *const *word = tls_alert_words(); *word; word++) {
		bool peaceful = strcmp(*word, "close_notify") == 0 || strcmp(*word, "user_canceled") == 0;
		const struct scenario *scenario;
		struct fixture f;
		int alert;

		fixture_begin(&f);
		scenario = fixture_read(&f,
			fixture_scenario(
				&f, arena_printf(&f.arena, "  RequestClientCert: {reject: %s}\n", *word)));
		ck_assert(tls_alert_parse(&alert, *word));
		ck_assert_msg((scenario == NULL) == peaceful, "%s", *word);
		if (scenario)
			ck_assert_int_eq(
				scenario->steps->expect[AUTH_REQUEST_CLIENT_CERT].connection.alert, alert);
		fixture_end(&f);
	}
}
END_TEST

static const struct {
	const char *yaml;
	size_t line, column;
	const char *text;
	const char *hint; /* or NULL: not looked at */
} refused[] = {
	{"", 6, 8, "'expect' needs an outcome", NULL},
	{"  {}", 7, 3, "none of 'reject', 'we_refuse' and 'outcome' is given", NULL},
	{"  - accept", 7, 3, "'expect' needs an outcome", NULL},
	{"  RequestClientCerts: accept", 7, 3, "unknown client-auth mode 'RequestClientCerts'",
		"did you mean 'RequestClientCert'?"},
	{"  RequestClientCert: acept", 7, 22, "unknown outcome 'acept'", "did you mean 'accept'?"},
	{"  RequestClientCert: none", 7, 22, "unknown outcome 'none'",
		"one of: accept, reject, either"},
	{"  RequestClientCert: unknown_ca", 7, 22, "'unknown_ca' is an alert, not an outcome",
		"write {reject: unknown_ca}"},
	{"  RequestClientCert: {reject: unkown_ca}", 7, 31, "unknown alert 'unkown_ca'",
		"did you mean 'unknown_ca'?"},
	{"  RequestClientCert: {reject: close}", 7, 31, "'close' is no alert", NULL},
	{"  RequestClientCert: {reject: close_notify}", 7, 31, "'close_notify' is no refusal", NULL},
	{"  RequestClientCert: {level: should}", 7, 22, "none of 'reject', 'we_refuse' and 'outcome'",
		NULL},
	{"  RequestClientCert: {reject: unknown_ca, outcome: reject}", 7, 22,
		"more than one of 'reject', 'we_refuse' and 'outcome'", NULL},
	{"  RequestClientCert: {outcome: either, level: should}", 7, 47, "'either' is never judged",
		NULL},
	{"  RequestClientCert: {outcome: none}", 7, 32, "unknown outcome 'none'", NULL},
	{"  RequestClientCert: {outcome: accept, level: shuld}", 7, 47, "unknown level 'shuld'",
		"did you mean 'should'?"},
	{"  RequestClientCert: {rejects: unknown_ca, outcome: reject}", 7, 23,
		"unknown key 'rejects' in the expectation", "did you mean 'reject'?"},
	{"  RequestClientCert: {outcome: accept, fetches: all}", 7, 49, "unknown fetches 'all'",
		"one of: nothing"},
	{"  RequestClientCert: {we_refuse: unknown_ca, fetches: nothing}", 7, 55,
		"who refuses the server's certificate shows none of its own", NULL},
	{"  RequestClientCert:", 7, 21, "'RequestClientCert' needs an outcome", NULL},
	{"  RequestClientCert: [accept]", 7, 22, "'RequestClientCert' needs an outcome", NULL},
	{"  NoClientCert: {reject: unknown_ca}", 7, 17,
		"NoClientCert asks for no certificate: it has nothing to reject", NULL},
	{"  NoClientCert: reject", 7, 17, "NoClientCert asks for no certificate", NULL},
	{"  NoClientCert: reject\ntls: [tls1.1, tls1.2]", 7, 17, "NoClientCert asks for", NULL},
};

START_TEST(test_refusals_of_expectations)
{
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		struct fixture f;

		fixture_begin(&f);
		ck_assert_msg(
			!fixture_read(&f, fixture_scenario(&f, refused[i].yaml)), "%s", refused[i].yaml);
		fixture_expect_one(&f, refused[i].line, refused[i].column, refused[i].text);
		if (refused[i].hint)
			ck_assert_str_eq(f.diag.entries[0].hint, refused[i].hint);
		fixture_end(&f);
	}
}
END_TEST

START_TEST(test_fetches)
{
	struct fixture f;
	const struct scenario *scenario;

	fixture_begin(&f);
	scenario = fixture_read(&f,
		fixture_scenario(&f,
			"  RequestClientCert: {outcome: accept, fetches: nothing}\n"
			"  RequireAndVerifyClientCert: {reject: unknown_ca}\n"));
	ck_assert_ptr_nonnull(scenario);
	ck_assert(scenario->steps->expect[AUTH_REQUEST_CLIENT_CERT].fetches_nothing);
	ck_assert(!scenario->steps->expect[AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT].fetches_nothing);
	fixture_end(&f);
}
END_TEST

START_TEST(test_reasons_to_reject_without_asking)
{
	static const char *const reasons[] = {
		"  NoClientCert: {reject: protocol_version}\ntls: [tls1.1]\n",
		"  NoClientCert: {reject: protocol_version}\ntls: [tls1.0, tls1.1]\n",
	};
	struct fixture f;

	for (size_t i = 0; i < COUNT_OF(reasons); i++) {
		fixture_begin(&f);
		ck_assert_ptr_nonnull(fixture_read(&f, fixture_scenario(&f, reasons[i])));
		fixture_end(&f);
	}
	fixture_begin(&f);
	ck_assert_ptr_nonnull(fixture_read(&f,
		"{title: t, why: w, rules: r, target: server,\n"
		"client: {present: none, unsolicited_certificate: true},\n"
		"expect: {NoClientCert: {reject: unexpected_message}}}\n"));
	fixture_end(&f);
}
END_TEST

struct unit_case expect_case(void)
{
	return (struct unit_case){"expect",
		{test_every_way_to_say_it, test_every_mode, test_every_alert, test_refusals_of_expectations,
			test_fetches, test_reasons_to_reject_without_asking}};
}
