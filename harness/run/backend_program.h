#ifndef BACKEND_PROGRAM_H
#define BACKEND_PROGRAM_H
/* The reference backend by itself, until SIGTERM or SIGINT: `mtlspec serve backend`. */
#include <stdbool.h>

#include "scoped.h"

struct arena;

WARN_UNUSED bool backend_program_run(
	const char *host, int port, struct arena *arena, const char **why);
#endif
