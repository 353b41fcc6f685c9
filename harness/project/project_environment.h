#ifndef PROJECT_ENVIRONMENT_H
#define PROJECT_ENVIRONMENT_H
/*
 * The variables: MTLSPEC_ and the long option in capitals, '_' for '-'. One that is empty is not
 * set. What may be given several times has one value a line; what has no value is true, false, 1 or
 * 0.
 */
#include "project.h"

/* MTLSPEC_REPORT_DIR, in the arena. */
char *project_variable(struct arena *arena, const struct argp_option *option);
/*
 * `environment` ends with NULL and holds NAME=VALUE. A variable that begins so and is of no option
 * may be somebody else's: it is passed over, with a note (which ends with NULL) where it is so like
 * one that it was meant.
 */
void project_environment_read(struct project_layer *out, const char *const **notes,
	char *const *environment, const struct project_parser *parser, struct arena *arena,
	struct diag *diag);
#endif
