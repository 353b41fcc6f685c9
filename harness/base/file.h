#ifndef FILE_H
#define FILE_H
/*
 * Whole small files. Errors come back as text for a person, in `why` (allocated in the arena); errno
 * says it, too, if they are the system's.
 */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "scoped.h"

struct arena;

/* Reads a regular file of at most `max` bytes; `*out` is NUL-terminated and lives in the arena. */
WARN_UNUSED bool file_read(
	char **out, size_t *len, const char **why, struct arena *arena, const char *path, size_t max);
/*
 * Creates or replaces. The bytes are complete under `path` or not there at all; only a link, pipe or
 * device (such as /dev/stdout) is written in place. The mode bits are exact, whatever the umask.
 */
WARN_UNUSED bool file_write(const char **why, struct arena *arena, const char *path,
	const void *data, size_t len, mode_t mode);
/* mkdir -p. */
WARN_UNUSED bool file_make_dirs(const char **why, struct arena *arena, const char *path);
bool file_exists(const char *path);
bool file_is_dir(const char *path);
#endif
