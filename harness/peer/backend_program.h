#ifndef BACKEND_PROGRAM_H
#define BACKEND_PROGRAM_H
/* The reference backend by itself, until it is asked to leave (leave.h): `mtlspec serve
 * backend`. */
#include <stdbool.h>

#include "scoped.h"

struct arena;
struct backend_options;

WARN_UNUSED bool backend_program_run(
	const struct backend_options *options, struct arena *arena, const char **why);
#endif
