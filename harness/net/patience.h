#ifndef PATIENCE_H
#define PATIENCE_H
/*
 * How long to wait for a program on a machine that is short of processors. A deadline is meant for
 * one that gets what it asks for: where it gets a third of that, it has three times as long, and
 * never more than PATIENCE_MAX times. What we stood in line ourselves is added: it may wait for us.
 * One that asks for nothing any more hangs, and gets no more.
 *
 * Nothing is asked of the system here, the time neither.
 */
#include <stdbool.h>
#include <stdint.h>

#include "processor_time.h"

enum { PATIENCE_MAX = 6 };

struct patience {
	uint64_t deadline_ms;
	uint64_t look_ms; /* when it is looked at next */
	uint64_t asked_us; /* by the program, when it was looked at last */
	uint64_t grown_ms; /* the longest deadline that it was worth */
};

void patience_init(struct patience *patience, uint64_t deadline_ms);
/* It is time to look at what was spent; before, there is no need. */
bool patience_must_look(const struct patience *patience, uint64_t elapsed_ms);
/* `its` and `ours`, both since its start. Says when to look again; false: it had its time. */
bool patience_grants(struct patience *patience, uint64_t elapsed_ms,
	const struct processor_time *its, const struct processor_time *ours);
#endif
