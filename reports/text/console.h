#ifndef CONSOLE_H
#define CONSOLE_H
/* A run on a terminal: what went wrong, the totals, what changed. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "result.h"

/* How it is told. Nothing is written in the locale's manner. */
struct console {
	bool color; /* SGR; only console_progress moves the cursor */
	bool verbose; /* cell by cell, and all that they have in common */
	size_t columns; /* of a line, but for what is to be copied as it is */
	size_t durations; /* how many of the slowest cells are named */
};
enum { CONSOLE_COLUMNS = 100 }; /* where there is no terminal */

/*
 * Every failure, error and unexpected pass: a block for each cause (cause.h), in it a line for each
 * scenario, the worst first. Verbose, or where there are but one or two of them: each cell in full,
 * where cells share target, mode and reason the first two, and the others by name.
 */
void console_explain_all(FILE *out, const struct run_result *run, const struct console *console);
/*
 * A table for each target, then known deviations, notes and skips by what they have in common;
 * unless verbose, most of them by their number.
 */
void console_summary(FILE *out, const struct run_result *run, const struct console *console);
/* "mtlspec: 290 cells: 280 pass, 0 fail, 0 error, ...": the last line of every run. */
void console_last_line(FILE *out, const struct run_result *run);
/* One line, redrawn by the caller: "[120/290] nginx  2 FAIL  about 12 s left". */
struct progress {
	size_t done, total;
	const char *what;
	size_t counts[VERDICT_COUNT];
	uint64_t elapsed_us;
};
void console_progress(FILE *out, const struct progress *progress, const struct console *console);
/* "first failure: ID: let in: ...": what somebody wants to know before all else is judged. */
void console_first(FILE *out, const struct cell_result *cell, const struct console *console);
/* What changed: a line for each change, the counts last. */
void changes_print(FILE *out, const struct run_changes *changes, bool color);
/* The kill matrix of a self-test: a line for each defect, what is amiss, the counts last. */
void kills_print(FILE *out, const struct kills *kills, bool color);
#endif
