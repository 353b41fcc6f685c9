#ifndef CATALOGUE_RULES_H
#define CATALOGUE_RULES_H
/*
 * The registries of rules that the scenarios of a catalogue keep to. The shipped one is always
 * there. A folder of somebody's own may bring one: its scenarios must then name rules of either,
 * as the shipped ones must. Without one they may name what they like.
 */
struct catalogue;
struct scenario;

/* Reads the registry at the top of the folder, once; its path, or NULL where there is none. */
const char *catalogue_read_rules(struct catalogue *catalogue, const char *folder);
/* Reads one by its path, once; NULL: the shipped one alone. Its path, as it was first opened. */
const char *catalogue_read_registry(struct catalogue *catalogue, const char *path);
/* Adds a diagnostic for each rule of the scenario that nobody knows, where it has a registry to
 * keep to; else a note, if it looks like one that is known. */
void catalogue_check_rules(
	struct catalogue *catalogue, const struct scenario *scenario, const char *registry);
#endif
