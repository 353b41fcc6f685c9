#include "flight.h"

#include "connection_request.h"
#include "instance.h"
#include "lifecycle.h"
#include "machine.h"
#include "schedule.h"

struct cell *flight_of(const struct flight *flight, const struct instance *instance)
{
	for (size_t i = 0; i < flight->count; i++) {
		if (flight->cells[i].busy && flight->cells[i].instance == instance)
			return &flight->cells[i];
	}
	return NULL;
}

struct cell *flight_free(const struct flight *flight)
{
	for (size_t i = 0; i < flight->count; i++) {
		if (!flight->cells[i].busy)
			return &flight->cells[i];
	}
	return NULL;
}

struct connection *flight_connection(const struct flight *flight, const char *token)
{
	size_t number;

	for (size_t i = 0; i < flight->count; i++) {
		const struct cell *cell = &flight->cells[i];

		for (size_t j = 0; cell->busy && j < cell->orders.count; j++) {
			struct connection *connection = &cell->connections[j];

			if (connection->facts && connection_request_number(&number, connection, token))
				return connection;
		}
	}
	return NULL;
}

void flight_abandon(
	const struct flight *flight, struct schedule *schedule, struct instance *instances)
{
	struct cell *cell;

	for (size_t i = 0; i < schedule->lane_count; i++) {
		while ((cell = flight_of(flight, &instances[i]))) {
			cell_cancel(cell);
			schedule_ended(schedule, i);
		}
	}
	for (size_t i = 0; i < schedule->lane_count; i++) {
		if (instances[i].state != INSTANCE_GONE)
			instance_stop(&instances[i]);
	}
}
