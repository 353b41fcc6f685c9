#include <string.h>

#include "cases.h"
#include "sample.h"

static bool read_sample(struct sample *out, struct fixture *fixture, const char *yaml)
{
	memset(out, 0, sizeof(*out));
	fixture_parse(fixture, yaml, strlen(yaml));
	ck_assert_ptr_nonnull(fixture->root);
	return schema_read(out, &sample_schema, fixture->root, &fixture->arena, &fixture->diag);
}

START_TEST(test_every_kind_of_field)
{
	static const char yaml[] = "title: A title\n"
							   "flag: true\n"
							   "number: -42\n"
							   "word: blue\n"
							   "texts: [one, 'two']\n"
							   "inner: {name: x, count: 5}\n"
							   "list:\n"
							   "  - {name: first}\n"
							   "  - {name: second, count: -5}\n"
							   "map: {a: 1, b: ''}\n"
							   "node: [anything, {at: all}]\n"
							   "custom: deep\n";
	const struct sample_inner *list;
	struct sample sample;
	struct fixture f;

	ck_assert(read_sample(&sample, &f, yaml));
	ck_assert_str_eq(sample.title, "A title");
	ck_assert(sample.flag);
	ck_assert_int_eq(sample.number, -42);
	ck_assert_str_eq(sample_words[sample.word], "blue");
	ck_assert_uint_eq(sample.texts.count, 2);
	ck_assert_str_eq(sample.texts.items[1], "two");
	ck_assert_uint_eq(sample.texts.places[1].column, 14);
	ck_assert_str_eq(sample.inner.name, "x");
	ck_assert_int_eq(sample.inner.count, 5);
	ck_assert_uint_eq(sample.list.count, 2);
	list = sample.list.items;
	ck_assert_str_eq(list[0].name, "first");
	ck_assert_int_eq(list[1].count, -5);
	ck_assert_uint_eq(sample.map.count, 2);
	ck_assert_str_eq(sample.map.items[0].key, "a");
	ck_assert_str_eq(sample.map.items[1].value, "");
	ck_assert_uint_eq(sample.map.items[0].place.column, 10);
	ck_assert_int_eq(sample.node->kind, NODE_LIST);
	ck_assert_int_eq(sample.custom, 2);
	fixture_end(&f);
}
END_TEST

/* Whether it was given is told by its place. */
START_TEST(test_none_is_null_where_the_table_says_so)
{
	struct sample sample;
	struct fixture f;

	ck_assert(read_sample(&sample, &f, "{title: none, texts: x, colour: none}"));
	ck_assert_str_eq(sample.title, "none");
	ck_assert_ptr_null(sample.part.colour);
	ck_assert_uint_eq(sample.part.colour_place.line, 1);
	fixture_end(&f);
	ck_assert(read_sample(&sample, &f, "{title: t, texts: x}"));
	ck_assert_ptr_null(sample.part.colour);
	ck_assert_uint_eq(sample.part.colour_place.line, 0);
	fixture_end(&f);
}
END_TEST

/* Its keys are those of the map around it, read and misspelt like the others. */
START_TEST(test_part_at_the_same_level)
{
	static const char good[] = "{title: t, texts: x, colour: blue, weight: 3}";
	static const char without[] = "{title: t, texts: x, wieght: 3}";
	struct sample sample;
	struct fixture f;

	ck_assert(read_sample(&sample, &f, good));
	ck_assert_int_eq(sample.part.weight, 3);
	ck_assert_str_eq(sample.part.colour, "blue");
	ck_assert_uint_eq(sample.part.colour_place.column, 30);
	fixture_end(&f);
	ck_assert(!read_sample(&sample, &f, without));
	ck_assert_uint_eq(f.diag.count, 1);
	ck_assert_str_eq(f.diag.entries[0].text, "unknown key 'wieght' in sample");
	ck_assert_str_eq(f.diag.entries[0].hint, "did you mean 'weight'?");
	fixture_end(&f);
}
END_TEST

START_TEST(test_absent_keys_leave_defaults)
{
	struct sample sample = {.number = 7, .word = 2};
	struct fixture f;
	static const char yaml[] = "{title: t, texts: x}";

	fixture_parse(&f, yaml, strlen(yaml));
	ck_assert(schema_read(&sample, &sample_schema, f.root, &f.arena, &f.diag));
	ck_assert_int_eq(sample.number, 7);
	ck_assert_int_eq(sample.word, 2);
	ck_assert_ptr_null(sample.node);
	ck_assert_uint_eq(sample.texts.count, 1);
	fixture_end(&f);
}
END_TEST

START_TEST(test_keeps_places)
{
	struct sample sample;
	struct fixture f;

	ck_assert(read_sample(&sample, &f, "texts: x\ntitle:   t\n"));
	ck_assert_uint_eq(sample.title_place.line, 2);
	ck_assert_uint_eq(sample.title_place.column, 10);
	fixture_end(&f);
}
END_TEST

/* The table itself: each row of sample_words can be written and is read back as its index. */
START_TEST(test_every_word)
{
	for (int i = 0; sample_words[i]; i++) {
		struct sample sample;
		struct fixture f;
		char yaml[100];

		snprintf(yaml, sizeof(yaml), "{title: t, texts: x, word: %s}", sample_words[i]);
		ck_assert(read_sample(&sample, &f, yaml));
		ck_assert_int_eq(sample.word, i);
		fixture_end(&f);
	}
}
END_TEST

struct unit_case schema_case(void)
{
	return (struct unit_case){"schema",
		{test_every_kind_of_field, test_none_is_null_where_the_table_says_so,
			test_part_at_the_same_level, test_absent_keys_leave_defaults, test_keeps_places,
			test_every_word}};
}

struct refused {
	const char *line; /* beside a good title and texts */
	const char *text;
	const char *hint; /* or NULL */
};

static const struct refused rows[] = {
	{"flag: yes", "'flag' must be true or false, not 'yes'", NULL},
	{"flag: 'true'", "'flag' must be true or false, not the quoted text 'true'", NULL},
	{"flag: [true]", "'flag' must be true or false, not a list", NULL},
	{"flag:", "'flag' is empty: true or false is needed", NULL},
	{"number: 1.5", "'number' must be a whole number, not '1.5'", NULL},
	{"number: 0x10", "'number' must be a whole number, not '0x10'", NULL},
	{"number: '-'", "'number' must be a whole number, not '-'", NULL},
	{"number: ' 1'", "'number' must be a whole number, not ' 1'", NULL},
	{"number: 99999999999999999999", "'number' must be a whole number", NULL},
	{"number: {a: b}", "'number' must be a whole number, not a map", NULL},
	{"inner: {name: x, count: 6}", "'count' must be between -5 and 5, not 6", NULL},
	{"inner: {name: x, count: -6}", "'count' must be between -5 and 5, not -6", NULL},
	{"inner: {count: 1}", "missing key 'name' in inner", "name: its name"},
	{"inner: {name: x, cuont: 1}", "unknown key 'cuont' in inner", "did you mean 'count'?"},
	{"inner: {name: x, zzzz: 1}", "unknown key 'zzzz' in inner", "one of: name, count"},
	{"inner: x", "'inner' must be a map, not a text", NULL},
	{"inner:", "'inner' is empty: a map is needed", NULL},
	{"word: geen", "unknown word 'geen'", "did you mean 'green'?"},
	{"word: purple", "unknown word 'purple'", "one of: red, green, blue"},
	{"word: [red]", "'word' must be a text, not a list", NULL},
	{"list: {name: x}", "'list' must be a list of maps, not a map", NULL},
	{"list: [x]", "'inner' must be a map, not a text", NULL},
	{"list: [{name: x}, {count: 1}]", "missing key 'name' in inner", "name: its name"},
	{"map: [a]", "'map' must be a map, not a list", NULL},
	{"map: {a: [b]}", "'a' must be a text, not a list", NULL},
	{"custom: dep", "unknown depth 'dep'", "did you mean 'deep'?"},
	{"<<: {flag: true}", "unknown key '<<' in sample",
		"one of: title, flag, number, word, texts, inner, list, map, node, custom, "
		"weight, colour"},
	{"Title: x", "unknown key 'Title' in sample", "did you mean 'title'?"},
};

START_TEST(test_refusals)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct sample sample;
		struct fixture f;
		char yaml[200];

		snprintf(yaml, sizeof(yaml), "title: t\n%s\ntexts: x\n", rows[i].line);
		ck_assert_msg(!read_sample(&sample, &f, yaml), "accepted: %s", rows[i].line);
		ck_assert_uint_eq(f.diag.count, 1);
		ck_assert_uint_eq(f.diag.entries[0].place.line, 2);
		ck_assert_msg(strncmp(f.diag.entries[0].text, rows[i].text, strlen(rows[i].text)) == 0,
			"'%s' instead of '%s'", f.diag.entries[0].text, rows[i].text);
		if (rows[i].hint)
			ck_assert_str_eq(f.diag.entries[0].hint, rows[i].hint);
		else
			ck_assert_msg(!f.diag.entries[0].hint, "hint %s", f.diag.entries[0].hint);
		fixture_end(&f);
	}
}
END_TEST

START_TEST(test_required_lists_hold_something)
{
	static const struct refused lists[] = {
		{"[]", "'texts' needs at least one entry", NULL},
		{"[[a]]", "'texts' must be a text, not a list", NULL},
		{"['']", "'texts' is empty", NULL},
		{"", "'texts' is empty: a list of texts is needed", NULL},
		{"{a: b}", "'texts' must be a list of texts, not a map", NULL},
	};

	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		struct sample sample;
		struct fixture f;
		char yaml[100];

		snprintf(yaml, sizeof(yaml), "title: t\ntexts: %s\n", lists[i].line);
		ck_assert(!read_sample(&sample, &f, yaml));
		ck_assert_uint_eq(f.diag.count, 1);
		ck_assert_str_eq(f.diag.entries[0].text, lists[i].text);
		fixture_end(&f);
	}
}
END_TEST

START_TEST(test_the_whole_must_be_a_map)
{
	struct sample sample;
	struct fixture f;

	ck_assert(!read_sample(&sample, &f, "- a\n- b\n"));
	fixture_expect_one(&f, 1, 1, "'sample' must be a map, not a list");
	fixture_end(&f);
}
END_TEST

/* More errors than are kept: still a failure, still bounded. */
START_TEST(test_a_file_full_of_errors)
{
	struct sample sample;
	struct fixture f;
	char yaml[4096] = "title: t\ntexts: x\n";
	size_t len = strlen(yaml);

	for (int i = 0; i < 150; i++)
		len += (size_t)snprintf(yaml + len, sizeof(yaml) - len, "zz%d: 1\n", i);
	ck_assert(!read_sample(&sample, &f, yaml));
	ck_assert_uint_eq(f.diag.count, DIAG_MAX);
	ck_assert_uint_eq(f.diag.dropped, 50);
	ck_assert(!schema_read(&sample, &sample_schema, f.root, &f.arena, &f.diag));
	fixture_end(&f);
}
END_TEST

struct unit_case schema_refusals_case(void)
{
	return (struct unit_case){"schema_refusals",
		{test_refusals, test_required_lists_hold_something, test_the_whole_must_be_a_map,
			test_a_file_full_of_errors}};
}
