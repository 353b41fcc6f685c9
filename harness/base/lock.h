#ifndef LOCK_H
#define LOCK_H
/*
 * What only one process may write to at a time: flock(2), which the kernel gives back however its
 * owner ends, so that no lock is ever stale. Nothing is written for it. One file system or another
 * knows no locks; there, everybody is let in.
 */
#include <stdbool.h>

#include "scoped.h"

struct arena;

/* As long as `fd` is open. False and `why`, which names the path and who has it. */
WARN_UNUSED bool lock_file(int fd, const char *path, const char **why, struct arena *arena);
/* The same for a folder, until the process ends. Taking it twice is fine. */
WARN_UNUSED bool lock_folder(const char *path, const char **why, struct arena *arena);
#endif
