/* Every option of `mtlspec run` is a key of a project's file and a variable, by its table alone. */
#include <argp.h>
#include <string.h>

#include "arena.h"
#include "command.h"
#include "option_path.h"
#include "option_table.h"
#include "project_environment.h"
#include "unit.h"

static const struct argp_option *all[256];
static size_t count;

static void collect(void *owner, const struct argp_option *option)
{
	(void)owner;
	ck_assert_uint_lt(count, COUNT_OF(all));
	all[count++] = option;
}

static void begin(void)
{
	count = 0;
	option_visit(command_run_argp(), collect, NULL);
	ck_assert_uint_gt(count, 40);
}

/* What is told of an option, and what is done: a list in a file where it may be given again. */
START_TEST(test_several)
{
	begin();
	for (size_t i = 0; i < count; i++) {
		bool told = strstr(all[i]->doc, "repeatable") || strstr(all[i]->doc, "several times");

		ck_assert_msg(
			told == ((all[i]->flags & OPTION_SEVERAL) != 0), "--%s: %s", all[i]->name, all[i]->doc);
	}
}
END_TEST

/* Which part of its value is a path is known of each. */
START_TEST(test_paths)
{
	begin();
	for (size_t i = 0; i < count; i++)
		ck_assert_msg(
			option_path_is_known(all[i]), "--%s=%s: option_path.c", all[i]->name, all[i]->arg);
}
END_TEST

/* All that names a file or folder which is written; what is read has FILE or DIR, too. */
START_TEST(test_writes)
{
	begin();
	for (size_t i = 0; i < count; i++) {
		bool told = strncmp(all[i]->doc, "Write ", strlen("Write ")) == 0;

		ck_assert_msg(!told || all[i]->flags & OPTION_WRITES, "--%s", all[i]->name);
	}
}
END_TEST

START_TEST(test_variables_differ)
{
	struct arena arena;

	arena_init(&arena);
	begin();
	for (size_t i = 0; i < count; i++) {
		const char *name = project_variable(&arena, all[i]);

		ck_assert_str_ne(name, "MTLSPEC_HOME");
		for (size_t j = 0; j < i; j++)
			ck_assert_str_ne(name, project_variable(&arena, all[j]));
	}
	arena_finish(&arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"keys", {test_several, test_paths, test_writes, test_variables_differ}},
	};

	return unit_run("run_keys", cases, COUNT_OF(cases));
}
