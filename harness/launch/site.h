#ifndef SITE_H
#define SITE_H
/*
 * Where a connection goes and what it asks for there: the place whose control must be good before
 * anything said of it counts (design 7). NULL: the target's usual name, host, path, and GET.
 */
#include <stdbool.h>

struct plan_cell;
struct scenario_step;

enum { MAIN_LISTENER = -1 };

struct site {
	int listener; /* number of the target's, or MAIN_LISTENER */
	const char *server_name; /* SNI, and the name to verify */
	const char *host;
	const char *path;
	const char *method;
};

/*
 * Where that step of the cell goes. `measured`: what is asked for there decides what is answered;
 * where our backend answers it does not, and the port alone counts.
 */
struct site site_of(const struct plan_cell *cell, const struct scenario_step *step, bool measured);
bool site_is_same(const struct site *a, const struct site *b);
#endif
