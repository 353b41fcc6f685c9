#include "runner_internal.h"

#include <string.h>

#include "cell_orders.h"
#include "clock.h"
#include "process.h"

/* How long a dying target may take from closing its sockets to its exit. */
enum { DEATH_NEWS_MS = 1000 };

static void on_no_news(uv_timer_t *timer)
{
	cell_finish(timer->data);
}

void cell_await_death(struct cell *cell)
{
	cell->attempt_count = cell->current;
	uv_timer_start(cell->wait, on_no_news, DEATH_NEWS_MS, 0);
}

static bool handle_crash(struct cell *cell)
{
	const char *mark = cell->instance->process
		? instance_crash_mark(cell->instance, cell->log_start, &cell->arena)
		: NULL;

	if (!mark)
		return false;
	cell->crash = mark;
	instance_crashed(cell->instance);
	return true;
}

void cell_end(struct cell *cell)
{
	cell->attempt_count = cell->current;
	if (!handle_crash(cell))
		cell_finish(cell);
}

void cell_release(struct cell *cell)
{
	for (size_t i = 0; i < SCENARIO_STEPS_MAX; i++) {
		tls_session_free(cell->sessions[i]);
		cell->sessions[i] = NULL;
	}
}

static void reset(struct cell *cell)
{
	struct runner *runner = cell->runner;
	struct arena arena = cell->arena;
	uv_timer_t *wait = cell->wait;

	cell_release(cell);
	arena_reset(&arena);
	memset(cell, 0, sizeof(*cell));
	cell->wait = wait;
	cell->runner = runner;
	cell->arena = arena;
}

void cell_start(struct cell *cell, struct instance *instance, size_t sequence, bool alone)
{
	const struct plan *plan = cell->runner->options->plan;

	reset(cell);
	cell->instance = instance;
	cell->plan = &plan->cells[sequence % plan->cell_count];
	cell->sequence = sequence;
	cell->busy = true;
	cell->alone = alone;
	cell->log_start = instance->process ? process_log_total(instance->process) : 0;
	cell->started_us = clock_now_us();
	cell->attempt_room = orders_room(cell->plan->scenario);
	cell->probes = ARENA_ARRAY(&cell->arena, struct probe, cell->attempt_room);
	cell->attempts = ARENA_ARRAY(&cell->arena, struct attempt_result, cell->attempt_room);
	instance->in_flight++;
	cell->runner->busy++;
	if (cell->plan->scenario->side == SIDE_CLIENT)
		client_cell_begin(cell);
	else
		server_cell_begin(cell);
}

void cell_cancel(struct cell *cell)
{
	uv_timer_stop(cell->wait);
	if (cell->current < cell->attempt_room)
		probe_cancel(&cell->probes[cell->current]);
	cell->busy = false;
	cell->instance->in_flight--;
	cell->runner->busy--;
}

void cell_finish(struct cell *cell)
{
	struct runner *runner = cell->runner;

	cell_cancel(cell);
	cell_report(cell);
	runner_step(runner);
}
