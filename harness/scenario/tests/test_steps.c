/* Scenarios with several connections. */
#include <string.h>

#include "scenario_fixture.h"
#include "tls_alert.h"

#define HEAD "title: t\nwhy: w\nrules: r\ntarget: server\n"

static const char whole[] =
	HEAD "only: [here, there]\n"
		 "modes: [RequireAnyClientCert, RequireAndVerifyClientCert]\n"
		 "steps:\n"
		 "  - name: everything\n"
		 "    client: {present: client, trust: insecure}\n"
		 "    to: tls\n"
		 "    sni: a.test\n"
		 "    host: b.test\n"
		 "    path: /x\n"
		 "    request: {method: PUT, headers: ['A: b', 'A: c']}\n"
		 "    save_session: s\n"
		 "    expect: {outcome: accept, http_status: 201, says: hello, level: should}\n"
		 "  - {name: bare, plain: true, expect: accept}\n"
		 "  - name: by mode\n"
		 "    client: {present: none}\n"
		 "    resume: s\n"
		 "    expect:\n"
		 "      RequireAnyClientCert: {outcome: accept, resumed: true}\n"
		 "      RequireAndVerifyClientCert: {reject: http 403, says: go away}\n"
		 "  - name: ours\n"
		 "    client: {present: client, trust: nothing}\n"
		 "    expect: {we_refuse: unknown_ca}\n";

static void check_first(const struct scenario_step *step)
{
	const struct step_expectation *expect = &step->expect[AUTH_REQUIRE_ANY_CLIENT_CERT];

	ck_assert_str_eq(step->name, "everything");
	ck_assert_str_eq(step->client.present, "client");
	ck_assert_int_eq(step->client.trust, TRUST_ANYBODY);
	ck_assert_str_eq(step->to, "tls");
	ck_assert_str_eq(step->sni, "a.test");
	ck_assert_str_eq(step->host, "b.test");
	ck_assert_str_eq(step->path, "/x");
	ck_assert_str_eq(step->request.method, "PUT");
	ck_assert_uint_eq(step->request.headers.count, 2);
	ck_assert_str_eq(step->request.headers.items[1], "A: c");
	ck_assert_str_eq(step->save_session, "s");
	ck_assert_int_eq(expect->connection.outcome, OUTCOME_ACCEPT);
	ck_assert_int_eq(expect->connection.level, LEVEL_SHOULD);
	ck_assert_int_eq(expect->http_status, 201);
	ck_assert_str_eq(expect->says, "hello");
	ck_assert_int_eq(expect->resumed, RESUMPTION_UNCHECKED);
	ck_assert(!step->names_modes && step->expect[AUTH_NO_CLIENT_CERT].connection.given);
}

START_TEST(test_steps_read)
{
	struct fixture f;
	struct scenario *scenario;
	const struct step_expectation *expect;

	fixture_begin(&f);
	scenario = fixture_read(&f, whole);
	ck_assert_ptr_nonnull(scenario);
	ck_assert_uint_eq(scenario->step_count, 4);
	check_first(&scenario->steps[0]);
	ck_assert(scenario->steps[1].plain);
	ck_assert_ptr_null(scenario->steps[1].client.present);
	ck_assert_str_eq(scenario->steps[2].resume, "s");
	expect = scenario->steps[2].expect;
	ck_assert_int_eq(expect[AUTH_REQUIRE_ANY_CLIENT_CERT].resumed, RESUMPTION_YES);
	expect += AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT;
	ck_assert_int_eq(expect->connection.outcome, OUTCOME_REJECT);
	ck_assert_int_eq(expect->http_status, 403);
	ck_assert_int_eq(expect->connection.alert, TLS_ALERT_NONE);
	expect = &scenario->steps[3].expect[0];
	ck_assert(expect->ours && expect->connection.alert == TLS_ALERT_UNKNOWN_CA);
	ck_assert(scenario_is_for(scenario, "there") && !scenario_is_for(scenario, "elsewhere"));
	fixture_end(&f);
}
END_TEST

static const struct step_expectation *read_one(struct fixture *f, const char *expect)
{
	struct scenario *scenario = fixture_read(f,
		arena_printf(&f->arena,
			HEAD "steps:\n  - {name: a, client: {present: client}, expect: %s}\n", expect));

	ck_assert_ptr_nonnull(scenario);
	return &scenario->steps[0].expect[0];
}

/* What is sent, what is verified and who is good there are three things. */
START_TEST(test_names_of_a_place)
{
	struct fixture f;
	struct scenario *scenario;
	const struct scenario_step *step;

	fixture_begin(&f);
	scenario = fixture_read(&f,
		HEAD
		"steps:\n"
		"  - {name: a, client: {present: none, verify_name: b.test}, sni: none, control: none,\n"
		"     expect: accept}\n"
		"  - {name: b, client: {present: none}, sni: a.test, control: client-expired,\n"
		"     expect: accept}\n");
	ck_assert_ptr_nonnull(scenario);
	step = &scenario->steps[0];
	ck_assert_ptr_null(step->sni);
	ck_assert(step->sni_place.line && step->control_place.line);
	ck_assert_str_eq(step->client.verify_name, "b.test");
	ck_assert_ptr_null(step->control);
	step++;
	ck_assert_str_eq(step->sni, "a.test");
	ck_assert_str_eq(step->control, "client-expired");
	ck_assert(scenario_needs(scenario, AUTH_NO_CLIENT_CERT, "client-expired"));
	fixture_end(&f);
}
END_TEST

/* Any status that is named is a refusal, also beside others. */
START_TEST(test_named_refusals)
{
	struct fixture f;
	const struct step_expectation *expect;

	fixture_begin(&f);
	expect = read_one(&f, "{reject: http 302}");
	ck_assert_uint_eq(expect->refusal_count, 1);
	ck_assert_int_eq(expect->refusals[0].http_status, 302);
	ck_assert_int_eq(expect->http_status, 302);
	expect = read_one(&f, "{outcome: reject, http_status: 503}");
	ck_assert_uint_eq(expect->refusal_count, 1);
	ck_assert_int_eq(expect->refusals[0].http_status, 503);
	expect = read_one(&f, "{reject: [http 404, unknown_ca]}");
	ck_assert_uint_eq(expect->refusal_count, 2);
	ck_assert_int_eq(expect->refusals[0].http_status, 404);
	ck_assert_int_eq(expect->refusals[1].alert, TLS_ALERT_UNKNOWN_CA);
	ck_assert_int_eq(expect->connection.outcome, OUTCOME_REJECT);
	ck_assert_int_eq(expect->connection.alert, TLS_ALERT_NONE);
	ck_assert_int_eq(expect->http_status, 0);
	fixture_end(&f);
}
END_TEST

static void expect_modes(const char *steps, const char *modes)
{
	struct fixture f;
	struct scenario *scenario;

	fixture_begin(&f);
	scenario = fixture_read(&f, arena_printf(&f.arena, HEAD "%s", steps));
	ck_assert_ptr_nonnull(scenario);
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++)
		ck_assert_msg(
			scenario->modes[mode] == (modes[mode] == 'x'), "%s: %s", steps, auth_mode_words[mode]);
	fixture_end(&f);
}

#define STEP(name, expect) "  - {name: " name ", client: {present: client}, expect: " expect "}\n"

START_TEST(test_modes_that_steps_are_made_in)
{
	expect_modes("steps:\n" STEP("a", "accept"), "xxxxx");
	expect_modes("steps:\n" STEP("a", "{RequestClientCert: accept}") STEP("b", "accept"), "-x---");
	expect_modes("modes: NoClientCert\nsteps:\n" STEP("a", "accept"), "x----");
}
END_TEST

/* What stands after `target: server`, and the one thing that is wrong with it. */
static const struct fixture_refusal refusals[] = {
	{"steps: []\n", 5, 8, "'steps' needs at least one entry"},
	{"client: {present: client}\nsteps:\n" STEP("a", "accept"), 5, 9, "'client' beside 'steps'"},
	{"expect: {NoClientCert: accept}\nsteps:\n" STEP("a", "accept"), 5, 9,
		"'expect' beside 'steps'"},
	{"identity: nobody\nsteps:\n" STEP("a", "accept"), 5, 11, "'identity' beside 'steps'"},
	{"needs_session: true\nsteps:\n" STEP("a", "accept"), 5, 16,
		"'needs_session', but no step resumes one"},
	{"modes: [NoClientCrt]\nsteps:\n" STEP("a", "accept"), 5, 9, "unknown client-auth mode"},
	{"modes: NoClientCert\nclient: {present: client}\n"
	 "expect: {NoClientCert: accept, RequestClientCert: accept}\n",
		7, 51, "'modes' does not name RequestClientCert"},
	{"modes: NoClientCert\nsteps:\n" STEP("a", "{RequestClientCert: accept, NoClientCert: accept}"),
		7, 70, "'modes' does not name RequestClientCert"},
	{"modes: [NoClientCert, RequestClientCert]\nsteps:\n" STEP("a", "{NoClientCert: accept}"), 5, 8,
		"no step is made in RequestClientCert"},
	{"steps:\n" STEP("a", "{NoClientCert: accept, RequestClientCrt: accept}"), 6, 73,
		"unknown client-auth mode 'RequestClientCrt'"},
	{"steps:\n" STEP("a", "accept") STEP("a", "accept"), 7, 12, "a second step 'a'"},
	{"steps:\n  - {name: \"a\\nb\", plain: true, expect: accept}\n", 6, 12, "'name' must be one"},
	{"steps:\n  - {name: a, expect: accept}\n", 6, 12, "missing key 'client' in step 'a'"},
	{"steps:\n  - {name: a, identity: presented, expect: accept}\n", 6, 12,
		"missing key 'client' in step 'a'"},
	{"steps:\n  - {name: a, client: {present: clint}, expect: accept}\n", 6, 33,
		"unknown credential 'clint'"},
	{"steps:\n  - {name: a, client: {present: client}, plain: true, expect: accept}\n", 6, 33,
		"'present' needs TLS"},
	{"steps:\n  - {name: a, client: {present: none, trust: root}, plain: true, expect: accept}\n",
		6, 46, "'trust' needs TLS"},
	{"steps:\n  - {name: a, client: {present: none, trust: nothing}, expect: accept}\n", 6, 64,
		"a client that trusts nothing refuses every server"},
	{"steps:\n" STEP("a", "{we_refuse: unknown_ca}"), 6, 50,
		"'we_refuse' needs a client that trusts nothing"},
	{"steps:\n  - {name: a, client: {present: none, post_handshake_auth: true}, plain: true,\n"
	 "     expect: accept}\n",
		6, 60, "'post_handshake_auth' needs TLS"},
	{"tls: tls1.2\nsteps:\n  - {name: a, client: {present: none, renegotiate: none}, plain: true,\n"
	 "     expect: accept}\n",
		7, 52, "'renegotiate' needs TLS"},
	{"tls: tls1.2\nsteps:\n  - {name: a, client: {present: none, renegotiate: clint}, expect: "
	 "accept}\n",
		7, 52, "unknown credential 'clint'"},
	{"steps:\n  - {name: a, client: {present: none, renegotiate: client}, expect: accept}\n", 6, 52,
		"'renegotiate' in tls1.3: our client does so in TLS 1.2 alone"},
	{"tls: tls1.2\nsteps:\n  - {name: a, client: {present: none, renegotiate: client,\n"
	 "     post_handshake_auth: false}, expect: accept}\n",
		7, 52, "'renegotiate' beside 'post_handshake_auth: false'"},
	{"tls: tls1.2\nsteps:\n  - {name: a, client: {present: none, renegotiate: client,\n"
	 "     unsolicited_certificate: true}, expect: accept}\n",
		7, 52, "'renegotiate' beside 'unsolicited_certificate'"},
	{"tls: tls1.2\nsteps:\n  - {name: a, client: {present: none, renegotiate: client}, expect: "
	 "policy}\n",
		7, 52, "'renegotiate' beside 'policy'"},
	{"steps:\n  - {name: a, plain: true, sni: a.test, expect: accept}\n", 6, 33, "'sni' needs TLS"},
	{"steps:\n  - {name: a, plain: true, resume: x, expect: accept}\n", 6, 36,
		"'resume' needs TLS"},
	{"steps:\n  - {name: a, plain: true, save_session: x, expect: accept}\n", 6, 42,
		"'save_session' needs TLS"},
	{"steps:\n  - {name: a, plain: true, expect: {reject: unknown_ca}}\n", 6, 36,
		"an alert needs TLS"},
	{"steps:\n  - {name: a, client: {present: none}, path: x/y, expect: accept}\n", 6, 46,
		"'x/y' is no path"},
	{"steps:\n  - {name: a, client: {present: none}, request: {method: G T}, expect: accept}\n", 6,
		58, "'G T' is no method"},
	{"steps:\n  - {name: a, client: {present: none}, request: {method: CONNECT}, expect: accept}\n",
		6, 58, "CONNECT asks for no resource"},
	{"steps:\n  - {name: a, client: {present: none}, request: {headers: ['a b: c']}, expect: "
	 "accept}\n",
		6, 60, "'a b: c' is no header line"},
	{"steps:\n  - {name: a, client: {present: none}, request: {headers: ['HOST: c']}, expect: "
	 "accept}\n",
		6, 60, "the header 'HOST' is mtlspec's own"},
	{"steps:\n  - {name: a, client: {present: none}, request: {verb: GET}, expect: accept}\n", 6,
		50, "unknown key 'verb'"},
	{"steps:\n  - {name: a, client: {present: none}, sni: x/y, expect: accept}\n", 6, 45,
		"'x/y' is no host name"},
	{"steps:\n  - {name: a, client: {present: none, verify_name: x/y}, expect: accept}\n", 6, 52,
		"'x/y' is no host name"},
	{"steps:\n  - {name: a, client: {present: none, trust: insecure, verify_name: x}, expect: "
	 "accept}\n",
		6, 69, "'verify_name' beside 'trust: insecure'"},
	{"steps:\n  - {name: a, plain: true, client: {present: none, verify_name: x}, expect: "
	 "accept}\n",
		6, 65, "'verify_name' needs TLS"},
	{"steps:\n  - {name: a, client: {present: none}, control: clint, expect: accept}\n", 6, 49,
		"unknown credential 'clint'"},
	{"steps:\n  - {name: a, client: {present: none}, host: x y, expect: accept}\n", 6, 46,
		"'x y' can't stand in a Host header"},
	{"steps:\n  - {name: a, client: {present: none}, resume: x, expect: accept}\n", 6, 48,
		"no earlier step keeps a session as 'x'"},
	{"steps:\n  - {name: a, client: {present: none}, save_session: x, expect: accept}\n"
	 "  - {name: b, client: {present: none}, save_session: x, expect: accept}\n",
		7, 54, "a second session is kept as 'x'"},
	{"steps:\n" STEP("a", "{outcome: accept, resumed: true}"), 6, 50, "'resumed' without 'resume'"},
	{"steps:\n  - {name: a, client: {present: none}, same_ticket: true, expect: accept}\n", 6, 53,
		"'same_ticket' without 'resume'"},
	{"tls: tls1.3\nsteps:\n"
	 "  - {name: a, client: {present: none}, early_data: true, expect: accept}\n",
		7, 52, "'early_data' without 'resume'"},
	{"steps:\n" STEP("a", "{outcome: accept, early: true}"), 6, 50, "'early' without 'early_data'"},
	{"steps:\n  - {name: a, client: {present: none}, save_session: x, expect: accept}\n"
	 "  - {name: b, client: {present: none}, resume: x, early_data: true, expect: accept}\n",
		7, 63, "early data belongs to TLS 1.3 alone"},
	{"tls: tls1.3\nsteps:\n  - {name: a, client: {present: none}, save_session: x, expect: "
	 "accept}\n"
	 "  - {name: b, client: {present: none}, resume: x, early_data: true, request: {times: 2},\n"
	 "     expect: accept}\n",
		8, 63, "'early_data' beside 'times'"},
	{"modes: NoClientCert\nsteps:\n"
	 "  - {name: a, client: {present: none}, save_session: x, expect: accept}\n"
	 "  - {name: b, client: {present: none}, resume: x, same_ticket: true, expect: accept}\n",
		8, 64, "no earlier step offers 'x' in NoClientCert"},
	{"steps:\n" STEP("a", "{outcome: accept, request: {ca_names: [configured, x]}}"), 6, 89,
		"'configured' stands alone, not beside names"},
	{"steps:\n" STEP("a", "{NoClientCert: {outcome: accept, request: {ca_names: configured}}}"), 6,
		65, "NoClientCert asks for no certificate: it names no authority"},
	/* kept in another mode only, or by one that never gets so far */
	{"steps:\n  - {name: a, client: {present: none}, save_session: x, expect: {NoClientCert: "
	 "accept}}\n"
	 "  - {name: b, client: {present: none}, resume: x,\n"
	 "     expect: {NoClientCert: accept, RequestClientCert: accept}}\n",
		7, 48, "no earlier step keeps a session as 'x' in RequestClientCert"},
	{"modes: NoClientCert\nsteps:\n  - {name: a, client: {present: none, trust: nothing},\n"
	 "     save_session: x, expect: {we_refuse: unknown_ca}}\n"
	 "  - {name: b, client: {present: none}, resume: x, expect: accept}\n",
		9, 48, "no earlier step keeps a session as 'x' in NoClientCert"},
	{"steps:\n  - {name: a, client: {present: none}, save_session: x, expect: accept}\n"
	 "  - {name: b, client: {present: none, trust: nothing}, resume: x,\n"
	 "     expect: {we_refuse: unknown_ca, resumed: false}}\n",
		8, 47, "who refuses the server's certificate takes up no session"},
	{"steps:\n" STEP("a", "{reject: http 204}"), 6, 59, "'http 204' is no refusal"},
	{"steps:\n" STEP("a", "{reject: [http 404, http 204]}"), 6, 70, "'http 204' is no refusal"},
	{"steps:\n" STEP("a", "{reject: [http 404, unknwn_ca]}"), 6, 70, "unknown alert 'unknwn_ca'"},
	{"steps:\n" STEP("a", "{reject: []}"), 6, 59, "'reject' names nothing"},
	{"steps:\n" STEP("a", "{reject: [http 404, unknown_ca], says: x}"), 6, 89,
		"who is refused by an alert"},
	{"steps:\n" STEP("a", "{reject: http 4}"), 6, 59, "unknown alert 'http 4'"},
	{"steps:\n" STEP("a", "{reject: close_notify}"), 6, 59, "'close_notify' is no refusal"},
	{"steps:\n" STEP("a", "{reject: http 403, http_status: 403}"), 6, 82,
		"'http_status' beside 'http NNN'"},
	{"steps:\n" STEP("a", "{reject: unknown_ca, says: x}"), 6, 77, "who is refused by an alert"},
	{"steps:\n" STEP("a", "{outcome: accept, http_status: 403}"), 6, 50,
		"an accepted request is answered with a 2xx"},
	{"steps:\n" STEP("a", "{outcome: reject, http_status: 200}"), 6, 81, "200 is no refusal"},
	{"steps:\n" STEP("a", "{outcome: accept, http_status: 42}"), 6, 81, "'http_status' must be"},
	{"steps:\n" STEP("a", "{outcome: either, says: x}"), 6, 74, "'either' is never judged"},
	{"steps:\n" STEP("a", "{outcome: either, level: must}"), 6, 75, "'either' is never judged"},
	{"steps:\n" STEP("a", "{level: must}"), 6, 50, "none of 'reject', 'we_refuse' and 'outcome'"},
	{"steps:\n" STEP("a", "{reject: unknown_ca, outcome: reject}"), 6, 50,
		"more than one of 'reject', 'we_refuse' and 'outcome'"},
	{"steps:\n" STEP("a", "unknown_ca"), 6, 50, "'unknown_ca' is an alert, not an outcome"},
	{"steps:\n" STEP("a", "[accept]"), 6, 50, "'expect' needs an outcome"},
};

START_TEST(test_steps_refused)
{
	fixture_expect_refusals(HEAD, refusals, COUNT_OF(refusals));
}
END_TEST

START_TEST(test_too_many_steps)
{
	struct fixture f;
	const char *steps = "";

	fixture_begin(&f);
	for (int i = 0; i <= SCENARIO_STEPS_MAX; i++)
		steps =
			arena_printf(&f.arena, "%s  - {name: s%d, plain: true, expect: accept}\n", steps, i);
	fixture_read(&f, arena_printf(&f.arena, HEAD "steps:\n%s", steps));
	fixture_expect_one(&f, 6, 3, "more than 32 steps");
	fixture_end(&f);
}
END_TEST

struct unit_case steps_case(void)
{
	return (struct unit_case){"steps",
		{test_steps_read, test_names_of_a_place, test_named_refusals,
			test_modes_that_steps_are_made_in, test_steps_refused, test_too_many_steps}};
}
