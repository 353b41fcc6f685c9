#ifndef NARROW_H
#define NARROW_H
/* A run as if it had been of some of its cells alone, or had been judged by another rule. */
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct run_result;

/*
 * Leaves the cells whose id, with or without the number of its round ("#2"), is one of the ids or
 * globs; false: there is none, and nothing was done. Counts and exit code become those of the cells
 * that are left. That the run was interrupted is forgotten where they all had been judged.
 */
bool narrow_run(
	struct run_result *run, struct arena *arena, const char *const *globs, size_t count);
/* What was skipped counts as a failure, as with `run --no-skip`. */
void narrow_skips_fail(struct run_result *run);
#endif
