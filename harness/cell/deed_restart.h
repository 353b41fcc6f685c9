#ifndef DEED_RESTART_H
#define DEED_RESTART_H
/*
 * A target is stopped and started with its files as they are. It is there again when it answers a
 * good client at all, be it by a refusal: what it makes of him is the steps' to say.
 */
#include <stdbool.h>

#include "connection.h"
#include "result.h"

struct cell;
struct scenario_step;

struct restarting {
	bool begun;
	const struct scenario_step *before; /* the step that it is done before */
	/* `why`: it did not come up, else NULL */
	void (*restarted)(struct cell *cell, const char *why);
	struct connection connection;
	struct attempt_result result;
};

void restarting_begin(struct cell *cell, const struct scenario_step *before,
	void (*restarted)(struct cell *cell, const char *why));
void restarting_cancel(struct cell *cell);
#endif
