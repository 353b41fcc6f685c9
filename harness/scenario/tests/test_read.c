#include <string.h>

#include "scenario_fixture.h"
#include "text.h"
#include "tls_alert.h"

START_TEST(test_everything_that_can_be_said)
{
	static const char text[] = "title: An expired client certificate\n"
							   "why: A lapsed certificate must stop working by itself.\n"
							   "rules: [RFC 5280 6.1.3 (a)(2), RFC 8446 6.2 certificate_expired]\n"
							   "target: server\n"
							   "client: {present: client-expired, unsolicited_certificate: true}\n"
							   "requires: [crl]\n"
							   "tls: [tls1.3]\n"
							   "identity: nobody\n"
							   "expect:\n"
							   "  NoClientCert: accept\n"
							   "  RequireAndVerifyClientCert: {reject: certificate_expired}\n";
	const struct scenario *scenario;
	struct fixture f;

	fixture_begin(&f);
	scenario = fixture_read(&f, text);
	ck_assert_str_eq(scenario->id, "x");
	ck_assert(text_ends_with(scenario->path, "/x.yaml"));
	ck_assert_str_eq(scenario->title, "An expired client certificate");
	ck_assert_uint_eq(scenario->title_place.line, 1);
	ck_assert_uint_eq(scenario->rules.count, 2);
	ck_assert_str_eq(scenario->rules.items[0], "RFC 5280 6.1.3 (a)(2)");
	ck_assert_int_eq(scenario->side, SIDE_SERVER);
	ck_assert_str_eq(scenario->steps->client.present, "client-expired");
	ck_assert(scenario->steps->client.unsolicited_certificate);
	ck_assert_str_eq(scenario->requires_features.items[0], "crl");
	ck_assert(scenario->versions[TLS_1_3] && !scenario->versions[TLS_1_2]);
	ck_assert_int_eq(scenario->steps->identity, IDENTITY_NOBODY);
	ck_assert(scenario->modes[AUTH_NO_CLIENT_CERT]);
	ck_assert(!scenario->modes[AUTH_REQUEST_CLIENT_CERT]);
	ck_assert_int_eq(scenario->steps->expect[AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT].connection.alert,
		TLS_ALERT_CERTIFICATE_EXPIRED);
	fixture_end(&f);
}
END_TEST

START_TEST(test_defaults)
{
	const struct scenario *scenario;
	struct fixture f;

	fixture_begin(&f);
	scenario = fixture_read(&f, fixture_scenario(&f, "  NoClientCert: accept\n"));
	ck_assert(!scenario->versions[TLS_1_0] && !scenario->versions[TLS_1_1]);
	ck_assert(scenario->versions[TLS_1_2] && scenario->versions[TLS_1_3]);
	ck_assert_int_eq(scenario->steps->identity, IDENTITY_UNCHECKED);
	ck_assert(!scenario->steps->client.unsolicited_certificate);
	ck_assert_uint_eq(scenario->requires_features.count, 0);
	ck_assert_int_eq(scenario->steps->expect[AUTH_NO_CLIENT_CERT].connection.alert, TLS_ALERT_NONE);
	ck_assert_int_eq(
		scenario->steps->expect[AUTH_REQUEST_CLIENT_CERT].connection.alert, TLS_ALERT_NONE);
	fixture_end(&f);
}
END_TEST

START_TEST(test_every_version_and_identity_word)
{
	for (int version = TLS_1_0; version < TLS_VERSION_COUNT; version++) {
		struct fixture f;
		const struct scenario *scenario;

		fixture_begin(&f);
		scenario = fixture_read(&f,
			fixture_scenario(&f,
				arena_printf(
					&f.arena, "  NoClientCert: accept\ntls: %s\n", tls_version_words[version])));
		for (int other = TLS_1_0; other < TLS_VERSION_COUNT; other++)
			ck_assert_int_eq(scenario->versions[other], other == version);
		fixture_end(&f);
	}
	for (int rule = 0; rule < IDENTITY_RULE_COUNT; rule++) {
		struct fixture f;
		const struct scenario *scenario;

		fixture_begin(&f);
		scenario = fixture_read(&f,
			fixture_scenario(&f,
				arena_printf(&f.arena, "  NoClientCert: accept\nidentity: %s\n",
					identity_rule_words[rule])));
		ck_assert_int_eq(scenario->steps->identity, rule);
		fixture_end(&f);
	}
	for (int forge = 0; forge < FORGE_COUNT; forge++) {
		struct fixture f;
		const struct scenario *scenario;

		fixture_begin(&f);
		scenario = fixture_read(&f,
			arena_printf(&f.arena,
				"title: t\nwhy: w\nrules: r\ntarget: server\nneeds_identity: true\n"
				"client: {present: none, forge_identity: %s}\nidentity: nobody\n"
				"expect: {NoClientCert: %s}\n",
				forge_words[forge], forge == FORGE_SPACE ? "reject" : "accept"));
		ck_assert_ptr_nonnull(scenario);
		ck_assert_int_eq(scenario->steps->client.forge, forge);
		ck_assert(scenario->needs_identity);
		fixture_end(&f);
	}
	ck_assert_ptr_null(identity_rule_words[IDENTITY_RULE_COUNT]);
	ck_assert_ptr_null(side_words[SIDE_COUNT]);
}
END_TEST

START_TEST(test_credentials_may_go_unchecked)
{
	struct fixture f;
	const char *path;

	fixture_begin(&f);
	path = fixture_write(&f, "y.yaml",
		"{title: t, why: w, rules: r, target: server, client: {present: anything},\n"
		"expect: {NoClientCert: accept}}\n");
	ck_assert_ptr_nonnull(scenario_read(&f.arena, &f.diag, path, "given/id", NULL));
	fixture_end(&f);
}
END_TEST

START_TEST(test_none_is_always_a_credential)
{
	struct fixture f;

	fixture_begin(&f);
	ck_assert_ptr_nonnull(fixture_read(&f,
		"{title: t, why: w, rules: r, target: server, client: {present: none},\n"
		"expect: {NoClientCert: accept}}\n"));
	fixture_end(&f);
}
END_TEST

struct unit_case read_case(void)
{
	return (struct unit_case){"read",
		{test_everything_that_can_be_said, test_defaults, test_every_version_and_identity_word,
			test_credentials_may_go_unchecked, test_none_is_always_a_credential}};
}

/* Each row replaces one line of a good scenario (or adds one) by a wrong one. */
struct refused {
	size_t replaced;
	const char *line;
	size_t at_line, at_column;
	const char *text;
	const char *hint; /* or NULL: not looked at */
};

static const struct refused rows[] = {
	{1, "", 2, 1, "missing key 'title' in scenario", "title: what is tried, in one line"},
	{1, "title: \"two\\nlines\"", 1, 8, "'title' must be one line", NULL},
	{2, "", 1, 1, "missing key 'why' in scenario", NULL},
	{3, "", 1, 1, "missing key 'rules' in scenario", NULL},
	{3, "rules: []", 3, 8, "'rules' needs at least one entry", NULL},
	{4, "", 1, 1, "missing key 'target' in scenario", NULL},
	{4, "target: sevrer", 4, 9, "unknown target 'sevrer'", "did you mean 'server'?"},
	{4, "target: client", 4, 9, "missing key 'server': what our server presents", NULL},
	{5, "", 4, 9, "missing key 'client' in scenario", NULL},
	{5, "client: {}", 5, 9, "missing key 'present' in client", NULL},
	{5, "client: {present: client-expird}", 5, 19, "unknown credential 'client-expird'",
		"did you mean 'client-expired'?"},
	{5, "client: {present: nobody-at-all}", 5, 19,
		"unknown credential 'nobody-at-all' (a recipe of your own is named by --pki-file)", NULL},
	{5, "client: {present: non}", 5, 19, "unknown credential 'non'", "did you mean 'none'?"},
	{5, "client: {present: client, unsolicited_certifcate: true}", 5, 27,
		"unknown key 'unsolicited_certifcate' in client",
		"did you mean 'unsolicited_certificate'?"},
	{5, "client: {present: client, forge_identity: samename}", 5, 43,
		"unknown forge_identity 'samename'", "did you mean 'same-name'?"},
	{5, "client: {present: client, forge_identity: same-name}", 5, 43,
		"'forge_identity' without 'identity': nothing would be looked at", NULL},
	{6, "tls: []", 6, 6, "'tls' must be a list of TLS versions", NULL},
	{6, "tls: [tls1.2, tls1.4]", 6, 15, "unknown TLS version 'tls1.4'", NULL},
	{6, "tls: none", 6, 6, "unknown TLS version 'none'", NULL},
	{6, "tls: {tls1.2: true}", 6, 6, "'tls' must be a list of TLS versions", NULL},
	{6, "tls: [[tls1.2]]", 6, 7, "'TLS version' must be a text, not a list", NULL},
	{6, "identity: presentd", 6, 11, "unknown identity 'presentd'", "did you mean 'presented'?"},
	{6, "requires: {crl: true}", 6, 11, "'requires' must be a list of texts", NULL},
	{6, "server: {present: client}", 6, 9,
		"'server' says something only where the target is a client", NULL},
	{6, "presents: configured", 6, 11, "'presents' says something only where", NULL},
	{6, "expects: x", 6, 1, "unknown key 'expects' in scenario", "did you mean 'expect'?"},
	{6, "title: again", 6, 1, "duplicate key 'title'", "first given in line 1"},
	{7, "", 1, 1, "missing key 'expect' in scenario", NULL},
};

START_TEST(test_refusals)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *lines[] = {"title: A title", "why: Because.", "rules: [RFC 5280 6.1]",
			"target: server", "client: {present: client}", "# a comment",
			"expect: {RequestClientCert: accept}"};
		struct fixture f;

		fixture_begin(&f);
		lines[rows[i].replaced - 1] = rows[i].line;
		fixture_read(&f,
			arena_printf(&f.arena, "%s\n%s\n%s\n%s\n%s\n%s\n%s\n", lines[0], lines[1], lines[2],
				lines[3], lines[4], lines[5], lines[6]));
		fixture_expect_one(&f, rows[i].at_line, rows[i].at_column, rows[i].text);
		if (rows[i].hint)
			ck_assert_str_eq(f.diag.entries[0].hint, rows[i].hint);
		fixture_end(&f);
	}
}
END_TEST

START_TEST(test_presented_by_nobody)
{
	struct fixture f;

	fixture_begin(&f);
	fixture_read(&f,
		"title: t\nwhy: w\nrules: r\ntarget: server\nclient: {present: none}\n"
		"identity: presented\nexpect: {NoClientCert: accept}\n");
	fixture_expect_one(&f, 6, 11, "the client presents nothing");
	fixture_end(&f);
}
END_TEST

START_TEST(test_unverified_where_it_can_be)
{
	static const struct {
		const char *present;
		const char *mode;
		size_t column; /* of the complaint in line 6 or 7 */
		size_t line;
		const char *text; /* NULL: read without one */
	} unverified[] = {
		{"none", "RequestClientCert: accept", 11, 6, "the client presents nothing"},
		{"client-expired", "RequestClientCert: accept", 0, 0, NULL},
		{"client-expired", "RequireAndVerifyClientCert: accept", 38, 7,
			"RequireAndVerifyClientCert verifies: what it is to accept is not 'unverified'"},
		{"client-expired", "RequireAndVerifyClientCert: {reject: certificate_expired}", 0, 0, NULL},
		{"client-expired", "VerifyClientCertIfGiven: either", 0, 0, NULL},
	};

	for (size_t i = 0; i < COUNT_OF(unverified); i++) {
		struct fixture f;

		fixture_begin(&f);
		fixture_read(&f,
			arena_printf(&f.arena,
				"title: t\nwhy: w\nrules: r\ntarget: server\nclient: {present: %s}\n"
				"identity: unverified\nexpect: {%s}\n",
				unverified[i].present, unverified[i].mode));
		if (unverified[i].text)
			fixture_expect_one(&f, unverified[i].line, unverified[i].column, unverified[i].text);
		else
			ck_assert_uint_eq(f.diag.count, 0);
		fixture_end(&f);
	}
}
END_TEST

START_TEST(test_names_that_would_break_cell_ids)
{
	static const char *const bad[] = {"a b", "a@b", "a:b", "a*", ""};

	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct fixture f;
		const char *path;

		fixture_begin(&f);
		path = fixture_write(&f, "x.yaml", fixture_scenario(&f, "  NoClientCert: accept\n"));
		ck_assert_ptr_null(scenario_read(&f.arena, &f.diag, path, bad[i], fixture_credentials));
		ck_assert_uint_eq(f.diag.count, 1);
		ck_assert_ptr_nonnull(strstr(f.diag.entries[0].text, "can't be a scenario's name"));
		fixture_end(&f);
	}
}
END_TEST

/* The schema, the duplicates, the credential and the expectations speak in the same pass. */
START_TEST(test_all_in_one_pass)
{
	struct fixture f;

	fixture_begin(&f);
	fixture_read(&f,
		"tilte: t\nwhy: w\nwhy: v\nrules: []\ntarget: server\nclient: {present: clint}\n"
		"expect: {RequestCert: accept, NoClientCert: {reject: unknwn_ca}}\n");
	ck_assert_uint_eq(f.diag.count, 6); /* a misspelt key is not missing as well */
	fixture_end(&f);
}
END_TEST

struct unit_case refusals_case(void)
{
	return (struct unit_case){"refusals",
		{test_refusals, test_presented_by_nobody, test_unverified_where_it_can_be,
			test_names_that_would_break_cell_ids, test_all_in_one_pass}};
}
