#ifndef RUNNER_H
#define RUNNER_H
/*
 * Runs a plan: one event loop, instances side by side within a bound, cells in flight within
 * another. Every cell of the plan ends as one call of `judged`, unless the run is interrupted.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plan.h"
#include "result.h"
#include "run_limits.h"
#include "scoped.h"

struct arena;
struct keep;
struct pki;
struct recipe;

struct run_options {
	const struct plan *plan;
	struct pki *pki;
	const struct recipe *recipe;
	enum driver_choice driver;
	size_t jobs; /* cells in flight */
	size_t repeat; /* how often the plan is run; rounds after the first have ids with #2, #3 */
	uint64_t deadline_ms; /* for one connection */
	bool strict;
	const char *defects; /* for targets that take them, or NULL */
	const char *backend_host; /* where the backend listens */
	int backend_port; /* 0: any */
	bool backend_behind_external; /* targets that we did not launch reach our backend */
	const char *pki_dir; /* for the commands by hand, or NULL */
	const char *own_pki; /* options of the user's own PKI, to reproduce; or NULL */
	const char
		*server_ca; /* PEM file: CAs that our clients trust beside the server root, or NULL */
	struct keep *keep; /* failing cells are kept there (keep.h), or NULL */
	/* may change a verdict before it counts (expected failures); texts in the arena; or NULL */
	void (*adjust)(void *owner, struct cell_result *cell, struct arena *arena);
	/* one judged cell; everything in it dies with the call */
	void (*judged)(void *owner, const struct cell_result *cell);
	void *owner;
};

struct run_outcome {
	size_t counts[VERDICT_COUNT];
	size_t connections;
	int interrupted_by; /* signal number, or 0 */
	const char *lapsed; /* what ended the run by its end date: a sentence, in the arena; or NULL */
	struct instance_result *instances; /* where the time went; in the arena */
	size_t instance_count;
};

/* False and `why` if the run could not begin (no work folder, no backend port). */
WARN_UNUSED bool run_plan(struct run_outcome *out, const struct run_options *options,
	struct arena *arena, const char **why);
#endif
