#include <string.h>
#include <unistd.h>

#include "file.h"
#include "scenario_fixture.h"
#include "text.h"

static bool read_tree(struct fixture *fixture, struct scenario_set *out)
{
	bool ok = scenario_read_tree(
		out, &fixture->arena, &fixture->diag, fixture->folder, fixture_credentials);

	ck_assert_int_eq(ok, !diag_failed(&fixture->diag));
	return ok;
}

static void write_good(struct fixture *fixture, const char *name)
{
	fixture_write(fixture, name, fixture_scenario(fixture, "  NoClientCert: accept\n"));
}

START_TEST(test_ids_are_paths_and_sorted)
{
	static const char *const ids[] = {"a", "a-b/c", "a/b", "a/d/e", "z"};
	struct scenario_set set;
	struct fixture f;

	fixture_begin(&f);
	for (size_t i = COUNT_OF(ids); i-- > 0;)
		write_good(&f, arena_printf(&f.arena, "%s.yaml", ids[i]));
	write_good(&f, ".hidden.yaml");
	write_good(&f, ".git/x.yaml");
	fixture_write(&f, "README.md", "not a scenario");
	ck_assert(symlink(".", arena_printf(&f.arena, "%s/loop", f.folder)) == 0);
	ck_assert(read_tree(&f, &set));
	ck_assert_uint_eq(set.count, COUNT_OF(ids));
	for (size_t i = 0; i < set.count; i++)
		ck_assert_str_eq(set.items[i]->id, ids[i]);
	ck_assert_str_eq(set.items[2]->path, arena_printf(&f.arena, "%s/a/b.yaml", f.folder));
	fixture_end(&f);
}
END_TEST

START_TEST(test_a_slash_at_the_end_changes_nothing)
{
	struct scenario_set set;
	struct fixture f;

	fixture_begin(&f);
	write_good(&f, "a/b.yaml");
	f.folder = arena_printf(&f.arena, "%s//", f.folder);
	ck_assert(read_tree(&f, &set));
	ck_assert_str_eq(set.items[0]->id, "a/b");
	ck_assert(!strstr(set.items[0]->path, "//"));
	fixture_end(&f);
}
END_TEST

START_TEST(test_all_files_are_read_and_all_mistakes_told)
{
	struct scenario_set set;
	struct fixture f;

	fixture_begin(&f);
	write_good(&f, "a.yaml");
	fixture_write(&f, "b.yaml", "");
	fixture_write(&f, "c.yaml", "- x\n");
	fixture_write(&f, "d.yml", "title: x\n");
	ck_assert(!read_tree(&f, &set));
	ck_assert_uint_eq(f.diag.count, 3);
	ck_assert_uint_eq(set.count, 1);
	fixture_end(&f);
}
END_TEST

static void expect_one(struct fixture *fixture, const char *file_end, const char *text)
{
	fixture_expect_one(fixture, 0, 0, text);
	ck_assert_msg(text_ends_with(fixture->diag.entries[0].place.file, file_end), "%s",
		fixture->diag.entries[0].place.file);
}

START_TEST(test_folders_that_say_nothing)
{
	struct scenario_set set;
	struct fixture f;
	char *real;

	fixture_begin(&f);
	ck_assert(!read_tree(&f, &set));
	expect_one(&f, "", "no scenario file (*.yaml) in this folder");
	fixture_end(&f);

	fixture_begin(&f);
	real = f.folder;
	f.folder = arena_printf(&f.arena, "%s/missing", real);
	ck_assert(!read_tree(&f, &set));
	expect_one(&f, "/missing", "No such file or directory");
	f.folder = real;
	fixture_end(&f);

	fixture_begin(&f);
	write_good(&f, "file.yaml");
	real = f.folder;
	f.folder = arena_printf(&f.arena, "%s/file.yaml", real);
	ck_assert(!read_tree(&f, &set));
	expect_one(&f, "/file.yaml", "Not a directory");
	f.folder = real;
	fixture_end(&f);
}
END_TEST

START_TEST(test_endless_folders_end)
{
	struct scenario_set set;
	struct fixture f;

	fixture_begin(&f);
	write_good(&f, "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/x.yaml");
	ck_assert(!read_tree(&f, &set));
	expect_one(&f, "/16/17", "folders nested too deeply");
	fixture_end(&f);
}
END_TEST

struct unit_case tree_case(void)
{
	return (struct unit_case){"tree",
		{test_ids_are_paths_and_sorted, test_a_slash_at_the_end_changes_nothing,
			test_all_files_are_read_and_all_mistakes_told, test_folders_that_say_nothing,
			test_endless_folders_end}};
}
