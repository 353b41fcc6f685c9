#ifndef REQUEST_PATH_H
#define REQUEST_PATH_H
/*
 * Which resource a request line asks for. Two readings of it:
 *   the RFC's own: absolute form and origin form are the same, query and fragment are no part of
 *   the path, letters that need not be encoded are the same encoded or not (RFC 3986 section
 *   6.2.2.2), dot segments are gone (6.2.2.3); case counts, and so does every slash;
 *   and that of backends that are kind to their clients: what is encoded is decoded, twice if need
 *   be, also as overlong UTF-8; a backslash is a slash, several slashes are one; a NUL ends it;
 *   what stands behind `;` in a segment is none of it; a slash at the end need not be there.
 */
#include <stdbool.h>

struct arena;

enum path_reading { PATH_BY_RFC, PATH_LOOSELY };

/* The path that `target` names, in the arena; NULL: none (`*`, an authority, no target at all). */
const char *request_path_read(const char *target, enum path_reading reading, struct arena *arena);
/* That path, or one below it. */
bool request_path_is_below(const char *path, const char *above);
#endif
