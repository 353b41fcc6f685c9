/* `directives`: which line of a rendered configuration decides. */
#include <check.h>
#include <string.h>

#include "directive_fixture.h"

/* What is found with one directive in one text. */
static const struct {
	const char *directive;
	const char *conf;
	const char *have; /* NULL: nothing */
	const char *file;
	int line;
} rows[] = {
	{"find: verify", "x\n\tverify on; \r\n", "verify on;", "conf.in", 2},
	{"find: verify", "${mode.block}\n${mode.block} verify: 1\n", "b verify: 1", "conf.in", 2},
	{"find: verify", "# verify\n ; verify\n// verify\nverify\n", "verify", "conf.in", 4},
	{"find: verify", "no-verify x\nverify_depth 2\nverify-ca\nverifyhost a\n(verify)", "(verify)",
		"conf.in", 5},
	{"find: verify, file: other", "verify here\n", "verify elsewhere", "other.in", 1},
	{"find: verify", "nothing\n", "verify elsewhere", "other.in", 1},
	{"find: require_client_certificate", "a: b\n", NULL, "conf.in", 0},
	{"find: depth, file: other", "depth: 1\n", NULL, "other.in", 0},
	{"find: --deep", "", "--deep=<port>", "target.yaml", 3},
	{"find: -c", "", "-c conf", "target.yaml", 3},
	{"find: --lax", "", "--lax", "target.yaml", 3},
	{"find: --la", "", NULL, "target.yaml", 0},
	{"find: \"${port}\"", "listen ${port}\n", NULL, "conf.in", 0},
	{"find: \"{x: 1\"", "tls: {x: 1}\n", "tls: {x: 1}", "conf.in", 1},
};

START_TEST(test_finds_the_line)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct target_fixture f;
		struct directive_fix fix;
		struct target *target;
		char text[120];

		snprintf(text, sizeof(text), "  - {decides: depth, %s}\n", rows[i].directive);
		target = read_with(&f, text, rows[i].conf);
		fix = find(&f, target, DIRECTIVE_DEPTH);
		ck_assert_msg(!rows[i].have == !fix.have, "row %zu: %s", i, fix.have ? fix.have : "none");
		if (fix.have)
			ck_assert_str_eq(fix.have, rows[i].have);
		ck_assert_str_eq(fix.file, rows[i].file);
		ck_assert_msg(fix.line == rows[i].line, "row %zu: line %d", i, fix.line);
		ck_assert_ptr_null(fix.should);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_several_of_one_kind)
{
	static const char directives[] = "  - {decides: trust, find: first, should: first all}\n"
									 "  - {decides: trust, find: second}\n"
									 "  - {decides: trust, find: third}\n"
									 "  - {decides: trust, find: open, never: true}\n";
	struct target_fixture f;
	struct target *target = read_with(&f, directives, "third\nsecond\n");

	ck_assert_str_eq(find(&f, target, DIRECTIVE_TRUST).find, "second");
	fixture_close(&f);
	target = read_with(&f, directives, "");
	ck_assert_str_eq(find(&f, target, DIRECTIVE_TRUST).should, "first all");
	ck_assert_ptr_null(find(&f, target, DIRECTIVE_TRUST).have);
	fixture_close(&f);
	target = read_with(&f, directives, "first\nopen\n");
	ck_assert(find(&f, target, DIRECTIVE_TRUST).never);
	ck_assert_int_eq(find(&f, target, DIRECTIVE_TRUST).line, 2);
	fixture_close(&f);
}
END_TEST

/* Which of several lines is told first, and which beside it. */
static const struct {
	const char *conf;
	bool let_in;
	const char *have;
	const char *also; /* or NULL */
} places[] = {
	{"verify no\nverify yes\n", true, "verify no", "`verify yes`, conf.in:2"},
	/* somebody got in: what is not as it should be is looked at before */
	{"verify yes\nverify no\n", true, "verify no", "`verify yes`, conf.in:1"},
	{"verify yes\nverify no\n", false, "verify yes", "`verify no`, conf.in:2"},
	/* the inner block overrides the outer */
	{"verify yes\n\tverify yes x\n", false, "verify yes x", "`verify yes`, conf.in:1"},
	{"\t\tverify a\nverify b\n\tverify c\n", false, "verify a",
		"`verify b`, conf.in:2; or `verify c`, conf.in:3"},
	{"verify no\nverify no\n", true, "verify no", NULL},
};

START_TEST(test_several_places)
{
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		struct target_fixture f;
		struct target *target = read_with(&f,
			"  - {decides: trust, find: verify, file: conf, should: verify yes}\n", places[i].conf);
		struct directive_question asked = {.kind = DIRECTIVE_TRUST, .let_in = places[i].let_in};
		struct directive_fix fix = find_asked(&f, target, &asked);

		ck_assert_msg(strcmp(fix.have, places[i].have) == 0, "row %zu: %s", i, fix.have);
		ck_assert_msg(!fix.also == !places[i].also, "row %zu: %s", i, fix.also ? fix.also : "none");
		if (fix.also)
			ck_assert_str_eq(fix.also, places[i].also);
		/* one that is named need not be declared */
		asked.find = "unheard-of";
		fix = find_asked(&f, target, &asked);
		ck_assert_str_eq(fix.find, "unheard-of");
		ck_assert_ptr_null(fix.have);
		fixture_close(&f);
	}
}
END_TEST

/* Is what stands there enough for so many intermediates? */
static const struct {
	const char *directive;
	const char *conf;
	size_t intermediates;
	enum depth_fit wanted;
} depths[] = {
	{"find: deep, least: 1", "deep 0;\n", 0, DEPTH_FITS},
	{"find: deep, least: 1", "deep 0;\n", 1, DEPTH_TOO_SMALL},
	{"find: deep, least: 1", "deep 1;\n", 1, DEPTH_FITS},
	{"find: deep, least: 1", "deep 1;\n", 2, DEPTH_TOO_SMALL},
	{"find: deep, least: 2", "deep = 1\n", 1, DEPTH_TOO_SMALL},
	{"find: deep, least: 2", "deep = 2\n", 1, DEPTH_FITS},
	{"find: deep, least: 2", "deep = 0\n", 0, DEPTH_TOO_SMALL},
	{"find: deep", "deep 0\n", 1, DEPTH_UNKNOWN},
	{"find: deep, least: 1", "deep as the sea\n", 1, DEPTH_UNKNOWN},
	{"find: deep, least: 1", "nothing\n", 1, DEPTH_UNKNOWN},
	/* who knows which of both counts */
	{"find: deep, least: 1", "deep 0\ndeep 4\n", 1, DEPTH_UNKNOWN},
	{"find: deep, least: 1", "deep 3\ndeep 4\n", 1, DEPTH_FITS},
};

START_TEST(test_depth_of_a_configuration)
{
	for (size_t i = 0; i < COUNT_OF(depths); i++) {
		struct target_fixture f;
		struct target *target;
		struct rendered rendered;
		enum depth_fit fit;
		char text[120];

		snprintf(text, sizeof(text), "  - {decides: depth, file: conf, %s}\n", depths[i].directive);
		target = read_with(&f, text, depths[i].conf);
		render(&rendered, &f, target);
		fit = target_directive_depth(target, &(struct directive_question){.rendered = &rendered},
			depths[i].intermediates, &f.arena);
		ck_assert_msg(fit == depths[i].wanted, "row %zu: %d", i, (int)fit);
		fixture_close(&f);
	}
}
END_TEST

/* What the mode's own setting holds can't be what must not stand there. */
START_TEST(test_never_but_in_its_mode)
{
	struct target_fixture f;
	struct target *target = read_with(&f,
		"  - {decides: verification, find: maybe, never: true}\n"
		"  - {decides: verification, find: verify, file: conf}\n",
		"verify maybe\n");

	ck_assert_str_eq(find(&f, target, DIRECTIVE_VERIFICATION).find, "verify");
	fixture_close(&f);
}
END_TEST

/* For verification by a server its mode says what to write; elsewhere nothing is running here. */
START_TEST(test_the_mode_has_the_words)
{
	struct directive_question asked = {
		.kind = DIRECTIVE_VERIFICATION, .mode = AUTH_VERIFY_CLIENT_CERT_IF_GIVEN};
	struct target_fixture f;
	struct directive_fix fix;
	struct target *target = read_with(&f,
		"  - {decides: verification, find: open, never: true}\n"
		"  - {decides: verification, find: verify}\n",
		"verify on\n");

	fix = find(&f, target, DIRECTIVE_VERIFICATION);
	ck_assert_str_eq(fix.should, "verify maybe");
	ck_assert(target_directive_find(&fix, target, &asked, &f.arena));
	ck_assert_str_eq(fix.find, "verify");
	ck_assert_str_eq(fix.should, "verify maybe");
	ck_assert_ptr_null(fix.have);
	ck_assert_ptr_null(fix.file);
	asked.kind = DIRECTIVE_NAME;
	ck_assert(!target_directive_find(&fix, target, &asked, &f.arena));
	fixture_close(&f);
}
END_TEST

START_TEST(test_every_kind_can_be_named)
{
	for (int kind = DIRECTIVE_NONE + 1; kind < DIRECTIVE_KIND_COUNT; kind++) {
		struct target_fixture f;
		char text[80];
		struct target *target;

		snprintf(text, sizeof(text), "  - {decides: %s, find: verify}\n", directive_words[kind]);
		target = read_with(&f, text, "verify\n");
		ck_assert_int_eq(find(&f, target, (enum directive_kind)kind).decides, kind);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_wrong_directives)
{
	static const char *const refusals[][2] = {
		{"{decides: none, find: x}", "'none'"},
		{"{decides: trusts, find: x}", "trust"},
		{"{decides: trust}", "missing key 'find'"},
		{"{find: x}", "missing key 'decides'"},
		{"{decides: trust, find: x, file: nginx.conf}", "is the name of none of the files"},
		{"{decides: trust, find: \"a\\nb\"}", "line break"},
		{"{decides: trust, find: x, least: 4}", "'least' is for what decides the depth"},
		{"{decides: depth, find: x, least: 0}", "least"},
		{"{decides: trust, find: x, line: 4}", "unknown key 'line'"},
		{"{decides: trust, find: x, forgives: depth}", "'forgives' is for what must 'never'"},
		{"{decides: trust, find: x, never: true, forgives: [deep]}", "'deep' is no kind"},
		{"{decides: trust, find: x, never: true, needed: true}", "can't be true of one"},
	};

	for (size_t i = 0; i < COUNT_OF(refusals); i++) {
		struct target_fixture f;

		fixture_open(&f, NULL);
		fixture_write(
			&f, "target.yaml", arena_printf(&f.arena, LEAST "directives: [%s]\n", refusals[i][0]));
		ck_assert_msg(!fixture_read(&f), "taken: %s", refusals[i][0]);
		fixture_expect(&f, refusals[i][1]);
		fixture_close(&f);
	}
}
END_TEST

static bool mentions(const struct pair_list *values, const char *word)
{
	for (size_t i = 0; i < values->count; i++) {
		if (strstr(values->items[i].value, word))
			return true;
	}
	return false;
}

/* Somewhere in the folder the word stands: in a template, a value or an argument. */
static bool stands_somewhere(const struct target *target, const char *word)
{
	bool found = mentions(&target->values, word) || text_list_holds(&target->args, word);

	for (size_t i = 0; i < target->file_count; i++)
		found = found || strstr(target->files[i].text, word);
	for (int i = 0; i < AUTH_MODE_COUNT; i++)
		found = found || mentions(&target->modes[i].values, word);
	for (size_t i = 0; i < target->feature_count; i++)
		found = found || mentions(&target->features[i].values, word);
	for (size_t i = 0; i < target->client.args_count; i++)
		found = found || text_list_holds(&target->client.args[i].args, word);
	return found;
}

/* A misspelt directive would be missed for ever. */
START_TEST(test_shipped_directives_stand_somewhere)
{
	struct target_fixture f;

	fixture_open(&f, NULL);
	for (const char *const *name = target_names(&f.arena); *name; name++) {
		const struct target *target = target_read(&f.arena, &f.diag, *name);

		ck_assert_ptr_nonnull(target);
		for (size_t i = 0; i < target->directive_count; i++) {
			const struct target_directive *directive = &target->directives[i];

			ck_assert_msg(directive->never || stands_somewhere(target, directive->find), "%s: '%s'",
				*name, directive->find);
		}
		for (size_t i = 0; i < target->log_row_count; i++) {
			const char *word = target->log_rows[i].directive;

			ck_assert_msg(!word || stands_somewhere(target, word), "%s: '%s'", *name, word);
		}
	}
	fixture_close(&f);
}
END_TEST

struct unit_case directives_case(void)
{
	return (struct unit_case){"directives",
		{test_finds_the_line, test_several_of_one_kind, test_several_places,
			test_depth_of_a_configuration, test_never_but_in_its_mode, test_the_mode_has_the_words,
			test_every_kind_can_be_named, test_wrong_directives,
			test_shipped_directives_stand_somewhere}};
}
