#ifndef GROUPING_H
#define GROUPING_H
/*
 * Cells of one kind, put together by what they have in common, so that hundreds of equal notes read
 * as one: failures before errors before unexpected passes, the worst first, then the largest group;
 * within a group the order of the plan.
 */
#include <stdbool.h>
#include <stddef.h>

#include "view.h"

/* Which cells, and what those of a group have in common. */
enum group_by {
	/* of one verdict, by target and reason, whatever the mode */
	GROUP_FAIL = VERDICT_FAIL,
	GROUP_ERROR = VERDICT_ERROR,
	GROUP_SKIP = VERDICT_SKIP,
	GROUP_XFAIL = VERDICT_XFAIL,
	GROUP_XPASS = VERDICT_XPASS,
	GROUP_NOT_RUN = VERDICT_NOT_RUN,
	GROUP_DEVIATION = VERDICT_COUNT, /* passes with a note, by target and deviation */
	GROUP_UNOBSERVED, /* judged of a server behind which no backend of ours stood, by target */
	GROUP_TROUBLE, /* failures, errors, unexpected passes, by target, mode, verdict and reason */
};

struct group {
	const char *key;
	const size_t *cells; /* numbers, ascending */
	size_t count;
	enum verdict verdict; /* of its first cell */
	enum failure_class failure; /* the same */
};

struct grouping {
	struct group *groups;
	size_t count;
	size_t cells; /* in all groups */
};

void grouping_build(struct grouping *out, const struct view *view, enum group_by by);
#endif
