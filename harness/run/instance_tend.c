/*
 * Which instance runs when: two kinds of them, each within its bound, the slow to come and go
 * first, so that nobody waits for them at the end; those that are on their way out take no room
 * from others.
 */
#include "runner_internal.h"

#include <stdlib.h>

#include "clock.h"
#include "server_leg.h"

/* What is stopping waits and does not work, but has its memory still. */
enum { STOPPING_MAX = 8 };

static long slowness(const struct instance *instance)
{
	const struct target *target = instance->plan->target;

	return instance_is_program(instance) ? 0 : target->start_timeout_ms + target->stop_timeout_ms;
}

static int by_slowness(const void *a, const void *b)
{
	const struct instance *x = *(struct instance *const *)a;
	const struct instance *y = *(struct instance *const *)b;
	long difference = slowness(y) - slowness(x);

	if (difference)
		return difference > 0 ? 1 : -1;
	return (x->index > y->index) - (x->index < y->index);
}

void instances_order(struct runner *runner)
{
	runner->order = ARENA_ARRAY(&runner->arena, struct instance *, runner->instance_count + 1);
	for (size_t i = 0; i < runner->instance_count; i++)
		runner->order[i] = &runner->instances[i];
	qsort(runner->order, runner->instance_count, sizeof(struct instance *), by_slowness);
}

/* The cells of an instance that broke down become errors, running or not. */
static void fail_cells(struct instance *instance)
{
	struct runner *runner = instance->runner;
	const struct plan *plan = runner->options->plan;
	struct cell *cell;

	while ((cell = runner_busy_cell(runner, instance))) {
		cell->trouble = instance->trouble;
		cell->attempt_count = cell->current;
		cell_finish(cell);
	}
	while (instance->suspect_count) {
		size_t sequence = instance->suspects[--instance->suspect_count];

		cell_report_unrun(runner, &plan->cells[sequence % plan->cell_count], sequence,
			VERDICT_ERROR, instance->trouble);
	}
	while (instance->queue_next < instance->queue_len) {
		size_t sequence = instance->queue[instance->queue_next++];

		cell_report_unrun(runner, &plan->cells[sequence % plan->cell_count], sequence,
			VERDICT_ERROR, instance->trouble);
	}
}

static void stop_finished(struct instance *instance)
{
	bool idle = instance->state == INSTANCE_READY && !instance_has_cells(instance);

	if (instance->state == INSTANCE_BROKEN)
		fail_cells(instance);
	if ((idle && !instance->restart) || instance->state == INSTANCE_BROKEN)
		instance_stop(instance);
}

/* How many there are now of each kind. */
struct census {
	size_t programs; /* no process of theirs stays: what they take is processors */
	size_t launched;
	size_t stopping;
};

static void count_instance(struct census *census, const struct instance *instance)
{
	if (instance->state == INSTANCE_WAITING || instance->state == INSTANCE_GONE)
		return;
	if (instance->state == INSTANCE_STOPPING)
		census->stopping++;
	else if (instance_is_program(instance))
		census->programs++;
	else
		census->launched++;
}

static bool has_room(const struct census *census, const struct instance *instance)
{
	if (instance_is_program(instance))
		return census->programs < RUN_INSTANCES_MAX;
	return census->launched < RUN_INSTANCES_MAX && census->stopping < STOPPING_MAX;
}

void instances_tend(struct runner *runner)
{
	struct census census = {0};

	for (size_t i = 0; i < runner->instance_count; i++) {
		stop_finished(&runner->instances[i]);
		count_instance(&census, &runner->instances[i]);
	}
	for (size_t i = 0; i < runner->instance_count && !runner->outcome->interrupted_by; i++) {
		struct instance *instance = runner->order[i];

		if (instance->state != INSTANCE_WAITING)
			continue;
		if (!instance_has_cells(instance)) {
			instance_stop(instance);
		} else if (has_room(&census, instance)) {
			instance_start(instance);
			count_instance(&census, instance);
		}
	}
}

/* When it came into that state, or into one beyond it. */
static uint64_t since(const struct instance *instance, enum instance_state state)
{
	while (state < INSTANCE_GONE && !instance->since_us[state])
		state++;
	return instance->since_us[state];
}

static void record_times(struct instance *instance)
{
	struct runner *runner = instance->runner;
	uint64_t started = instance->since_us[INSTANCE_STARTING];
	uint64_t reached = since(instance, INSTANCE_CONTROLS);
	uint64_t ready = since(instance, INSTANCE_READY);
	uint64_t stopped = since(instance, INSTANCE_STOPPING);

	if (!started)
		return;
	*ARENA_PUSH(&runner->arena, runner->times, runner->outcome->instance_count) =
		(struct instance_result){.target = instance->plan->target->name,
			.side = instance->plan->side,
			.mode = instance->plan->mode,
			.cells = instance->queue_next,
			.begin_us = started - runner->started_us,
			.start_us = reached - started,
			.controls_us = ready - reached,
			.cells_us = stopped - ready,
			.stop_us = clock_now_us() - stopped,
			.cpu_us = instance->cpu_us};
}

void runner_instance_gone(struct instance *instance)
{
	instance_set_state(instance, INSTANCE_GONE);
	record_times(instance);
	server_leg_close(instance->upstream);
	instance->upstream = NULL;
	instance->runner->unfinished--;
	runner_step(instance->runner);
}
