#include "deed.h"

#include <string.h>

#include "cell.h"
#include "clock.h"
#include "instance.h"
#include "instance_files.h"
#include "process.h"
#include "target.h"

/* A start is measured by what it gets of the processors; this is not, and has the longest that may
 * come of it. */
enum { LOOK_MS = 5, US_PER_MS = 1000, TIMES_A_START = 6 };

static const struct scenario_step *next_step(const struct cell *cell)
{
	return cell->orders.items[cell->made].step;
}

static bool must_restore(const struct cell *cell)
{
	return cell->instance->altered && !cell->deed.of && !cell->made;
}

bool deed_is_due(const struct cell *cell)
{
	const struct scenario_step *step = next_step(cell);

	return must_restore(cell) || (step->deed_place.line && cell->deed.of != step);
}

static void fail(struct cell *cell, const char *what, const char *why)
{
	const struct scenario_step *step = cell->deed.of;

	cell->trouble = step
		? arena_printf(&cell->arena, "before step '%s': %s: %s", step->name, what, why)
		: arena_printf(&cell->arena, "before the first step: %s: %s", what, why);
	cell->deed.done(cell);
}

static void on_waited(uv_timer_t *timer)
{
	struct cell *cell = timer->data;

	cell->deed.done(cell);
}

static void wait_then_done(struct cell *cell)
{
	const struct scenario_step *step = cell->deed.of;

	uv_timer_start(cell->wait, on_waited, step ? (uint64_t)step->deed.wait_ms : 0, 0);
}

/* What it has written since it was told to reload says that it has. */
static bool log_says_done(const struct cell *cell)
{
	const struct process *process = cell->instance->process;
	const char *done = cell->plan->target->reload.done;
	size_t len;
	const char *log = process_log(process, &len);
	size_t news = process_log_total(process) - cell->deed.log_start;

	if (news < len) {
		log += len - news;
		len = news;
	}
	return memmem(log, len, done, strlen(done)) != NULL;
}

static void on_look(uv_timer_t *timer)
{
	struct cell *cell = timer->data;

	if (log_says_done(cell)) {
		uv_timer_stop(timer);
		cell->deed.reloaded(cell);
		return;
	}
	if (clock_now_us() < cell->deed.deadline_us)
		return;
	uv_timer_stop(timer);
	fail(cell, "the reload was not done",
		arena_printf(&cell->arena, "its log did not say \"%s\" within %ld ms of the signal",
			cell->plan->target->reload.done, TIMES_A_START * cell->plan->target->start_timeout_ms));
}

static void reload(struct cell *cell, void (*then)(struct cell *cell))
{
	const struct target *target = cell->plan->target;
	struct process *process = cell->instance->process;

	cell->deed.reloaded = then;
	cell->deed.log_start = process_log_total(process);
	cell->deed.deadline_us =
		clock_now_us() + TIMES_A_START * (uint64_t)target->start_timeout_ms * US_PER_MS;
	if (!process_signal(process, target_reload_signal(&target->reload))) {
		fail(cell, "the reload was not done", "the target is not there to take the signal");
		return;
	}
	uv_timer_start(cell->wait, on_look, 0, LOOK_MS);
}

static bool replace_all(struct cell *cell, const struct scenario_step *step, const char **why)
{
	for (int file = 0; file < DEED_FILE_COUNT; file++) {
		const struct pair *pair = scenario_deed_finds(step, (enum deed_file)file);

		if (pair &&
			!instance_files_replace(
				cell->instance, (enum deed_file)file, pair->value, &cell->arena, why))
			return false;
	}
	return true;
}

/* The step's own, once the target is what the steps before have made of it. */
static void do_step(struct cell *cell)
{
	const struct scenario_step *step = next_step(cell);
	const char *why = NULL;

	if (!step->deed_place.line) {
		wait_then_done(cell);
		return;
	}
	cell->deed.of = step;
	if (!replace_all(cell, step, &why))
		fail(cell, "the file was not replaced", why);
	else if (step->deed.reload)
		reload(cell, wait_then_done);
	else
		wait_then_done(cell);
}

static void restore(struct cell *cell)
{
	const char *why = NULL;

	if (!instance_files_write(cell->instance, &cell->arena, &why))
		fail(cell, "its files were not put back", why);
	else if (cell->plan->target->reload.done)
		reload(cell, do_step);
	else
		do_step(cell);
}

void deed_begin(struct cell *cell, void (*done)(struct cell *cell))
{
	cell->deed.done = done;
	if (must_restore(cell))
		restore(cell);
	else
		do_step(cell);
}
