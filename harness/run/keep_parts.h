#ifndef KEEP_PARTS_H
#define KEEP_PARTS_H
/* The parts of what is kept of a cell, each written by a file of its own. */
#include <stdbool.h>

#include "keep.h"
#include "runner_internal.h"

struct buf;

#define KEPT_PKI "pki"

/* A cell that is being kept. Functions that write return false with `why`. */
struct kept {
	struct runner *runner;
	const char *root; /* the user's folder */
	const char *dir; /* the cell's */
	const struct cell_result *result;
	struct instance *instance;
	const struct plan_cell *plan;
	const struct cell *cell; /* NULL: it did not run */
	struct arena *arena;
	const char *why;
};

/* Keeps a cell if its verdict asks for it, and sets result->kept. What goes wrong is told by
 * keep_close. */
void keep_cell(struct cell_result *result, struct runner *runner, const struct plan_cell *plan,
	const struct cell *cell, struct arena *arena);

/* keep.c: a file in the cell's folder. */
WARN_UNUSED bool kept_write(struct kept *kept, const char *name, const struct buf *text, int mode);

/* keep_text.c: transcript.txt, timeline.txt, keys.log, target.log */
WARN_UNUSED bool kept_texts(struct kept *kept);

/*
 * keep_target.c: writes the configuration unless it is there, and says its folder's name below
 * targets/. `name`: what a client is told; a program has one folder for each name and TLS version.
 */
WARN_UNUSED bool kept_target(struct kept *kept, const char **folder, const char *name);

/* keep_script.c: NAME=VALUE and a blank, for the shell. */
void kept_assign(struct buf *out, struct kept *kept, const char *name, const char *value);
extern const char *const kept_version_flags[TLS_VERSION_COUNT]; /* of openssl */

/* keep_serve.c: a call of `serve` for a connection, or for the good server where there was none. */
WARN_UNUSED bool kept_put_serve(struct buf *out, struct kept *kept, size_t index);
WARN_UNUSED bool kept_put_good_server(struct buf *out, struct kept *kept);

/* keep_script.c: reproduce.sh and the credentials that it needs */
WARN_UNUSED bool kept_script(struct kept *kept);
#endif
