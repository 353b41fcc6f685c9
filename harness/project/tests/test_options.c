/* argp's tables and parsers, asked from outside; which file is the project's. */
#include <argp.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "file.h"
#include "option_path.h"
#include "option_record.h"
#include "option_table.h"
#include "project_find.h"
#include "sample_command.h"
#include "tmpdir.h"
#include "unit.h"

enum { SOMEBODY = 12345 };

static struct arena arena;

START_TEST(test_record)
{
	static char name[] = "x", bundle[] = "-sj3", cut[] = "--targ", value[] = "a",
				last[] = "--last-f", argument[] = "one", end[] = "--", other[] = "--strict";
	char *argv[] = {name, argument, bundle, cut, value, last, end, other, NULL};
	static const struct {
		const char *option, *text;
	} said[] = {{"strict", NULL}, {"jobs", "3"}, {"target", "a"}, {"lf", NULL}, {NULL, "one"},
		{NULL, "--strict"}};
	struct option_use *uses;
	size_t count;

	arena_init(&arena);
	ck_assert(option_record(&uses, &count, &arena, &sample_argp, 8, argv));
	ck_assert_uint_eq(count, COUNT_OF(said));
	for (size_t i = 0; i < count; i++) {
		ck_assert_pstr_eq(uses[i].option ? uses[i].option->name : NULL, said[i].option);
		ck_assert_pstr_eq(uses[i].text, said[i].text);
	}
	ck_assert_ptr_eq(argv[1], argument);
	arena_finish(&arena);
}
END_TEST

/* What the real parser ends the process for. */
START_TEST(test_record_refuses)
{
	static char words[][16] = {
		"--nothing", "-q", "--jobs", "--strict=1", "--help", "--usage", "-?"};
	static char name[] = "x";

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		struct option_use *uses;
		size_t count;

		arena_init(&arena);
		ck_assert_msg(!option_record(
						  &uses, &count, &arena, &sample_argp, 2, (char *[]){name, words[i], NULL}),
			"%s", words[i]);
		arena_finish(&arena);
	}
}
END_TEST

START_TEST(test_faults)
{
	arena_init(&arena);
	ck_assert_ptr_null(option_fault(&arena, &sample_argp, NULL, "--jobs=3"));
	ck_assert_ptr_null(option_fault(&arena, &sample_argp, NULL, "--ca=x"));
	ck_assert_ptr_null(option_fault(&arena, &sample_argp, NULL, "argument"));
	ck_assert_str_eq(
		option_fault(&arena, &sample_argp, NULL, "--jobs=three"), "jobs three: a number is wanted");
	ck_assert_str_eq(
		option_fault(&arena, &sample_argp, NULL, "an argument"), "'an argument' has a blank in it");
	arena_finish(&arena);
}
END_TEST

START_TEST(test_values_from_folder)
{
	static const struct {
		const char *arg, *value, *from;
	} rows[] = {
		{"FILE", "a", "f/a"},
		{"FILE", "-", "-"},
		{"DIR", "../a", "f/../a"},
		{"EVENTS", "/a", "/a"},
		{"CERT[,KEY]", "a,b,c", "f/a,b,f/c"},
		{"CERT[,KEY]", "a,/c", "f/a,/c"},
		{"client=CERT[,KEY]", "client=a,b", "client=f/a,f/b"},
		{"client=CERT[,KEY]", "client", "client"},
		{"NAME|STATUS|@FILE", "@a", "@f/a"},
		{"NAME|STATUS|@FILE", "204", "204"},
		{"COMMAND", "./c ${url}", "f/./c ${url}"},
		{"COMMAND", "bin/c x/y", "f/bin/c x/y"},
		{"COMMAND", "curl x/y", "curl x/y"},
		{"COMMAND", "/bin/c", "/bin/c"},
		{"PATH", "/api/a", "/api/a"},
		{"MODE", "a/b", "a/b"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct argp_option option = {.name = "x", .arg = rows[i].arg};

		arena_init(&arena);
		ck_assert(option_path_is_known(&option));
		ck_assert_str_eq(option_from_folder(&arena, &option, rows[i].value, "f"), rows[i].from);
		ck_assert_ptr_eq(option_from_folder(&arena, &option, rows[i].value, ""), rows[i].value);
		ck_assert_ptr_eq(option_from_folder(&arena, &option, rows[i].value, "."), rows[i].value);
		arena_finish(&arena);
	}
	arena_init(&arena);
	ck_assert(!option_path_is_known(&(struct argp_option){.name = "x", .arg = "NEWS"}));
	ck_assert_str_eq(option_from_folder(&arena,
						 &(struct argp_option){.name = "x", .arg = "COMMAND"}, "./c", "a b"),
		"'a b'/./c");
	arena_finish(&arena);
}
END_TEST

/* In a folder of a repository: top/.git, top/middle/below. */
static char *enter(const char *file)
{
	const char *why = NULL;
	char *top;

	arena_init(&arena);
	ck_assert(tmpdir_create(&top, &why, &arena));
	ck_assert(file_make_dirs(&why, &arena, arena_printf(&arena, "%s/top/middle/below", top)));
	ck_assert(file_make_dirs(&why, &arena, arena_printf(&arena, "%s/top/.git", top)));
	ck_assert(
		file_write(&why, &arena, arena_printf(&arena, "%s/%s", top, file), "jobs: 1\n", 8, 0644));
	ck_assert_int_eq(chdir(arena_printf(&arena, "%s/top/middle/below", top)), 0);
	return top;
}

static void leave(char *top)
{
	ck_assert_int_eq(chdir("/"), 0);
	tmpdir_remove(top);
	arena_finish(&arena);
}

START_TEST(test_finds)
{
	static const char *const rows[][2] = {
		{"top/middle/below/mtlspec.yaml", "mtlspec.yaml"},
		{"top/middle/mtlspec.yaml", "../mtlspec.yaml"},
		{"top/mtlspec.yaml", "../../mtlspec.yaml"},
		{"mtlspec.yaml", NULL}, /* above the repository */
		{"top/middle/mtlspec.yml", NULL},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char *top = enter(rows[i][0]);
		const char *why = NULL;

		ck_assert_pstr_eq(project_find(&arena, &why), rows[i][1]);
		ck_assert_ptr_null(why);
		leave(top);
	}
}
END_TEST

/* Where there is no repository, nothing above is looked at. */
START_TEST(test_finds_none)
{
	char *top = enter("top/middle/mtlspec.yaml");
	const char *why = NULL;

	ck_assert_int_eq(rmdir("../../.git"), 0);
	ck_assert_ptr_null(project_find(&arena, &why));
	leave(top);
}
END_TEST

START_TEST(test_foreign_file)
{
	char *top = enter("top/middle/mtlspec.yaml");
	const char *why = NULL;

	if (geteuid() == 0) {
		ck_assert_int_eq(chown("../mtlspec.yaml", SOMEBODY, SOMEBODY), 0);
		ck_assert_ptr_null(project_find(&arena, &why));
		ck_assert_ptr_nonnull(strstr(why, "../mtlspec.yaml belongs to somebody else"));
		/* his is the whole checkout */
		ck_assert_int_eq(chown(".", SOMEBODY, SOMEBODY), 0);
		ck_assert_str_eq(project_find(&arena, &why), "../mtlspec.yaml");
	}
	leave(top);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"options", {test_record, test_record_refuses, test_faults, test_values_from_folder}},
		{"find", {test_finds, test_finds_none, test_foreign_file}},
	};

	return unit_run("project_options", cases, COUNT_OF(cases));
}
