#ifndef DEED_H
#define DEED_H
/*
 * What a step does to its target before it connects (scenario_deed.h). An instance that an earlier
 * round of the cell has changed is first given back what it was started with.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "deed_restart.h"
#include "instance_reload.h"

struct cell;
struct scenario_step;

struct deed {
	const struct scenario_step *of; /* the step whose deeds are done, or being done; or NULL */
	void (*done)(struct cell *cell);
	void (*then)(struct cell *cell); /* what follows a reload or a restart */
	struct instance_reload reload;
	struct restarting restarting;
};

/* Something must be done before the next connection. */
bool deed_is_due(const struct cell *cell);
/*
 * Does it; `done` comes with the target in that state for sure, or else with the cell's trouble or
 * what is beside its point, maybe from within.
 */
void deed_begin(struct cell *cell, void (*done)(struct cell *cell));
/* Something is done after the one step of a scenario and before the other. */
bool deed_lies_between(const struct scenario_step *earlier, const struct scenario_step *later);
/* The cell is at its end: nothing comes any more. */
void deed_cancel(struct cell *cell);
#endif
