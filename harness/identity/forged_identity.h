#ifndef FORGED_IDENTITY_H
#define FORGED_IDENTITY_H
/*
 * A client that says itself who it is: the target's identity headers with values that name an
 * admin, and finding those values again at the backend. What a client sends under these names the
 * target must remove or overwrite, whoever the client is.
 */
#include "conduct.h"
#include "observation.h"
#include "target_identity.h"

struct arena;
struct http_message;

/* The lines that the client adds to its request, without line ends; NULL-terminated. */
const char *const *forged_identity_lines(
	struct arena *arena, const struct target_identity *told, enum forge forge);
/* Looks for them in what the backend received: `forged` and `lookalike` of `out`. */
void forged_identity_find(struct identity_seen *out, const struct target_identity *told,
	const struct http_message *request, struct arena *arena);
#endif
