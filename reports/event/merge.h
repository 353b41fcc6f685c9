#ifndef MERGE_H
#define MERGE_H
/*
 * Runs put together: the shards of one plan, whose cells come in the plan's order, as if they had
 * been run at once; and runs of different targets, each whole or in shards, one behind the other.
 * Connections add up; the longest duration is the whole's.
 */
#include <stddef.h>

struct arena;
struct diag;
struct run_result;

/*
 * A single run is returned as it is. Of several those that have a target in common must be the
 * shards 1 to n of one plan (the same cells, scenarios, targets with the same versions, the same
 * mtlspec), each once: whatever is mixed, twice or missing adds a diagnostic that names the files,
 * and NULL is returned. What of different targets can't be joined: join.h. The texts are borrowed.
 */
struct run_result *merge_runs(struct arena *arena, struct diag *diag,
	struct run_result *const *runs, const char *const *files, size_t count);
#endif
