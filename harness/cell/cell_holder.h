#ifndef CELL_HOLDER_H
#define CELL_HOLDER_H
/* Whose session it is. */
struct attempt_result;
struct cell;
struct scenario_step;

/* In which connection the client of that one showed what he has: with a session nothing is shown,
 * it stands for what was when it was made. */
const struct attempt_result *cell_holder(const struct cell *cell,
	const struct attempt_result *attempt, const struct scenario_step *step);
#endif
