#ifndef CELL_ORDERS_H
#define CELL_ORDERS_H
/*
 * Which connections a cell makes to a target that is a server, in which order: those of each step,
 * one step after the other. What must be refused is tried twice, since what is refused once may be
 * accepted later, and the good client comes after it to the same place.
 */
#include <stdbool.h>
#include <stddef.h>

#include "plan.h"

struct cell;
struct driver;
struct order;

enum order_kind { ORDER_SUBJECT, ORDER_AGAIN, ORDER_GOOD_AFTER, ORDER_KIND_COUNT };

/* How many there are at the most. */
size_t orders_room(const struct scenario *scenario);
/* All of them, for each driver of the run that can make them. */
void orders_make(struct cell *cell);
/* In place of those that have not been made: the good client, where the last one went. */
void orders_end_with_good_client(struct cell *cell);
/* The one that is made as number `index` of the cell's. */
const struct order *orders_at(const struct cell *cell, size_t index);

/* What the step expects in the cell's mode. */
const struct step_expectation *order_expected(
	const struct scenario_step *step, const struct plan_cell *plan);
/* The server name that it asks for. */
const char *order_server_name(const struct scenario_step *step, const struct plan_cell *plan);
/* Number of the listener that it goes to, or MAIN_LISTENER. */
int order_listener(const struct scenario_step *step, const struct plan_cell *plan);
#endif
