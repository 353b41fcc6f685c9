#ifndef OUTPUT_H
#define OUTPUT_H
/* Renders a run that was read back from its event file: reports to files, words to the console. */
#include <stdbool.h>

#include "console_options.h"
#include "report_options.h"
#include "scoped.h"

struct arena;
struct run_result;

/* All that is chosen. Says on stderr what went wrong; goes on with the others. */
WARN_UNUSED bool output_reports(const struct run_result *run, const struct report_choice *choice);
/* Puts into `run` what changed since `old` (NULL: nothing is compared); lives in the arena. */
void output_compare(struct run_result *run, const struct run_result *old, struct arena *arena);
/*
 * Failures explained, matrix, last line: on stdout, or, where that is a chosen report's or the
 * event file's (`events` is where that is written, or NULL), on stderr.
 */
void output_console(const struct run_result *run, const struct report_choice *choice,
	const struct console_arguments *told, const char *events);
#endif
