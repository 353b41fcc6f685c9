#ifndef BUNDLE_H
#define BUNDLE_H
/*
 * Files that are put together in memory and then written all or none: nothing is touched before the
 * last of them is ready. Lives in the arena that it was given.
 */
#include <stdbool.h>
#include <stddef.h>

#include "scoped.h"

struct arena;
struct buf;

enum bundle_access { BUNDLE_PUBLIC, BUNDLE_SECRET }; /* 0644, 0600 */

struct bundle_file {
	const char *name; /* below the folder; may hold slashes */
	const char *data;
	size_t len;
	enum bundle_access access;
};

struct bundle {
	struct arena *arena;
	struct bundle_file *files;
	size_t count;
};

void bundle_init(struct bundle *bundle, struct arena *arena);
/* Copies name and data. */
void bundle_add(
	struct bundle *bundle, const char *name, enum bundle_access access, const struct buf *data);
/*
 * Creates `dir` and the folders below it as needed. Without `force` any file that is there already
 * is an error and nothing is written; a failure half-way takes back what was written.
 */
WARN_UNUSED bool bundle_write(
	const struct bundle *bundle, const char *dir, bool force, const char **why);
#endif
