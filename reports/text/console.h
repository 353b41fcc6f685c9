#ifndef CONSOLE_H
#define CONSOLE_H
/* A run on a terminal: what went wrong, the totals, what changed. */
#include <stdbool.h>
#include <stdio.h>

#include "result.h"

/*
 * Console: failures explained, then the matrix, then one greppable line. `color` allows SGR; only
 * console_progress moves the cursor. Nothing is written in the locale's manner.
 */
void console_explain(
	FILE *out, const struct cell_result *cell, const struct run_result *run, bool color);
/*
 * Every failure, error and unexpected pass. Cells that share target, mode and reason are explained
 * for the first two of them and then counted ("and 12 more cells: ...").
 */
void console_explain_all(FILE *out, const struct run_result *run, bool color);
/* A table for each target, then known deviations, notes and skips by what they have in common. */
void console_summary(FILE *out, const struct run_result *run, bool color);
/* "mtlspec: 290 cells: 280 pass, 0 fail, 0 error, ...": the last line of every run. */
void console_last_line(FILE *out, const struct run_result *run);
/* One line, redrawn by the caller: "[120/290] nginx RequireAndVerifyClientCert  2 fail". */
struct progress {
	size_t done, total;
	const char *what;
	size_t counts[VERDICT_COUNT];
};
void console_progress(FILE *out, const struct progress *progress, bool color);
/* What changed: a line for each change, the counts last. */
void changes_print(FILE *out, const struct run_changes *changes, bool color);
#endif
