#ifndef PROJECT_OPTIONS_H
#define PROJECT_OPTIONS_H
/* --project, --profile, --no-project: what the project's file and the variables add to a command
 * line before it is parsed. */
#include <argp.h>

#include "diag.h"
#include "project_merge.h"

struct buf;

struct project_use {
	struct diag diag; /* what is wrong with the file or a variable: nothing may be run */
	const char *path; /* of the file, or NULL */
	struct project_line line; /* what is to be parsed; no argv: what was typed */
	const char *source; /* where options come from, for people; NULL: all were typed */
	const char *const *notes; /* ends with NULL */
};

extern const struct argp project_argp;

/* Nothing but what was typed. */
void project_use_init(struct project_use *out);
/*
 * `typed` is the parser of the command line, `parser` that of what a file may say; everything lives
 * in the arena. A command line that can't be parsed, or asks for --help, is left as it is.
 */
void project_use_add(struct project_use *out, struct arena *arena, const struct argp *typed,
	const struct project_parser *parser, int argc, char **argv);
/* So that what another reader finds wrong at one of its places is shown with its line. */
void project_use_show(const struct project_use *use, struct diag *diag);
/*
 * The line's words for a shell, each behind a blank. What a variable said is that variable: CI
 * keeps secrets in some, and reports are published.
 */
void project_use_quote(struct buf *out, const struct project_use *use, struct arena *arena);
/* The parsed line's words for runs that stand beside each other: without what names a file to write
 * that did not stand on the command line. They look for no file, and so need none. */
char **project_use_apart(const struct project_use *use, struct arena *arena, int *argc);
void project_use_finish(struct project_use *use);
#endif
