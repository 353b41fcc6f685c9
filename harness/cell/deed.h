#ifndef DEED_H
#define DEED_H
/*
 * What a step does to its target before it connects (scenario_deed.h). An instance that an earlier
 * round of the cell has changed is first given back what it was started with.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cell;
struct scenario_step;

struct deed {
	const struct scenario_step *of; /* the step whose deeds are done, or being done; or NULL */
	void (*done)(struct cell *cell);
	void (*reloaded)(struct cell *cell); /* what follows a reload */
	size_t log_start; /* of what the log says of it */
	uint64_t deadline_us;
};

/* Something must be done before the next connection. */
bool deed_is_due(const struct cell *cell);
/*
 * Does it; `done` comes with the target in that state for sure, or else with the cell's trouble,
 * maybe from within.
 */
void deed_begin(struct cell *cell, void (*done)(struct cell *cell));
#endif
