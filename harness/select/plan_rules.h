#ifndef PLAN_RULES_H
#define PLAN_RULES_H
/* The rules that the reports of a run tell of: all that are told of the catalogue, or, where
 * scenarios or cells were chosen by name, those that these are about. */
struct plan_result;
struct selection;

/* After the scenarios of `out`. */
void plan_rules_add(struct plan_result *out, struct selection *selection);
#endif
