#ifndef COVERAGE_H
#define COVERAGE_H
/* What a run says of each rule: the verdicts of all cells whose scenario covers it. */
#include <stddef.h>

#include "result.h"
#include "view.h"

enum coverage_state {
	COVERAGE_NONE, /* no scenario covers it */
	COVERAGE_ELSEWHERE, /* some do, and none of them is in this run */
	COVERAGE_UNTESTED, /* their cells were skipped, or not run */
	COVERAGE_FAILS, /* a cell failed */
	COVERAGE_ERRORS, /* none failed, but some could not be judged, or a declaration is stale */
	COVERAGE_DEVIATES, /* none failed, but for declared deviations */
	COVERAGE_PASSES,
	COVERAGE_STATE_COUNT,
};
extern const char *const coverage_words[]; /* "not covered" "not in this run" ... */

struct coverage_row {
	const struct rule_info *rule;
	enum coverage_state state;
	size_t verdicts[VERDICT_COUNT];
	size_t *scenarios; /* numbers in the view, VIEW_END for those that are not in the run */
};

/* The rules of one source, or those that are in no registry. */
struct coverage_group {
	const struct rule_source_info *source; /* or NULL */
	struct coverage_row *rows;
	size_t count;
	size_t states[COVERAGE_STATE_COUNT];
};

struct coverage {
	struct coverage_group *groups; /* in the order of the registry */
	size_t count;
};

void coverage_build(struct coverage *out, const struct view *view);
#endif
