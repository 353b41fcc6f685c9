#ifndef FILE_H
#define FILE_H
/*
 * Files that a user names. Errors come back as text for a person, in `why` (allocated in the
 * arena); errno says it, too, if they are the system's. Nothing here waits for somebody to open the
 * other end of a pipe.
 */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "scoped.h"

struct arena;

/*
 * A descriptor to read from, or -1: only of a regular file, or of a pipe that the caller of the
 * program holds open (/dev/stdin, /dev/fd/N). The reader sets a limit to the bytes.
 */
WARN_UNUSED int file_open(const char **why, struct arena *arena, const char *path);
/* One to write to, with O_CREAT, O_TRUNC, O_APPEND in `flags`; or -1. A pipe must have a reader. */
WARN_UNUSED int file_open_out(const char **why, struct arena *arena, const char *path, int flags);
/* Reads a file of at most `max` bytes; `*out` is NUL-terminated and lives in the arena. */
WARN_UNUSED bool file_read(
	char **out, size_t *len, const char **why, struct arena *arena, const char *path, size_t max);
/* The first line of such a file, without its end. */
WARN_UNUSED bool file_read_line(
	char **out, const char **why, struct arena *arena, const char *path, size_t max);
/*
 * Creates or replaces. The bytes are complete under `path` or not there at all; only a link, pipe
 * or device (such as /dev/stdout) is written in place, and a link not where `mode` is for the owner
 * alone: then the file takes its place. The mode bits are exact, whatever the umask.
 */
WARN_UNUSED bool file_write(const char **why, struct arena *arena, const char *path,
	const void *data, size_t len, mode_t mode);
/* Behind what is there; creates. */
WARN_UNUSED bool file_append(
	const char **why, struct arena *arena, const char *path, const void *data, size_t len);
/* mkdir -p. */
WARN_UNUSED bool file_make_dirs(const char **why, struct arena *arena, const char *path);
/* Nothing but letters, digits and / . _ + @ -: what every product's configuration takes
 * unquoted. */
#define FILE_PLAIN_PATH "letters, digits and / . _ + @ -"
bool file_path_is_plain(const char *path);
/* Absolute and without links and dots, in the arena; `path` itself where nothing is there. */
const char *file_resolved(struct arena *arena, const char *path);
bool file_exists(const char *path);
bool file_is_dir(const char *path);
#endif
