#ifndef STABILITY_H
#define STABILITY_H
/*
 * What the rounds of one cell (--repeat) say together. A target that takes a client now and then is
 * a finding by itself, whatever the scenario expects, and though each round might pass. No loop.
 *
 * Rounds without a verdict on the target (error, skip, not-run) count for nothing.
 */
#include <stdbool.h>
#include <stddef.h>

#include "result.h"

struct arena;

/* What has been told of one round. */
struct told_cell {
	bool told;
	enum verdict verdict;
	enum outcome observed;
	enum failure_class failure;
};

struct stability {
	bool unstable; /* two rounds came to another outcome, or one misbehaved and one did not */
	/* Each round is a declared one (xfail), or one in which what is declared did not happen
	 * (xpass): it is as declared, only not always. */
	bool declared;
	enum failure_class failure; /* the worst of its rounds; FAILURE_OTHERWISE where none failed */
	size_t round; /* the first that is no failure already, or the first of all */
	const char *words; /* "unstable: 3 accept, 6 reject in 9 rounds (accept in 2, 5, 8)" */
};

/* `words` are in the arena, or NULL. */
void stability_judge(
	struct stability *out, const struct told_cell *rounds, size_t count, struct arena *arena);
#endif
