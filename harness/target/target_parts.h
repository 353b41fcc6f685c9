#ifndef TARGET_PARTS_H
#define TARGET_PARTS_H
/* What the files of this module share with each other and with nobody else. */
#include "target.h"

enum { TARGET_START_TIMEOUT_MS = 5000 };

/*
 * Reads the target file at `path`; `name` is the target's, and templates are found beside the file.
 * `version` is the one that was asked for, or NULL; the name then ends with it. The whole file is
 * checked, so that what it returns can be rendered. NULL with diagnostics.
 */
struct target *target_read_file(struct arena *arena, struct diag *diag, const char *path,
	const char *name, const char *version);

/* What the field tables cannot say: template names, modes, deviations, headers. Adds
 * diagnostics. */
void target_check(const struct target *target, struct arena *arena, struct diag *diag);

/* Where these keys stand; line 0: they don't. */
struct installed_places {
	struct place program;
	struct place install;
	struct place installed_by;
};
/*
 * Sets the program's path of a target with `installed_by`, and the command that installs it. The
 * path is the one in the cache: of the version asked for; else of the default version, else of the
 * newest one there, else what is found on PATH. NULL if there is none.
 */
void target_installed_take(struct target *target, const struct installed_places *places,
	struct arena *arena, struct diag *diag);
/* May it be a version: the name of a folder, and part of a cell id. */
bool target_is_version(const char *text);

void target_check_version(const struct target *target, struct place place, struct diag *diag);

#define TARGET_FILE "target.yaml"
/* By its name without NAME= and +DEFECT; `place` is where that was given. */
struct target *target_find(
	struct arena *arena, struct diag *diag, const char *name, struct place place);
/* The file of a built-in target; NULL: there is none of that name. */
const char *target_built_in(struct arena *arena, const char *name);
/* May it be part of a cell id? */
bool target_is_name(const char *name);

/* A file that may be executed. */
bool target_is_program(const char *path);
#endif
