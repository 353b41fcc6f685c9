/* Targets that are servers, to which something is done between connections. */
#include "plan_fixture.h"

#define SERVER "title: t\nprogram: sh\nmodes: {NoClientCert: {setting: off}}\n"

static struct scenario *done_to(struct plan_fixture *f, const char *id, bool reloads)
{
	struct scenario *scenario = fixture_scenario(f, id);

	scenario->steps->deed_place.line = 1;
	scenario->steps->deed.reload = reloads ? DEED_RELOAD : DEED_NO_RELOAD;
	return scenario;
}

static const struct plan_instance *instance(const struct plan_fixture *f, const char *id)
{
	return &f->plan->instances[fixture_cell(f, id)->instance];
}

/* Nobody shares a target that is changed, and who is to reload has the feature for it. */
START_TEST(test_own_instances)
{
	struct plan_fixture f;
	const struct plan_instance *own;

	fixture_open(&f);
	fixture_scenario(&f, "plain");
	done_to(&f, "waits", false);
	done_to(&f, "reloads", true);
	fixture_target(&f, "able",
		SERVER "reload: {signal: HUP, done: x}\nfeatures: [{name: reload, values: {it: yes}}]\n"
			   "args: ['${it}']\n");
	fixture_plan(&f);
	ck_assert_uint_eq(f.plan->instance_count, 1 + 2 + 2);
	ck_assert_ptr_null(instance(&f, "plain@able:NoClientCert/tls1.2")->only_for);
	own = instance(&f, "waits@able:NoClientCert/tls1.2");
	ck_assert_str_eq(own->only_for, "waits@able:NoClientCert/tls1.2");
	ck_assert_uint_eq(own->feature_count, 0);
	own = instance(&f, "reloads@able:NoClientCert/tls1.3");
	ck_assert_str_eq(own->only_for, "reloads@able:NoClientCert/tls1.3");
	ck_assert_uint_eq(own->feature_count, 1);
	ck_assert_str_eq(own->features[0], "reload");
	fixture_close(&f);
}
END_TEST

START_TEST(test_who_cant)
{
	struct plan_fixture f;

	fixture_open(&f);
	done_to(&f, "waits", false);
	done_to(&f, "reloads", true);
	fixture_target(&f, "silent", SERVER);
	fixture_target(&f, "unable", SERVER "reload: {unsupported: it is old}\n");
	fixture_plan(&f);
	ck_assert_ptr_null(fixture_cell(&f, "waits@silent:NoClientCert/tls1.2")->skip_reason);
	ck_assert_str_eq(fixture_cell(&f, "reloads@silent:NoClientCert/tls1.2")->skip_reason,
		"the target file of silent does not say how it is made to read its files again "
		"(`reload`)");
	ck_assert_str_eq(fixture_cell(&f, "reloads@unable:NoClientCert/tls1.2")->skip_reason,
		"unable can't be made to read its files again while it runs: it is old");
	f.request.driver = DRIVER_HTTP;
	fixture_plan(&f);
	ck_assert_str_eq(fixture_cell(&f, "waits@silent:NoClientCert/tls1.2")->skip_reason,
		"libcurl would be the second to come, and what is done to the target is done once");
	fixture_close(&f);
}
END_TEST

/* A defect that has nothing to do with it need not be tried by it. */
START_TEST(test_left_out)
{
	struct plan_fixture f;

	fixture_open(&f);
	fixture_scenario(&f, "plain");
	done_to(&f, "waits", false);
	fixture_target(&f, "able", SERVER)->deeds_left_out = true;
	fixture_plan(&f);
	for (size_t i = 0; i < f.plan->cell_count; i++)
		ck_assert_str_eq(f.plan->cells[i].scenario->id, "plain");
	fixture_close(&f);
}
END_TEST

/* Nor in TLS 1.2, where the scenario is for 1.3, too. */
START_TEST(test_older_version_left_out)
{
	struct plan_fixture f;
	struct scenario *older;

	fixture_open(&f);
	fixture_scenario(&f, "plain");
	older = fixture_scenario(&f, "older");
	older->versions[TLS_1_3] = false;
	fixture_target(&f, "able", SERVER)->older_tls_left_out = true;
	fixture_plan(&f);
	for (size_t i = 0; i < f.plan->cell_count; i++)
		ck_assert_int_eq(
			f.plan->cells[i].tls, f.plan->cells[i].scenario == older ? TLS_1_2 : TLS_1_3);
	fixture_close(&f);
}
END_TEST

/* Nor by scenarios that require what it has nothing to do with; or by no others. */
START_TEST(test_feature_left_out)
{
	static const char *required[] = {"ocsp"};

	for (int only = 0; only < 2; only++) {
		struct plan_fixture f;
		struct scenario *asks;
		struct target *target;

		fixture_open(&f);
		fixture_scenario(&f, "plain");
		asks = fixture_scenario(&f, "asks");
		asks->requires_features = (struct text_list){.items = required, .count = 1};
		target = fixture_target(&f, "able", SERVER);
		*(only ? &target->only_feature : &target->feature_left_out) = "ocsp";
		fixture_plan(&f);
		ck_assert_uint_gt(f.plan->cell_count, 0);
		for (size_t i = 0; i < f.plan->cell_count; i++)
			ck_assert_int_eq(f.plan->cells[i].scenario == asks, only);
		fixture_close(&f);
	}
}
END_TEST

struct unit_case deeds_case(void)
{
	return (struct unit_case){"deeds",
		{test_own_instances, test_who_cant, test_left_out, test_older_version_left_out,
			test_feature_left_out}};
}
