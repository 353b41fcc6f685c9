#ifndef EXPECT_H
#define EXPECT_H
/*
 * The `expect:` part of a scenario file: a map from client-auth mode to what must happen there.
 *
 *   accept | reject | either                    the outcome alone
 *   {reject: unknown_ca, level: should}         a rejection, and the alert that the RFC names for it
 *   {outcome: accept, level: should}            any outcome with a level; the default level is must
 */
#include "auth_mode.h"
#include "diag.h"
#include "expectation.h"
#include "node.h"

/* Fills both arrays, also for the modes that `node` does not name. Adds diagnostics on failure. */
WARN_UNUSED bool expect_read(struct expectation out[AUTH_MODE_COUNT],
	struct place places[AUTH_MODE_COUNT], const struct node *node, struct arena *arena,
	struct diag *diag);

/* What a step's expectation (scenario_step.h) has in common with it. */
extern const char *const expect_outcome_words[]; /* accept reject either */
/* Reads the outcome alone. */
void expect_word(struct expectation *out, const struct node *node, struct diag *diag);
/* Reads the name of an alert that refuses. */
void expect_alert(int *out, const char *name, struct place place, struct diag *diag);
#endif
