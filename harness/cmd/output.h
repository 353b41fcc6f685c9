#ifndef OUTPUT_H
#define OUTPUT_H
/* Renders a run that was read back from its event file: reports to files, words to the console. */
#include <stdbool.h>

#include "run_options.h"
#include "scoped.h"

struct run_result;

/* By the writer's name; "-" is standard output. Says on stderr what went wrong. */
WARN_UNUSED bool output_report(const struct run_result *run, const char *writer, const char *path);
/* Every writer's file into one folder. */
WARN_UNUSED bool output_report_dir(const struct run_result *run, const char *dir);
/* Failures explained, matrix, last line: on stderr. */
void output_console(const struct run_result *run);
bool output_wants_color(void);
#endif
