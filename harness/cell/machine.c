#include "machine.h"

#include <string.h>

#include "cell_side.h"
#include "clock.h"
#include "instance.h"
#include "log_watch.h"
#include "process.h"
#include "target.h"

static const struct cell_side *side_of(const struct cell *cell)
{
	static const struct cell_side *const sides[SIDE_COUNT] = {
		[SIDE_SERVER] = &cell_side_server,
		[SIDE_CLIENT] = &cell_side_client,
	};

	return sides[cell->plan->scenario->side];
}

static void on_waited(uv_timer_t *timer)
{
	cell_finish(timer->data);
}

static void finish_in(struct cell *cell, uint64_t ms)
{
	uv_timer_start(cell->wait, on_waited, ms, 0);
}

void cell_init(struct cell *cell, struct bench *bench, size_t number, const struct cell_news *news)
{
	memset(cell, 0, sizeof(*cell));
	cell->bench = bench;
	cell->news = news;
	cell->number = number;
	arena_init(&cell->arena);
	cell->wait = ARENA_NEW(&bench->arena, uv_timer_t);
	cell->wait->data = cell;
	uv_timer_init(bench->loop, cell->wait);
}

static void free_sessions(struct cell *cell)
{
	for (size_t i = 0; i < SCENARIO_STEPS_MAX; i++)
		kept_sessions_finish(&cell->sessions[i]);
}

static void reset(struct cell *cell)
{
	const struct cell kept = *cell;

	free_sessions(cell);
	memset(cell, 0, sizeof(*cell));
	cell->bench = kept.bench;
	cell->news = kept.news;
	cell->number = kept.number;
	cell->wait = kept.wait;
	cell->arena = kept.arena;
	arena_reset(&cell->arena);
}

/* It died of what it was shown, and is fine with the good peer. */
static void look_for_death(struct cell *cell)
{
	size_t last = cell->made - 1;

	if (!cell->made || cell->orders.items[last].kind != ORDER_GOOD_AFTER ||
		cell->attempts[last].outcome != OUTCOME_ACCEPT)
		return;
	for (size_t i = 0; !cell->crash && i < last; i++) {
		if (cell->attempts[i].facts.crashed)
			cell->crash = cell->attempts[i].by;
	}
}

static void on_log_looked(uv_timer_t *timer)
{
	struct cell *cell = timer->data;

	cell->log_waits++;
	if (log_watch_misses(cell) && cell->log_waits < LOG_WAIT_MS / LOG_LOOK_MS)
		uv_timer_start(cell->wait, on_log_looked, LOG_LOOK_MS, 0);
	else
		cell_finish(cell);
}

/* All is made that makes sense. A suspect waits for what the log may say. */
static void end(struct cell *cell)
{
	look_for_death(cell);
	if (cell->alone && instance_tells_crashes(cell->instance))
		finish_in(cell, CRASH_NEWS_MS);
	else if (log_watch_misses(cell))
		uv_timer_start(cell->wait, on_log_looked, LOG_LOOK_MS, 0);
	else
		cell_finish(cell);
}

static void next(struct cell *cell);

static void on_done(void *owner)
{
	struct cell *cell = owner;

	connection_ended(&cell->connections[cell->made]);
	cell->made++;
	next(cell);
}

static void make_connection(struct cell *cell)
{
	const struct order *order = &cell->orders.items[cell->made];
	struct connection *connection = &cell->connections[cell->made];
	struct attempt_result *attempt = &cell->attempts[cell->made];
	const struct connection_news told = {.done = on_done, .owner = cell};
	const char *why = NULL;

	attempt->step = order->step->name;
	attempt->role = order->role;
	connection->arena = &cell->arena;
	connection->driver = cell->bench->drivers[order->drive];
	if (side_of(cell)->connect(cell, order, &told, &why))
		return;
	cell->trouble = arena_strdup(&cell->arena, why ? why : "no credential");
	cell_finish(cell);
}

/* True if another connection follows, false if the cell is at its end or waits. */
static bool look_at_last(struct cell *cell)
{
	struct attempt_result *last = &cell->attempts[cell->made - 1];
	const struct order *order = &cell->orders.items[cell->made - 1];

	switch (side_of(cell)->look(cell, order, last)) {
	case MOVE_GOOD:
		orders_end_with_good_peer(&cell->orders, cell->made);
		return true;
	case MOVE_WAIT:
		finish_in(cell, CRASH_NEWS_MS);
		return false;
	default:
		if (last->outcome != OUTCOME_NONE && cell->made < cell->orders.count)
			return true;
		end(cell);
		return false;
	}
}

static bool is_blocked(struct cell *cell)
{
	const struct cell_side *side = side_of(cell);
	const struct order *order = &cell->orders.items[cell->made];

	return side->obstacle && order->kind != ORDER_GOOD_AFTER && side->obstacle(cell, order->step);
}

static bool is_pointless(const struct cell *cell)
{
	const struct cell_side *side = side_of(cell);

	return side->is_pointless && side->is_pointless(cell);
}

static void on_deed_done(struct cell *cell)
{
	if (cell->trouble || cell->beside)
		cell_finish(cell);
	else
		make_connection(cell);
}

static void next(struct cell *cell)
{
	if (cell->made && !look_at_last(cell))
		return;
	if (side_of(cell)->prepare)
		side_of(cell)->prepare(cell);
	if (is_blocked(cell))
		end(cell);
	else if (deed_is_due(cell))
		deed_begin(cell, on_deed_done);
	else
		make_connection(cell);
}

static void begin(struct cell *cell)
{
	if (!cell->orders.count || is_pointless(cell))
		finish_in(cell, 0);
	else
		next(cell);
}

static void on_settled(uv_timer_t *timer)
{
	struct cell *cell = timer->data;

	cell->settling = false;
	begin(cell);
}

/* What is left of the time in which news of the controls may come. */
static uint64_t unsettled_ms(const struct cell *cell)
{
	uint64_t age_ms = (clock_now_us() - cell->instance->ready_us) / 1000;

	if (!cell->alone || !instance_tells_crashes(cell->instance) || age_ms >= CRASH_NEWS_MS)
		return 0;
	return CRASH_NEWS_MS - age_ms;
}

void cell_start(struct cell *cell, struct instance *instance, const struct plan_cell *plan,
	size_t sequence, bool alone)
{
	uint64_t settle_ms;

	reset(cell);
	cell->instance = instance;
	cell->plan = plan;
	cell->sequence = sequence;
	cell->busy = true;
	cell->alone = alone;
	cell->log_start = instance->process ? process_log_total(instance->process) : 0;
	cell->started_us = clock_now_us();
	orders_make(&cell->orders, plan, cell->bench->options->driver,
		connection_is_measured(cell->bench, plan->target), cell->sessions, &cell->arena);
	cell->connections = ARENA_ARRAY(&cell->arena, struct connection, cell->orders.room);
	cell->attempts = ARENA_ARRAY(&cell->arena, struct attempt_result, cell->orders.room);
	settle_ms = unsettled_ms(cell);
	cell->settling = settle_ms > 0;
	if (cell->settling)
		uv_timer_start(cell->wait, on_settled, settle_ms, 0);
	else
		begin(cell);
}

void cell_cancel(struct cell *cell)
{
	uv_timer_stop(cell->wait);
	deed_cancel(cell);
	if (cell->made < cell->orders.count)
		connection_cancel(&cell->connections[cell->made]);
	cell->busy = false;
}

void cell_finish(struct cell *cell)
{
	/* what killed the target is told, though it came to no end */
	bool last_words =
		cell->crash && cell->made < cell->orders.count && cell->connections[cell->made].attempt;

	cell_cancel(cell);
	cell->made += last_words;
	cell->news->finished(cell->news->owner, cell);
}

void cell_close(struct cell *cell)
{
	uv_close((uv_handle_t *)cell->wait, NULL);
}

void cell_free(struct cell *cell)
{
	free_sessions(cell);
	arena_finish(&cell->arena);
}
