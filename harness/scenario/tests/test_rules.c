#include "rules.h"

#include <string.h>

#include "scenario_fixture.h"

#define SOURCES                                                                                    \
	"sources:\n"                                                                                   \
	"  - {id: RFC 1, title: One, kind: standard, url: 'https://x.test/1'}\n"                       \
	"  - {id: RFC 1 bis, title: One again, kind: evaluation, extent: a half}\n"                    \
	"  - {id: CWE, title: Weaknesses, kind: weakness}\n"                                           \
	"rules:\n"

static void read_rules(struct fixture *f, struct rules *rules, const char *name, const char *text)
{
	rules_read(rules, &f->arena, &f->diag, fixture_write(f, name, text));
}

static const char *found(const struct rules *rules, const char *text)
{
	const struct rule *rule = rules_find(rules, text);

	return rule ? rule->id : "";
}

START_TEST(test_rules_are_found)
{
	static const struct {
		const char *text;
		const char *id; /* "": none */
	} rows[] = {
		{"RFC 1 2", "RFC 1 2"},
		{"RFC 1 2.1", "RFC 1 2.1"},
		{"RFC 1 2.1 (a)(2)", "RFC 1 2.1 (a)(2)"},
		{"RFC 1 2.1 (a)", ""},
		{"RFC 1 2 unknown_ca", "RFC 1 2"},
		{"RFC 1 2 unknown_c", ""},
		{"RFC 1 2 ", ""},
		{"RFC 1 2.2", ""},
		{"RFC 1", ""},
		{"CWE-7", "CWE-7"},
		{"CWE-77", ""},
		{"", ""},
	};
	struct rules rules = {0};
	struct fixture f;

	fixture_begin(&f);
	read_rules(&f, &rules, "rules.yaml",
		SOURCES "  - {id: RFC 1 2, title: t, parts: [unknown_ca, decrypt_error]}\n"
				"  - {id: RFC 1 2.1, title: t}\n"
				"  - {id: RFC 1 2.1 (a)(2), title: t, uncovered: nobody can}\n"
				"  - {id: CWE-7, title: t, scenarios: [a, 'b/*'], partly: c}\n"
				"  - {id: RFC 1 bis 3, title: t}\n");
	ck_assert(!diag_failed(&f.diag));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert_str_eq(found(&rules, rows[i].text), rows[i].id);
	ck_assert_str_eq(rules_find(&rules, "RFC 1 2")->source->title, "One");
	ck_assert_str_eq(rules_find(&rules, "RFC 1 bis 3")->source->id, "RFC 1 bis");
	ck_assert_str_eq(rules_find(&rules, "RFC 1 bis 3")->source->extent, "a half");
	ck_assert_int_eq(rules_find(&rules, "CWE-7")->source->kind, RULE_WEAKNESS);
	ck_assert_uint_eq(rules_find(&rules, "CWE-7")->scenarios.count, 2);
	ck_assert_ptr_null(rules_source(&rules, "RFC 10 1"));
	ck_assert_ptr_null(rules_source(&rules, "RFC 1"));
	fixture_end(&f);
}
END_TEST

START_TEST(test_names_for_suggestions)
{
	struct rules rules = {0};
	struct fixture f;
	const char *const *names;

	fixture_begin(&f);
	read_rules(&f, &rules, "rules.yaml",
		SOURCES "  - {id: RFC 1 2, title: t, parts: [a, b]}\n  - {id: CWE-7, title: t}\n");
	names = rules_names(&rules, rules_source(&rules, "RFC 1 9"), &f.arena);
	ck_assert_str_eq(names[0], "RFC 1 2");
	ck_assert_str_eq(names[1], "RFC 1 2 a");
	ck_assert_str_eq(names[2], "RFC 1 2 b");
	ck_assert_ptr_null(names[3]);
	ck_assert_str_eq(rules_names(&rules, NULL, &f.arena)[3], "CWE-7");
	fixture_end(&f);
}
END_TEST

/* What a second file says anew takes its place; the rest stays. */
START_TEST(test_another_file_has_the_last_word)
{
	struct rules rules = {0};
	struct fixture f;

	fixture_begin(&f);
	read_rules(&f, &rules, "a.yaml",
		SOURCES "  - {id: RFC 1 2, title: old, uncovered: r}\n  - {id: RFC 1 3, title: kept}\n");
	read_rules(&f, &rules, "b.yaml",
		"sources: [{id: RFC 1, title: Uno, kind: standard}, {id: OUR, title: o, kind: standard}]\n"
		"rules: [{id: RFC 1 2, title: new}, {id: OUR 1, title: t}, {id: RFC 1 4, title: t}]\n");
	ck_assert(!diag_failed(&f.diag));
	ck_assert_uint_eq(rules.count, 4);
	ck_assert_str_eq(rules_find(&rules, "RFC 1 2")->title, "new");
	ck_assert_ptr_null(rules_find(&rules, "RFC 1 2")->uncovered);
	ck_assert_str_eq(rules_find(&rules, "RFC 1 3")->source->title, "Uno");
	ck_assert_str_eq(rules_find(&rules, "RFC 1 4")->source->title, "Uno");
	ck_assert_str_eq(rules_find(&rules, "OUR 1")->source->id, "OUR");
	fixture_end(&f);
}
END_TEST

START_TEST(test_registry_refused)
{
	static const struct fixture_refusal rows[] = {
		{SOURCES "  - {id: RFC 1 2, title: t}\n  - {id: RFC 1 2, title: u}\n", 7, 10,
			"rule 'RFC 1 2' is there twice: first in line 6"},
		{"sources:\n  - {id: A, title: t, kind: standard}\n  - {id: A, title: u, kind: standard}\n"
		 "rules: [{id: A 1, title: t}]\n",
			3, 10, "source 'A' is there twice: first in line 2"},
		{SOURCES "  - {id: RFC 2 2, title: t}\n", 6, 10,
			"rule 'RFC 2 2' begins with the id of no source"},
		{SOURCES "  - {id: RFC 1, title: t}\n", 6, 10,
			"rule 'RFC 1' begins with the id of no source"},
		{SOURCES "  - {id: RFC 1 2, title: t, uncovered: why, scenarios: [a]}\n", 6, 40,
			"'uncovered' beside 'scenarios'"},
		{SOURCES "  - {id: RFC 1 2, title: t, uncovered: why, partly: p}\n", 6, 53,
			"'partly' beside 'uncovered'"},
		{SOURCES "  - {id: RFC 1 2}\n", 6, 5, "missing key 'title' in rule"},
		{SOURCES "  - {id: RFC 1 2, title: t, reason: r}\n", 6, 29, "unknown key 'reason' in rule"},
		{"sources: [{id: A, title: t, kind: law}]\nrules: [{id: A 1, title: t}]\n", 1, 35,
			"unknown kind 'law'"},
		{"sources: []\n", 1, 1, "missing key 'rules' in registry of rules"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct rules rules = {0};
		struct fixture f;

		fixture_begin(&f);
		read_rules(&f, &rules, "rules.yaml", rows[i].text);
		fixture_expect_one(&f, rows[i].line, rows[i].column, rows[i].said);
		fixture_end(&f);
	}
}
END_TEST

/* It stands among the scenarios, and is none. */
START_TEST(test_registry_is_no_scenario)
{
	struct scenario_set set;
	struct fixture f;

	fixture_begin(&f);
	fixture_write(&f, "rules.yaml", "rules: []\n");
	fixture_write(&f, "a.yaml", fixture_scenario(&f, "  NoClientCert: accept\n"));
	ck_assert(scenario_read_tree(&set, &f.arena, &f.diag, f.folder, fixture_credentials));
	ck_assert_uint_eq(set.count, 1);
	fixture_end(&f);
}
END_TEST

struct unit_case rules_case(void)
{
	return (struct unit_case){"rules",
		{test_rules_are_found, test_names_for_suggestions, test_another_file_has_the_last_word,
			test_registry_refused, test_registry_is_no_scenario}};
}
