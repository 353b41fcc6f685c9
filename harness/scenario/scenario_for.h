#ifndef SCENARIO_FOR_H
#define SCENARIO_FOR_H
/*
 * Fan-out: one file that is many scenarios.
 *
 *   for: {sni: [home, partner, none], host: [home, partner]}
 *   title: The name ${sni} in the handshake, ${host} in the request
 *   sni: ${sni}
 *   host: ${host}
 *
 * is one scenario for each combination, the last name changing fastest. In every scalar of the file
 * ${sni} is that combination's value; other ${names} stay as they are. The values stand in the id:
 * "routing/names/sni=home,host=partner".
 */
#include <stddef.h>

#include "node.h"

struct arena;
struct diag;

enum { SCENARIO_FOR_NAMES_MAX = 6, SCENARIO_FOR_MAX = 512 };

struct scenario_variant {
	const char *suffix; /* "/sni=home,host=partner"; "": the file says no `for` */
	struct node *node; /* the whole file in its place, without `for` */
};

/* All combinations; adds diagnostics, and then has none. */
struct scenario_variant *scenario_for_expand(
	size_t *count, struct node *root, struct arena *arena, struct diag *diag);
#endif
