/* `directives`: which of several blocks, and of several directives, is blamed. */
#include <check.h>
#include <string.h>

#include "directive_fixture.h"

/* Of several blocks the one that serves the place is told, and nothing beside it. */
static const struct {
	const char *conf;
	int port;
	const char *name;
	const char *path;
	const char *have;
	const char *also; /* or NULL */
} served[] = {
	/* braces */
	{"server {\nlisten 70;\nverify a;\n}\nserver {\nlisten 80;\nverify b;\n}\n", 80, NULL, NULL,
		"verify b;", NULL},
	{"server {\nlisten 80;\nverify a;\n}\nserver {\nlisten 801;\nverify b;\n}\n", 80, NULL, NULL,
		"verify a;", NULL},
	{"verify out;\nserver {\nlisten 80;\n}\nserver {\nlisten 70;\nverify b;\n}\n", 80, NULL, NULL,
		"verify out;", NULL},
	{"verify out;\nserver {\n# } 80\nlisten 80;\nverify in;\n}\n", 80, NULL, NULL, "verify in;",
		NULL},
	{"server {\nlisten 80;\nname a.test;\nverify a;\n}\nserver {\nlisten 80;\nname b.test;\nverify "
	 "b;\n}\n",
		80, "b.test", NULL, "verify b;", NULL},
	{"server {\nlisten 80;\nname a.test;\nverify a;\n}\nserver {\nlisten 80;\nname b.test;\nverify "
	 "b;\n}\n",
		80, "c.test", NULL, "verify a;", "`verify b;`, conf.in:9"},
	{"a.test:80 {\n\tverify a\n}\nb.test:70 {\n\tverify b\n}\n", 70, NULL, NULL, "verify b", NULL},
	{"server {\nlisten 80;\nlocation /x/ {\nverify x;\n}\nlocation / {\nverify y;\n}\n}\n", 80,
		NULL, "/mtlspec/", "verify y;", NULL},
	{"server {\nlisten 80;\nlocation /x/ {\nverify x;\n}\nlocation / {\nverify y;\n}\n}\n", 80,
		NULL, "/x/1", "verify x;", "`verify y;`, conf.in:7"},
	/* tags */
	{"Listen 80\n<VirtualHost *:70>\nverify a\n</VirtualHost>\n<VirtualHost *:80>\nverify "
	 "b\n</VirtualHost>\n",
		80, NULL, NULL, "verify b", NULL},
	{"Listen 80\n<Location \"/x\">\nverify a\n</Location>\nverify b\n", 80, NULL, "/y", "verify b",
		NULL},
	/* sections */
	{"[one]\naccept = 80\nverify = 1\n[two]\naccept = 70\nverify = 2\n", 70, NULL, NULL,
		"verify = 2", NULL},
	{"verify = 0\n[one]\naccept = 80\n[two]\naccept = 70\nverify = 2\n", 80, NULL, NULL,
		"verify = 0", NULL},
	/* lines that are moved in, and one line for each */
	{"front a\n  bind :70 verify none\nfront b\n  bind :80 verify all\n", 80, NULL, NULL,
		"bind :80 verify all", NULL},
	{"front a\n  bind :70 verify none\n  bind :80 verify all\n", 70, NULL, NULL,
		"bind :70 verify none", NULL},
	{"- port: 70\n  tls:\n    verify: 1\n- port: 80\n  tls:\n    verify: 2\n", 80, NULL, NULL,
		"verify: 2", NULL},
	{"port :70 \\\n\tverify=1\nport :80 \\\n\tverify=2\n", 70, NULL, NULL, "verify=1", NULL},
	/* only the name is there */
	{"a:\n  rule: a.test\n  verify: 1\nb:\n  rule: b.test\n  verify: 2\n", 80, "b.test", NULL,
		"verify: 2", NULL},
	/* nothing tells */
	{"a {\nverify 1\n}\nb {\nverify 2\n}\n", 80, "c", "/", "verify 1", "`verify 2`, conf.in:5"},
};

START_TEST(test_block_of_the_place)
{
	for (size_t i = 0; i < COUNT_OF(served); i++) {
		struct target_fixture f;
		struct target *target =
			read_with(&f, "  - {decides: trust, find: verify, file: conf}\n", served[i].conf);
		struct directive_question asked = {
			.kind = DIRECTIVE_TRUST, .place = {served[i].port, served[i].name, served[i].path}};
		struct directive_fix fix = find_asked(&f, target, &asked);

		ck_assert_msg(strcmp(fix.have, served[i].have) == 0, "row %zu: %s", i, fix.have);
		ck_assert_msg(!fix.also == !served[i].also, "row %zu: %s", i, fix.also ? fix.also : "none");
		if (fix.also)
			ck_assert_str_eq(fix.also, served[i].also);
		fixture_close(&f);
	}
}
END_TEST

/* What a file holds belongs to the block that includes it. */
START_TEST(test_block_of_an_included_file)
{
	static const char *const includes[][3] = {
		{"server {\nlisten 80;\ninclude other;\n}\nserver {\nlisten 70;\nverify b;\n}\n",
			"verify elsewhere", "other.in"},
		{"server {\nlisten 70;\ninclude other;\n}\nserver {\nlisten 80;\nverify b;\n}\n",
			"verify b;", "conf.in"},
	};

	for (size_t i = 0; i < COUNT_OF(includes); i++) {
		struct target_fixture f;
		struct target *target =
			read_with(&f, "  - {decides: trust, find: verify}\n", includes[i][0]);
		struct directive_question asked = {.kind = DIRECTIVE_TRUST, .place = {.port = 80}};
		struct directive_fix fix = find_asked(&f, target, &asked);

		ck_assert_msg(strcmp(fix.have, includes[i][1]) == 0, "row %zu: %s", i, fix.have);
		ck_assert_str_eq(fix.file, includes[i][2]);
		ck_assert_ptr_null(fix.also);
		fixture_close(&f);
	}
}
END_TEST

/* What is chosen of several directives, for somebody who got in or was shut out. */
static const struct {
	const char *directives;
	const char *conf;
	enum directive_kind asked;
	bool let_in;
	const char *find;
	const char *have; /* or NULL: it is missing */
	enum directive_kind decides;
} choices[] = {
	/* what forgives comes first, if it is said to forgive that, and somebody got in */
	{"  - {decides: trust, find: ca}\n"
	 "  - {decides: verification, find: lax, never: true, forgives: [trust]}\n",
		"ca\nlax\n", DIRECTIVE_TRUST, true, "lax", "lax", DIRECTIVE_VERIFICATION},
	{"  - {decides: trust, find: ca}\n"
	 "  - {decides: verification, find: lax, never: true, forgives: [depth]}\n",
		"ca\nlax\n", DIRECTIVE_TRUST, true, "ca", "ca", DIRECTIVE_TRUST},
	{"  - {decides: trust, find: ca}\n"
	 "  - {decides: verification, find: lax, never: true, forgives: [trust]}\n",
		"ca\nlax\n", DIRECTIVE_TRUST, false, "ca", "ca", DIRECTIVE_TRUST},
	{"  - {decides: trust, find: ca}\n  - {decides: trust, find: lax, never: true}\n", "ca\nlax\n",
		DIRECTIVE_TRUST, false, "ca", "ca", DIRECTIVE_TRUST},
	/* a setting of several lines: the one that is wrong */
	{"  - {decides: trust, find: ask, should: 'ask yes, need yes'}\n"
	 "  - {decides: trust, find: need, should: 'ask yes, need yes'}\n",
		"ask yes\nneed no\n", DIRECTIVE_TRUST, true, "need", "need no", DIRECTIVE_TRUST},
	{"  - {decides: trust, find: ask, should: 'ask yes, need yes'}\n"
	 "  - {decides: trust, find: need, should: 'ask yes, need yes'}\n",
		"ask yes\nneed yes\n", DIRECTIVE_TRUST, true, "ask", "ask yes", DIRECTIVE_TRUST},
	/* what is needed and missing, whoever came */
	{"  - {decides: trust, find: ca}\n  - {decides: trust, find: use, needed: true}\n", "ca\n",
		DIRECTIVE_TRUST, true, "use", NULL, DIRECTIVE_TRUST},
	{"  - {decides: trust, find: ca}\n  - {decides: trust, find: use, needed: true}\n", "ca\n",
		DIRECTIVE_TRUST, false, "use", NULL, DIRECTIVE_TRUST},
	{"  - {decides: trust, find: ca}\n  - {decides: trust, find: use, needed: true}\n", "ca\nuse\n",
		DIRECTIVE_TRUST, false, "ca", "ca", DIRECTIVE_TRUST},
	/* at another place */
	{"  - {decides: trust, find: ca}\n  - {decides: trust, find: use, needed: true}\n",
		"ca\none {\nport 80\n}\ntwo {\nport 70\nuse\n}\n", DIRECTIVE_TRUST, true, "use", NULL,
		DIRECTIVE_TRUST},
	{"  - {decides: trust, find: ca}\n  - {decides: trust, find: use, needed: true}\n"
	 "  - {decides: trust, find: lax, never: true}\n",
		"ca\nlax\n", DIRECTIVE_TRUST, true, "lax", "lax", DIRECTIVE_TRUST},
};

/* Who shows no certificate was not forgiven a fault of it. */
START_TEST(test_nobody_is_not_forgiven)
{
	struct target_fixture f;
	struct target *target = read_with(&f,
		"  - {decides: trust, find: ask}\n"
		"  - {decides: trust, find: lax, never: true, forgives: [depth]}\n",
		"ask\nlax\n");
	struct directive_question asked = {.kind = DIRECTIVE_TRUST, .let_in = true};

	ck_assert_str_eq(find_asked(&f, target, &asked).find, "lax");
	asked.nobody = true;
	ck_assert_str_eq(find_asked(&f, target, &asked).find, "ask");
	fixture_close(&f);
}
END_TEST

START_TEST(test_choice_of_directive)
{
	for (size_t i = 0; i < COUNT_OF(choices); i++) {
		struct target_fixture f;
		struct target *target = read_with(&f, choices[i].directives, choices[i].conf);
		struct directive_question asked = {
			.kind = choices[i].asked, .let_in = choices[i].let_in, .place = {.port = 80}};
		struct directive_fix fix = find_asked(&f, target, &asked);

		ck_assert_msg(strcmp(fix.find, choices[i].find) == 0, "row %zu: %s", i, fix.find);
		ck_assert_msg(
			!fix.have == !choices[i].have, "row %zu: %s", i, fix.have ? fix.have : "none");
		if (fix.have)
			ck_assert_str_eq(fix.have, choices[i].have);
		ck_assert_int_eq(fix.decides, choices[i].decides);
		fixture_close(&f);
	}
}
END_TEST

struct unit_case directive_choice_case(void)
{
	return (struct unit_case){"directive_choice",
		{test_block_of_the_place, test_block_of_an_included_file, test_choice_of_directive,
			test_nobody_is_not_forgiven}};
}
