#ifndef SAMPLE_COMMAND_H
#define SAMPLE_COMMAND_H
/* A command with every kind of option, some of them of a child parser. */
#include <argp.h>

#include "project.h"

extern const struct argp sample_argp;
extern const struct project_parser sample_parser;
#endif
