#ifndef JOIN_H
#define JOIN_H
/* Runs of different targets as one: of services that were each tested by themselves. */
#include <stddef.h>

struct arena;
struct diag;
struct run_result;

/*
 * Their targets and cells one behind the other; of scenarios, rules and credentials each once. What
 * a credential says is left out where it is another in another PKI: it would be true of one of
 * them. A scenario that is another one under the same id, a self-test and another version of
 * mtlspec add a diagnostic that names the files. Counts, times and the exit code are the caller's.
 */
struct run_result *join_runs(struct arena *arena, struct diag *diag, struct run_result *const *runs,
	const char *const *files, size_t count);
#endif
