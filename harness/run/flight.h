#ifndef FLIGHT_H
#define FLIGHT_H
/* The cells that may be in flight at once, busy or free. */
#include <stddef.h>

#include "cell.h"

struct flight {
	struct cell *cells;
	size_t count;
};

/* One that is busy on that instance, or NULL. */
struct cell *flight_of(const struct flight *flight, const struct instance *instance);
/* One that is not busy, or NULL. */
struct cell *flight_free(const struct flight *flight);
/* The connection of a busy cell that has that token, or NULL. */
struct connection *flight_connection(const struct flight *flight, const char *token);
struct schedule;
/* Cancels all that is busy, and stops the schedule's instances: nobody waits for the rest. */
void flight_abandon(
	const struct flight *flight, struct schedule *schedule, struct instance *instances);
#endif
