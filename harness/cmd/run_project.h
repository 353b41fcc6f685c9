#ifndef RUN_PROJECT_H
#define RUN_PROJECT_H
/* What of a project's file and the variables is about the options of `mtlspec run`. */
#include "project.h"

struct run_arguments;
struct selection;

/* Of what the file and the variables may say. */
const struct project_parser *run_project_parser(void);
/* Where each of the targets was given, in their order and arena. */
const struct place *run_project_places(struct run_arguments *arguments);
/* Says on stderr where options come from that nobody has typed. */
void run_project_tell(const struct run_arguments *arguments);
/* Adds what is wrong with a project's file, and with the targets at its top. */
void run_project_check(struct selection *selection, const char *path);
#endif
