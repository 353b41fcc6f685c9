#ifndef PACE_H
#define PACE_H
/*
 * How fast connections to one target may follow each other: a token bucket of one. It begins as the
 * user says, or without a bound, and is slowed down where a limiter answers. No clock and no
 * sockets: the time is passed in.
 */
#include <stdbool.h>
#include <stdint.h>

struct pace {
	uint64_t interval_us; /* from one to the next; 0: as they come */
	uint64_t next_us; /* none before */
	uint64_t first_us; /* when the first began; 0: none has */
	uint64_t count; /* that have begun */
	uint64_t slowed_us; /* when it was slowed down last; 0: never */
	uint64_t told_us; /* the interval that was told last */
	unsigned slowed_count; /* since one was let through that began at its pace */
	bool proved; /* one was */
};

/* `per_second`: 0 is without a bound. */
void pace_init(struct pace *pace, double per_second);
/* One wants to begin: its place is taken. In so many microseconds. */
uint64_t pace_take(struct pace *pace, uint64_t now_us);
/*
 * One that began then was turned away by a limiter, which names so many seconds (or -1). All wait
 * for those, at most PACE_RETRY_AFTER_MAX_S. What began before the pace was slowed down last says
 * nothing of the new one.
 */
enum { PACE_RETRY_AFTER_MAX_S = 60 };
void pace_limited(struct pace *pace, uint64_t began_us, uint64_t now_us, long retry_after_s);
/* One that began then was not turned away: true if that shows a pace to be right that is new. */
bool pace_proved(struct pace *pace, uint64_t began_us);
double pace_per_second(const struct pace *pace);
#endif
