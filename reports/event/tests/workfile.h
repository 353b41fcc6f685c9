#ifndef WORKFILE_H
#define WORKFILE_H
/* A run written to a file in a private folder, and its text. */
#include "arena.h"
#include "result.h"

struct workfile {
	char *dir;
	char *path;
	char *text;
	size_t len;
};

/* Aborts the test on failure. */
void workfile_write(struct workfile *out, struct arena *arena, const struct run_result *run);
void workfile_remove(const struct workfile *file);
#endif
