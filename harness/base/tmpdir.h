#ifndef TMPDIR_H
#define TMPDIR_H
/*
 * A private work folder (mode 0700) under $TMPDIR or /tmp, removed with everything in it. A file in
 * it is locked as long as its process lives, by which one is known that nobody will ever remove.
 */
#include <stdbool.h>

#include "scoped.h"

struct arena;

/*
 * Why $TMPDIR is passed over for /tmp, for a person; or NULL. The paths of the work folder stand in
 * the configuration of products, and each of them has its own idea of blanks and quotes.
 */
const char *tmpdir_passed_over(struct arena *arena);
WARN_UNUSED bool tmpdir_create(char **out, const char **why, struct arena *arena);
/* Best effort: what can't be removed is left behind. Follows no symbolic link. */
void tmpdir_remove(const char *path);
/* Removes those of this user whose process was killed. */
void tmpdir_sweep(void);
#endif
