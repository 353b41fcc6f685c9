#ifndef TALLY_H
#define TALLY_H
/* What a run's cells add up to. Every report counts through here, so that their totals agree. */
#include <stddef.h>
#include <stdint.h>

#include "result.h"

struct tally {
	size_t cells;
	size_t verdicts[VERDICT_COUNT];
	size_t connections;
	uint64_t duration_us; /* the cells' own time; they overlap in a run */
};

void tally_run(struct tally *out, const struct run_result *run);
#endif
