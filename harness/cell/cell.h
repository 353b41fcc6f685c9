#ifndef CELL_H
#define CELL_H
/*
 * One cell while it runs, and until it is reported: its connections, what each showed, and what
 * came between. machine.h brings it forward.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#include "arena.h"
#include "connection.h"
#include "deed.h"
#include "kept_sessions.h"
#include "orders.h"

struct bench;
struct instance;

struct cell;
struct cell_news {
	/* It can be judged (cell_judge.h); it holds all until it is started again. */
	void (*finished)(void *owner, struct cell *cell);
	void *owner;
};

struct cell {
	struct bench *bench;
	const struct cell_news *news;
	size_t number; /* among those that may be in flight at once */
	uv_timer_t *wait; /* for the news that the target died */
	bool settling; /* it has not begun: those of the controls may be on their way still */
	struct instance *instance;
	const struct plan_cell *plan;
	size_t sequence;
	bool busy;
	bool alone; /* run again by itself after a crash */
	struct arena arena;
	struct orders orders;
	struct connection *connections; /* as many as there is room for orders */
	struct attempt_result *attempts; /* what each showed */
	size_t made; /* so many have ended */
	struct deed deed; /* what the steps do to the target beside connections */
	struct kept_sessions sessions[SCENARIO_STEPS_MAX]; /* that steps kept, by their number */
	size_t log_start;
	unsigned log_waits; /* times that the log was looked at in vain */
	uint64_t started_us;
	const char *trouble;
	const char *beside; /* why what was done to the target leaves nothing to be judged, or NULL */
	const char *crash;
};
#endif
