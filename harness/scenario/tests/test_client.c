#include <string.h>

#include "host_address.h"
#include "scenario_fixture.h"

#define HEAD "title: t\nwhy: w\nrules: r\ntarget: client\n"

START_TEST(test_reads_client_side)
{
	struct fixture f;
	struct scenario *scenario;

	fixture_begin(&f);
	scenario = fixture_read(&f,
		HEAD "server: {present: client, name: a.test, staple: revoked, ca_names: other-root,\n"
			 "  control: client-expired}\n"
			 "client: {present: none}\npresents: nothing\npresents_level: should\n"
			 "expect: {NoClientCert: {reject: certificate_revoked}}\n");
	ck_assert_ptr_nonnull(scenario);
	ck_assert_int_eq(scenario->side, SIDE_CLIENT);
	ck_assert_str_eq(scenario->steps->server.present, "client");
	ck_assert_str_eq(scenario->steps->server.name, "a.test");
	ck_assert_int_eq(scenario->steps->server.staple, STAPLE_REVOKED);
	ck_assert_str_eq(scenario->steps->server.ca_names, "other-root");
	ck_assert(!scenario->steps->server.no_ca_names);
	ck_assert_str_eq(scenario->steps->server.control, "client-expired");
	ck_assert_ptr_null(scenario->steps->client.present);
	ck_assert_int_eq(scenario->steps->presents, PRESENTS_NOTHING);
	ck_assert_int_eq(scenario->steps->presents_level, LEVEL_SHOULD);
	fixture_end(&f);
}
END_TEST

START_TEST(test_client_side_defaults)
{
	struct fixture f;
	struct scenario *scenario;

	fixture_begin(&f);
	scenario = fixture_read(&f, HEAD "server: {present: client}\nexpect: {NoClientCert: accept}\n");
	ck_assert_ptr_nonnull(scenario);
	ck_assert_str_eq(scenario->steps->server.name, SCENARIO_SERVER_NAME);
	ck_assert_str_eq(scenario->steps->client.present, SCENARIO_GOOD_CLIENT);
	ck_assert_int_eq(scenario->steps->server.staple, STAPLE_NONE);
	ck_assert_ptr_null(scenario->steps->server.ca_names);
	ck_assert(!scenario->steps->server.no_ca_names);
	ck_assert_int_eq(scenario->steps->presents, PRESENTS_UNCHECKED);
	ck_assert_int_eq(scenario->steps->presents_level, LEVEL_MUST);
	fixture_end(&f);
}
END_TEST

START_TEST(test_client_side_steps)
{
	struct fixture f;
	struct scenario *scenario;

	fixture_begin(&f);
	scenario = fixture_read(&f,
		HEAD "client: {present: none}\nsteps:\n"
			 "  - {name: a, server: {present: client, name: a.test, control: client},\n"
			 "     expect: {NoClientCert: accept}}\n"
			 "  - {name: b, server: {present: client-expired, ca_names: none}, presents: nothing,\n"
			 "     expect: {NoClientCert: {reject: certificate_expired}}}\n");
	ck_assert_ptr_nonnull(scenario);
	ck_assert_uint_eq(scenario->step_count, 2);
	ck_assert(!scenario->simple && scenario->modes[AUTH_NO_CLIENT_CERT]);
	for (size_t i = 0; i < scenario->step_count; i++) {
		ck_assert_ptr_null(scenario->steps[i].client.present);
		ck_assert_str_eq(scenario->steps[i].server.name, "a.test");
		ck_assert_str_eq(scenario->steps[i].server.control, "client");
	}
	ck_assert_str_eq(scenario->steps[1].server.present, "client-expired");
	ck_assert(!scenario->steps[0].server.no_ca_names && scenario->steps[1].server.no_ca_names);
	ck_assert_ptr_null(scenario->steps[1].server.ca_names);
	ck_assert_int_eq(scenario->steps[1].presents, PRESENTS_NOTHING);
	fixture_end(&f);
}
END_TEST

struct refused {
	const char *lines; /* 5 and on */
	size_t line, column;
	const char *text;
};

static const struct refused rows[] = {
	{"server: {present: client, answers: 199}\nexpect: {NoClientCert: accept}\n", 5, 36,
		"'answers' must be"},
	{"server: {present: client}\npath: private\nexpect: {NoClientCert: accept}\n", 6, 7,
		"'private' is no path"},
	{"server: {present: client}\nrequest: {method: HEAD}\nexpect: {NoClientCert: accept}\n", 6, 19,
		"HEAD: our server's answer has a body"},
	{"server: {present: client}\nrequest: {body: x}\nexpect: {NoClientCert: accept}\n", 6, 17,
		"'body': of what is asked for at a proxy's front only the method can be said"},
	{"server: {present: client}\nexpect: {NoClientCert: {outcome: reject, http_status: 502}}\n", 6,
		24, "what comes at a proxy's front where it does not trust our server is its own affair"},
	{"bundle: b\nsteps:\n  - {name: a, server: {present: client}, expect: accept}\n"
	 "  - {name: b, do: {replace: {server_ca: r}, reload: true}, server: {present: client, "
	 "control: client}, expect: accept}\n",
		8, 41, "'server_ca' beside 'bundle': the target is given the files of that"},
	{"steps:\n  - {name: a, expect: {NoClientCert: accept}}\n", 6, 12, "missing key 'server'"},
	{"steps:\n  - {name: a, server: {present: client}, expect: accept}\n"
	 "  - {name: a, server: {present: client}, expect: accept}\n",
		7, 12, "a second step 'a'"},
	{"server: {present: client}\nsteps:\n  - {name: a, server: {present: client}, expect: "
	 "accept}\n",
		5, 9, "'server' beside 'steps'"},
	{"steps:\n  - {name: a, server: {present: client}, client: {present: none}, expect: accept}\n",
		6, 50, "the target is configured once: 'client' stands beside 'steps'"},
	{"steps:\n  - {name: a, server: {present: client}, expect: accept}\n"
	 "  - {name: b, server: {present: client, name: b.test}, expect: accept}\n",
		7, 47, "the target is told one name for all steps: the first has 'server.mtlspec.test'"},
	{"steps:\n  - {name: a, server: {present: client}, expect: accept}\n"
	 "  - {name: b, server: {present: client, control: client}, expect: accept}\n",
		7, 50, "all steps have one control: the first has none"},
	{"steps:\n  - {name: a, server: {present: client}, resume: x, expect: accept}\n", 6, 50,
		"'resume' says something only where the target is a server"},
	{"expect: {NoClientCert: accept}\n", 4, 9, "missing key 'server'"},
	{"server: {}\nexpect: {NoClientCert: accept}\n", 5, 9, "missing key 'present' in server"},
	{"server: {present: clint}\nexpect: {NoClientCert: accept}\n", 5, 19,
		"unknown credential 'clint'"},
	{"server: {present: none}\nexpect: {NoClientCert: accept}\n", 5, 19,
		"unknown credential 'none'"},
	{"server: {present: client, control: x}\nexpect: {NoClientCert: accept}\n", 5, 36,
		"unknown credential 'x'"},
	{"server: {present: client, name: 'a:1'}\nexpect: {NoClientCert: accept}\n", 5, 33,
		"'a:1' is no host name"},
	{"server: {present: client, name: b\u00fccher.test}\nexpect: {NoClientCert: accept}\n", 5, 33,
		"'b\u00fccher.test' is no host name"},
	{"server: {present: client, staple: bad}\nexpect: {NoClientCert: accept}\n", 5, 35,
		"unknown staple 'bad'"},
	{"server: {present: client}\npresents: none\nexpect: {NoClientCert: accept}\n", 6, 11,
		"unknown presents 'none'"},
	{"server: {present: client}\npresents: configured\nexpect: {NoClientCert: accept}\n", 7, 24,
		"NoClientCert asks for no certificate: none can be presented"},
	{"server: {present: client}\nclient: {present: none}\npresents: configured\n"
	 "expect: {RequestClientCert: accept}\n",
		7, 11, "the client is configured with nothing"},
	{"server: {present: client}\npresents_level: should\nexpect: {NoClientCert: accept}\n", 6, 17,
		"'presents_level' without 'presents'"},
	{"server: {present: client}\nidentity: presented\nexpect: {NoClientCert: accept}\n", 6, 11,
		"'identity' says something only where the target is a server"},
	{"server: {present: client}\nneeds_identity: true\nexpect: {NoClientCert: accept}\n", 6, 17,
		"'needs_identity' says something only where the target is a server"},
	{"server: {present: client}\nclient: {present: client, forge_identity: connection}\n"
	 "expect: {NoClientCert: accept}\n",
		6, 43, "'forge_identity' says something only where the target is a server"},
	{"server: {present: client}\nclient: {present: client, unsolicited_certificate: true}\n"
	 "expect: {NoClientCert: accept}\n",
		6, 52, "'unsolicited_certificate' says something only where the target is a server"},
};

START_TEST(test_client_side_refusals)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fixture f;

		fixture_begin(&f);
		fixture_read(&f, arena_printf(&f.arena, HEAD "%s", rows[i].lines));
		fixture_expect_one(&f, rows[i].line, rows[i].column, rows[i].text);
		fixture_end(&f);
	}
}
END_TEST

START_TEST(test_addresses)
{
	ck_assert(host_is_address("127.0.0.1"));
	ck_assert(host_is_address("::1"));
	ck_assert(!host_is_address("server.mtlspec.test"));
	ck_assert(!host_is_address("127.0.0.1."));
	ck_assert(!host_is_address(""));
}
END_TEST

START_TEST(test_client_side_words)
{
	for (int i = 0; i < PRESENTS_RULE_COUNT; i++)
		ck_assert_ptr_nonnull(presents_rule_words[i]);
	for (int i = 0; i < STAPLE_COUNT; i++)
		ck_assert_ptr_nonnull(staple_words[i]);
	ck_assert_ptr_null(presents_rule_words[PRESENTS_RULE_COUNT]);
	ck_assert_ptr_null(staple_words[STAPLE_COUNT]);
}
END_TEST

struct unit_case client_case(void)
{
	return (struct unit_case){"client",
		{test_reads_client_side, test_client_side_defaults, test_client_side_steps,
			test_client_side_refusals, test_addresses, test_client_side_words}};
}
