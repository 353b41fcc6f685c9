#include <check.h>
#include <string.h>

#include "plan_fixture.h"

START_TEST(test_every_driver_has_a_word)
{
	for (int i = 0; i < DRIVER_CHOICE_COUNT; i++)
		ck_assert(driver_words[i] && *driver_words[i]);
	ck_assert_ptr_null(driver_words[DRIVER_CHOICE_COUNT]);
	ck_assert_str_eq(driver_words[DRIVER_BOTH], "both");
}
END_TEST

START_TEST(test_order)
{
	static const char *const ids[] = {
		"a/x@two:NoClientCert/tls1.2",
		"a/x@two:NoClientCert/tls1.3",
		"b/y@two:NoClientCert/tls1.2",
		"b/y@two:NoClientCert/tls1.3",
		"a/x@two:RequireAndVerifyClientCert/tls1.2",
		"a/x@two:RequireAndVerifyClientCert/tls1.3",
		"b/y@two:RequireAndVerifyClientCert/tls1.2",
		"b/y@two:RequireAndVerifyClientCert/tls1.3",
		"a/x@one:NoClientCert/tls1.2",
	};
	struct plan_fixture f;

	fixture_open(&f);
	fixture_scenario(&f, "a/x");
	fixture_scenario(&f, "b/y");
	fixture_target(&f, "two", TWO_MODES);
	fixture_target(&f, "one", TWO_MODES);
	f.request.modes[AUTH_NO_CLIENT_CERT] = true;
	f.request.modes[AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT] = true;
	fixture_plan(&f);
	ck_assert_uint_eq(f.plan->cell_count, 16);
	for (size_t i = 0; i < COUNT_OF(ids); i++)
		ck_assert_str_eq(f.plan->cells[i].id, ids[i]);
	fixture_close(&f);
}
END_TEST

START_TEST(test_ids_are_unique)
{
	struct plan_fixture f;

	fixture_open(&f);
	fixture_scenario(&f, "a");
	fixture_scenario(&f, "b");
	fixture_named_target(&f, "reference");
	fixture_named_target(&f, "nginx");
	fixture_plan(&f);
	ck_assert_uint_eq(f.plan->cell_count, 2 * 5 * 2 * 2);
	for (size_t i = 0; i < f.plan->cell_count; i++) {
		for (size_t j = 0; j < i; j++)
			ck_assert_str_ne(f.plan->cells[i].id, f.plan->cells[j].id);
	}
	fixture_close(&f);
}
END_TEST

/* A copy of a built-in folder has the same name: its cells could not be told apart. */
START_TEST(test_two_targets_of_one_name)
{
	struct plan_fixture f;

	fixture_open(&f);
	fixture_scenario(&f, "a");
	fixture_named_target(&f, "reference");
	fixture_target(&f, "reference", TWO_MODES);
	fixture_refuse(&f, "two targets are called 'reference'");
	fixture_close(&f);
}
END_TEST

/* A scenario for some targets alone knows them by the name of their file. */
START_TEST(test_target_with_a_name_of_its_own)
{
	static const char *const names[] = {"sample", "own", "other"};
	static const size_t cells[] = {20, 20, 10};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct plan_fixture f;
		const char *items[] = {names[i]};

		fixture_open(&f);
		fixture_scenario(&f, "a")->only = (struct text_list){.items = items, .count = 1};
		fixture_scenario(&f, "b");
		fixture_target(&f, "own", TWO_MODES);
		f.targets[0]->file_name = "sample";
		fixture_plan(&f);
		ck_assert_uint_eq(f.plan->cell_count, cells[i]);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_mode_that_a_scenario_does_not_name)
{
	struct plan_fixture f;
	struct scenario *scenario;

	fixture_open(&f);
	scenario = fixture_scenario(&f, "a");
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++)
		scenario->modes[mode] = mode == AUTH_NO_CLIENT_CERT;
	fixture_target(&f, "t", TWO_MODES);
	fixture_plan(&f);
	ck_assert_uint_eq(f.plan->cell_count, 2);
	ck_assert_int_eq(f.plan->cells[0].mode, AUTH_NO_CLIENT_CERT);
	fixture_close(&f);
}
END_TEST

START_TEST(test_versions)
{
	struct plan_fixture f;
	struct scenario *scenario;

	fixture_open(&f);
	scenario = fixture_scenario(&f, "old");
	memset(scenario->versions, 0, sizeof(scenario->versions));
	scenario->versions[TLS_1_1] = true;
	fixture_scenario(&f, "new");
	fixture_target(&f, "t", TWO_MODES);
	f.request.modes[AUTH_NO_CLIENT_CERT] = true;
	fixture_plan(&f);
	ck_assert_uint_eq(f.plan->cell_count, 3);
	ck_assert_ptr_null(fixture_cell(&f, "old@t:NoClientCert/tls1.1")->skip_reason);
	f.request.versions[TLS_1_3] = true;
	fixture_plan(&f);
	ck_assert_uint_eq(f.plan->cell_count, 1);
	ck_assert_str_eq(f.plan->cells[0].id, "new@t:NoClientCert/tls1.3");
	fixture_close(&f);
}
END_TEST

START_TEST(test_nothing_left)
{
	struct plan_fixture f;

	fixture_open(&f);
	fixture_scenario(&f, "a");
	fixture_target(&f, "t", TWO_MODES);
	f.request.versions[TLS_1_0] = true;
	fixture_plan(&f);
	ck_assert_uint_eq(f.plan->cell_count, 0);
	ck_assert_uint_eq(f.plan->instance_count, 0);
	fixture_close(&f);
}
END_TEST

#define SAYS(id, text) ck_assert_str_eq(fixture_cell(&f, id)->skip_reason, text)

START_TEST(test_skips)
{
	struct plan_fixture f;

	fixture_open(&f);
	fixture_scenario(&f, "a");
	fixture_scenario(&f, "client")->side = SIDE_CLIENT;
	fixture_require(&f, fixture_scenario(&f, "staple"), "ocsp");
	fixture_target(&f, "t", TWO_MODES "tls: {tls1.2: v12}\n");
	fixture_plan(&f);
	SAYS("a@t:RequestClientCert/tls1.2", "t can't express this mode: it has no word for it");
	SAYS("a@t:RequireAnyClientCert/tls1.2", "the target file of t does not mention this mode");
	SAYS("a@t:NoClientCert/tls1.3", "the target file of t has no word for tls1.3");
	SAYS("staple@t:NoClientCert/tls1.2",
		"t does not say that it has 'ocsp', which the scenario requires");
	ck_assert_ptr_null(fixture_cell(&f, "a@t:NoClientCert/tls1.2")->skip_reason);
	ck_assert_uint_eq(f.plan->instance_count, 2);
	ck_assert_uint_eq(f.plan->instances[0].cell_count, 1);
	fixture_close(&f);
}
END_TEST

START_TEST(test_identity_that_is_not_told)
{
	struct plan_fixture f;

	fixture_open(&f);
	fixture_scenario(&f, "told")->needs_identity = true;
	fixture_scenario(&f, "forged")->steps->client.forge = FORGE_SAME_NAME;
	fixture_scenario(&f, "dash")->steps->client.forge = FORGE_UNDERSCORE;
	fixture_target(&f, "silent", TWO_MODES);
	fixture_target(&f, "below",
		TWO_MODES "proxy_protocol: true\nidentity: {subject: {tlv: ssl-cn, form: cn}}\n");
	fixture_target(&f, "plain", TWO_MODES "identity: {subject: {header: Who, form: cn}}\n");
	fixture_target(&f, "dashed", TWO_MODES "identity: {subject: {header: X-Who, form: cn}}\n");
	fixture_plan(&f);
	SAYS("told@silent:NoClientCert/tls1.2",
		"silent does not tell its backend who the client is, or its file does not say how");
	SAYS("forged@silent:NoClientCert/tls1.2",
		"silent sets no identity headers that a client could forge");
	SAYS("forged@below:NoClientCert/tls1.2",
		"below sets no identity headers that a client could forge");
	SAYS("dash@plain:NoClientCert/tls1.2", "plain sets no identity header with a dash in its name");
	ck_assert_ptr_null(fixture_cell(&f, "told@below:NoClientCert/tls1.2")->skip_reason);
	ck_assert_ptr_null(fixture_cell(&f, "forged@plain:NoClientCert/tls1.2")->skip_reason);
	ck_assert_ptr_null(fixture_cell(&f, "dash@dashed:NoClientCert/tls1.2")->skip_reason);
	fixture_close(&f);
}
END_TEST

/* What the run can't have; but what runs already was given its files by hand. */
START_TEST(test_what_the_run_lacks)
{
	static const struct plan_lack lacks[] = {
		{.credential = "client-expired", .reason = "no key"},
		{.feature = "crl", .reason = "no list"},
		{.credential = "client-gone", .reason = "not in its list", .running = true},
	};
	struct plan_fixture f;
	struct scenario *listed;

	fixture_open(&f);
	fixture_scenario(&f, "expired")->steps->client.present = "client-expired";
	fixture_scenario(&f, "good")->steps->client.present = "client";
	fixture_scenario(&f, "gone")->steps->client.present = "client-gone";
	fixture_scenario(&f, "served")->steps->server.control = "client-expired";
	listed = fixture_scenario(&f, "listed");
	listed->steps->client.present = "client";
	fixture_require(&f, listed, "crl");
	fixture_target(&f, "t", TWO_MODES);
	fixture_target(&f, "u",
		"title: u\nconnect: localhost:1\nmodes: {NoClientCert: {setting: s}}\nfeatures: [{name: "
		"crl}]\n");
	f.request.modes[AUTH_NO_CLIENT_CERT] = true;
	f.request.lacks = lacks;
	f.request.lack_count = COUNT_OF(lacks);
	fixture_plan(&f);
	SAYS("expired@t:NoClientCert/tls1.2", "no key");
	SAYS("served@t:NoClientCert/tls1.2", "no key");
	SAYS("listed@t:NoClientCert/tls1.3", "no list");
	ck_assert_ptr_null(fixture_cell(&f, "good@t:NoClientCert/tls1.2")->skip_reason);
	SAYS("expired@u:NoClientCert/tls1.2", "no key");
	SAYS("gone@u:NoClientCert/tls1.2", "not in its list");
	ck_assert_ptr_null(fixture_cell(&f, "gone@t:NoClientCert/tls1.2")->skip_reason);
	ck_assert_ptr_null(fixture_cell(&f, "listed@u:NoClientCert/tls1.2")->skip_reason);
	fixture_close(&f);
}
END_TEST

START_TEST(test_program_that_is_not_installed)
{
	struct plan_fixture f;

	fixture_open(&f);
	fixture_scenario(&f, "a");
	fixture_target(&f, "t",
		"title: t\nprogram: no-such-program\ninstall: apt-get install nothing\n"
		"modes: {NoClientCert: {setting: off}}\n");
	fixture_target(
		&f, "u", "title: t\nprogram: no-such-program\nmodes: {NoClientCert: {setting: off}}\n");
	fixture_target(&f, "v",
		"title: t\nprogram: sh\ninstall: apt-get install it\n"
		"modes: {NoClientCert: {setting: off}}\n");
	f.targets[2]->lacks = "a module";
	fixture_plan(&f);
	SAYS("a@t:NoClientCert/tls1.2", "no-such-program is not installed (apt-get install nothing)");
	SAYS("a@u:NoClientCert/tls1.2", "no-such-program is not installed");
	SAYS("a@v:NoClientCert/tls1.2", "v needs a module (apt-get install it)");
	ck_assert_uint_eq(f.plan->instance_count, 0);
	fixture_close(&f);
}
END_TEST

#undef SAYS

static size_t instance_of(const struct plan_fixture *f, const char *id)
{
	const struct plan_cell *cell = fixture_cell(f, id);

	ck_assert_ptr_null(cell->skip_reason);
	ck_assert_uint_lt(cell->instance, f->plan->instance_count);
	return cell->instance;
}

START_TEST(test_instances_are_shared)
{
	struct plan_fixture f;
	size_t plain;
	size_t crl;

	fixture_open(&f);
	fixture_scenario(&f, "a");
	fixture_scenario(&f, "b");
	fixture_require(&f, fixture_scenario(&f, "revoked"), "crl");
	/* a feature that changes no text needs no instance of its own */
	fixture_require(&f, fixture_scenario(&f, "same"), "free");
	fixture_target(&f, "t", TWO_MODES);
	fixture_plan(&f);
	ck_assert_uint_eq(f.plan->instance_count, 4);
	plain = instance_of(&f, "a@t:NoClientCert/tls1.2");
	crl = instance_of(&f, "revoked@t:NoClientCert/tls1.2");
	ck_assert_uint_eq(plain, instance_of(&f, "b@t:NoClientCert/tls1.3"));
	ck_assert_uint_eq(plain, instance_of(&f, "same@t:NoClientCert/tls1.3"));
	ck_assert_uint_ne(plain, crl);
	ck_assert_uint_ne(plain, instance_of(&f, "a@t:RequireAndVerifyClientCert/tls1.2"));
	ck_assert_uint_eq(f.plan->instances[plain].cell_count, 6);
	ck_assert_uint_eq(f.plan->instances[plain].feature_count, 0);
	ck_assert_uint_eq(f.plan->instances[crl].cell_count, 2);
	ck_assert_str_eq(f.plan->instances[crl].features[0], "crl");
	ck_assert_int_eq(f.plan->instances[crl].mode, AUTH_NO_CLIENT_CERT);
	fixture_close(&f);
}
END_TEST

/* Two modes in the same words: controls depend on the mode, so each has its own instance. */
START_TEST(test_instances_differ_by_mode)
{
	struct plan_fixture f;

	fixture_open(&f);
	fixture_scenario(&f, "a");
	fixture_target(&f, "t",
		"title: t\nprogram: sh\nmodes:\n  NoClientCert: {setting: off}\n"
		"  RequireAndVerifyClientCert: {setting: off}\n");
	fixture_plan(&f);
	ck_assert_uint_eq(f.plan->instance_count, 2);
	fixture_close(&f);
}
END_TEST

START_TEST(test_deviations)
{
	struct plan_fixture f;

	fixture_open(&f);
	fixture_scenario(&f, "a");
	fixture_scenario(&f, "b");
	fixture_target(&f, "t",
		TWO_MODES "deviations:\n"
				  "  - {cells: 'a@*:NoClientCert/*', observed: accept, reason: first}\n"
				  "  - {cells: 'a@*', observed: reject, reason: second}\n");
	fixture_plan(&f);
	ck_assert_str_eq(fixture_cell(&f, "a@t:NoClientCert/tls1.3")->deviation->reason, "first");
	ck_assert_str_eq(
		fixture_cell(&f, "a@t:RequireAndVerifyClientCert/tls1.2")->deviation->reason, "second");
	ck_assert_ptr_null(fixture_cell(&f, "b@t:NoClientCert/tls1.3")->deviation);
	ck_assert_ptr_null(fixture_cell(&f, "a@t:RequestClientCert/tls1.3")->deviation);
	fixture_close(&f);
}
END_TEST

static bool is_used(const struct plan *plan, const struct target_deviation *deviation)
{
	for (size_t i = 0; i < plan->cell_count; i++) {
		if (plan->cells[i].deviation == deviation)
			return true;
	}
	return false;
}

/* A scenario that is renamed must not leave a deviation of a shipped folder behind. */
START_TEST(test_shipped_deviations_fit_the_catalogue)
{
	struct plan_fixture f;

	fixture_open(&f);
	ck_assert(
		scenario_read_tree(&f.scenarios, &f.arena, &f.diag, TEST_SOURCE_DIR "/scenarios", NULL));
	for (const char *const *name = target_names(&f.arena); *name; name++) {
		struct target *target = fixture_named_target(&f, *name);

		/* installed or not */
		target->program_path = "/bin/sh";
	}
	fixture_plan(&f);
	for (size_t i = 0; i < f.request.target_count; i++) {
		const struct target *target = f.targets[i];

		for (size_t j = 0; j < target->deviation_count; j++)
			ck_assert_msg(is_used(f.plan, &target->deviations[j]), "%s: no cell is '%s'",
				target->name, target->deviations[j].cells);
	}
	fixture_close(&f);
}
END_TEST

START_TEST(test_defects_need_a_taker)
{
	struct plan_fixture f;

	fixture_open(&f);
	fixture_scenario(&f, "a");
	fixture_target(&f, "t", TWO_MODES);
	f.request.defects = "accept-any-ca";
	fixture_refuse(&f, "none of the targets takes defects ('accept-any-ca')");
	fixture_close(&f);
	fixture_open(&f);
	fixture_scenario(&f, "a");
	fixture_target(&f, "t", TWO_MODES);
	fixture_named_target(&f, "reference");
	f.request.defects = "accept-any-ca";
	fixture_plan(&f);
	fixture_close(&f);
}
END_TEST

START_TEST(test_address_needs_one_mode)
{
	struct plan_fixture f;

	fixture_open(&f);
	fixture_scenario(&f, "a");
	fixture_require(&f, fixture_scenario(&f, "revoked"), "crl");
	fixture_named_target(&f, "[::1]:8443");
	f.request.backend_behind_external = true;
	fixture_refuse(&f, "exactly one --mode");
	f.request.backend_behind_external = false;
	f.diag.count = 0;
	/* it must show that it is in the one that people mean */
	fixture_plan(&f);
	ck_assert_str_eq(f.plan->cells[0].id, "a@[::1]:8443:RequireAndVerifyClientCert/tls1.2");
	ck_assert(f.plan->instances[0].mode_assumed);
	f.request.modes[AUTH_NO_CLIENT_CERT] = true;
	f.request.modes[AUTH_REQUEST_CLIENT_CERT] = true;
	fixture_refuse(&f, "exactly one --mode");
	f.request.modes[AUTH_NO_CLIENT_CERT] = false;
	f.diag.count = 0;
	fixture_plan(&f);
	ck_assert_uint_eq(f.plan->cell_count, 4);
	ck_assert_str_eq(f.plan->cells[0].id, "a@[::1]:8443:RequestClientCert/tls1.2");
	ck_assert(!f.plan->instances[0].mode_assumed);
	ck_assert_uint_eq(f.plan->instance_count, 1);
	ck_assert_str_eq(fixture_cell(&f, "revoked@[::1]:8443:RequestClientCert/tls1.2")->skip_reason,
		"[::1]:8443 does not say that it has 'crl', which the scenario requires: if it has, "
		"--feature crl");
	fixture_close(&f);
}
END_TEST

START_TEST(test_connected_target_is_one_instance)
{
	struct plan_fixture f;

	fixture_open(&f);
	fixture_scenario(&f, "a");
	fixture_require(&f, fixture_scenario(&f, "revoked"), "crl");
	fixture_target(&f, "t",
		"title: t\nconnect: localhost:1\nfeatures: [{name: crl}]\n"
		"modes: {RequireAndVerifyClientCert: {setting: on}, NoClientCert: {unsupported: x}}\n");
	fixture_plan(&f);
	ck_assert_uint_eq(f.plan->cell_count, 4);
	ck_assert_uint_eq(f.plan->instance_count, 1);
	ck_assert_uint_eq(f.plan->instances[0].cell_count, 4);
	ck_assert_int_eq(f.plan->instances[0].mode, AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT);
	fixture_close(&f);
}
END_TEST

/* A product adds itself from a folder outside the repo, beside the built-in ones. */
START_TEST(test_folder_outside_the_repo)
{
	struct plan_fixture f;

	fixture_open(&f);
	fixture_scenario(&f, "a");
	fixture_named_target(&f, TEST_SOURCE_DIR "/harness/targets/nginx");
	fixture_target(&f, "mine", TWO_MODES);
	fixture_plan(&f);
	ck_assert_uint_eq(f.plan->cell_count, 20);
	ck_assert_str_eq(f.plan->cells[0].id, "a@nginx:NoClientCert/tls1.2");
	ck_assert_ptr_null(fixture_cell(&f, "a@mine:NoClientCert/tls1.2")->skip_reason);
	fixture_close(&f);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"words", {test_every_driver_has_a_word}},
		{"order", {test_order}},
		{"ids",
			{test_ids_are_unique, test_two_targets_of_one_name,
				test_target_with_a_name_of_its_own}},
		{"modes", {test_mode_that_a_scenario_does_not_name}},
		{"versions", {test_versions, test_nothing_left}},
		{"skips",
			{test_skips, test_identity_that_is_not_told, test_what_the_run_lacks,
				test_program_that_is_not_installed}},
		{"instances", {test_instances_are_shared, test_instances_differ_by_mode}},
		{"deviations", {test_deviations, test_shipped_deviations_fit_the_catalogue}},
		{"defects", {test_defects_need_a_taker}},
		{"connected", {test_address_needs_one_mode, test_connected_target_is_one_instance}},
		{"external", {test_folder_outside_the_repo}},
		scenarios_case(),
		cells_case(),
		clients_case(),
		steps_case(),
		bundles_case(),
		deeds_case(),
		expressions_case(),
	};

	return unit_run("plan", cases, COUNT_OF(cases));
}
