#ifndef RESULTS_H
#define RESULTS_H
/* From a cell to what is said of it: to the reports, the kept folder and the counts. */
#include <stddef.h>

#include "stability.h"

struct bench;
struct cell;
struct instance;
struct run_options;
struct run_outcome;

struct results {
	const struct run_options *options;
	const struct bench *bench;
	struct instance *instances; /* as in the plan */
	struct run_outcome *outcome;
	/* by sequence number: what counts of each so far. What is told of a cell again takes the place
	 * of what was said before. */
	struct told_cell *told;
};

/* `sequence` counts the cells over all rounds. */
const struct plan_cell *results_cell(const struct results *results, size_t sequence);
/* One that ran, also as told by *out. `trouble`: why nothing can be said, or NULL. */
void results_tell(
	struct results *results, struct cell_result *out, struct cell *cell, const char *trouble);
/* One that never ran: skipped, or its instance is broken. */
void results_tell_unrun(
	struct results *results, size_t sequence, enum verdict verdict, const char *reason);
/* The request of one that was judged as refused reached the backend after all. */
void results_tell_late(struct results *results, size_t sequence);
/* Somebody came for that at an address in a certificate of the cell's, after it was judged. */
void results_tell_fetched(struct results *results, size_t sequence, const char *what);
/* Once all rounds of the plan are told: those cells that came to another end each time. */
void results_tell_unstable(struct results *results);
#endif
