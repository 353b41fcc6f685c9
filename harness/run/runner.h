#ifndef RUNNER_H
#define RUNNER_H
/*
 * Runs a plan: one event loop, instances side by side within a bound, cells in flight within
 * another. Every cell of the plan ends as one call of `judged`, unless the run is interrupted
 * or stops at its first failure.
 */
#include <stdbool.h>
#include <stddef.h>

#include "bench.h"
#include "result.h"
#include "run_limits.h"
#include "scoped.h"

struct arena;
struct keep;

struct run_options {
	struct bench_options bench;
	size_t jobs; /* cells in flight */
	bool stops_at_first; /* failure or error: what is not judged then is not run */
	size_t repeat; /* how often the plan is run; rounds after the first have ids with #2, #3 */
	struct keep *keep; /* failing cells are kept there (keep.h), or NULL */
	/* may change a verdict before it counts (expected failures); texts in the arena; or NULL */
	void (*adjust)(void *owner, struct cell_result *cell, struct arena *arena);
	/* one judged cell; everything in it dies with the call */
	void (*judged)(void *owner, const struct cell_result *cell);
	/* a line about a target, for people, while it runs; or NULL */
	void (*told)(void *owner, const char *target, const char *what);
	void *owner;
};

struct run_outcome {
	size_t counts[VERDICT_COUNT];
	size_t connections;
	int interrupted_by; /* signal number, or 0 */
	bool stopped; /* at the first failure or error, as asked */
	const char *lapsed; /* what ended the run by its end date: a sentence, in the arena; or NULL */
	struct instance_result *instances; /* where the time went; in the arena */
	size_t instance_count;
};

/* False and `why` if the run could not begin (no work folder, no backend port). */
WARN_UNUSED bool run_plan(struct run_outcome *out, const struct run_options *options,
	struct arena *arena, const char **why);
#endif
