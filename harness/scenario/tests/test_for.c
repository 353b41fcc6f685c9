/* One file that is many scenarios, and what they say of virtual hosts. */
#include <string.h>

#include "scenario_fixture.h"

#define HEAD                                                                                       \
	"title: x${a}\nwhy: y\nrules: [RFC 5280 6]\ntarget: server\n"                                  \
	"modes: [RequireAndVerifyClientCert]\nclient: {present: client}\n"

/* The last name changes fastest; other names stay. */
START_TEST(test_combinations)
{
	static const char *const ids[] = {
		"x/a=1,b=one.test", "x/a=1,b=open", "x/a=2,b=one.test", "x/a=2,b=open"};
	struct fixture f;
	struct scenario *scenario;
	size_t count = 0;

	fixture_begin(&f);
	scenario = fixture_read(&f,
		"for: {a: [1, 2], b: [one.test, open]}\n" HEAD
		"host: ${b}\npath: /${a}/${c}$x\nexpect: policy\n");
	for (; scenario; scenario = scenario->next) {
		ck_assert_uint_lt(count, COUNT_OF(ids));
		ck_assert_str_eq(scenario->id, ids[count]);
		ck_assert_str_eq(scenario->file_id, "x");
		ck_assert_str_eq(scenario->title, count < 2 ? "x1" : "x2");
		ck_assert_str_eq(scenario->only_step.host, count % 2 ? "open" : "one.test");
		ck_assert_str_eq(scenario->only_step.path, count < 2 ? "/1/${c}$x" : "/2/${c}$x");
		ck_assert_ptr_null(scenario->fan_out);
		count++;
	}
	ck_assert_uint_eq(count, COUNT_OF(ids));
	fixture_end(&f);
}
END_TEST

START_TEST(test_refused)
{
	static const struct fixture_refusal rows[] = {
		{"for: [a]\n", 7, 6, "'for' must be a map of 1 to 6 names"},
		{"for: {}\n", 7, 6, "'for' must be a map of 1 to 6 names"},
		{"for: {a: 1}\n", 7, 10, "'a' must be a list of values"},
		{"for: {a: []}\n", 7, 10, "'a' must be a list of values"},
		{"for: {a: [[1]]}\n", 7, 11, "a value of 'a' stands in ids"},
		{"for: {a: [x/y]}\n", 7, 11, "a value of 'a' stands in ids"},
		{"for: {a: [1, 2, 1]}\n", 7, 17, "'1' a second time in 'a'"},
		{"for: {a: [1], b: [2]}\nexpect: policy\n", 7, 15, "nothing in the file asks for ${b}"},
		{"for: {\"a b\": [1]}\n", 7, 7, "'a b' can't be a name"},
	};

	fixture_expect_refusals(HEAD, rows, COUNT_OF(rows));
}
END_TEST

/* What is wrong is said once, not with each combination. */
START_TEST(test_one_mistake_is_told_once)
{
	struct fixture f;

	fixture_begin(&f);
	ck_assert_ptr_null(
		fixture_read(&f, "for: {a: [1, 2, 3]}\n" HEAD "path: no/where\nexpect: policy\n"));
	ck_assert_uint_eq(f.diag.count, 1);
	fixture_end(&f);
}
END_TEST

START_TEST(test_many)
{
	struct fixture f;

	fixture_begin(&f);
	ck_assert_ptr_null(fixture_read(&f,
		"for: {a: [1, 2, 3, 4, 5, 6, 7, 8, 9], b: [1, 2, 3, 4, 5, 6, 7, 8], c: [1, 2, 3, 4, 5, 6, "
		"7, 8]}\n" HEAD "path: /${b}${c}\nexpect: policy\n"));
	fixture_expect_one(&f, 1, 6, "more than 512 combinations");
	fixture_end(&f);
}
END_TEST

START_TEST(test_roles)
{
	const enum auth_mode mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT;
	struct fixture f;
	struct scenario *scenario;

	fixture_begin(&f);
	scenario = fixture_read(&f,
		"for: {a: [1]}\n" HEAD "sni: home\nhost: b.test\n"
		"expect: {outcome: accept, answered_by: open}\n");
	ck_assert_ptr_nonnull(scenario);
	ck_assert_str_eq(scenario_role(scenario, mode, 0), "home");
	ck_assert_str_eq(scenario_role(scenario, mode, 1), "open");
	ck_assert_ptr_null(scenario_role(scenario, mode, 2));
	ck_assert(scenario_is_of_hosts(scenario));
	scenario =
		fixture_read(&f, "for: {a: [1]}\n" HEAD "sni: localhost\nhost: b.test\nexpect: accept\n");
	ck_assert(!scenario_is_of_hosts(scenario));
	scenario = fixture_read(&f, "for: {a: [1]}\n" HEAD "host: b.test\nexpect: policy\n");
	ck_assert(scenario_is_of_hosts(scenario));
	ck_assert(scenario->only_step.expect[mode].policy);
	ck_assert_int_eq(scenario->only_step.expect[mode].connection.outcome, OUTCOME_EITHER);
	fixture_end(&f);
}
END_TEST

START_TEST(test_policy_refused)
{
	static const struct fixture_refusal rows[] = {
		{"for: {a: [1]}\nidentity: presented\nexpect: policy\n", 8, 11,
			"'identity' beside 'policy'"},
		{"for: {a: [1]}\ncontrol: client\nexpect: policy\n", 8, 10, "'control' beside 'policy'"},
		{"for: {a: [1]}\nhost: open\nexpect: {outcome: reject, answered_by: open}\n", 9, 40,
			"a request that is not accepted reaches no host"},
	};

	fixture_expect_refusals(HEAD, rows, COUNT_OF(rows));
}
END_TEST

struct unit_case for_case(void)
{
	return (struct unit_case){"for",
		{test_combinations, test_refused, test_one_mistake_is_told_once, test_many, test_roles,
			test_policy_refused}};
}
