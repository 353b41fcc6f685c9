#include "evidence.h"

void evidence_init(struct evidence *evidence, size_t cells, struct arena *arena)
{
	*evidence = (struct evidence){.seen_refused = ARENA_ARRAY(arena, bool, cells + 1)};
}

/* Nothing was shown, nothing was refused. */
static bool is_anything_unsent(const struct cell_result *result)
{
	for (size_t i = 0; i < result->attempt_count; i++) {
		if (result->attempts[i].facts.unsent)
			return true;
	}
	return false;
}

void evidence_watch(
	struct evidence *evidence, const struct cell *cell, const struct cell_result *result)
{
	/* one that was cut off by the target's end was not refused: it may come through all the same */
	if ((cell->trouble && result->expected == OUTCOME_ACCEPT) || is_anything_unsent(result))
		return;
	for (size_t i = 0; i < cell->made; i++) {
		if (cell->connections[i].may_arrive || cell->attempts[i].outcome != OUTCOME_REJECT)
			continue;
		evidence->seen_refused[cell->sequence] = true;
		token_table_add(&evidence->refused, cell->connections[i].token, cell->sequence);
	}
}

bool evidence_is_late(struct evidence *evidence, const char *token, size_t *sequence)
{
	if (!token_table_find(sequence, &evidence->refused, token) ||
		!evidence->seen_refused[*sequence])
		return false;
	evidence->seen_refused[*sequence] = false;
	return true;
}

void evidence_finish(struct evidence *evidence)
{
	token_table_finish(&evidence->refused);
}
