#include <check.h>
#include <string.h>

#include "plan_fixture.h"
#include "plan_select.h"

START_TEST(test_patterns)
{
	static const struct {
		const char *pattern;
		const char *id;
		bool names;
	} cases[] = {
		{"chain/pathlen", "chain/pathlen", true},
		{"chain/pathlen", "chain/pathlength", false},
		{"chain/path", "chain/pathlen", false},
		{"chain/", "chain/pathlen", true},
		{"chain", "chain/pathlen", true},
		{"cha", "chain/pathlen", false},
		{"chain*", "chain/pathlen", true},
		{"*/path?en", "chain/pathlen", true},
		{"*", "chain/pathlen", true},
		{"", "chain/pathlen", false},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		ck_assert_msg(plan_names_scenario(cases[i].pattern, cases[i].id) == cases[i].names,
			"'%s' and '%s'", cases[i].pattern, cases[i].id);
}
END_TEST

static void open_three(struct plan_fixture *f)
{
	fixture_open(f);
	fixture_scenario(f, "chain/pathlen");
	fixture_scenario(f, "client-certificate/expired");
	fixture_scenario(f, "client-certificate/good");
	fixture_target(f, "t", TWO_MODES);
	f->request.modes[AUTH_NO_CLIENT_CERT] = true;
}

START_TEST(test_scenarios_by_name)
{
	static const struct {
		const char *globs[3];
		size_t cells;
	} cases[] = {
		{{NULL}, 6},
		{{"client-certificate/", NULL}, 4},
		{{"chain/pathlen", NULL}, 2},
		{{"chain/", "client-certificate/good", NULL}, 4},
		{{"chain/", "*", NULL}, 6},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct plan_fixture f;

		open_three(&f);
		f.request.scenario_globs = cases[i].globs;
		ck_assert_uint_eq(fixture_plan(&f)->cell_count, cases[i].cells);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_unknown_scenarios)
{
	static const struct {
		const char *glob;
		const char *said;
	} cases[] = {
		{"client-certificate/expierd", "no scenario 'client-certificate/expierd'"},
		{"client-certificate/expierd", "did you mean 'client-certificate/expired'"},
		{"client-certificat/", "did you mean 'client-certificate/'"},
		{"nothing*", "no scenario 'nothing*'"},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct plan_fixture f;
		const char *globs[] = {"chain/", cases[i].glob, NULL};

		open_three(&f);
		f.request.scenario_globs = globs;
		fixture_refuse(&f, cases[i].said);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_cells_by_id)
{
	static const struct {
		const char *globs[3];
		size_t cells;
	} cases[] = {
		{{"chain/pathlen@t:NoClientCert/tls1.3", NULL}, 1},
		{{"chain/*", NULL}, 2},
		{{"*/tls1.2", "*/tls1.3", NULL}, 6},
		{{NULL}, 6},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct plan_fixture f;

		open_three(&f);
		f.request.cell_globs = cases[i].globs;
		ck_assert_uint_eq(fixture_plan(&f)->cell_count, cases[i].cells);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_unknown_cells)
{
	static const struct {
		const char *glob;
		const char *said;
	} cases[] = {
		{"chain/pathlne@t:NoClientCert/tls1.3", "no cell 'chain/pathlne@t:NoClientCert/tls1.3'"},
		{"chain/pathlne@t:NoClientCert/tls1.3", "'chain/pathlen@t:NoClientCert/tls1.3'?"},
		{"chain/pathlen@t:NoClienCert/tls1.3", "'chain/pathlen@t:NoClientCert/tls1.3'?"},
		{"chain/*@t:NoClientCert/tls1.4", "'chain/*@t:NoClientCert/tls1."},
		{"chain/pathlen@t:RequestClientCert/tls1.3", "other options leave it out"},
		{"chain/pathlen", "has the form scenario@target:Mode/tls1.3"},
		{"a@b", "has the form scenario@target:Mode/tls1.3"},
		{"a@b/tls1.3", "has the form scenario@target:Mode/tls1.3"},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct plan_fixture f;
		const char *globs[] = {"chain/*", cases[i].glob, NULL};

		open_three(&f);
		f.request.cell_globs = globs;
		fixture_refuse(&f, cases[i].said);
		fixture_close(&f);
	}
}
END_TEST

struct unit_case scenarios_case(void)
{
	return (struct unit_case){
		"scenarios", {test_patterns, test_scenarios_by_name, test_unknown_scenarios}};
}

struct unit_case cells_case(void)
{
	return (struct unit_case){"cells", {test_cells_by_id, test_unknown_cells}};
}
