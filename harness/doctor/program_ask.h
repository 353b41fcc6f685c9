#ifndef PROGRAM_ASK_H
#define PROGRAM_ASK_H
/* Runs a target's program for an answer, in a loop of its own: its version, or whether something is
 * there. */
#include <stdbool.h>
#include <stdint.h>

#include "schema.h"

struct arena;
struct target;

struct program_answer {
	bool ended; /* by itself, within the time; and then: */
	int status; /* its exit status, or -1: a signal ended it */
	const char *said; /* what it wrote, not cleaned; "" if nothing */
};

/* `args` may not be empty. Without a program, or one that can't be started, nothing has ended. */
void program_ask(struct program_answer *out, const struct target *target,
	const struct text_list *args, uint64_t within_ms, struct arena *arena);
#endif
