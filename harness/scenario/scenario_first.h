#ifndef SCENARIO_FIRST_H
#define SCENARIO_FIRST_H
/*
 * Two requests of one program, one after the other to the same server of ours, which keeps its
 * connection open between them (RFC 9112 section 9.3), or closes it and lets its session be taken
 * up again. The second one is judged; the first differs from it in what the program was told to
 * trust or to show, so that neither connection nor session of the first may serve the second:
 *
 *   first: {trust: insecure}        # it verifies nobody (curl --insecure URL --next URL)
 *   first: {present: client-p384}   # it has another certificate
 *   first: {present: none}          # it has none
 *   first: {trust: insecure, keeps: session}    # default: connection
 *
 * How a program is told so is known to its target file, as `features` of these names; a target
 * without them is skipped.
 */
#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "schema.h"

#define FIRST_INSECURE "first-insecure"
#define FIRST_IDENTITY "first-identity"
#define FIRST_NOBODY "first-nobody"

struct scenario;

enum first_keeps { FIRST_KEEPS_CONNECTION, FIRST_KEEPS_SESSION, FIRST_KEEPS_COUNT };
extern const char *const first_keeps_words[]; /* connection session */

struct scenario_first {
	bool given;
	const char *present; /* a credential's name; NULL: nothing, or the same as the second */
	struct place present_place; /* line 0: the same */
	int trust; /* enum trust; TRUST_ANYBODY, where it is said at all */
	struct place trust_place;
	int keeps; /* enum first_keeps: what our server offers to be kept */
};
extern const struct schema scenario_first_schema;

/* Adds what a target must be able to do to the features that the scenario requires. */
void scenario_first_take(struct scenario *scenario, struct arena *arena);
/* What contradicts itself. Adds diagnostics. */
void scenario_first_check(const struct scenario *scenario, struct diag *diag);
#endif
