#ifndef CONTROL_FIXTURE_H
#define CONTROL_FIXTURE_H
/* A plan of a few cells, and the controls of one of its instances. */
#include "arena.h"
#include "control_plan.h"

enum { CELLS_MAX = 4, LISTENERS_MAX = 2, OTHER = 0, OURS = 1, INSTANCES };

struct world {
	struct arena arena;
	struct target_listener listeners[LISTENERS_MAX];
	struct target target;
	struct plan_instance instances[INSTANCES];
	struct scenario_step step; /* of each cell: one that goes to the usual place */
	struct scenario scenario;
	struct plan_cell cells[CELLS_MAX];
	struct plan plan;
	struct control_plan controls;
};

struct row {
	enum auth_mode mode;
	const char *listeners; /* "t" with TLS, "p" plain */
	/* "23": one of TLS 1.2 and one of 1.3; behind it '-': is skipped, '*': of another instance */
	const char *cells;
	const char *steps;
};

void open_world(struct world *world, const struct row *row);
void make(struct world *world);
/* "tls1.2 main good, tls1.3 0 good" */
const char *steps(struct world *world);
#endif
