#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "buf.h"
#include "cases.h"
#include "file.h"
#include "tmpdir.h"

static void expect_place(const struct place *place, size_t line, size_t column)
{
	ck_assert_str_eq(place->file, "f.yaml");
	ck_assert_uint_eq(place->line, line);
	ck_assert_uint_eq(place->column, column);
}

START_TEST(test_scalars_keep_their_text)
{
	static const struct {
		const char *yaml;
		const char *text;
		bool quoted;
	} rows[] = {
		{"no", "no", false},
		{"0700", "0700", false},
		{"1.2", "1.2", false},
		{"~", "~", false},
		{"'it''s'", "it's", true},
		{"\"a\\tb\"", "a\tb", true},
		{"RFC 5280 6.1.3 (a)(2)", "RFC 5280 6.1.3 (a)(2)", false},
		{"two\n  lines", "two lines", false},
		{"|\n  a\n  b\n", "a\nb\n", true},
		{">-\n  a\n  b\n", "a b", true},
		{"gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f", false},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fixture f;

		fixture_parse(&f, rows[i].yaml, strlen(rows[i].yaml));
		ck_assert(f.ok);
		ck_assert_int_eq(f.root->kind, NODE_SCALAR);
		ck_assert_str_eq(f.root->text, rows[i].text);
		ck_assert_int_eq(f.root->quoted, rows[i].quoted);
		fixture_end(&f);
	}
}
END_TEST

START_TEST(test_positions)
{
	static const char text[] = "# comment\n"
							   "a: 1\n"
							   "list:\n"
							   "  - x\n"
							   "  -   'y'\n"
							   "flow: {k: v, l: [1,  2]}\n"
							   "empty:\n"
							   "last: z";
	struct fixture f;
	const struct node *list;
	const struct node *flow;

	fixture_parse(&f, text, strlen(text));
	ck_assert(f.ok);
	ck_assert_uint_eq(f.root->count, 5);
	expect_place(&f.root->place, 2, 1);
	expect_place(&f.root->entries[0].key_place, 2, 1);
	expect_place(&node_get(f.root, "a")->place, 2, 4);
	list = node_get(f.root, "list");
	expect_place(&list->place, 4, 3);
	expect_place(&list->items[0]->place, 4, 5);
	expect_place(&list->items[1]->place, 5, 7);
	flow = node_get(f.root, "flow");
	expect_place(&flow->place, 6, 7);
	expect_place(&flow->entries[1].key_place, 6, 14);
	expect_place(&node_get(flow, "l")->items[1]->place, 6, 22);
	expect_place(&node_get(f.root, "empty")->place, 7, 7);
	expect_place(&f.root->entries[4].key_place, 8, 1);
	fixture_end(&f);
}
END_TEST

/* libyaml ends lines at CR, NEL and LS too; editors and our excerpts do not. */
START_TEST(test_positions_after_other_line_ends_and_wide_letters)
{
	static const char text[] = "\xef\xbb\xbf"
							   "a: 1\r\n"
							   "\"\xc3\xbc\xe2\x82\xac\": x\r\n"
							   "b: {c\xc2\xa0: \xf0\x9f\x98\x80, d: e}\n"
							   "e: \"x\xe2\x80\xa8y\"\n"
							   "f: g\n";
	struct fixture f;

	fixture_parse(&f, text, strlen(text));
	ck_assert(f.ok);
	expect_place(&f.root->entries[0].key_place, 1, 1);
	expect_place(&f.root->entries[1].key_place, 2, 1);
	expect_place(&f.root->entries[1].value->place, 2, 10);
	expect_place(&f.root->entries[2].value->entries[1].key_place, 3, 16);
	expect_place(&f.root->entries[4].key_place, 5, 1);
	fixture_end(&f);
}
END_TEST

START_TEST(test_get)
{
	static const char text[] = "{a: 1, b: [2]}";
	struct fixture f;

	fixture_parse(&f, text, strlen(text));
	ck_assert_str_eq(node_get(f.root, "a")->text, "1");
	ck_assert_ptr_null(node_get(f.root, "c"));
	ck_assert_ptr_null(node_get(node_get(f.root, "a"), "a"));
	ck_assert_ptr_null(node_get(node_get(f.root, "b"), "a"));
	fixture_end(&f);
}
END_TEST

START_TEST(test_kind_names)
{
	ck_assert_str_eq(node_kind_name(NODE_SCALAR), "text");
	ck_assert_str_eq(node_kind_name(NODE_LIST), "list");
	ck_assert_str_eq(node_kind_name(NODE_MAP), "map");
}
END_TEST

struct unit_case node_case(void)
{
	return (struct unit_case){"node",
		{test_scalars_keep_their_text, test_positions,
			test_positions_after_other_line_ends_and_wide_letters, test_get, test_kind_names}};
}

struct refused {
	const char *yaml;
	size_t line, column;
	const char *text;
};

static void expect_refused(const struct refused *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct fixture f;

		fixture_parse(&f, rows[i].yaml, strlen(rows[i].yaml));
		ck_assert_msg(!f.ok, "accepted: %s", rows[i].yaml);
		fixture_expect_one(&f, rows[i].line, rows[i].column, rows[i].text);
		fixture_end(&f);
	}
}

START_TEST(test_refuses_the_usual_weapons)
{
	static const struct refused rows[] = {
		{"a: &x 1\nb: *x\n", 1, 4, "anchors and aliases"},
		{"a: 1\nb: *x\n", 2, 4, "anchors and aliases"},
		{"a: &x [1]\n", 1, 4, "anchors and aliases"},
		{"a: &x {b: c}\n", 1, 4, "anchors and aliases"},
		{"&x a: b\n", 1, 1, "anchors and aliases"},
		{"a: 1\n<<: *base\n", 2, 5, "anchors and aliases"},
		{"a: !!int 1\n", 1, 4, "tags"},
		{"a: !x [1]\n", 1, 4, "tags"},
		{"a: !x {b: c}\n", 1, 4, "tags"},
		{"a: ! b\n", 1, 4, "tags"},
		{"a: 1\n---\nb: 2\n", 2, 1, "only one document"},
		{"[a]: b\n", 1, 1, "a key must be a text, not a list"},
		{"? {a: b}\n: c\n", 1, 3, "a key must be a text, not a map"},
		{"a: \"x\\0y\"\n", 1, 4, "a NUL character"},
		{"a: 1\nb: 2\na: 3\n", 3, 1, "duplicate key 'a'"},
		{"{b: {a: 1, 'a': 2}}", 1, 12, "duplicate key 'a'"},
	};

	expect_refused(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_refuses_what_is_no_yaml)
{
	static const struct refused rows[] = {
		{"", 1, 1, "the file is empty"},
		{"# only a comment\n", 2, 1, "the file is empty"},
		{"a: [1, 2\nb: 3\n", 2, 2, "not valid YAML: did not find expected ',' or ']'"},
		{"a: b: c\n", 1, 5, "not valid YAML: mapping values are not allowed in this context"},
		{"a: 1\n  b: 2\n", 2, 4, "not valid YAML: mapping values are not allowed"},
		{"a: 'open\n", 2, 1, "not valid YAML: found unexpected end of stream"},
		{"a:\n\t- b\n", 2, 1, "not valid YAML: found character that cannot start any token"},
		{"%YAML 9.9\n---\na: 1\n", 1, 1, "not valid YAML: found incompatible YAML document"},
		{"\x89PNG\r\n\x1a\n", 1, 1, "not a text in UTF-8: invalid leading UTF-8 octet"},
		{"a: 1\nb: \xc3(\n", 2, 5, "not a text in UTF-8: invalid trailing UTF-8 octet"},
		{"a: 1\nb: x\x01\n", 2, 5, "not a text in UTF-8: control characters are not allowed"},
		{"\xff\xfe"
		 "a",
			1, 1, "not a text in UTF-8"},
	};

	expect_refused(rows, COUNT_OF(rows));
}
END_TEST

START_TEST(test_duplicates_leave_a_tree_to_go_on_with)
{
	static const char text[] = "a: 1\nb: 2\na: 3\nb: 4\na: 5\nc: 6\n";
	struct fixture f;

	fixture_parse(&f, text, strlen(text));
	ck_assert(!f.ok);
	ck_assert_uint_eq(f.diag.count, 3);
	ck_assert_str_eq(f.diag.entries[0].hint, "first given in line 1");
	ck_assert_ptr_nonnull(f.root);
	ck_assert_uint_eq(f.root->count, 3);
	ck_assert_str_eq(node_get(f.root, "a")->text, "1");
	ck_assert_str_eq(node_get(f.root, "b")->text, "2");
	ck_assert_str_eq(f.root->entries[2].key, "c");
	fixture_end(&f);
}
END_TEST

struct unit_case node_refusals_case(void)
{
	return (struct unit_case){"node_refusals",
		{test_refuses_the_usual_weapons, test_refuses_what_is_no_yaml,
			test_duplicates_leave_a_tree_to_go_on_with}};
}

enum { HUGE_LEN = 10 * 1024 * 1024, BOUND_S = 5 };

/* `pattern` over and over, up to `len` bytes, within some seconds of the processor's time. */
static void expect_bounded(const char *pattern, size_t len, const char *text)
{
	clock_t start = clock();
	SCOPED_BUF yaml;
	struct fixture f;

	buf_init(&yaml, len + strlen(pattern));
	while (yaml.len + strlen(pattern) <= len)
		buf_puts(&yaml, pattern);
	fixture_parse(&f, yaml.data, yaml.len);
	ck_assert_msg(!f.ok, "accepted: %s...", pattern);
	ck_assert_uint_eq(f.diag.count + f.diag.dropped, 1);
	ck_assert_msg(
		strstr(f.diag.entries[0].text, text), "%s... gave: %s", pattern, f.diag.entries[0].text);
	fixture_end(&f);
	ck_assert_msg(clock() - start < BOUND_S * CLOCKS_PER_SEC, "%s... took too long", pattern);
}

START_TEST(test_size_nesting_and_count_are_bounded)
{
	static const struct {
		const char *pattern;
		size_t len;
		const char *text;
	} rows[] = {
		{"a: b\n", HUGE_LEN, "at most 1048576 are read"},
		{"[", NODE_FILE_MAX, "nested too deeply"},
		{"{", NODE_FILE_MAX, "nested too deeply"},
		{"- ", NODE_FILE_MAX, "nested too deeply"},
		{"? ", NODE_FILE_MAX, "nested too deeply"},
		{"[a,", NODE_FILE_MAX, "nested too deeply"},
		{"- a\n", NODE_FILE_MAX, "too many values"},
		{"\n", NODE_FILE_MAX, "the file is empty"},
		{"#\n", NODE_FILE_MAX, "the file is empty"},
		{"'", NODE_FILE_MAX - 1, "not valid YAML"},
		{"]", NODE_FILE_MAX, "not valid YAML"},
		{"%a b\n", NODE_FILE_MAX, "not valid YAML"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_bounded(rows[i].pattern, rows[i].len, rows[i].text);
}
END_TEST

START_TEST(test_many_entries_in_one_wide_line)
{
	SCOPED_BUF yaml;
	struct fixture f;

	buf_init(&yaml, NODE_FILE_MAX);
	buf_putc(&yaml, '{');
	for (int i = 0; i < 9000; i++)
		buf_printf(&yaml, "\"\xc3\xbc%d\": \xe2\x82\xac, ", i);
	buf_putc(&yaml, '}');
	fixture_parse(&f, yaml.data, yaml.len);
	ck_assert(f.ok);
	ck_assert_uint_eq(f.root->count, 9000);
	ck_assert_uint_eq(f.root->entries[1].key_place.column, 2 + 12);
	fixture_end(&f);
}
END_TEST

START_TEST(test_as_deep_as_allowed)
{
	char text[2 * NODE_DEPTH_MAX + 3] = "";
	struct fixture f;

	memset(text, '[', NODE_DEPTH_MAX);
	memset(text + NODE_DEPTH_MAX, ']', NODE_DEPTH_MAX);
	fixture_parse(&f, text, strlen(text));
	ck_assert(f.ok);
	fixture_end(&f);
	memset(text, '[', NODE_DEPTH_MAX + 1);
	memset(text + NODE_DEPTH_MAX + 1, ']', NODE_DEPTH_MAX + 1);
	fixture_parse(&f, text, strlen(text));
	fixture_expect_one(&f, 1, NODE_DEPTH_MAX + 1, "nested too deeply");
	fixture_end(&f);
}
END_TEST

START_TEST(test_alias_bomb_is_one_diagnostic)
{
	static const char bomb[] = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\n";
	struct fixture f;

	fixture_parse(&f, bomb, strlen(bomb));
	fixture_expect_one(&f, 1, 4, "anchors and aliases");
	fixture_end(&f);
}
END_TEST

struct unit_case node_limits_case(void)
{
	return (struct unit_case){"node_limits",
		{test_size_nesting_and_count_are_bounded, test_many_entries_in_one_wide_line,
			test_as_deep_as_allowed, test_alias_bomb_is_one_diagnostic}};
}

static void expect_unread(const char *path, const char *text)
{
	struct fixture f;

	fixture_begin(&f);
	ck_assert(!node_read(&f.root, &f.arena, &f.diag, path));
	ck_assert_ptr_null(f.root);
	fixture_expect_one(&f, 0, 0, text);
	ck_assert_str_eq(f.diag.entries[0].place.file, path);
	fixture_end(&f);
}

START_TEST(test_reads_files)
{
	struct fixture f;
	const char *why;
	char *folder;
	char *path;

	fixture_begin(&f);
	ck_assert(tmpdir_create(&folder, &why, &f.arena));
	path = arena_printf(&f.arena, "%s/x.yaml", folder);
	ck_assert(file_write(&why, &f.arena, path, "a: b\n", 5, 0600));
	ck_assert(node_read(&f.root, &f.arena, &f.diag, path));
	ck_assert_str_eq(f.root->place.file, path);
	ck_assert_str_eq(node_get(f.root, "a")->text, "b");
	tmpdir_remove(folder);
	fixture_end(&f);
}
END_TEST

START_TEST(test_unreadable_files_say_why_once)
{
	struct fixture f;
	const char *why;
	char *folder;
	char *path;
	char *huge;

	fixture_begin(&f);
	ck_assert(tmpdir_create(&folder, &why, &f.arena));
	path = arena_printf(&f.arena, "%s/x.yaml", folder);
	huge = arena_alloc(&f.arena, HUGE_LEN);
	expect_unread(folder, "is a directory, not a file");
	expect_unread(path, "No such file or directory");
	ck_assert(file_write(&why, &f.arena, path, huge, HUGE_LEN, 0600));
	expect_unread(path, "10485760 bytes; at most 1048576 are read");
	tmpdir_remove(folder);
	fixture_end(&f);
}
END_TEST

struct unit_case node_files_case(void)
{
	return (struct unit_case){"node_files", {test_reads_files, test_unreadable_files_say_why_once}};
}
