#ifndef INIT_DRAFT_H
#define INIT_DRAFT_H
/* What was seen of a server, as a project's file with comments. */
#include <stdbool.h>

#include "server_look.h"

struct buf;

struct init_findings {
	const char *target; /* HOST:PORT */
	const char *name; /* that it was asked for */
	struct server_look looks[TLS_VERSION_COUNT]; /* by version: 1.2 and 1.3 */
	const char *alpn; /* that it chooses of h2 and http/1.1, or NULL */
	const char *root_file; /* where the root that it sent is kept; NULL: it sent none */
};

/* The newest version that it spoke; NULL: none. */
const struct server_look *init_best_look(const struct init_findings *findings);
/* The name to verify it by: the one asked for, or one that its certificate bears. */
const char *init_server_name(const struct init_findings *findings);
void init_draft(struct buf *out, const struct init_findings *findings);
#endif
