#ifndef CELL_TESTS_H
#define CELL_TESTS_H
/*
 * The tests of ctest that a plan comes to: which cells each one covers, the command that runs them,
 * and how long that may take. Either each runs its cells, or one runs all of them, and each reads
 * what came of its own.
 */
#include <stddef.h>

struct arena;
struct listed_test;
struct plan;

/* What one test covers. */
enum granularity { GRANULARITY_TARGET, GRANULARITY_SCENARIO, GRANULARITY_CELL, GRANULARITY_COUNT };
extern const char *const granularity_words[]; /* target scenario cell */

struct cell_tests_form {
	enum granularity granularity;
	const char *prefix; /* before each test's name */
	const char **words; /* of the command line, that each command repeats */
	size_t word_count;
	long jobs;
	long deadline_ms; /* of one connection */
	const char *events; /* event file of the one run; NULL: each test makes a run of its own */
};

/* The words of a command line that are not about which targets, and not about the list itself. */
const char **cell_tests_common_words(struct arena *arena, int argc, char **argv, size_t *count);
/* In the order of the plan, the one run first; lives in the arena. Together they cover every cell,
 * each once. */
struct listed_test *cell_tests_make(size_t *count, const struct plan *plan,
	const struct cell_tests_form *form, struct arena *arena);
#endif
