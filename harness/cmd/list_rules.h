#ifndef LIST_RULES_H
#define LIST_RULES_H
/* mtlspec list rules: what asks for what the scenarios look at. */
struct selection;
struct selection_request;

/* Those that `wanted` names in the place of scenarios, by globs, or all. Complains in the
 * catalogue's diagnostics of a name that there is not. */
void list_rules(struct selection *selection, const struct selection_request *wanted);
#endif
