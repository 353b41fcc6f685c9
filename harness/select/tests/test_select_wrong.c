/* Names that nobody knows, files that are wrong, filters that leave nothing. */
#include "select_fixture.h"

/* What stands beside `box` in the request. */
struct wrong {
	const char *scenario;
	const char *cell;
	const char *target;
	const char *said;
};

START_TEST(test_unknown)
{
	static const struct wrong cases[] = {
		{"chain/godo", NULL, NULL, "no scenario 'chain/godo'"},
		{"chain/godo", NULL, NULL, "did you mean 'chain/good'?"},
		{"clinet/", NULL, NULL, "did you mean 'client/'?"},
		{"absent.yaml", NULL, NULL, "absent.yaml"},
		{NULL, "chain/god@box:NoClientCert/tls1.3", NULL, "'chain/good@box:NoClientCert/tls1.3'?"},
		{NULL, NULL, "ngnix", "= known are: nginx, "},
		{NULL, NULL, "./nowhere", "./nowhere"},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct select_fixture f;

		fixture_open_box(&f);
		if (cases[i].scenario)
			fixture_ask_scenario(&f, cases[i].scenario);
		if (cases[i].cell)
			fixture_ask_cell(&f, cases[i].cell);
		if (cases[i].target)
			fixture_ask(&f, cases[i].target);
		fixture_refused(&f, EXIT_USAGE, cases[i].said);
		ck_assert_ptr_null(f.selection.plan);
		fixture_close(&f);
	}
}
END_TEST

/* All of them are told at once. */
START_TEST(test_every_mistake)
{
	struct select_fixture f;

	fixture_open_box(&f);
	fixture_ask_scenario(&f, "one.yaml");
	fixture_ask(&f, "ngnix");
	f.request.expected = "three.yaml";
	f.request.compare = "four.jsonl";
	f.request.pki_variant = "five";
	fixture_refused(&f, EXIT_USAGE, "one.yaml");
	ck_assert_ptr_nonnull(strstr(fixture_said(&f), "ngnix"));
	ck_assert_ptr_nonnull(strstr(fixture_said(&f), "three.yaml"));
	ck_assert_ptr_nonnull(strstr(fixture_said(&f), "four.jsonl"));
	ck_assert_ptr_nonnull(strstr(fixture_said(&f), "no PKI variant 'five'"));
	fixture_close(&f);
}
END_TEST

/* Names of the recipe that a target file uses. */
START_TEST(test_names_of_a_target)
{
	static const struct {
		const char *more;
		const char *said;
	} cases[] = {
		{"credentials: [client-expird]\n", "unknown credential 'client-expird'"},
		{"credentials: [client-expird]\n", "wrong/target.yaml:7:15"},
		{"authorities: [clint-root]\n", "unknown authority 'clint-root'"},
		{"control: {client: clint}\n", "unknown credential 'clint'"},
		{"control: {server_root: sever-root}\n", "unknown authority 'sever-root'"},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct select_fixture f;

		fixture_open(&f);
		fixture_file(
			&f, "wrong/target.yaml", arena_printf(&f.arena, "%s%s", TARGET, cases[i].more));
		fixture_ask(&f, arena_printf(&f.arena, "%s/wrong", f.root));
		fixture_refused(&f, EXIT_USAGE, cases[i].said);
		fixture_close(&f);
	}
}
END_TEST

/* Names of the recipe that a scenario uses, written or meant. */
START_TEST(test_names_of_a_scenario)
{
	static const struct {
		const char *text;
		const char *said;
	} cases[] = {
		{"target: server\nclient: {present: clint}\nexpect: {NoClientCert: accept}\n",
			"mine.yaml:5:19: error: unknown credential 'clint'"},
		{"target: client\nserver: {present: sever}\nexpect: {NoClientCert: accept}\n",
			"mine.yaml:5:19: error: unknown credential 'sever'"},
		{"target: client\nserver: {present: server, control: sever}\n"
		 "expect: {NoClientCert: accept}\n",
			"mine.yaml:5:36: error: unknown credential 'sever'"},
		{"target: client\nserver: {present: server, ca_names: other-rot}\n"
		 "expect: {RequestClientCert: accept}\n",
			"mine.yaml:5:37: error: unknown authority 'other-rot'"},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct select_fixture f;

		fixture_open_box(&f);
		fixture_ask_scenario(&f,
			fixture_file(&f, "mine.yaml",
				arena_printf(&f.arena, "title: m\nwhy: w\nrules: [none]\n%s", cases[i].text)));
		fixture_refused(&f, EXIT_USAGE, cases[i].said);
		fixture_close(&f);
	}
}
END_TEST

/* A recipe that lacks what every run needs is told all of it, and so is who leans on it unsaid. */
START_TEST(test_foreign_recipe)
{
	static const char *const said[] = {"foreign.yaml: error: no authority 'client-root'",
		"no authority 'server-root'", "no credential 'client':", "no credential 'client-wrong-ca'",
		"no credential 'server'", "extend: builtin",
		"mine.yaml:1:8: error: unknown credential 'client'"};
	struct select_fixture f;

	fixture_open_box(&f);
	f.request.pki_file = fixture_file(&f, "foreign.yaml",
		"authorities: {root: {subject: {CN: r}}}\n"
		"credentials: {alice: {issuer: root, subject: {CN: a}}}\n");
	fixture_ask_scenario(&f,
		fixture_file(&f, "mine.yaml",
			"title: m\nwhy: w\nrules: [none]\ntarget: client\nserver: {present: alice}\n"
			"expect: {NoClientCert: accept}\n"));
	for (size_t i = 0; i < COUNT_OF(said); i++) {
		fixture_refused(&f, EXIT_USAGE, said[i]);
		selection_finish(&f.selection);
		selection_init(&f.selection);
	}
	fixture_close(&f);
}
END_TEST

START_TEST(test_same_name_twice)
{
	struct select_fixture f;

	fixture_open_box(&f);
	fixture_file(&f, "other/box/target.yaml", TARGET);
	fixture_ask(&f, arena_printf(&f.arena, "%s/other/box", f.root));
	fixture_refused(&f, EXIT_USAGE, "two targets are called 'box'");
	fixture_close(&f);
}
END_TEST

START_TEST(test_certificates)
{
	const struct pki_own_files ca = {.certificate = "/nonexistent.pem"};
	struct select_fixture f;

	fixture_open_box(&f);
	f.request.pki_dir = "/nonexistent";
	fixture_refused(&f, EXIT_USAGE, "/nonexistent");
	ck_assert_ptr_nonnull(f.selection.trouble);
	fixture_close(&f);
	fixture_open_box(&f);
	f.request.own_pki.cas = &ca;
	f.request.own_pki.ca_count = 1;
	fixture_refused(&f, EXIT_USAGE, "/nonexistent.pem");
	fixture_close(&f);
}
END_TEST

/* Never a plan without a cell. */
START_TEST(test_nothing)
{
	struct select_fixture f;

	fixture_open_box(&f);
	fixture_ask_scenario(&f, "chain/good");
	f.request.modes[AUTH_REQUIRE_ANY_CLIENT_CERT] = true;
	fixture_refused(&f, EXIT_NOTHING_SELECTED, "nothing selected");
	fixture_close(&f);
}
END_TEST

START_TEST(test_no_scenario)
{
	struct select_fixture f;

	fixture_open_box(&f);
	f.request.scenario_dir = arena_printf(&f.arena, "%s/box", f.root);
	ck_assert_int_eq(selection_make(&f.selection, &f.request), EXIT_USAGE);
	fixture_close(&f);
}
END_TEST

/* Names are for what runs already. */
START_TEST(test_connect)
{
	const char *const places[] = {"server_name", "host", "server_ca"};

	for (size_t i = 0; i < COUNT_OF(places); i++) {
		struct select_fixture f;
		const char **fields[] = {
			&f.request.connect.server_name, &f.request.connect.host, &f.request.connect.server_ca};

		fixture_open_box(&f);
		*fields[i] = "name.example";
		fixture_refused(&f, EXIT_USAGE, "are for targets that run already");
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_connected)
{
	struct select_fixture f;

	fixture_open_box(&f);
	fixture_ask(&f, "127.0.0.1:8443");
	f.request.connect.server_name = "name.example";
	f.request.connect.host = "host.example";
	f.request.modes[AUTH_NO_CLIENT_CERT] = true;
	fixture_make(&f);
	ck_assert_ptr_null(f.selection.targets[0]->server_name);
	ck_assert_str_eq(f.selection.targets[1]->server_name, "name.example");
	ck_assert_str_eq(f.selection.targets[1]->host, "host.example");
	fixture_close(&f);
}
END_TEST

struct unit_case wrong_case(void)
{
	return (struct unit_case){"wrong",
		{test_unknown, test_every_mistake, test_names_of_a_target, test_names_of_a_scenario,
			test_foreign_recipe, test_same_name_twice, test_certificates}};
}

struct unit_case nothing_case(void)
{
	return (struct unit_case){"nothing", {test_nothing, test_no_scenario}};
}

struct unit_case connect_case(void)
{
	return (struct unit_case){"connect", {test_connect, test_connected}};
}
