/* A server that is reached by a redirect of another one. */
#include <string.h>

#include "scenario_fixture.h"
#include "scenario_redirect.h"

#define HEAD "title: t\nwhy: w\nrules: r\ntarget: client\n"
#define TAIL "expect: {RequestClientCert: accept}\n"

START_TEST(test_redirect_read)
{
	static const struct {
		const char *said;
		size_t features;
	} rows[] = {
		{"server: {present: client}\n", 0},
		{"server: {present: client, by_redirect: false}\n", 0},
		{"server: {present: client, by_redirect: true}\n", 1},
		{"server: {present: client, name: a.test, by_redirect: true}\n", 1},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fixture f;
		struct scenario *scenario;

		fixture_begin(&f);
		scenario = fixture_read(&f, arena_printf(&f.arena, HEAD "%s" TAIL, rows[i].said));
		ck_assert_msg(scenario, "row %zu", i);
		ck_assert_uint_eq(scenario->requires_features.count, rows[i].features);
		ck_assert_int_eq(scenario->steps->server.by_redirect, rows[i].features);
		if (rows[i].features)
			ck_assert_str_eq(scenario->requires_features.items[0], FOLLOWS_REDIRECTS);
		fixture_end(&f);
	}
}
END_TEST

static const struct fixture_refusal refusals[] = {
	{HEAD "server: {present: client, by_redirect: yes}\n" TAIL, 5, 40,
		"'by_redirect' must be true or false, not 'yes'"},
	{HEAD "first: {trust: insecure}\nserver: {present: client, by_redirect: true}\n" TAIL, 6, 40,
		"'by_redirect' and 'first'"},
	{HEAD "modes: [NoClientCert]\nsteps:\n"
		  "  - {name: a, server: {present: client, by_redirect: true}, expect: accept}\n",
		7, 54, "'by_redirect' belongs to a scenario without 'steps'"},
};

START_TEST(test_redirect_refused)
{
	fixture_expect_refusals("", refusals, COUNT_OF(refusals));
}
END_TEST

struct unit_case redirect_case(void)
{
	return (struct unit_case){"redirect", {test_redirect_read, test_redirect_refused}};
}
