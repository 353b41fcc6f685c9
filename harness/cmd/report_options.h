#ifndef REPORT_OPTIONS_H
#define REPORT_OPTIONS_H
/*
 * Which reports are wanted: options that `run` and `report` share, made from the table of report
 * writers, one option for each. Used as a child of the command's own parser, whose
 * ARGP_KEY_INIT sets state->child_inputs[0] to a struct report_choice.
 */
#include <argp.h>
#include <stdbool.h>
#include <stddef.h>

#include "result.h"

enum { REPORT_OUTPUT_MAX = 16 };

/* A report that was asked for by its own option: --junit FILE. */
struct report_output {
	const char *writer;
	const char *path; /* "-": standard output */
};

struct report_choice {
	const char *report_dir; /* or NULL */
	const char *claims_dir; /* or NULL */
	const char *compare; /* event file of an older run, or NULL */
	struct cover cover;
	bool github; /* annotations on standard output, Markdown into $GITHUB_STEP_SUMMARY */
	struct report_output outputs[REPORT_OUTPUT_MAX];
	size_t output_count;
};

/* A report of that writer more, while there is room. */
void report_choice_add(struct report_choice *out, const char *writer, const char *path);

/* What was given by --title, --tester and --scope, in place of what is there; "" takes it away. */
void report_cover(struct cover *out, const struct report_choice *choice);

/* Keys of the child's options; the parent's own stay below. */
enum { REPORT_KEY_FIRST = 4096 };

/* The child; never NULL, the same at each call. */
const struct argp *report_options(void);
#endif
