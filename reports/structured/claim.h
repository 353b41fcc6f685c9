#ifndef CLAIM_H
#define CLAIM_H
/*
 * A conformance claim: what can be said of one target after a run, for whoever asks "does this
 * product in this version keep the wrong certificates out?". Only what was run is claimed: a mode
 * is
 *   claimed   cells were judged and all of them came out as expected
 *   refuted   at least one failed (they are listed)
 *   deviates  none failed, but declared deviations happened (they are listed, with their links)
 *   open      errors, cells not run, or everything skipped: nothing is claimed
 */
#include <stddef.h>

struct arena;
struct buf;
struct run_result;

/* Targets of the run that a claim can be written for. */
size_t claim_count(const struct run_result *run);
/* Appends the claim of target `number` (from 0), and gives its name in the arena. */
const char *claim_write(
	struct buf *out, struct arena *arena, const struct run_result *run, size_t number);
#endif
