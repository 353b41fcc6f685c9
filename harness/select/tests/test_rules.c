/* Scenarios keep to a registry of rules, and it says which of them cover what. */
#include "check_files.h"
#include "plan_line.h"
#include "rule_cover.h"
#include "select_fixture.h"

#define SOURCES "sources: [{id: OUR, title: ours, kind: standard}]\n"
#define SCENARIO "title: t\nwhy: w\ntarget: server\n" GOOD "rules: "

static const char *const *check(struct select_fixture *f, const char *file)
{
	const char *files[] = {file};
	const char *const *notes;

	check_files(&notes, &f->selection, &f->request, files, file ? 1 : 0);
	return notes;
}

/* All that is shipped: every rule that a scenario names is registered, every rule that is
 * registered is covered or says why not. */
START_TEST(test_shipped)
{
	static const char *const folders[] = {
		TEST_SOURCE_DIR "/scenarios", TEST_SOURCE_DIR "/harness/../scenarios/"};

	for (size_t i = 0; i < COUNT_OF(folders); i++) {
		struct select_fixture f;
		size_t count;

		fixture_open(&f);
		f.request.scenario_dir = folders[i];
		check(&f, NULL);
		ck_assert_str_eq(fixture_said(&f), "\n");
		(void)rule_cover_make(&count, &f.selection.catalogue);
		ck_assert_uint_gt(count, 200);
		ck_assert_uint_eq(count, f.selection.catalogue.rules.count);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_registry_of_a_folder)
{
	static const struct {
		const char *registry; /* NULL: none */
		const char *named;
		const char *said; /* NULL: nothing is wrong */
	} rows[] = {
		/* whoever has none names what he likes */
		{NULL, "[none]", NULL},
		{NULL, "[RFC 5280 6.1.3 (a)(22), OUR 1]", NULL},
		/* whoever has one keeps to it and to the shipped one */
		{SOURCES "rules: [{id: OUR 1, title: t}]\n", "[RFC 5280 6.1.3 (a)(2), OUR 1]", NULL},
		{SOURCES "rules: [{id: OUR 1, title: t}]\n", "[OUR 1, none]",
			"scenarios/own.yaml:6:16: error: 'none' is a rule of no known source"},
		{SOURCES "rules: [{id: OUR 1, title: t}]\n", "[OUR 1, OUR 2]",
			"scenarios/own.yaml:6:16: error: 'OUR 2' is not among the rules of OUR; if it is one, "
			"add it in "},
		{SOURCES "rules: [{id: OUR 1, title: t}]\n", "[OUR 1, OUR 2]", "did you mean 'OUR 1'?"},
		{SOURCES "rules: [{id: OUR 1, title: t}]\n", "[OUR 1, RFC 8446 6.2 unknwon_ca]",
			"did you mean 'RFC 8446 6.2 unknown_ca'?"},
		/* what it says of itself must be so */
		{SOURCES "rules:\n  - {id: OUR 1, title: t}\n  - {id: OUR 2, title: t}\n", "OUR 1",
			"rules.yaml:4:10: error: no scenario covers rule 'OUR 2'"},
		{SOURCES "rules:\n  - {id: OUR 1, title: t, uncovered: r}\n", "OUR 1",
			"rules.yaml:3:38: error: rule 'OUR 1' has a reason not to be covered, and is by own"},
		{SOURCES "rules: [{id: OUR 1, title: t, scenarios: [own]}]\n", "RFC 8446 2", NULL},
		{SOURCES "rules: [{id: OUR 1, title: t, scenarios: ['o*', owm]}]\n", "RFC 8446 2",
			"rules.yaml:2:49: error: rule 'OUR 1': no scenario 'owm'"},
		{"rules: [{id: OURS 1, title: t}]\n", "RFC 8446 2",
			"rules.yaml:1:14: error: rule 'OURS 1' begins with the id of no source"},
		/* somebody else's file of that name */
		{"groups: []\n", "[none]", NULL},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct select_fixture f;

		fixture_open(&f);
		f.request.scenario_dir = arena_printf(&f.arena, "%s/own/scenarios", f.root);
		if (rows[i].registry)
			fixture_file(&f, "own/scenarios/rules.yaml", rows[i].registry);
		fixture_file(
			&f, "own/scenarios/own.yaml", arena_printf(&f.arena, SCENARIO "%s\n", rows[i].named));
		check(&f, NULL);
		if (rows[i].said)
			ck_assert_msg(strstr(fixture_said(&f), rows[i].said), "%zu: %s", i, fixture_said(&f));
		else
			ck_assert_msg(strcmp(fixture_said(&f), "\n") == 0, "%zu: %s", i, fixture_said(&f));
		fixture_close(&f);
	}
}
END_TEST

/* A file keeps to the registry beside it, or at the top of the folder that its id counts from; so
 * does a part of a folder. */
START_TEST(test_registry_of_a_file)
{
	static const struct {
		const char *registry, *file, *checked;
		bool keeps;
	} rows[] = {
		{"own/rules.yaml", "own/a.yaml", "own/a.yaml", true},
		{"own/rules.yaml", "own/b/a.yaml", "own/b/a.yaml", false},
		{"own/scenarios/rules.yaml", "own/scenarios/b/c/a.yaml", "own/scenarios/b/c/a.yaml", true},
		{"own/scenarios/rules.yaml", "own/scenarios/b/a.yaml", "own/scenarios/b", true},
		{"own/scenarios/rules.yaml", "own/scenarios/b/a.yaml", "own/scenarios", true},
		{"other/rules.yaml", "own/a.yaml", "own/a.yaml", false},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct select_fixture f;

		fixture_open(&f);
		f.request.scenario_dir = NULL;
		fixture_file(
			&f, rows[i].registry, SOURCES "rules: [{id: OUR 1, title: t, uncovered: r}]\n");
		fixture_file(&f, rows[i].file, SCENARIO "[RFC 8446 2, mine]\n");
		check(&f, arena_printf(&f.arena, "%s/%s", f.root, rows[i].checked));
		ck_assert_msg(rows[i].keeps == !!strstr(fixture_said(&f), "'mine' is a rule of no known"),
			"%zu: %s", i, fixture_said(&f));
		fixture_close(&f);
	}
}
END_TEST

/* A slip is told, though anything may be named. */
START_TEST(test_notes)
{
	static const struct {
		const char *named;
		const char *said; /* NULL: nothing */
	} rows[] = {
		{"[RFC 5280 6.1.3 (a)(22)]", "x.yaml:6:9: 'RFC 5280 6.1.3 (a)(22)' is not among the rules"},
		{"[our policy 7]", NULL},
		{"[RFC 5280 6.1.3 (a)(2)]", NULL},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct select_fixture f;
		const char *const *notes;

		fixture_open(&f);
		f.request.scenario_dir = NULL;
		notes = check(
			&f, fixture_file(&f, "x.yaml", arena_printf(&f.arena, SCENARIO "%s\n", rows[i].named)));
		ck_assert_str_eq(fixture_said(&f), "\n");
		if (rows[i].said)
			ck_assert_msg(notes[0] && strstr(notes[0], rows[i].said), "%s", notes[0]);
		else
			ck_assert_ptr_null(notes[0]);
		fixture_close(&f);
	}
}
END_TEST

static const struct rule_info *told(const struct plan_result *line, const char *id)
{
	for (size_t i = 0; i < line->rule_count; i++) {
		if (strcmp(line->rules[i].id, id) == 0)
			return &line->rules[i];
	}
	return NULL;
}

/* The fixture's scenarios name "none"; its registry has one of them cover a rule, and nothing
 * another. */
static void make(struct select_fixture *f, struct plan_result *line, const char *chosen)
{
	fixture_open_box(f);
	fixture_file(f, "scenarios/rules.yaml",
		"sources:\n  - {id: OUR, title: ours, kind: standard, url: 'https://x.test', extent: e}\n"
		"  - {id: none, title: n, kind: weakness}\n"
		"rules:\n"
		"  - {id: OUR 1, title: one, scenarios: [chain/*], partly: p}\n"
		"  - {id: OUR 2, title: two, uncovered: nobody can}\n"
		"  - {id: none-1, title: t, scenarios: [client/*]}\n");
	for (size_t i = 0; i < 3; i++) {
		static const char *const ids[] = {"chain/good", "client/expired", "client/revoked"};

		fixture_file(f, arena_printf(&f->arena, "scenarios/%s.yaml", ids[i]),
			SCENARIO "[RFC 8446 6.2 unknown_ca, RFC 8446 6.2 decrypt_error]\n");
	}
	if (chosen)
		fixture_ask_scenario(f, chosen);
	fixture_make(f);
	plan_line_make(line, &f->selection, 1);
}

START_TEST(test_told)
{
	struct select_fixture f;
	struct plan_result line;

	make(&f, &line, NULL);
	ck_assert_uint_eq(line.rule_count, 4);
	ck_assert_str_eq(told(&line, "OUR 1")->scenarios[0], "chain/good");
	ck_assert_str_eq(told(&line, "OUR 1")->partly, "p");
	ck_assert_str_eq(told(&line, "OUR 2")->uncovered, "nobody can");
	ck_assert_uint_eq(told(&line, "OUR 2")->scenario_count, 0);
	/* once, though both of its parts are named; of the shipped registry nothing else */
	ck_assert_uint_eq(told(&line, "RFC 8446 6.2")->scenario_count, 3);
	ck_assert_str_eq(told(&line, "RFC 8446 6.2")->source, "RFC 8446");
	ck_assert_uint_eq(line.rule_source_count, 3);
	ck_assert_str_eq(line.rule_sources[1].id, "OUR");
	ck_assert_str_eq(line.rule_sources[1].kind, "standard");
	ck_assert_str_eq(line.rule_sources[1].extent, "e");
	fixture_close(&f);
	/* of those that were chosen, what they are about */
	make(&f, &line, "chain/good");
	ck_assert_uint_eq(line.rule_count, 2);
	ck_assert_ptr_nonnull(told(&line, "OUR 1"));
	ck_assert_ptr_nonnull(told(&line, "RFC 8446 6.2"));
	fixture_close(&f);
}
END_TEST

/* In no registry, and told all the same. */
START_TEST(test_told_of_no_registry)
{
	struct select_fixture f;
	struct plan_result line;

	fixture_open_box(&f);
	fixture_make(&f);
	plan_line_make(&line, &f.selection, 1);
	ck_assert_uint_eq(line.rule_count, 1);
	ck_assert_str_eq(line.rules[0].id, "none");
	ck_assert_ptr_null(line.rules[0].title);
	ck_assert_ptr_null(line.rules[0].source);
	ck_assert_uint_eq(line.rules[0].scenario_count, 3);
	ck_assert_uint_eq(line.rule_source_count, 0);
	fixture_close(&f);
}
END_TEST

struct unit_case rules_case(void)
{
	return (struct unit_case){"rules",
		{test_shipped, test_registry_of_a_folder, test_registry_of_a_file, test_notes, test_told,
			test_told_of_no_registry}};
}
