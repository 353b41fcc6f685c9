#ifndef SCHEDULE_H
#define SCHEDULE_H
/*
 * Which cell runs next, and which instance comes and goes when. Pure: it looks at the states of the
 * instances and says what is to be done; nothing is started here.
 *
 * Each instance is a lane with a queue of cells. Lanes take turns. A proxy's leg takes one cell at
 * a time (server_leg.h), programs as many as the machine. After a crash the cells that were in
 * flight are suspects: each runs again alone.
 *
 * Two kinds of lanes come up within a bound each: those of programs, of which no process stays, and
 * the others. The slow to come and go are first, so that nobody waits for them at the end; those on
 * their way out take no room from others.
 */
#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "instance.h"

/* What is stopping waits and does not work, but has its memory still. */
enum { SCHEDULE_STOPPING_MAX = 8 };

enum lane_kind { LANE_SERVER, LANE_PROXY, LANE_PROGRAM, LANE_KIND_COUNT };

struct lane {
	/* said by the owner before schedule_begin: */
	enum lane_kind kind;
	long slowness; /* milliseconds that it may take to come and go */
	const enum instance_state *state;
	const bool *restart; /* its process is being replaced: it takes no cell */
	const bool *one_at_a_time; /* a server that serves no more */
	bool by_turns; /* its cells do something to it, each from the first state */
	/* the schedule's own: */
	size_t *queue; /* sequence numbers of its cells, in plan order but for those that wait */
	size_t queue_len;
	size_t waiting; /* how many of them wait for something; these are the first */
	size_t queue_next;
	size_t in_flight;
	size_t *suspects;
	size_t suspect_count;
	bool alone; /* a suspect is in flight */
};

struct schedule {
	struct arena *arena;
	struct lane *lanes;
	size_t lane_count;
	size_t *order; /* numbers of lanes as they are started */
	size_t next_lane; /* round robin */
	size_t programs; /* cells of programs that may run at once */
	size_t up_max; /* lanes of each kind that may be up at once */
};

enum { NO_LANE = -1 };

void schedule_init(struct schedule *schedule, struct arena *arena, size_t lane_count,
	size_t programs, size_t up_max);
/* `waits_ms`: what the cell is known to wait for. Such cells come first, and so do their lanes: all
 * else is done meanwhile. */
void schedule_add(struct schedule *schedule, size_t lane, size_t sequence, long waits_ms);
/* All lanes are described: decides their order. */
void schedule_begin(struct schedule *schedule);

struct turn {
	size_t lane;
	size_t sequence;
	bool alone; /* nobody else may be in flight there */
};
/* The next cell that can be taken now; it is in flight from then on. False: none. */
bool schedule_take(struct schedule *schedule, struct turn *turn);
/* A cell of the lane is in flight no more. */
void schedule_ended(struct schedule *schedule, size_t lane);
/* It is to be run again, alone. */
void schedule_suspect(struct schedule *schedule, size_t lane, size_t sequence);
/* One of those that have not been run, taken out; false: there is none. */
bool schedule_drop(struct schedule *schedule, size_t lane, size_t *sequence);

/* Suspects of a crash run, or are to be run. */
bool schedule_has_suspects(const struct lane *lane);
/* It has cells that run, or are to be run. */
bool schedule_has_cells(const struct lane *lane);
/* It is up and has nothing left to do. */
bool schedule_is_through(const struct lane *lane);
/* The next that should come up, or that was never needed (without cells); or NO_LANE. */
long schedule_next_to_start(const struct schedule *schedule);
#endif
