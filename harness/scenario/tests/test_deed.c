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

/* A server's files are nobody's to replace yet, and what is not there has no place to be taken. */
START_TEST(test_deeds_out_of_place)
{
	struct fixture f;

	fixture_begin(&f);
	fixture_read(&f,
		"title: t\nwhy: w\nrules: r\ntarget: server\nsteps:\n"
		"  - {name: b, do: {wait: 1s}, client: {present: client}, expect: accept}\n");
	fixture_expect_one(&f, 6, 19, "'do' says something only where the target is a client");
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
	return (struct unit_case){
		"deed", {test_deeds_read, test_deeds_refused, test_deeds_out_of_place}};
}
