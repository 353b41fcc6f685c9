#ifndef SCENARIO_REDIRECT_H
#define SCENARIO_REDIRECT_H
/*
 * `server: {by_redirect: true}`: the program is told a good server of ours, whose answer (302)
 * leads to the one that is meant, at another port and by the name that `server.name` says. How a
 * program is made to follow is known to its target file, as a feature of this name; a target
 * without it is skipped.
 */
#include "diag.h"

#define FOLLOWS_REDIRECTS "follows-redirects"

struct arena;
struct scenario;

/* Adds what a target must be able to do to the features that the scenario requires. */
void scenario_redirect_take(struct scenario *scenario, struct arena *arena);
/* What contradicts itself. Adds diagnostics. */
void scenario_redirect_check(const struct scenario *scenario, struct diag *diag);
#endif
