#ifndef JUDGE_MISTAKE_H
#define JUDGE_MISTAKE_H
/*
 * What somebody who let in whom it must not seems to do wrong, in words, for targets whose own
 * words for it nobody knows: a command of the user's, a service that runs already.
 */
#include "result.h"

struct arena;

/* Of a judged cell; `kind` is what judge_decider() says. NULL: nothing is known beside what was
 * let in. */
const char *judge_mistake(
	const struct cell_result *cell, enum directive_kind kind, struct arena *arena);
/* A server that asks only who says Hello as everybody does: its setting is right, but not used for
 * others. NULL: it is not that. */
const char *judge_mistake_at_hello(const struct cell_result *cell);
#endif
