#ifndef CHECK_RULES_H
#define CHECK_RULES_H
/* What a registry says of the scenarios that it stands beside must be so. */
struct catalogue;

/* Adds diagnostics for rules that no scenario covers and that give no reason, for reasons that no
 * longer hold, and for globs that name no scenario; of the registry of the folder that was read. */
void check_rules(struct catalogue *catalogue);
#endif
