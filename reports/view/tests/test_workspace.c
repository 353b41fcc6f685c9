#include "arena.h"
#include "unit.h"
#include "workspace.h"

static const struct workspace places = {
	.root = "/srv/me/tree", .named = "/link/", .cwd = "/srv/me/tree/sub"};

START_TEST(test_paths)
{
	static const struct {
		const char *path;
		const char *wanted;
		const char *uri;
	} rows[] = {
		{"nginx.conf", "sub/nginx.conf", "sub/nginx.conf"},
		{"./a/../b c.conf", "sub/b c.conf", "sub/b%20c.conf"},
		{"../other/x.conf", "other/x.conf", "other/x.conf"},
		{"../../x.conf", "/srv/me/x.conf", "file:///srv/me/x.conf"},
		{"../../../../../x", "/x", "file:///x"},
		{"/srv/me/tree/a/x", "a/x", "a/x"},
		{"/srv/me/tree//./a/x", "a/x", "a/x"},
		{"/srv/me/treetop/x", "/srv/me/treetop/x", "file:///srv/me/treetop/x"},
		{"/srv/me/tree", "/srv/me/tree", "file:///srv/me/tree"},
		{"/link/a:1", "a:1", "a%3A1"},
		{"/usr/share/a b", "/usr/share/a b", "file:///usr/share/a%20b"},
	};
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		ck_assert_str_eq(workspace_path(&arena, &places, rows[i].path), rows[i].wanted);
		ck_assert_str_eq(workspace_uri(&arena, &places, rows[i].path), rows[i].uri);
	}
	arena_finish(&arena);
}
END_TEST

START_TEST(test_elsewhere)
{
	const struct workspace all = {.root = "/", .cwd = "/"};
	struct arena arena;

	arena_init(&arena);
	ck_assert_str_eq(workspace_path(&arena, &all, "etc/../x"), "x");
	ck_assert_str_eq(workspace_path(&arena, NULL, "../a/./x"), "../a/./x");
	ck_assert_str_eq(workspace_uri(&arena, NULL, "/a/x"), "file:///a/x");
	ck_assert_str_eq(workspace_path(&arena, &places, ""), "");
	arena_finish(&arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"workspace", {test_paths, test_elsewhere}}};

	return unit_run("workspace", cases, COUNT_OF(cases));
}
