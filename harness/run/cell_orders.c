#include "cell_orders.h"

#include "plan_driver.h"
#include "runner_internal.h"

static const char *const roles[ORDER_KIND_COUNT] = {"subject", "again", "good client after"};

const struct step_expectation *order_expected(
	const struct scenario_step *step, const struct plan_cell *plan)
{
	return &step->expect[plan->mode];
}

const char *order_server_name(const struct scenario_step *step, const struct plan_cell *plan)
{
	return step->sni ? step->sni : probe_server_name(plan->target);
}

int order_listener(const struct scenario_step *step, const struct plan_cell *plan)
{
	return step->to ? target_find_listener(plan->target, step->to) : MAIN_LISTENER;
}

size_t orders_room(const struct scenario *scenario)
{
	return scenario->step_count * ORDER_KIND_COUNT * 2 + 1;
}

const struct order *orders_at(const struct cell *cell, size_t index)
{
	return &cell->orders[index];
}

/* The good client speaks as the port does; the subject may be mistaken about that. */
static struct probe_way choose_way(
	struct cell *cell, const struct scenario_step *step, enum order_kind kind)
{
	int listener = order_listener(step, cell->plan);
	struct probe_way way = {.listener = listener, .plain = step->plain, .host = step->sni};

	if (kind == ORDER_GOOD_AFTER) {
		way.plain = listener != MAIN_LISTENER &&
			target_listener(cell->plan->target, (size_t)listener)->plain;
		return way;
	}
	if (step->host)
		way.host = step->host;
	way.path = step->path;
	way.text = order_expected(step, cell->plan)->says;
	if (step->save_session && kind == ORDER_SUBJECT)
		way.session = &cell->sessions[step - cell->plan->scenario->steps];
	return way;
}

static void add(struct cell *cell, const struct scenario_step *step, const struct driver *driver,
	enum order_kind kind)
{
	struct order *order = &cell->orders[cell->attempt_count];

	order->step = step;
	order->kind = kind;
	order->way = choose_way(cell, step, kind);
	if (order->way.plain && driver == &driver_tls)
		driver = &driver_plain;
	cell->probes[cell->attempt_count].driver = driver;
	cell->probes[cell->attempt_count].way = &order->way;
	cell->attempts[cell->attempt_count].step = step->name;
	cell->attempts[cell->attempt_count].role = roles[kind];
	cell->attempt_count++;
}

static void add_all(struct cell *cell, const struct driver *driver)
{
	for (size_t i = 0; i < cell->plan->scenario->step_count; i++) {
		const struct scenario_step *step = &cell->plan->scenario->steps[i];
		const struct step_expectation *expected = order_expected(step, cell->plan);

		if (!expected->connection.given)
			continue;
		add(cell, step, driver, ORDER_SUBJECT);
		if (expected->connection.outcome == OUTCOME_ACCEPT)
			continue;
		if (!expected->ours)
			add(cell, step, driver, ORDER_AGAIN);
		add(cell, step, driver, ORDER_GOOD_AFTER);
	}
}

void orders_make(struct cell *cell)
{
	enum driver_choice choice = cell->runner->options->driver;

	cell->orders = ARENA_ARRAY(&cell->arena, struct order, cell->attempt_room);
	if (choice != DRIVER_HTTP)
		add_all(cell, &driver_tls);
	if (choice != DRIVER_TLS && !plan_http_lacks(cell->plan->scenario, cell->plan->mode))
		add_all(cell, &driver_http);
}

void orders_end_with_good_client(struct cell *cell)
{
	const struct order *last = &cell->orders[cell->current - 1];

	cell->attempt_count = cell->current;
	add(cell, last->step, cell->probes[cell->current - 1].driver, ORDER_GOOD_AFTER);
}
