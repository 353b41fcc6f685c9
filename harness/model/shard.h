#ifndef SHARD_H
#define SHARD_H
/*
 * One part of a plan, for running it on several machines: each cell belongs to one of `count` parts
 * by the hash of its id alone (FNV-1a, 64 bits), so that a new scenario does not move the others.
 */
#include <stdbool.h>
#include <stddef.h>

struct shard {
	size_t index; /* from 1 */
	size_t count; /* 0: the plan is not divided */
};

enum { SHARD_COUNT_MAX = 1000 };

/* "2/4". False if that is no shard. */
bool shard_parse(struct shard *out, const char *text);
/* Always true where the plan is not divided. What follows a '#' (a later round) counts for
 * nothing. */
bool shard_has(const struct shard *shard, const char *cell_id);
#endif
