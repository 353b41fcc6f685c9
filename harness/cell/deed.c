#include "deed.h"

#include "cell.h"
#include "instance.h"
#include "instance_files.h"
#include "target.h"

enum { LOOK_MS = 5 };

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

bool deed_lies_between(const struct scenario_step *earlier, const struct scenario_step *later)
{
	for (const struct scenario_step *step = earlier + 1; step <= later; step++) {
		if (step->deed_place.line)
			return true;
	}
	return false;
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

static bool may_fail(const struct cell *cell)
{
	return cell->deed.of && cell->deed.of->deed.reload == DEED_RELOAD_MAY_FAIL;
}

/* Where nobody is served any more nobody is let in, which is no answer to who would be. */
static void tell_end(struct cell *cell, const char *how)
{
	cell->beside = arena_printf(&cell->arena,
		"%s ends over what it is told to read (it %s): nobody is served any more",
		cell->plan->target->name, how);
	cell->deed.done(cell);
}

static void on_look(uv_timer_t *timer)
{
	struct cell *cell = timer->data;
	const char *news = NULL;
	enum reload_state state = instance_reload_look(&cell->deed.reload, &news, &cell->arena);

	if (state == RELOAD_AWAITED)
		return;
	uv_timer_stop(timer);
	instance_reload_end(&cell->deed.reload);
	if (state == RELOAD_ENDED)
		tell_end(cell, news);
	else if (state == RELOAD_DONE || (state == RELOAD_REFUSED && may_fail(cell)))
		cell->deed.then(cell);
	else
		fail(cell, "the reload was not done", news);
}

static void reload(struct cell *cell, void (*then)(struct cell *cell))
{
	cell->deed.then = then;
	instance_reload_begin(&cell->deed.reload, may_fail(cell));
	uv_timer_start(cell->wait, on_look, 0, LOOK_MS);
}

static void on_restarted(struct cell *cell, const char *why)
{
	if (why)
		fail(cell, "it was not restarted", why);
	else
		cell->deed.then(cell);
}

static void restart(struct cell *cell, void (*then)(struct cell *cell))
{
	cell->deed.then = then;
	restarting_begin(cell, next_step(cell), on_restarted);
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
	instance_reload_note(&cell->deed.reload, cell->instance);
	if (!replace_all(cell, step, &why))
		fail(cell, "the file was not replaced", why);
	else if (step->deed.restart)
		restart(cell, wait_then_done);
	else if (step->deed.reload)
		reload(cell, wait_then_done);
	else
		wait_then_done(cell);
}

static void restore(struct cell *cell)
{
	const char *why = NULL;

	instance_reload_note(&cell->deed.reload, cell->instance);
	if (!instance_files_write(cell->instance, &cell->arena, &why))
		fail(cell, "its files were not put back", why);
	else if (scenario_reloads(cell->plan->scenario))
		reload(cell, do_step);
	else if (cell->plan->scenario->side == SIDE_SERVER)
		restart(cell, do_step);
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

void deed_cancel(struct cell *cell)
{
	instance_reload_end(&cell->deed.reload);
	restarting_cancel(cell);
}
