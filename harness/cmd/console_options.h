#ifndef CONSOLE_OPTIONS_H
#define CONSOLE_OPTIONS_H
/* How a run is told on the console: options that `run` and `report` share. */
#include <argp.h>
#include <stdbool.h>

#include "console.h"
#include "terminal.h"

struct console_arguments {
	bool verbose;
	bool quiet;
	enum color_choice color;
	size_t durations;
};

/* The child of another command's parser, whose ARGP_KEY_INIT gives it its input. */
extern const struct argp console_argp;
/* What was chosen, and what there is at the other end. */
struct console console_of_stream(const struct console_arguments *arguments, FILE *out);
#endif
