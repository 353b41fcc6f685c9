#include "flight.h"

#include <string.h>

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
	for (size_t i = 0; i < flight->count; i++) {
		const struct cell *cell = &flight->cells[i];

		for (size_t j = 0; cell->busy && j < cell->orders.count; j++) {
			struct connection *connection = &cell->connections[j];

			if (connection->facts && strcmp(connection->token, token) == 0)
				return connection;
		}
	}
	return NULL;
}
