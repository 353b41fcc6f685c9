#ifndef PLAN_DEED_H
#define PLAN_DEED_H
/* What a target must be able to have done to it (scenario_deed.h). */
#include "plan.h"

/* The feature that is on, where a target declares it, in instances that are to reload. */
#define PLAN_FEATURE_RELOAD "reload"

/* Why it can't be made to read its files again as the cell's scenario does it, or NULL. */
const char *plan_reload_lack(const struct plan_cell *cell, struct arena *arena);
/* The same of all that is done to a target that is a server. */
const char *plan_deed_lack(const struct plan_cell *cell, struct arena *arena);
/* The features of its instance: those that the scenario requires, and that one. */
const struct text_list *plan_deed_features(const struct plan_cell *cell, struct arena *arena);
#endif
