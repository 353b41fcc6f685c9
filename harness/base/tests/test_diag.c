#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "diag.h"

static struct diag diag;

static char *print_all(void)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	ck_assert_ptr_nonnull(out);
	diag_print(&diag, out);
	fclose(out);
	return text;
}

static void check_print(const char *wanted)
{
	char *got = print_all();

	ck_assert_str_eq(got, wanted);
	free(got);
}

static struct place at(const char *file, size_t line, size_t column)
{
	return (struct place){file, line, column};
}

static void add_source(const char *file, const char *text)
{
	diag_add_source(&diag, file, text, strlen(text));
}

START_TEST(test_print_nothing)
{
	diag_init(&diag);
	ck_assert(!diag_failed(&diag));
	diag_hint(&diag, "a hint without an error is dropped");
	check_print("");
	diag_finish(&diag);
}
END_TEST

START_TEST(test_print_golden)
{
	static const char *const keys[] = {"title", "why", "rules", NULL};

	diag_init(&diag);
	add_source("a.yaml", "title: x\ntitel: y\n");
	diag_error_suggest(&diag, at("a.yaml", 2, 1), "titel", keys, "unknown key '%s'", "titel");
	ck_assert(diag_failed(&diag));
	check_print("a.yaml:2:1: error: unknown key 'titel'\n"
				"      2 | titel: y\n"
				"        | ^\n"
				"        = did you mean 'title'?\n");
	diag_finish(&diag);
}
END_TEST

START_TEST(test_print_whole_file)
{
	diag_init(&diag);
	add_source("a.yaml", "x\n");
	diag_error(&diag, at("a.yaml", 0, 0), "is empty");
	diag_error(&diag, at(NULL, 0, 0), "no scenario given");
	check_print("error: no scenario given\na.yaml: error: is empty\n");
	diag_finish(&diag);
}
END_TEST

START_TEST(test_print_hint)
{
	static const char *const keys[] = {"title", NULL};

	diag_init(&diag);
	diag_error(&diag, at("b", 1, 1), "first");
	diag_hint(&diag, "see %s", "README");
	diag_error_suggest(&diag, at("b", 2, 1), "colour", keys, "nothing near");
	check_print("b:1:1: error: first\n        = see README\nb:2:1: error: nothing near\n");
	diag_finish(&diag);
}
END_TEST

START_TEST(test_excerpt_caret)
{
	diag_init(&diag);
	add_source("a", "one\n\ttwo: \xc3\xbc three\r\nlast");
	diag_error(&diag, at("a", 1, 4), "just past the end");
	diag_error(&diag, at("a", 2, 2), "after a tab");
	diag_error(&diag, at("a", 2, 10), "after two bytes that are one sign");
	diag_error(&diag, at("a", 3, 1), "last line without a line end");
	check_print("a:1:4: error: just past the end\n"
				"      1 | one\n"
				"        |    ^\n"
				"a:2:2: error: after a tab\n"
				"      2 | \ttwo: \xc3\xbc three\n"
				"        | \t^\n"
				"a:2:10: error: after two bytes that are one sign\n"
				"      2 | \ttwo: \xc3\xbc three\n"
				"        | \t       ^\n"
				"a:3:1: error: last line without a line end\n"
				"      3 | last\n"
				"        | ^\n");
	diag_finish(&diag);
}
END_TEST

START_TEST(test_excerpt_absent)
{
	diag_init(&diag);
	add_source("a", "one\n\n");
	diag_error(&diag, at("a", 1, 5), "column past the line");
	diag_error(&diag, at("a", 2, 1), "empty line");
	diag_error(&diag, at("a", 9, 1), "line past the file");
	diag_error(&diag, at("other", 1, 1), "source not known");
	check_print("a:1:5: error: column past the line\n"
				"a:2:1: error: empty line\n"
				"a:9:1: error: line past the file\n"
				"other:1:1: error: source not known\n");
	diag_finish(&diag);
}
END_TEST

START_TEST(test_excerpt_long_line)
{
	char line[1001];
	char *got;

	memset(line, 'x', 1000);
	line[1000] = '\0';
	diag_init(&diag);
	add_source("a", line);
	diag_error(&diag, at("a", 1, 10), "within reach");
	diag_error(&diag, at("a", 1, 900), "too far right to show");
	got = print_all();
	ck_assert_uint_lt(strlen(got), 400);
	ck_assert_ptr_nonnull(strstr(got, "        |          ^\n"));
	ck_assert_ptr_nonnull(strstr(got, "too far right to show\n"));
	free(got);
	diag_finish(&diag);
}
END_TEST

START_TEST(test_order)
{
	diag_init(&diag);
	diag_error(&diag, at("b", 1, 1), "six");
	diag_error(&diag, at("a", 10, 1), "five");
	diag_error(&diag, at("a", 2, 9), "three");
	diag_error(&diag, at("a", 2, 9), "four");
	diag_error(&diag, at("a", 2, 1), "two");
	diag_error(&diag, at("a", 0, 0), "one");
	check_print("a: error: one\na:2:1: error: two\na:2:9: error: three\na:2:9: error: four\n"
				"a:10:1: error: five\nb:1:1: error: six\n");
	/* printing changes nothing */
	check_print("a: error: one\na:2:1: error: two\na:2:9: error: three\na:2:9: error: four\n"
				"a:10:1: error: five\nb:1:1: error: six\n");
	diag_finish(&diag);
}
END_TEST

START_TEST(test_limits_count)
{
	char *got;
	size_t lines = 0;

	diag_init(&diag);
	for (size_t i = 1; i <= DIAG_MAX; i++)
		diag_error(&diag, at("a", i, 1), "error %zu", i);
	got = print_all();
	ck_assert_ptr_null(strstr(got, "more error"));
	free(got);
	diag_error(&diag, at("a", 1000, 1), "one too many");
	diag_hint(&diag, "of the dropped one");
	got = print_all();
	for (const char *c = got; *c; c++)
		lines += *c == '\n';
	ck_assert_uint_eq(lines, DIAG_MAX + 1);
	ck_assert_ptr_nonnull(strstr(got, "\nand 1 more error\n"));
	ck_assert_ptr_null(strstr(got, "dropped one"));
	free(got);
	diag_finish(&diag);
}
END_TEST

START_TEST(test_limits_text)
{
	char word[10000];

	memset(word, 'w', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	diag_init(&diag);
	diag_error(&diag, at("a", 0, 0), "%s", word);
	check_print("a: error: (too long to show)\n");
	diag_finish(&diag);
}
END_TEST

START_TEST(test_hostile)
{
	diag_init(&diag);
	diag_add_source(&diag, "a", "k\x1b[2J\xff: v\0w", 11);
	diag_error(&diag, at("a", 1, 7), "unknown key '%s'", "k\x1b[2J");
	diag_hint(&diag, "not \x07");
	check_print("a:1:7: error: unknown key 'k\\x1b[2J'\n"
				"      1 | k\\x1b[2J\\xff: v\\x00w\n"
				"        |             ^\n"
				"        = not \\x07\n");
	diag_finish(&diag);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"print", {test_print_nothing, test_print_golden, test_print_whole_file, test_print_hint}},
		{"excerpt", {test_excerpt_caret, test_excerpt_absent, test_excerpt_long_line}},
		{"order", {test_order}},
		{"limits", {test_limits_count, test_limits_text}},
		{"hostile", {test_hostile}},
	};
	return unit_run("base_diag", cases, COUNT_OF(cases));
}
