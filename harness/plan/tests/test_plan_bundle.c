#include "plan_fixture.h"

#define LISTED                                                                                     \
	"title: t\nprogram: sh\nargs: ['${crl}']\n"                                                    \
	"features: [{name: crl, values: {crl: 'crl ${client_crl}'}}]\n"                                \
	"modes: {NoClientCert: {setting: off}, RequireAndVerifyClientCert: {setting: on}}\n"

static const struct plan_cell *planned(struct plan_fixture *f, const char *scenario)
{
	return fixture_cell(
		f, arena_printf(&f->arena, "%s@t:RequireAndVerifyClientCert/tls1.2", scenario));
}

/* What is given other files is another instance, which all that are given the same share. */
START_TEST(test_bundles_have_instances_of_their_own)
{
	struct plan_fixture f;
	static const char *const ids[] = {"usual", "odd", "odd-too", "other"};

	fixture_open(&f);
	for (size_t i = 0; i < COUNT_OF(ids); i++) {
		struct scenario *scenario = fixture_scenario(&f, ids[i]);

		fixture_require(&f, scenario, "crl");
		scenario->bundle = i == 0 ? NULL : i == 3 ? "other" : "odd";
	}
	fixture_target(&f, "t", LISTED);
	f.request.modes[AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT] = true;
	fixture_plan(&f);
	ck_assert_uint_eq(f.plan->instance_count, 3);
	ck_assert_uint_eq(planned(&f, "odd")->instance, planned(&f, "odd-too")->instance);
	ck_assert_ptr_null(f.plan->instances[planned(&f, "usual")->instance].bundle);
	ck_assert_str_eq(f.plan->instances[planned(&f, "odd")->instance].bundle, "odd");
	ck_assert_str_eq(f.plan->instances[planned(&f, "other")->instance].bundle, "other");
	fixture_close(&f);
}
END_TEST

START_TEST(test_bundles_that_nobody_can_be_given)
{
	static const struct plan_lack lacks[] = {{.bundle = "odd", .reason = "no key"}};
	struct plan_fixture f;

	fixture_open(&f);
	fixture_scenario(&f, "odd")->bundle = "odd";
	fixture_scenario(&f, "other")->bundle = "other";
	fixture_target(&f, "t", LISTED);
	fixture_target(
		&f, "u", "title: u\nconnect: localhost:1\nmodes: {NoClientCert: {setting: s}}\n");
	f.request.lacks = lacks;
	f.request.lack_count = COUNT_OF(lacks);
	f.request.modes[AUTH_NO_CLIENT_CERT] = true;
	fixture_plan(&f);
	ck_assert_str_eq(fixture_cell(&f, "odd@t:NoClientCert/tls1.2")->skip_reason, "no key");
	ck_assert_ptr_null(fixture_cell(&f, "other@t:NoClientCert/tls1.2")->skip_reason);
	ck_assert_ptr_nonnull(
		strstr(fixture_cell(&f, "other@u:NoClientCert/tls1.2")->skip_reason, "it runs already"));
	fixture_close(&f);
}
END_TEST

struct unit_case bundles_case(void)
{
	return (struct unit_case){"bundles",
		{test_bundles_have_instances_of_their_own, test_bundles_that_nobody_can_be_given}};
}
