#ifndef TOLD_H
#define TOLD_H
/*
 * What a cell's connections showed, request by request: each of several on one connection is judged
 * by itself, with what is known of the connection.
 */
#include <stddef.h>

#include "cell.h"

struct told {
	struct attempt_result *items; /* in the order in which they were made */
	size_t *connections; /* by which each came */
	size_t count;
};

/* In the cell's arena. A request that found the connection closed is left out: a server may close
 * it at any time (RFC 9112 section 9.5), and the client asks anew. */
void told_make(struct told *out, struct cell *cell);
/* So many requests were made on that connection. */
size_t told_of(const struct told *told, size_t connection);
#endif
