/* Scenarios, targets and cells by name; modes, versions. */
#include <unistd.h>

#include "select_fixture.h"

START_TEST(test_scenarios)
{
	static const struct {
		const char *names[3];
		size_t cells;
	} cases[] = {
		{{NULL}, 12},
		{{"chain/good", NULL}, 4},
		{{"client/", NULL}, 8},
		{{"client", NULL}, 8},
		{{"*/*ed", NULL}, 8},
		{{"chain/good", "client/expired", NULL}, 8},
		{{"chain/good", "chain/*", NULL}, 4},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct select_fixture f;

		fixture_open_box(&f);
		for (size_t j = 0; cases[i].names[j]; j++)
			fixture_ask_scenario(&f, cases[i].names[j]);
		ck_assert_uint_eq(fixture_make(&f)->cell_count, cases[i].cells);
		fixture_close(&f);
	}
}
END_TEST

/* A file of one's own joins the catalogue and is what is run. */
START_TEST(test_scenario_file)
{
	struct select_fixture f;
	const struct plan *plan;

	fixture_open_box(&f);
	fixture_ask_scenario(&f,
		fixture_file(&f, "mine.yaml", "title: m\nwhy: w\nrules: [none]\ntarget: server\n" EXPIRED));
	plan = fixture_make(&f);
	ck_assert_uint_eq(plan->cell_count, 4);
	ck_assert_str_eq(plan->cells[0].scenario->id, "mine");
	ck_assert_uint_eq(f.selection.catalogue.scenarios.count, 4);
	fixture_close(&f);
}
END_TEST

/* A file has the id that it has in its tree, however its path is written. */
START_TEST(test_scenario_of_a_tree)
{
	static const struct {
		const char *path;
		const char *id;
		size_t catalogue;
	} cases[] = {
		{"scenarios/client/expired.yaml", "client/expired", 3},
		{"box/../scenarios/./chain/good.yaml", "chain/good", 3},
		{"link/good.yaml", "chain/good", 3},
		{"other/scenarios/chain/good.yaml", "chain/good", 3},
		{"other/scenarios/a/scenarios/chain/deep/b.yaml", "chain/deep/b", 4},
		{"other/my-scenarios/chain/c.yaml", "c", 4},
		{"other/d.yml", "d.yml", 4},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct select_fixture f;
		const char *path;
		const struct plan *plan;

		fixture_open_box(&f);
		path = arena_printf(&f.arena, "%s/%s", f.root, cases[i].path);
		ck_assert_int_eq(symlink("scenarios/chain", arena_printf(&f.arena, "%s/link", f.root)), 0);
		if (strstr(path, "/other/"))
			fixture_file(
				&f, cases[i].path, "title: o\nwhy: w\nrules: [none]\ntarget: server\n" EXPIRED);
		fixture_ask_scenario(&f, path);
		plan = fixture_make(&f);
		ck_assert_uint_eq(plan->cell_count, 4);
		ck_assert_str_eq(plan->cells[0].scenario->id, cases[i].id);
		ck_assert_str_eq(plan->cells[0].scenario->path, path);
		ck_assert_uint_eq(f.selection.catalogue.scenarios.count, cases[i].catalogue);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_targets)
{
	struct select_fixture f;
	const char *clients[] = {"sh -c true ${url} ${server_ca}"};

	fixture_open_box(&f);
	fixture_ask(&f, fixture_file(&f, "other.yaml", TARGET));
	f.request.client.commands = clients;
	f.request.client.command_count = 1;
	ck_assert_uint_eq(fixture_make(&f)->cell_count, 24);
	ck_assert_uint_eq(f.selection.target_count, 3);
	ck_assert_str_eq(f.selection.targets[0]->name, "box");
	ck_assert_str_eq(f.selection.targets[1]->name, "other");
	ck_assert_ptr_nonnull(f.selection.targets[2]->command);
	fixture_close(&f);
}
END_TEST

/* "all" is every built-in one, and what is named beside it is not there twice. */
START_TEST(test_all_targets)
{
	struct select_fixture f;
	size_t built_in = 0;

	fixture_open(&f);
	fixture_ask(&f, "all");
	fixture_ask(&f, "nginx");
	fixture_make(&f);
	for (const char *const *name = target_names(&f.arena); *name; name++)
		built_in++;
	ck_assert_uint_gt(built_in, 10);
	ck_assert_uint_eq(f.selection.target_count, built_in);
	fixture_close(&f);
}
END_TEST

START_TEST(test_cells)
{
	struct select_fixture f;

	fixture_open_box(&f);
	fixture_ask_cell(&f, "chain/good@box:NoClientCert/tls1.3");
	fixture_ask_cell(&f, "client/*@box:*/tls1.2");
	ck_assert_uint_eq(fixture_make(&f)->cell_count, 5);
	fixture_close(&f);
}
END_TEST

/* What is asked for in several ways must hold in all of them. */
START_TEST(test_together)
{
	struct select_fixture f;
	const struct plan *plan;

	fixture_open_box(&f);
	fixture_ask_scenario(&f, "client/");
	fixture_ask_cell(&f, "*expired*");
	f.request.modes[AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT] = true;
	f.request.versions[TLS_1_3] = true;
	plan = fixture_make(&f);
	ck_assert_uint_eq(plan->cell_count, 1);
	ck_assert_str_eq(plan->cells[0].id, "client/expired@box:RequireAndVerifyClientCert/tls1.3");
	fixture_close(&f);
}
END_TEST

START_TEST(test_modes)
{
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
		bool named = mode == AUTH_NO_CLIENT_CERT || mode == AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT;
		struct select_fixture f;

		fixture_open_box(&f);
		f.request.modes[mode] = true;
		if (named)
			ck_assert_uint_eq(fixture_make(&f)->cell_count, 6);
		else
			fixture_refused(&f, EXIT_NOTHING_SELECTED, "nothing selected");
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_versions)
{
	for (int version = 0; version < TLS_VERSION_COUNT; version++) {
		struct select_fixture f;

		fixture_open_box(&f);
		f.request.versions[version] = true;
		if (version == TLS_1_2 || version == TLS_1_3)
			ck_assert_uint_eq(fixture_make(&f)->cell_count, 6);
		else
			fixture_refused(&f, EXIT_NOTHING_SELECTED, "nothing selected");
		fixture_close(&f);
	}
}
END_TEST

struct unit_case names_case(void)
{
	return (struct unit_case){"names",
		{test_scenarios, test_scenario_file, test_scenario_of_a_tree, test_targets,
			test_all_targets, test_cells}};
}

struct unit_case filters_case(void)
{
	return (struct unit_case){"filters", {test_together, test_modes, test_versions}};
}
