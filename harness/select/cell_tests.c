#include "cell_tests.h"

#include <stdbool.h>
#include <string.h>

#include "arena.h"
#include "cell_list.h"
#include "home.h"
#include "patience.h"
#include "plan.h"

enum {
	ATTEMPTS_MAX = 6, /* connections of one cell, each up to its deadline */
	SLACK_S = 30, /* start, controls, reports */
	READ_S = 120, /* the event file, which may be large */
};
#define ONE_RUN "one-run" /* behind the prefix: the test that runs for all others */

const char *const granularity_words[] = {"target", "scenario", "cell", NULL};
_Static_assert(COUNT_OF(granularity_words) == GRANULARITY_COUNT + 1, "a word for each");

struct maker {
	const struct cell_tests_form *form;
	const struct plan *plan;
	struct arena *arena;
	struct listed_test *tests;
	size_t test_count;
};

/* Options that say which targets, those of the list itself, and where they come from are not for
 * each test's command. */
static bool is_left_out(const char *word)
{
	static const char *const names[] = {"--target", "--client", "--format", "--granularity",
		"--prefix", "--label", "--one-run", "--project", "--profile", NULL};
	size_t len = strcspn(word, "=");

	if (strncmp(word, "-t", 2) == 0)
		return true;
	for (size_t i = 0; len > 3 && names[i]; i++) {
		if (strncmp(names[i], word, len) == 0)
			return true;
	}
	return false;
}

static bool has_own_value(const char *word)
{
	return word[1] == '-' ? strchr(word, '=') != NULL : word[2] != '\0';
}

const char **cell_tests_common_words(struct arena *arena, int argc, char **argv, size_t *count)
{
	const char **words = NULL;

	*count = 0;
	for (int i = 1; i < argc; i++) {
		if (argv[i][0] == '-' && is_left_out(argv[i]))
			i += !has_own_value(argv[i]);
		else
			*ARENA_PUSH(arena, words, *count) = argv[i];
	}
	return words;
}

static bool same_test(
	const struct maker *maker, const struct plan_cell *a, const struct plan_cell *b)
{
	if (a->target != b->target)
		return false;
	if (maker->form->granularity == GRANULARITY_TARGET)
		return true;
	return maker->form->granularity == GRANULARITY_SCENARIO && a->scenario == b->scenario;
}

static const char *test_name(
	const struct maker *maker, const struct plan_cell *cell, struct arena *arena)
{
	const char *prefix = maker->form->prefix;

	switch (maker->form->granularity) {
	case GRANULARITY_TARGET:
		return arena_printf(arena, "%s%s", prefix, cell->target->name);
	case GRANULARITY_SCENARIO:
		return arena_printf(arena, "%s%s/%s", prefix, cell->target->name, cell->scenario->id);
	default:
		return arena_printf(arena, "%s%s", prefix, cell->id);
	}
}

/* Which cells one test runs. */
static const char *test_glob(
	const struct maker *maker, const struct plan_cell *cell, struct arena *arena)
{
	switch (maker->form->granularity) {
	case GRANULARITY_TARGET:
		return arena_printf(arena, "*@%s:*", cell->target->name);
	case GRANULARITY_SCENARIO:
		return arena_printf(arena, "%s@%s:*", cell->scenario->id, cell->target->name);
	default:
		return cell->id;
	}
}

/* Longer than all that can pass before our own deadlines have ended everything; those of programs
 * grow with the machine's load. */
static long timeout_of(const struct maker *maker, const struct target *target, size_t cells)
{
	bool client = target->sides[SIDE_CLIENT];
	long jobs = client ? 1 : maker->form->jobs;
	long rounds = ((long)cells + jobs - 1) / jobs;
	long deadline_ms = maker->form->deadline_ms * (client ? PATIENCE_MAX : 1);

	return SLACK_S +
		(AUTH_MODE_COUNT * target->start_timeout_ms * PATIENCE_MAX +
			rounds * ATTEMPTS_MAX * deadline_ms) /
		1000;
}

static void push(struct maker *maker, struct listed_test *test, size_t *count, const char *word)
{
	*ARENA_PUSH(maker->arena, test->command, *count) = word;
}

static void push_target(
	struct maker *maker, struct listed_test *test, size_t *count, const struct target *target)
{
	push(maker, test, count, target->command ? "--client" : "--target");
	push(maker, test, count, target->command ? target->command : target->asked_as);
}

static void push_common(struct maker *maker, struct listed_test *test, size_t *count)
{
	for (size_t i = 0; i < maker->form->word_count; i++)
		push(maker, test, count, maker->form->words[i]);
}

static const char *fixture_name(const struct maker *maker)
{
	char *name = arena_printf(maker->arena, "%s" ONE_RUN, maker->form->prefix);

	/* it would end there: properties are lists */
	for (char *at = name; (at = strchr(at, ';'));)
		*at = '_';
	return name;
}

static void add_test(struct maker *maker, size_t first, size_t cells)
{
	struct arena *arena = maker->arena;
	const struct plan_cell *cell = &maker->plan->cells[first];
	struct listed_test *test = ARENA_PUSH(arena, maker->tests, maker->test_count);
	const char *events = maker->form->events;
	size_t count = 0;

	test->name = test_name(maker, cell, arena);
	test->timeout_s = events ? READ_S : timeout_of(maker, cell->target, cells);
	test->fixture = events ? fixture_name(maker) : NULL;
	push(maker, test, &count, home_program(arena));
	push(maker, test, &count, events ? "report" : "run");
	if (events)
		push(maker, test, &count, "--exit-code");
	else
		push_target(maker, test, &count, cell->target);
	push(maker, test, &count, "--cell");
	push(maker, test, &count, test_glob(maker, cell, arena));
	if (events)
		push(maker, test, &count, events);
	else
		push_common(maker, test, &count);
	push(maker, test, &count, NULL);
}

/*
 * The run that all others read: it fails where it could not be made. What it found is theirs, and
 * ctest would not start them after a fixture that fails.
 */
static void add_one_run(struct maker *maker)
{
	struct arena *arena = maker->arena;
	struct listed_test *test = ARENA_PUSH(arena, maker->tests, maker->test_count);
	const struct plan *plan = maker->plan;
	size_t count = 0;

	test->name = arena_printf(arena, "%s" ONE_RUN, maker->form->prefix);
	test->fixture = fixture_name(maker);
	test->sets_up = true;
	push(maker, test, &count, "/bin/sh");
	push(maker, test, &count, "-c");
	push(maker, test, &count,
		"\"$@\"; code=$?; case $code in 0|1|3|5|77) exit 0;; esac; exit $code");
	push(maker, test, &count, "sh");
	push(maker, test, &count, home_program(arena));
	push(maker, test, &count, "run");
	for (size_t i = 0; i < plan->cell_count; i++) {
		size_t cells = 1;

		if (i && plan->cells[i].target == plan->cells[i - 1].target)
			continue;
		while (
			i + cells < plan->cell_count && plan->cells[i + cells].target == plan->cells[i].target)
			cells++;
		push_target(maker, test, &count, plan->cells[i].target);
		test->timeout_s += timeout_of(maker, plan->cells[i].target, cells);
	}
	push_common(maker, test, &count);
	push(maker, test, &count, "--events");
	push(maker, test, &count, maker->form->events);
	push(maker, test, &count, NULL);
}

/* Cells of one test need not stand together: the plan goes by target, then mode. */
struct listed_test *cell_tests_make(
	size_t *count, const struct plan *plan, const struct cell_tests_form *form, struct arena *arena)
{
	struct maker maker = {.form = form, .plan = plan, .arena = arena};
	bool *done = ARENA_ARRAY(arena, bool, plan->cell_count + 1);

	if (form->events && plan->cell_count)
		add_one_run(&maker);
	for (size_t i = 0; i < plan->cell_count; i++) {
		size_t cells = 0;

		if (done[i])
			continue;
		for (size_t j = i; j < plan->cell_count; j++) {
			if (i != j && !same_test(&maker, &plan->cells[i], &plan->cells[j]))
				continue;
			done[j] = true;
			cells++;
		}
		add_test(&maker, i, cells);
	}
	*count = maker.test_count;
	return maker.tests;
}
