#ifndef VIEW_H
#define VIEW_H
/*
 * A run, arranged for the reports: which cell stands in which row (scenario) and column (target and
 * mode), in the order of the plan, with what the plan says of them. Built once per report in
 * O(n log n); everything is borrowed from the run or lives in the arena.
 */
#include <stddef.h>

#include "result.h"

struct arena;
struct workspace;

#define VIEW_END ((size_t)-1)

struct view_column {
	size_t target; /* number of the target */
	enum auth_mode mode;
	size_t counts[VERDICT_COUNT];
	size_t cells;
	uint64_t duration_us;
	size_t first; /* cell, then view_cell.next */
	size_t last;
};

struct view_cell {
	size_t target;
	size_t scenario;
	size_t column;
	size_t next; /* in the same column, or VIEW_END */
};

struct view {
	struct arena *arena;
	const struct run_result *run;
	const char **targets;
	const struct target_info **target_infos; /* NULL where the plan does not say */
	size_t target_count;
	const char **scenarios;
	const struct scenario_info **scenario_infos;
	size_t scenario_count;
	struct view_column *columns;
	size_t column_count;
	struct view_cell *cells; /* one for each of run->cells */
	/* To the folder of what is kept of each of run->cells, relative to the report's own, in the
	 * form of a URL; NULL: to none, or of that one there is none. Set by who knows where it will
	 * be. */
	const char *const *kept_links;
	/* For consumers that know files by their path in the user's tree; NULL: paths stay as they
	 * are. Set by who knows where that is. */
	const struct workspace *workspace;
};

void view_build(struct view *out, struct arena *arena, const struct run_result *run);
/* What the plan says of a cell's scenario; an empty one where it says nothing, never NULL. */
const struct scenario_info *view_scenario(const struct view *view, size_t cell);
/* The id without target and mode: "client-certificate/expired/tls1.3", unique in a column. */
const char *view_cell_name(struct arena *arena, const struct cell_result *cell);
/* An error before anything was tried: trouble of its target. */
bool view_is_untried(const struct cell_result *cell);
/* "1.912": milliseconds in every locale. */
const char *view_seconds(struct arena *arena, uint64_t us);
#endif
