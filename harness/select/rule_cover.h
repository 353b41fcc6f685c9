#ifndef RULE_COVER_H
#define RULE_COVER_H
/* Which scenarios cover which rule: those that name it, and those that the registry names. */
#include <stdbool.h>
#include <stddef.h>

struct catalogue;
struct rule;

struct rule_cover {
	const char *id;
	const struct rule *rule; /* NULL: a scenario names it, and no registry has it */
	const char **scenarios; /* their ids, in their order */
	size_t scenario_count;
};

/*
 * Of all scenarios of the catalogue, in the order of the registry. What the shipped registry has
 * is left out where a folder of somebody's own is looked at and no scenario of it is about it.
 */
struct rule_cover *rule_cover_make(size_t *count, struct catalogue *catalogue);
#endif
