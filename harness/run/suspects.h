#ifndef SUSPECTS_H
#define SUSPECTS_H
/*
 * Whom to suspect when a target's process crashes, and what is said if nobody did it. No loop, no
 * clock: times are given.
 *
 * The news of a crash may come when the cell that caused it has been judged: its connection was
 * closed, another worker served the good client, and only then the master wrote its line. So the
 * last cells of each lane are remembered for a while; those that were closed upon without a word
 * first, since that is how a crash looks. All suspects are run again, each alone (schedule.h). If
 * none of them does it then, the crash has happened all the same.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "result.h"

struct arena;

enum { SUSPECTS_RECENT_MAX = 16, SUSPECTS_RECENT_MS = 5000 };

/* The last cells of one kind, oldest first. */
struct recent_cells {
	struct recent_cell {
		size_t sequence;
		uint64_t judged_us;
	} cells[SUSPECTS_RECENT_MAX];
	size_t count;
};

struct suspects_lane {
	struct recent_cells silent; /* one of its connections was closed without a word */
	struct recent_cells others;
	/* those of the crash that is looked into: */
	size_t *sequences;
	size_t count;
	size_t next; /* of whom suspects_unsolved tells */
	const char *how;
	bool solved;
};

struct suspects {
	struct arena *arena;
	struct suspects_lane *lanes;
};

/* `arena` outlives it. */
void suspects_init(struct suspects *suspects, size_t lanes, struct arena *arena);
/* A cell was judged while others might have been in flight. */
void suspects_judged(struct suspects *suspects, size_t lane, size_t sequence,
	const struct cell_result *result, uint64_t now_us);
/* How long it takes until no news are to be feared of those that were closed upon; 0: none are. */
uint64_t suspects_unquiet_us(const struct suspects *suspects, size_t lane, uint64_t now_us);
/* It is to be run again because of a crash of that kind; `how` is kept. */
void suspects_add(struct suspects *suspects, size_t lane, size_t sequence, const char *how);
/* The same of those that had been judged; number of the first of them in the lane's. */
size_t suspects_add_recent(
	struct suspects *suspects, size_t lane, const char *how, uint64_t now_us);
/* It is known who did it, or that no cell did. */
void suspects_solve(struct suspects *suspects, size_t lane);
/*
 * All have been run again. Where that has solved nothing: the next of them, and why nothing can be
 * said of it. False: nothing more is to be told, and the next crash is another one.
 */
bool suspects_unsolved(
	struct suspects *suspects, size_t lane, size_t *sequence, const char **reason);
#endif
