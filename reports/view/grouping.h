#ifndef GROUPING_H
#define GROUPING_H
/*
 * Cells of one kind, put together by what they have in common, so that hundreds of equal notes read
 * as one: the largest group first, within a group the order of the plan.
 */
#include <stdbool.h>
#include <stddef.h>

#include "view.h"

/* What a group has in common, or NULL: the cell does not belong here. */
typedef const char *grouping_key(struct arena *arena, const struct cell_result *cell);

struct group {
	const char *key;
	const size_t *cells; /* numbers, ascending */
	size_t count;
};

struct grouping {
	struct group *groups;
	size_t count;
	size_t cells; /* in all groups */
};

void grouping_build(struct grouping *out, const struct view *view, grouping_key *key);

/* The deviation of a pass with a note, by target. */
const char *grouping_deviation(struct arena *arena, const struct cell_result *cell);
/* The reason of a skip, of a cell that was not run. */
const char *grouping_skip(struct arena *arena, const struct cell_result *cell);
const char *grouping_not_run(struct arena *arena, const struct cell_result *cell);
/* Verdicts about a server behind which no backend of ours stood, by target. */
const char *grouping_unobserved(struct arena *arena, const struct cell_result *cell);
const char *grouping_xfail(struct arena *arena, const struct cell_result *cell);
/* Failures, errors and unexpected passes that share target, mode, verdict and reason. */
const char *grouping_trouble(struct arena *arena, const struct cell_result *cell);
/* Failures, errors, unexpected passes: each by target and reason, whatever the mode. */
const char *grouping_fail(struct arena *arena, const struct cell_result *cell);
const char *grouping_error(struct arena *arena, const struct cell_result *cell);
const char *grouping_xpass(struct arena *arena, const struct cell_result *cell);
#endif
