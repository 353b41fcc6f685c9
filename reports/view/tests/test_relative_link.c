#include "arena.h"
#include "relative_link.h"
#include "unit.h"

START_TEST(test_from_a_page)
{
	static const struct {
		const char *folder;
		const char *path;
		const char *link;
	} rows[] = {
		{"/a/out", "/a/kept/cells/x", "../kept/cells/x"},
		{"/a", "/a/kept", "kept"},
		{"/", "/kept", "kept"},
		{"/a/b/c", "/a", "../../"},
		{"/a/b", "/a/b", "."},
		{"/a/b", "/a/bc/d", "../bc/d"},
		{"/a", "/a/x:y z#1?%\xc3\xa4'\"<&@", "x%3Ay%20z%231%3F%25%C3%A4%27%22%3C%26%40"},
		{"/a//b/", "//a/c//d/", "../c/d"},
	};
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert_str_eq(relative_link(&arena, rows[i].folder, rows[i].path), rows[i].link);
	arena_finish(&arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"link", {test_from_a_page}}};

	return unit_run("relative_link", cases, COUNT_OF(cases));
}
