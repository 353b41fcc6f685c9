#ifndef UNIT_H
#define UNIT_H
/*
 * What every Check binary shares: the suite is a table of cases, main runs it. CK_RUN_CASE (set by
 * ctest) picks one case; a name that matches none fails ("Checks: 0" is no success). A case that is
 * not named under CASES in CMake, or the other way round, fails too: no case is left out silently.
 *
 *   int main(void)
 *   {
 *       const struct unit_case cases[] = {
 *           {"arena", {test_grows, test_resets}},
 *       };
 *       return unit_run("base", cases, COUNT_OF(cases));
 *   }
 */
#include <check.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scoped.h"

enum { UNIT_TESTS_MAX = 64 };

struct unit_case {
	const char *name;
	const TTest *tests[UNIT_TESTS_MAX]; /* ends with NULL */
};

/* TEST_CASES: the names that ctest knows, each with a space before and behind. */
static inline int unit_unlisted(const struct unit_case *cases, size_t count)
{
	int bad = 0;
#ifdef TEST_CASES
	size_t listed = 0;

	for (const char *at = TEST_CASES; (at = strchr(at + 1, ' '));)
		listed++;
	for (size_t i = 0; i < count; i++) {
		char word[128];

		snprintf(word, sizeof(word), " %s ", cases[i].name);
		if (!strstr(TEST_CASES, word)) {
			fprintf(stderr, "case%sis not in CMakeLists.txt\n", word);
			bad++;
		}
	}
	if (!bad && listed != count) {
		fprintf(stderr, "CMakeLists.txt names %zu cases, the table %zu\n", listed, count);
		bad++;
	}
#else
	(void)cases;
	(void)count;
#endif
	return bad;
}

static inline int unit_run(const char *name, const struct unit_case *cases, size_t count)
{
	Suite *suite;
	SRunner *runner;
	int failed;
	int ran;

	if (unit_unlisted(cases, count))
		return EXIT_FAILURE;
	suite = suite_create(name);
	runner = srunner_create(suite);
	for (size_t i = 0; i < count; i++) {
		TCase *tcase = tcase_create(cases[i].name);

		tcase_set_timeout(tcase, 60);
		for (size_t j = 0; j < UNIT_TESTS_MAX && cases[i].tests[j]; j++)
			tcase_add_test(tcase, cases[i].tests[j]);
		suite_add_tcase(suite, tcase);
	}
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	ran = srunner_ntests_run(runner);
	srunner_free(runner);
	return failed == 0 && ran > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
#endif
