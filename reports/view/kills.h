#ifndef KILLS_H
#define KILLS_H
/*
 * The kill matrix of a self-test: which scenario catches which defect of the reference, in which
 * modes and TLS versions. A defect that nothing catches is a hole in the catalogue; so is a cell in
 * which the reference without a defect is accused. A scenario that catches nothing has to say what
 * it is there for (`confirms`).
 */
#include <stdbool.h>
#include <stddef.h>

#include "result.h"

struct arena;

/* By whom and where: a bit for each mode, for each version. */
struct kill {
	unsigned modes[TLS_VERSION_COUNT];
	bool tried[TLS_VERSION_COUNT];
};

struct kills {
	struct arena *arena;
	const struct plan_result *plan;
	/* the plan's, by id; those that one file fans out to (scenario_for.h) are one, under its id */
	const struct scenario_info **scenarios;
	size_t scenario_count;
	size_t defect_count; /* targets of the plan that have one */
	const struct target_info **defects;
	struct kill *kills; /* defect by defect, scenario by scenario, as above */
	bool *judged; /* scenarios of which any cell was a pass or a fail */
	const char **alarms; /* ids: cells of the reference that are no passes, as they should be */
	size_t alarm_count;
	size_t clean_count; /* cells of the reference that were judged */
};

/* `plan` outlives it; texts are borrowed from there. */
void kills_begin(struct kills *out, struct arena *arena, const struct plan_result *plan);
/* True for a cell of a target with a defect. */
bool kills_add(struct kills *kills, const struct cell_result *cell);

bool kill_any(const struct kill *kill);
/* "GV": letters of auth_mode; with "tls1.2" behind it where it is not the same in all versions in
 * which it was tried. */
const char *kill_text(const struct kill *kill, struct arena *arena);
const struct kill *kills_at(const struct kills *kills, size_t defect, size_t scenario);
/* How many scenarios catch it; how many defects it catches. */
size_t kills_catchers(const struct kills *kills, size_t defect);
size_t kills_caught(const struct kills *kills, size_t scenario);
/* Of how many defects it is the only catcher. */
size_t kills_alone(const struct kills *kills, size_t scenario);
/* It was judged, catches no defect that there is, and does not say what it confirms. */
bool kills_is_idle(const struct kills *kills, size_t scenario);
size_t kills_killed(const struct kills *kills);
/*
 * EXIT_AS_EXPECTED, or EXIT_CONFORMANCE: the clean one is accused, a scenario is idle, or a defect
 * lives (where all scenarios were run, or the defect was asked for by name).
 */
int kills_exit_code(const struct kills *kills);

/*
 * Of a self-test that was read back: its kills, and all that is about the targets with defects
 * taken out of it, so that every report tells of the reference alone. Nothing for other runs.
 */
void kills_set_aside(struct run_result *run, struct arena *arena);
#endif
