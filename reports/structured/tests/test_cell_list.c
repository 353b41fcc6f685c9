/* Lists of cells; the ctest file is read back by a reader of bracket arguments. */
#include <jansson.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "cell_list.h"
#include "unit.h"

enum { TEXT_MAX = 64 * 1024 };

static struct arena arena;

static const struct listed_cell cells[] = {
	{"a@x:M/tls1.2", "a", "x", "M", "tls1.2", NULL},
	{"b@x:M/tls1.2", "b", "x", "M", "tls1.2", "x is \"absent\""},
};

START_TEST(test_text_and_json)
{
	SCOPED_BUF text;
	SCOPED_BUF json;
	json_t *root;

	buf_init(&text, TEXT_MAX);
	buf_init(&json, TEXT_MAX);
	cell_list_text(&text, cells, 2);
	ck_assert_str_eq(buf_text(&text), "a@x:M/tls1.2\nb@x:M/tls1.2  skip: x is \"absent\"\n");
	cell_list_json(&json, cells, 2);
	root = json_loads(buf_text(&json), 0, NULL);
	ck_assert_uint_eq(json_array_size(root), 2);
	ck_assert(json_is_null(json_object_get(json_array_get(root, 0), "skip")));
	ck_assert_str_eq(
		json_string_value(json_object_get(json_array_get(root, 1), "skip")), "x is \"absent\"");
	json_decref(root);
}
END_TEST

/* The text of the bracket argument at `at`, as cmake reads it (cmake-language(7)); moves `at`
 * behind. */
static const char *read_bracket(const char **at)
{
	const char *open = strchr(*at, '[');
	size_t level = strspn(open + 1, "=");
	char *end = arena_printf(&arena, "]%.*s]", (int)level, open + 1);
	const char *start = open + level + 2;
	const char *stop = strstr(start, end);

	ck_assert(open[level + 1] == '[' && stop);
	*at = stop + level + 2;
	start += *start == '\n';
	return arena_strndup(&arena, start, (size_t)(stop - start));
}

START_TEST(test_any_name)
{
	static const char *const names[] = {"plain", "", "]=]", "]==] ]=]", "a]", "[=[", "\nfirst line",
		"$x \"y\" ;\\ #", "]===", "(a) b"};
	static const char *const labels[] = {"a;b", "q\"u", NULL};
	static const char labelled[] = " LABELS \"a\\;b;q\\\"u\"";

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const char *command[] = {"/bin/mtlspec", names[i], NULL};
		const struct listed_test test = {
			names[i], command, 33, i % 2 ? names[i] : NULL, i % 4 == 1};
		const struct listed_common common = {labels, names[i], 77};
		const char *at;
		SCOPED_BUF text;

		buf_init(&text, TEXT_MAX);
		cell_list_ctest(&text, &test, 1, &common);
		at = buf_text(&text);
		ck_assert_str_eq(read_bracket(&at), names[i]);
		ck_assert_str_eq(read_bracket(&at), "/bin/mtlspec");
		ck_assert_str_eq(read_bracket(&at), names[i]);
		ck_assert(strncmp(at, ")\nset_tests_properties(", 23) == 0);
		ck_assert_str_eq(read_bracket(&at), names[i]);
		ck_assert_ptr_nonnull(
			strstr(at, " PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 33 WORKING_DIRECTORY ["));
		ck_assert_str_eq(read_bracket(&at), names[i]);
		ck_assert(strncmp(at, labelled, strlen(labelled)) == 0);
		at += strlen(labelled);
		if (test.fixture) {
			const char *word = test.sets_up ? " FIXTURES_SETUP " : " FIXTURES_REQUIRED ";

			ck_assert(strncmp(at, word, strlen(word)) == 0);
			ck_assert_str_eq(read_bracket(&at), names[i]);
		}
		ck_assert_str_eq(at, ")\n");
	}
	arena_finish(&arena);
}
END_TEST

int main(void)
{
	const struct unit_case list[] = {{"cell_list", {test_text_and_json, test_any_name}}};

	return unit_run("cell_list", list, COUNT_OF(list));
}
