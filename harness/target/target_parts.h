#ifndef TARGET_PARTS_H
#define TARGET_PARTS_H
/* What the files of this module share with each other and with nobody else. */
#include "target.h"

/*
 * Reads the target file at `path`; `name` is the target's, and templates are found beside the file.
 * The whole file is checked, so that what it returns can be rendered. NULL with diagnostics.
 */
struct target *target_read_file(
	struct arena *arena, struct diag *diag, const char *path, const char *name);

/* What the field tables cannot say: template names, modes, deviations, headers. Adds diagnostics. */
void target_check(const struct target *target, struct arena *arena, struct diag *diag);

/* The program's path: as it is if it holds a '/', else found on PATH or in the sbin folders. */
const char *target_find_program(struct arena *arena, const char *program, const char *folder);
#endif
