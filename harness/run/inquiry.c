#include "inquiry.h"

#include "arena.h"
#include "clock.h"
#include "flight.h"
#include "lifecycle.h"
#include "machine.h"
#include "process.h"
#include "results.h"
#include "schedule.h"

/* It comes to an end, as the one that did it, or is run again alone. */
static void end_cell(struct inquiry *inquiry, struct cell *cell, const char *how)
{
	size_t lane = cell->instance->index;

	if (cell->settling)
		cell->trouble = arena_printf(&cell->arena, "the target died of the controls: %s", how);
	else if (cell->alone)
		cell->crash = how;
	if (cell->alone) {
		cell_finish(cell);
		return;
	}
	cell_cancel(cell);
	schedule_ended(inquiry->schedule, lane);
	schedule_suspect(inquiry->schedule, lane, cell->sequence);
	suspects_add(&inquiry->suspects, lane, cell->sequence, how);
}

/* Those that had been judged when the news came. */
static void reopen(struct inquiry *inquiry, size_t lane, const char *how)
{
	const struct suspects_lane *suspects = &inquiry->suspects.lanes[lane];

	for (size_t i = suspects_add_recent(&inquiry->suspects, lane, how, clock_now_us());
		 i < suspects->count; i++)
		schedule_suspect(inquiry->schedule, lane, suspects->sequences[i]);
}

/* True if it was in the controls, not in any cell. */
static bool is_of_controls(const struct inquiry *inquiry, const struct instance *instance)
{
	const struct cell *cell = flight_of(inquiry->flight, instance);

	return cell && cell->settling && process_running(instance->process);
}

/* While one cell is alone with a target that crashes, it is this cell that does it. */
void inquiry_open(struct inquiry *inquiry, struct instance *instance, const char *how)
{
	const struct lane *lane = &inquiry->schedule->lanes[instance->index];
	bool alone = lane->alone;
	struct cell *cell;

	if (is_of_controls(inquiry, instance)) {
		suspects_solve(&inquiry->suspects, instance->index);
		return;
	}
	instance->restart = true; /* no new cells meanwhile */
	while ((cell = flight_of(inquiry->flight, instance)))
		end_cell(inquiry, cell, how);
	if (!alone)
		reopen(inquiry, instance->index, how);
	instance->restart = schedule_has_suspects(lane) ||
		(instance->state == INSTANCE_READY && (alone || !process_running(instance->process)));
	if (instance->restart)
		instance_restart(instance);
}

void inquiry_heard(struct inquiry *inquiry, const struct cell *cell)
{
	size_t lane = cell->instance->index;
	const char *reason;
	size_t sequence;

	if (cell->crash)
		suspects_solve(&inquiry->suspects, lane);
	if (schedule_has_suspects(&inquiry->schedule->lanes[lane]))
		return;
	while (suspects_unsolved(&inquiry->suspects, lane, &sequence, &reason))
		results_tell_unrun(inquiry->results, sequence, VERDICT_ERROR, reason);
}
