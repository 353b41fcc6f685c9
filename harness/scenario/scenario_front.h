#ifndef SCENARIO_FRONT_H
#define SCENARIO_FRONT_H
/* What a scenario says of the front of a proxy whose upstream side is the target: what is asked for
 * there, what our server answers, and what of that must come. */
#include <stdbool.h>

struct diag;
struct scenario;
struct scenario_step;

/* A client that is no proxy has no such front. */
bool scenario_is_of_fronts(const struct scenario *scenario);
/* What can't be asked for, or expected, there. */
void scenario_front_check(const struct scenario_step *step, struct diag *diag);
#endif
