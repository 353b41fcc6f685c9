#ifndef PLAN_SELECT_H
#define PLAN_SELECT_H
/*
 * What the user asked for by name: scenario ids, prefixes and globs, cell ids and globs. What
 * matches nothing is an error with the nearest thing that exists.
 */
#include "plan.h"

/*
 * True if `pattern` (an id, a folder with or without its last '/', or a glob) names the scenario.
 */
bool plan_names_scenario(const char *pattern, const char *id);
/* Adds a diagnostic, with the nearest that there is, unless the pattern names one of them. */
void plan_check_scenario(const struct scenario_set *scenarios, const char *pattern,
	struct place place, struct arena *arena, struct diag *diag);
/* The scenarios that the request names, in their order; all if it names none. */
struct scenario_set plan_select_scenarios(
	const struct plan_request *request, struct arena *arena, struct diag *diag);
/* True unless the request names other cells, by globs, words or ids. */
bool plan_selects_cell(const struct plan_request *request, const char *id);
/* Adds a diagnostic for each --cell that matches none of the plan's cells. */
void plan_check_cell_globs(const struct plan *plan, const struct plan_request *request,
	struct arena *arena, struct diag *diag);
#endif
