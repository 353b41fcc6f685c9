/* What steps do to a target before they connect. */
#include "scenario_fixture.h"

#define HEAD "title: t\nwhy: w\nrules: r\ntarget: client\nmodes: [NoClientCert]\nsteps:\n"
#define FIRST "  - {name: a, server: {present: client}, expect: accept}\n"
#define DO(deed) FIRST "  - {name: b, do: " deed ", server: {present: client}, expect: accept}\n"

START_TEST(test_deeds_read)
{
	struct fixture f;
	struct scenario *scenario;
	const struct scenario_step *last;

	fixture_begin(&f);
	scenario = fixture_read(&f,
		HEAD FIRST "  - {name: b, do: {replace: {server_ca: r, client: client}, reload: true}, "
				   "server: {present: client, control: client}, expect: accept}\n"
				   "  - {name: c, do: {wait: 2s}, server: {present: client}, expect: accept}\n");
	ck_assert_ptr_nonnull(scenario);
	ck_assert(scenario_has_deeds(scenario) && scenario_reloads(scenario));
	ck_assert(!scenario_ca_is_replaced(scenario, 0) && scenario_ca_is_replaced(scenario, 2));
	ck_assert_str_eq(scenario_deed_finds(&scenario->steps[1], DEED_SERVER_CA)->value, "r");
	ck_assert_str_eq(scenario_deed_finds(&scenario->steps[1], DEED_CLIENT)->value, "client");
	ck_assert(scenario->steps[1].deed.reload && !scenario->steps[1].deed.wait_ms);
	last = &scenario->steps[2];
	ck_assert(!scenario_deed_finds(last, DEED_CLIENT) && !last->deed.reload);
	ck_assert_int_eq(last->deed.wait_ms, 2000);
	ck_assert_int_eq(scenario_waits_ms(scenario), 2000);
	/* who is good by the new CA is so from there on, and was not before */
	ck_assert_ptr_null(scenario->steps[0].server.control);
	ck_assert_str_eq(last->server.control, "client");
	fixture_end(&f);
}
END_TEST

static const struct fixture_refusal refusals[] = {
	{DO("{}"), 8, 19, "'do' says nothing to do"},
	{DO("{reload: false}"), 8, 19, "'do' says nothing to do"},
	{DO("{wait: 2}"), 8, 26, "'wait' must be a time such as 2s or 500ms"},
	{DO("{wait: 61s}"), 8, 26, "'wait' must be a time"},
	{DO("{wait: 0s}"), 8, 26, "'wait' must be a time"},
	{DO("{replace: {server_cat: r}}"), 8, 42, "'server_cat' is no file that can be replaced"},
	{DO("{replace: {client: ''}}"), 8, 38, "'client' is replaced by nothing"},
	{DO("{replace: {client: nobody}}"), 8, 38, "unknown credential 'nobody'"},
	{DO("{replace: {server_ca: r}}"), 8, 29, "a server is good by another CA from here on"},
};

START_TEST(test_deeds_refused)
{
	fixture_expect_refusals(HEAD, refusals, COUNT_OF(refusals));
}
END_TEST

#define SERVER_HEAD "title: t\nwhy: w\nrules: r\ntarget: server\nmodes: [NoClientCert]\nsteps:\n"
#define SERVER_STEP(deed, more) "  - {name: b, do: " deed ", client: {present: client}, " more "}\n"

START_TEST(test_deeds_of_servers_read)
{
	struct fixture f;
	struct scenario *scenario;

	fixture_begin(&f);
	scenario = fixture_read(&f,
		SERVER_HEAD "  - {name: a, client: {present: client}, expect: accept}\n" SERVER_STEP(
			"{replace: {client_ca: r s, server: client}, reload: true}",
			"expect: accept") "  - {name: c, do: {replace: {client_crl: garbage}, reload: "
							  "may_fail}, client: {present: "
							  "client}, expect: either}\n"
							  "  - {name: d, client: {present: client}, expect: either}\n"
							  "  - {name: e, do: {restart: true}, client: {present: client}, "
							  "expect: accept}\n");
	ck_assert_ptr_nonnull(scenario);
	ck_assert_str_eq(scenario_deed_finds(&scenario->steps[1], DEED_CLIENT_CA)->value, "r s");
	ck_assert_int_eq(scenario->steps[1].deed.reload, DEED_RELOAD);
	ck_assert_int_eq(scenario->steps[2].deed.reload, DEED_RELOAD_MAY_FAIL);
	ck_assert(scenario->steps[4].deed.restart && !scenario->steps[4].deed.reload);
	ck_assert(!scenario_clients_change(scenario, 0) && scenario_clients_change(scenario, 1) &&
		scenario_clients_change(scenario, 4));
	/* from the reload that may fail to whatever makes up for it */
	for (size_t i = 0; i < scenario->step_count; i++)
		ck_assert_int_eq(scenario_good_may_be_refused(scenario, i), i == 2 || i == 3);
	fixture_end(&f);
}
END_TEST

static const struct fixture_refusal server_refusals[] = {
	{SERVER_STEP("{}", "expect: accept"), 7, 19, "'do' says nothing to do"},
	{SERVER_STEP("{reload: maybe}", "expect: accept"), 7, 28, "unknown kind of reload 'maybe'"},
	{SERVER_STEP("{restart: true, reload: true}", "expect: accept"), 7, 43,
		"'reload' beside 'restart'"},
	{SERVER_STEP("{replace: {server_ca: r}}", "expect: accept"), 7, 41,
		"'server_ca' is a file of targets that are clients"},
	{SERVER_STEP("{replace: {client_crl: old}}", "expect: accept"), 7, 42,
		"'old' is none of the lists"},
	{SERVER_STEP("{replace: {server: nobody}}", "expect: accept"), 7, 38,
		"unknown credential 'nobody'"},
	{SERVER_STEP("{replace: {client_ca: r}}", "expect: either"), 7, 41,
		"a client may be good by another CA from here on"},
};

START_TEST(test_deeds_of_servers_refused)
{
	fixture_expect_refusals(SERVER_HEAD, server_refusals, COUNT_OF(server_refusals));
}
END_TEST

/* What is not there has no place to be taken, and a client is not judged by its starts. */
START_TEST(test_deeds_out_of_place)
{
	struct fixture f;

	fixture_begin(&f);
	fixture_read(
		&f, HEAD "  - {name: b, do: {restart: true}, server: {present: client}, expect: accept}\n");
	fixture_expect_one(&f, 7, 29, "'restart' says something only where the target is a server");
	fixture_end(&f);
	fixture_begin(&f);
	fixture_read(&f,
		"title: t\nwhy: w\nrules: r\ntarget: client\nmodes: [NoClientCert]\n"
		"client: {present: none}\nsteps:\n"
		"  - {name: b, do: {replace: {client: client}}, server: {present: client}, expect: "
		"accept}\n");
	fixture_expect_one(
		&f, 8, 38, "the client is configured with no certificate: there is none to replace");
	fixture_end(&f);
}
END_TEST

struct unit_case deed_case(void)
{
	return (struct unit_case){"deed",
		{test_deeds_read, test_deeds_refused, test_deeds_out_of_place, test_deeds_of_servers_read,
			test_deeds_of_servers_refused}};
}
