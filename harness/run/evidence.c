#include "evidence.h"

#include "connection_request.h"

void evidence_init(struct evidence *evidence, size_t cells, struct arena *arena)
{
	*evidence = (struct evidence){.seen_refused = ARENA_ARRAY(arena, bool, cells + 1),
		.seen_left_alone = ARENA_ARRAY(arena, bool, cells + 1)};
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

static void watch_addresses(
	struct evidence *evidence, const struct cell *cell, const struct cell_result *result)
{
	for (size_t i = 0; result->verdict != VERDICT_FAIL && i < cell->orders.count; i++) {
		const struct scenario_step *step = cell->orders.items[i].step;

		if (i >= cell->made || !step || !order_expected(step, cell->plan)->fetches_nothing)
			continue;
		evidence->seen_left_alone[cell->sequence] = true;
		token_table_add(&evidence->shown, cell->connections[i].token, cell->sequence);
	}
}

bool evidence_is_late_fetch(struct evidence *evidence, const char *token, size_t *sequence)
{
	if (!token_table_find(sequence, &evidence->shown, token) ||
		!evidence->seen_left_alone[*sequence])
		return false;
	evidence->seen_left_alone[*sequence] = false;
	return true;
}

void evidence_watch(
	struct evidence *evidence, const struct cell *cell, const struct cell_result *result)
{
	watch_addresses(evidence, cell, result);
	/* one that was cut off by the target's end was not refused: it may come through all the same */
	if ((cell->trouble && result->expected == OUTCOME_ACCEPT) || is_anything_unsent(result))
		return;
	for (size_t i = 0; i < cell->made; i++) {
		if (cell->connections[i].may_arrive || cell->attempts[i].outcome != OUTCOME_REJECT)
			continue;
		evidence->seen_refused[cell->sequence] = true;
		for (size_t j = 0; j <= cell->attempts[i].facts.earlier_count; j++)
			token_table_add(
				&evidence->refused, connection_token(&cell->connections[i], j), cell->sequence);
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
	token_table_finish(&evidence->shown);
}
