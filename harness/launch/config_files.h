#ifndef CONFIG_FILES_H
#define CONFIG_FILES_H
/* A rendered configuration on disk. */
#include <stdbool.h>

#include "scoped.h"

struct arena;
struct diag;
struct rendered;

/* Makes the folder and writes the files into it (0600). */
WARN_UNUSED bool config_files_write(
	const struct rendered *rendered, const char *dir, struct arena *arena, const char **why);
/* Why rendering failed, in a sentence. */
const char *config_files_trouble(const struct diag *diag, struct arena *arena);
#endif
