#ifndef RUN_PROJECT_H
#define RUN_PROJECT_H
/* What of a project's file and the variables is about the options of `mtlspec run`. */
#include "project.h"

struct run_arguments;

/* Where each of the targets was given, in their order and arena. */
const struct place *run_project_places(struct run_arguments *arguments);
/* Says on stderr where options come from that nobody has typed. */
void run_project_tell(const struct run_arguments *arguments);
#endif
