#ifndef EXPLAIN_H
#define EXPLAIN_H
/* A judged cell in words: labelled sentences that console, JUnit and HTML show alike. */
#include <stdbool.h>
#include <stddef.h>

#include "result.h"

struct arena;

enum explain_kind {
	EXPLAIN_TEXT,
	EXPLAIN_SCENARIO, /* the same for all cells of a scenario */
	EXPLAIN_LINK,
	EXPLAIN_COMMAND, /* to be copied as it is */
	EXPLAIN_STEP, /* one step of several; a page has a table for them */
};

struct explain_row {
	const char *label; /* "expected" */
	const char *text;
	enum explain_kind kind;
};

enum { EXPLAIN_STEPS_MAX = 32, EXPLAIN_MAX = 24 + EXPLAIN_STEPS_MAX };

/* "pass  NAME: expected accept; observed accept: http 200": one step of a cell that has several. */
const char *explain_step(struct arena *arena, const struct step_result *step);
/* What there is to say, in the order in which it is read; returns the number of rows. */
size_t explain_cell(struct explain_row rows[EXPLAIN_MAX], struct arena *arena,
	const struct cell_result *cell, const struct scenario_info *scenario);
/* The single sentences of it. Never NULL. */
const char *explain_expected(struct arena *arena, const struct cell_result *cell);
const char *explain_observed(struct arena *arena, const struct cell_result *cell);
const char *explain_control(struct arena *arena, const struct cell_result *cell);
/* The directive to change, and its line: "set `ssl_verify_client on;`, you have `ssl_verify_client
 * optional;`, nginx.conf:34". NULL where none is known. */
const char *explain_fix(struct arena *arena, const struct cell_result *cell);
/* The line stands there as it should, and nothing is known against it. */
bool explain_reads_right(const struct directive_fix *directive);
/* One line: "280 pass, 0 fail, 0 error, 10 xfail, 0 xpass, 0 skip, 0 not-run". */
const char *explain_counts(struct arena *arena, const size_t counts[VERDICT_COUNT]);
/* What the exit code says: "Everything as expected". Never NULL. */
const char *explain_exit(const struct end_result *end);
#endif
