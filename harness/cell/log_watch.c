#include "log_watch.h"

#include "cell.h"
#include "cell_side.h"
#include "instance.h"
#include "log_trail.h"

static bool has_come(struct cell *cell, size_t index, const char *text)
{
	struct log_trail trail;

	log_trail_end(&trail, &cell->connections[index], &cell->attempts[index].facts);
	trail.from = cell->connections[index].log_from;
	return log_trail_holds(&trail, cell->instance, text);
}

bool log_watch_misses(struct cell *cell)
{
	bool misses = false;

	for (size_t i = 0; i < cell->made && cell->instance->process; i++) {
		const struct order *order = &cell->orders.items[i];
		struct observation *facts = &cell->attempts[i].facts;

		if (order->kind == ORDER_GOOD_AFTER || order->kind == ORDER_KEEP ||
			!order_expected(order->step, cell->plan)->log || facts->log_came)
			continue;
		facts->log_came = has_come(cell, i, cell_expected(cell, order->step).log);
		misses = misses || !facts->log_came;
	}
	return misses;
}
