#include "cell_holder.h"

#include "cell.h"
#include "cell_side.h"

static const struct attempt_result *subject_of(
	const struct cell *cell, const struct scenario_step *step)
{
	for (size_t i = 0; i < cell->made; i++) {
		if (cell->orders.items[i].step == step && cell->orders.items[i].kind == ORDER_SUBJECT)
			return &cell->attempts[i];
	}
	return NULL;
}

/* A session that is taken up says who made it; who is asked all the same, once the handshake is
 * done, shows it anew. */
static bool is_of_its_maker(const struct attempt_result *attempt)
{
	return attempt->facts.resumed && attempt->facts.sent != SENT_AS_MEANT;
}

const struct attempt_result *cell_holder(
	const struct cell *cell, const struct attempt_result *attempt, const struct scenario_step *step)
{
	const struct attempt_result *before;

	while (is_of_its_maker(attempt)) {
		step = cell_keeper(cell, step);
		before = step ? subject_of(cell, step) : NULL;
		if (!before)
			break;
		attempt = before;
	}
	return attempt;
}
