#ifndef HELP_H
#define HELP_H
/* What there is to be asked for. */
#include <stdio.h>

struct command;

/* The commands, one a line. */
void help_usage(FILE *out);
/* The command of that name, or NULL. */
const struct command *help_find(const char *name);
/* Says on stderr that there is none, and which may be meant; EXIT_USAGE. */
int help_unknown(const char *word);
#endif
