/* The tests of ctest. */
#include "cell_list.h"
#include "cell_tests.h"
#include "patience.h"
#include "select_fixture.h"
#include "text.h"

/* What follows --cell in its command. */
static const char *glob_of(const struct listed_test *test)
{
	for (size_t i = 0; test->command[i]; i++) {
		if (strcmp(test->command[i], "--cell") == 0)
			return test->command[i + 1];
	}
	ck_abort_msg("%s has no --cell", test->name);
}

/* Whatever the grain, the commands run every cell, each once; or one does, and they read each. */
START_TEST(test_cover)
{
	static const size_t wanted[GRANULARITY_COUNT] = {
		[GRANULARITY_TARGET] = 2, [GRANULARITY_SCENARIO] = 6, [GRANULARITY_CELL] = 24};

	for (int i = 0; i < 2 * GRANULARITY_COUNT; i++) {
		int grain = i / 2;
		bool shared = i % 2;
		const struct cell_tests_form form = {.granularity = (enum granularity)grain,
			.prefix = "p/",
			.events = shared ? "all.jsonl" : NULL,
			.jobs = 16,
			.deadline_ms = 5000};
		struct select_fixture f;
		const struct listed_test *tests;
		const struct plan *plan;
		size_t count;

		fixture_open_box(&f);
		fixture_ask(&f, fixture_file(&f, "other.yaml", TARGET));
		plan = fixture_make(&f);
		tests = cell_tests_make(&count, plan, &form, &f.arena);
		ck_assert_uint_eq(count, wanted[grain] + shared);
		for (size_t j = 0; j < plan->cell_count; j++) {
			size_t runs = 0;

			for (size_t k = shared; k < count; k++)
				runs += text_glob(glob_of(&tests[k]), plan->cells[j].id);
			ck_assert_msg(runs == 1, "%s: %zu times", plan->cells[j].id, runs);
		}
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_command)
{
	const char *words[] = {"--strict", "--timeout=900"};
	const struct cell_tests_form form = {.granularity = GRANULARITY_TARGET,
		.prefix = "p/",
		.words = words,
		.word_count = 2,
		.jobs = 1,
		.deadline_ms = 900};
	struct select_fixture f;
	const struct listed_test *tests;
	size_t count;

	fixture_open_box(&f);
	tests = cell_tests_make(&count, fixture_make(&f), &form, &f.arena);
	ck_assert_str_eq(tests->name, "p/box");
	ck_assert_str_eq(tests->command[1], "run");
	ck_assert_str_eq(tests->command[2], "--target");
	ck_assert_str_eq(tests->command[3], f.targets[0]);
	ck_assert_str_eq(tests->command[5], "*@box:*");
	ck_assert_str_eq(tests->command[6], "--strict");
	ck_assert_str_eq(tests->command[7], "--timeout=900");
	ck_assert_ptr_null(tests->command[8]);
	/* 12 cells, one after the other, each at least one connection up to its deadline */
	ck_assert_int_gt(tests->timeout_s, 12 * 900 / 1000);
	/* and each mode may come up on a machine that is short of processors */
	ck_assert_int_gt(tests->timeout_s, AUTH_MODE_COUNT * 5 * PATIENCE_MAX);
	fixture_close(&f);
}
END_TEST

/* "sh -c SCRIPT sh mtlspec run TARGETS WORDS --events FILE", then those that read FILE. */
START_TEST(test_one_run)
{
	const char *words[] = {"--strict"};
	const struct cell_tests_form form = {.granularity = GRANULARITY_TARGET,
		.prefix = "a;b/",
		.words = words,
		.word_count = 1,
		.jobs = 1,
		.deadline_ms = 900,
		.events = "all.jsonl"};
	struct select_fixture f;
	const struct listed_test *tests;
	const char **command;
	size_t count;

	fixture_open_box(&f);
	fixture_ask(&f, fixture_file(&f, "other.yaml", TARGET));
	tests = cell_tests_make(&count, fixture_make(&f), &form, &f.arena);
	ck_assert_uint_eq(count, 3);
	ck_assert_str_eq(tests->name, "a;b/one-run");
	ck_assert(tests->sets_up && !tests[1].sets_up && !tests[2].sets_up);
	for (size_t i = 0; i < count; i++)
		ck_assert_str_eq(tests[i].fixture, "a_b/one-run");
	command = tests->command + 4;
	ck_assert_str_eq(command[1], "run");
	ck_assert_str_eq(command[2], "--target");
	ck_assert_str_eq(command[4], "--target");
	ck_assert_str_eq(command[3], f.targets[0]);
	ck_assert_str_eq(command[5], f.targets[1]);
	ck_assert_str_eq(command[6], "--strict");
	ck_assert_str_eq(command[7], "--events");
	ck_assert_str_eq(command[8], "all.jsonl");
	ck_assert_ptr_null(command[9]);
	/* as long as both of them one after the other */
	ck_assert_int_gt(tests->timeout_s, 2 * 12 * 900 / 1000);
	ck_assert_str_eq(tests[1].command[1], "report");
	ck_assert_str_eq(tests[1].command[2], "--exit-code");
	ck_assert_str_eq(tests[1].command[4], "*@box:*");
	ck_assert_str_eq(tests[1].command[5], "all.jsonl");
	ck_assert_ptr_null(tests[1].command[6]);
	fixture_close(&f);
}
END_TEST

START_TEST(test_common_words)
{
	static const struct {
		const char *line[10];
		const char *kept[8];
	} cases[] = {
		{{"list", "--strict", "chain/"}, {"--strict", "chain/"}},
		{{"list", "--target", "nginx", "-tapache", "-t", "caddy", "x"}, {"x"}},
		{{"list", "--target=nginx", "--tls", "1.3"}, {"--tls", "1.3"}},
		{{"list", "--client", "curl ${url}", "--client=wget", "x"}, {"x"}},
		{{"list", "--format=ctest", "--granularity", "cell", "--prefix", "p", "y"}, {"y"}},
		{{"list", "--one-run", "f", "--one-run=g", "--label", "l", "--label=m", "--pki-file", "f"},
			{"--pki-file", "f"}},
		{{"list"}, {NULL}},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct arena arena;
		size_t argc = 0;
		size_t count;
		const char **words;

		arena_init(&arena);
		while (cases[i].line[argc])
			argc++;
		words = cell_tests_common_words(&arena, (int)argc, (char **)cases[i].line, &count);
		for (size_t j = 0; j < count; j++)
			ck_assert_msg(cases[i].kept[j] && strcmp(words[j], cases[i].kept[j]) == 0,
				"case %zu: %s", i, words[j]);
		ck_assert_ptr_null(cases[i].kept[count]);
		arena_finish(&arena);
	}
}
END_TEST

struct unit_case tests_case(void)
{
	return (struct unit_case){"tests", {test_cover, test_command, test_one_run, test_common_words}};
}
