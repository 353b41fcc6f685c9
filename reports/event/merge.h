#ifndef MERGE_H
#define MERGE_H
/*
 * The shards of one plan, put together again: the cells in the plan's order, as if they had been
 * run at once. Times and connections add up, but the longest shard's duration is the whole's.
 */
#include <stddef.h>

struct arena;
struct diag;
struct run_result;

/*
 * A single run is returned as it is. Several must be the shards 1 to n of one plan (the same cells,
 * scenarios, targets with the same versions, the same mtlspec), each once: whatever is mixed, twice
 * or missing adds a diagnostic that names the files, and NULL is returned. The texts are borrowed.
 */
struct run_result *merge_runs(struct arena *arena, struct diag *diag,
	struct run_result *const *runs, const char *const *files, size_t count);
#endif
