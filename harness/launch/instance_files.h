#ifndef INSTANCE_FILES_H
#define INSTANCE_FILES_H
/*
 * The certificates that an instance is configured with: those of the run, which all share, or,
 * where a cell has the instance alone since it changes them, copies of its own.
 */
#include <stdbool.h>

#include "scenario_deed.h"
#include "scoped.h"

struct arena;
struct instance;

/* The folder that holds them, laid out by store.h. */
const char *instance_files_dir(const struct instance *instance, struct arena *arena);
/* Its copies, as they are to be at its start; does nothing where all share them. */
WARN_UNUSED bool instance_files_write(
	struct instance *instance, struct arena *arena, const char **why);
/* Puts what is called `by` in the place of the file, whole at once, so that whoever looks meanwhile
 * sees the old one or the new. */
WARN_UNUSED bool instance_files_replace(struct instance *instance, enum deed_file file,
	const char *by, struct arena *arena, const char **why);
#endif
