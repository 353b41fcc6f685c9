#ifndef KEPT_H
#define KEPT_H
/* A cell that is being kept, and what its parts are written with. */
#include <stdbool.h>

#include "scoped.h"
#include "tls_version.h"

struct arena;
struct attempt_result;
struct bench;
struct buf;
struct cell;
struct cell_result;
struct instance;
struct plan_cell;

#define KEPT_PKI "pki"

/* Functions that write return false with `why`. */
struct kept {
	struct bench *bench;
	const char *root; /* the user's folder */
	const char *dir; /* the cell's */
	const struct cell_result *result;
	struct instance *instance;
	const struct plan_cell *plan;
	const struct cell *cell; /* NULL: it did not run */
	struct arena *arena;
	const char *why;
};

/* A file in the cell's folder. */
WARN_UNUSED bool kept_write(struct kept *kept, const char *name, const struct buf *text, int mode);
/* NAME=VALUE and a blank, for the shell. */
void kept_assign(struct buf *out, struct kept *kept, const char *name, const char *value);
/* "subject", or of which step it is. */
const char *kept_role(const struct kept *kept, const struct attempt_result *attempt);
/* The credential that our side presents, or would have; NULL: none. */
const char *kept_credential(const struct kept *kept);
extern const char *const kept_version_flags[TLS_VERSION_COUNT]; /* of openssl */
#endif
