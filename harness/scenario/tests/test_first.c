/* What a program asks before, in one go with what is judged. */
#include <string.h>

#include "scenario_fixture.h"

#define HEAD "title: t\nwhy: w\nrules: r\ntarget: client\n"
#define TAIL "\nserver: {present: client}\nexpect: {RequestClientCert: accept}\n"

START_TEST(test_first_read)
{
	static const struct {
		const char *said;
		const char *feature;
		const char *present;
		bool insecure;
		enum first_keeps keeps;
	} rows[] = {
		{"{trust: insecure}", FIRST_INSECURE, NULL, true, FIRST_KEEPS_CONNECTION},
		{"{present: client-expired}", FIRST_IDENTITY, "client-expired", false,
			FIRST_KEEPS_CONNECTION},
		{"{present: none, keeps: session}", FIRST_NOBODY, NULL, false, FIRST_KEEPS_SESSION},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fixture f;
		struct scenario *scenario;
		const struct scenario_first *first;

		fixture_begin(&f);
		scenario = fixture_read(&f, arena_printf(&f.arena, HEAD "first: %s" TAIL, rows[i].said));
		ck_assert_ptr_nonnull(scenario);
		first = &scenario->steps->first;
		ck_assert(first->given && (first->trust == TRUST_ANYBODY) == rows[i].insecure);
		ck_assert_int_eq(first->keeps, (int)rows[i].keeps);
		ck_assert(rows[i].present ? strcmp(first->present, rows[i].present) == 0 : !first->present);
		ck_assert_uint_eq(scenario->requires_features.count, 1);
		ck_assert_str_eq(scenario->requires_features.items[0], rows[i].feature);
		if (rows[i].present)
			ck_assert(scenario_needs(scenario, AUTH_REQUEST_CLIENT_CERT, rows[i].present));
		fixture_end(&f);
	}
}
END_TEST

START_TEST(test_first_is_not_asked_for)
{
	struct fixture f;
	struct scenario *scenario;

	fixture_begin(&f);
	scenario = fixture_read(&f, HEAD "requires: [crl]" TAIL);
	ck_assert(scenario && !scenario->steps->first.given);
	ck_assert_uint_eq(scenario->requires_features.count, 1);
	fixture_end(&f);
}
END_TEST

static const struct fixture_refusal refusals[] = {
	{HEAD "first: {}" TAIL, 5, 8, "'first' says neither 'trust' nor 'present'"},
	{HEAD "first: {trust: root}" TAIL, 5, 16, "the second request trusts the root"},
	{HEAD "first: {trust: insecur}" TAIL, 5, 16, "unknown trust 'insecur'"},
	{HEAD "first: {present: client}" TAIL, 5, 18, "the second request is made with client, too"},
	{HEAD "client: {present: none}\nfirst: {present: none}" TAIL, 6, 18,
		"the second request is made with nothing, too"},
	{HEAD "first: {trust: insecure, keeps: both}" TAIL, 5, 33, "unknown keeps 'both'"},
	{HEAD "first: {present: nobody}" TAIL, 5, 18, "unknown credential 'nobody'"},
	{"title: t\nwhy: w\nrules: r\ntarget: server\nclient: {present: client}\n"
	 "first: {trust: insecure}\nexpect: accept\n",
		6, 8, "'first' says something only where the target is a client"},
	{HEAD "modes: [NoClientCert]\nsteps:\n"
		  "  - {name: a, first: {trust: insecure}, server: {present: client}, expect: accept}\n",
		7, 22, "'first' belongs to a scenario without 'steps'"},
};

START_TEST(test_first_refused)
{
	fixture_expect_refusals("", refusals, COUNT_OF(refusals));
}
END_TEST

struct unit_case first_case(void)
{
	return (struct unit_case){
		"first", {test_first_read, test_first_is_not_asked_for, test_first_refused}};
}
