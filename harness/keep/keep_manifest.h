#ifndef KEEP_MANIFEST_H
#define KEEP_MANIFEST_H
/* What tells later whether a kept folder is still as it was left. */
#include <stdbool.h>

#include "scoped.h"

struct arena;

#define KEPT_MANIFEST "SHA256SUMS"

/*
 * Writes it into the folder, where `sha256sum -c SHA256SUMS` reads it: a line for each file below,
 * by path. Links have none: what they lead to has. False and `why` if there are files that it can't
 * name.
 */
WARN_UNUSED bool keep_manifest_write(const char *dir, struct arena *arena, const char **why);
#endif
