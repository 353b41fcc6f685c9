#include <string.h>

#include "buf.h"
#include "cases.h"
#include "template.h"

static const struct place start = {"t.conf", 0, 0};

static struct template_values sample_values(struct fixture *fixture)
{
	struct template_values values;

	template_values_init(&values, &fixture->arena);
	template_set(&values, "port", "8443");
	template_set(&values, "mode.words", "on");
	template_set(&values, "nothing", "");
	template_set(&values, "trap", "${port}");
	return values;
}

START_TEST(test_expands)
{
	static const char *const rows[][2] = {
		{"", ""},
		{"plain", "plain"},
		{"${port}", "8443"},
		{"listen ${port};${port}", "listen 8443;8443"},
		{"${mode.words}${nothing}!", "on!"},
		{"$host $ $$ $1", "$host $ $$ $1"},
		{"$${port}", "${port}"},
		{"$$${port}", "$${port}"},
		{"$$x${port}", "$$x8443"},
		{"end$", "end$"},
		{"end$$", "end$$"},
		{"{port} }", "{port} }"},
		{"${trap}", "${port}"},
	};
	struct fixture f;
	struct template_values values;

	fixture_begin(&f);
	values = sample_values(&f);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		SCOPED_BUF out;

		buf_init(&out, 1000);
		ck_assert(template_expand(&out, rows[i][0], &values, start, &f.diag));
		ck_assert_str_eq(buf_text(&out), rows[i][1]);
	}
	ck_assert(!diag_failed(&f.diag));
	fixture_end(&f);
}
END_TEST

START_TEST(test_lines_of_the_template)
{
	static const int wanted[] = {1, 2, 2, 2, 3, 3, 4};
	struct template_lines lines;
	struct template_values values;
	struct fixture f;
	SCOPED_BUF out;

	fixture_begin(&f);
	values = sample_values(&f);
	template_set(&values, "block", "b1\nb2\nb3");
	template_set(&values, "ended", "e1\n");
	buf_init(&out, 1000);
	ck_assert(template_expand_lines(&out, &lines, "one\n[${block}]\n${ended}${nothing}same\nlast",
		&values, (struct place){"t.conf", 1, 1}, &f.diag));
	ck_assert_str_eq(buf_text(&out), "one\n[b1\nb2\nb3]\ne1\nsame\nlast");
	ck_assert_uint_eq(lines.count, COUNT_OF(wanted));
	for (size_t i = 0; i < lines.count; i++)
		ck_assert_msg(lines.items[i] == wanted[i], "line %zu: %d", i + 1, lines.items[i]);
	fixture_end(&f);
}
END_TEST

START_TEST(test_set_replaces_and_copies)
{
	struct fixture f;
	struct template_values values;
	char name[] = "port";
	char value[] = "1";

	fixture_begin(&f);
	values = sample_values(&f);
	template_set(&values, name, value);
	name[0] = value[0] = 'x';
	ck_assert_str_eq(template_get(&values, "port"), "1");
	ck_assert_uint_eq(values.count, 4);
	ck_assert_ptr_null(template_get(&values, "por"));
	fixture_end(&f);
}
END_TEST

START_TEST(test_check_knows_names)
{
	static const char *const known[] = {"port", "mode.words", NULL};
	struct fixture f;

	fixture_begin(&f);
	ck_assert(template_check("$x $${y} ${port} ${mode.words}", known, start, &f.diag));
	ck_assert(!template_check("${port}\n ${prot}", known, start, &f.diag));
	fixture_expect_one(&f, 2, 2, "unknown name '${prot}'");
	ck_assert_str_eq(f.diag.entries[0].hint, "did you mean 'port'?");
	fixture_end(&f);
}
END_TEST

struct unit_case template_case(void)
{
	return (struct unit_case){"template",
		{test_expands, test_lines_of_the_template, test_set_replaces_and_copies,
			test_check_knows_names}};
}

struct broken {
	const char *text;
	size_t line, column;
	const char *error;
};

static const struct broken broken_rows[] = {
	{"${prot}", 1, 1, "unknown name '${prot}'"},
	{"a\n\nbc ${por}", 3, 4, "unknown name '${por}'"},
	{"a ${port", 1, 3, "'${' without its '}'"},
	{"a ${port\n}", 1, 3, "'${' without its '}'"},
	{"${", 1, 1, "'${' without its '}'"},
	{"x${}", 1, 2, "'${}' names nothing"},
	{"\n${HOST}", 2, 1, "a name in ${...} consists of"},
	{"${port }", 1, 1, "a name in ${...} consists of"},
	{"${a${port}}", 1, 1, "a name in ${...} consists of"},
};

START_TEST(test_broken_names_have_places)
{
	for (size_t i = 0; i < COUNT_OF(broken_rows); i++) {
		const struct broken *row = &broken_rows[i];
		static const char *const known[] = {"port", NULL};
		struct template_values values;
		struct fixture f;
		SCOPED_BUF out;

		fixture_begin(&f);
		values = sample_values(&f);
		buf_init(&out, 1000);
		ck_assert(!template_expand(&out, row->text, &values, start, &f.diag));
		fixture_expect_one(&f, row->line, row->column, row->error);
		ck_assert_str_eq(f.diag.entries[0].place.file, "t.conf");
		fixture_end(&f);

		fixture_begin(&f);
		ck_assert(!template_check(row->text, known, start, &f.diag));
		fixture_expect_one(&f, row->line, row->column, row->error);
		fixture_end(&f);
	}
}
END_TEST

START_TEST(test_all_errors_and_the_given_start)
{
	static const struct place inside = {"target.yaml", 7, 10};
	struct template_values values;
	struct fixture f;
	SCOPED_BUF out;

	fixture_begin(&f);
	values = sample_values(&f);
	buf_init(&out, 1000);
	ck_assert(!template_expand(&out, "a ${x1}\n${port} ${y2}", &values, inside, &f.diag));
	ck_assert_uint_eq(f.diag.count, 2);
	ck_assert_uint_eq(f.diag.entries[0].place.line, 7);
	ck_assert_uint_eq(f.diag.entries[0].place.column, 12);
	ck_assert_uint_eq(f.diag.entries[1].place.line, 8);
	ck_assert_uint_eq(f.diag.entries[1].place.column, 9);
	fixture_end(&f);
}
END_TEST

/* However YAML writes a value: the place is that of the name in the file. */
START_TEST(test_places_in_a_file)
{
	static const char *const rows[] = {
		"a: ${x}\n",
		"a: one ${x}\n",
		"a: one\n  two\n\n  three ${x}\n",
		"a: \"${x}\"\n",
		"a: \"one   ${x}\"\n",
		"a: \"one\n  two\n\n     three ${x}\"\n",
		"a: \"one \\n\\t \\\n   two\\\\ \\x41\\u00e9\\U0001f600\\\" ${x}\"\n",
		"a: \"one\\n${x}\"\n",
		"a: '${x}'\n",
		"a: 'it''s ''${x}'''\n",
		"a: 'one\n  two ''\n\n   ${x}'\n",
		"a: |\n  ${x}\n",
		"a: |-\n  one\n    two\n  three ${x}\n",
		"a: >\n  ${x}\n",
		"a: >-\n  one\n  two\n\n\n  three ' \" \\ ''\n    deeper\n  four ${x}\n",
		"a: >2-\n    deep ${x}\n",
		"b: 1\na:\n  ${x}\n",
		"b: 1\na: # why\n  - |+\n\n\n   one\n   ${x}\n\n",
		"a: [\"one\",\n  \"two ${x}\"]\n",
		"a: \xc3\xa9 ${x}\n",
		"a: \"\xc3\xa9 \xf0\x9f\x98\x80 ${x}\"\n",
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		static const char *const known[] = {NULL};
		const char *at = strstr(rows[i], "${x}");
		const struct node *node;
		struct fixture f;
		size_t line = 1;
		size_t column = 1;

		for (const char *c = rows[i]; c < at; c++) {
			column = *c == '\n' ? 1 : column + 1;
			line += *c == '\n';
		}
		fixture_parse(&f, rows[i], strlen(rows[i]));
		node = node_get(f.root, "a");
		node = node->kind == NODE_LIST ? node->items[node->count - 1] : node;
		ck_assert(!template_check(node->text, known, node->place, &f.diag));
		ck_assert_msg(f.diag.count == 1 && f.diag.entries[0].place.line == line &&
				f.diag.entries[0].place.column == column,
			"%s: %zu:%zu, not %zu:%zu", rows[i], f.diag.entries[0].place.line,
			f.diag.entries[0].place.column, line, column);
		fixture_end(&f);
	}
}
END_TEST

START_TEST(test_an_expansion_that_does_not_fit)
{
	struct template_values values;
	struct fixture f;
	SCOPED_BUF out;

	fixture_begin(&f);
	values = sample_values(&f);
	buf_init(&out, 6);
	ck_assert(!template_expand(&out, "${port}${port}", &values, start, &f.diag));
	fixture_expect_one(&f, 0, 0, "expands to more than 6 bytes");
	fixture_end(&f);
}
END_TEST

struct unit_case template_refusals_case(void)
{
	return (struct unit_case){"template_refusals",
		{test_broken_names_have_places, test_all_errors_and_the_given_start, test_places_in_a_file,
			test_an_expansion_that_does_not_fit}};
}
