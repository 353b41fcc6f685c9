#include "schedule.h"

#include <stdlib.h>
#include <string.h>

void schedule_init(struct schedule *schedule, struct arena *arena, size_t lane_count,
	size_t programs, size_t up_max)
{
	*schedule = (struct schedule){.arena = arena,
		.lanes = ARENA_ARRAY(arena, struct lane, lane_count + 1),
		.lane_count = lane_count,
		.order = ARENA_ARRAY(arena, size_t, lane_count + 1),
		.programs = programs,
		.up_max = up_max};
}

void schedule_add(struct schedule *schedule, size_t lane, size_t sequence, long waits_ms)
{
	struct lane *at = &schedule->lanes[lane];
	size_t *last = ARENA_PUSH(schedule->arena, at->queue, at->queue_len);
	size_t *first = &at->queue[at->waiting];

	*last = sequence;
	if (!waits_ms)
		return;
	memmove(first + 1, first, (size_t)(last - first) * sizeof(*first));
	*first = sequence;
	at->waiting++;
	at->slowness += waits_ms;
}

/* Insertion keeps those that are alike in the plan's order. */
void schedule_begin(struct schedule *schedule)
{
	for (size_t i = 0; i < schedule->lane_count; i++) {
		size_t at = i;

		for (;
			 at && schedule->lanes[schedule->order[at - 1]].slowness < schedule->lanes[i].slowness;
			 at--)
			schedule->order[at] = schedule->order[at - 1];
		schedule->order[at] = i;
	}
}

static bool is_full(const struct schedule *schedule, const struct lane *lane)
{
	size_t running = 0;

	if (lane->kind == LANE_SERVER)
		return (*lane->one_at_a_time || lane->by_turns) && lane->in_flight > 0;
	if (lane->kind == LANE_PROXY)
		return lane->in_flight > 0;
	for (size_t i = 0; i < schedule->lane_count; i++) {
		if (schedule->lanes[i].kind == LANE_PROGRAM)
			running += schedule->lanes[i].in_flight;
	}
	return running >= schedule->programs;
}

static bool take_from(struct schedule *schedule, struct lane *lane, struct turn *turn)
{
	if (*lane->state != INSTANCE_READY || *lane->restart || is_full(schedule, lane))
		return false;
	if (lane->suspect_count) {
		if (lane->in_flight)
			return false;
		lane->alone = turn->alone = true;
		turn->sequence = lane->suspects[--lane->suspect_count];
		return true;
	}
	if (lane->queue_next == lane->queue_len || lane->alone)
		return false;
	turn->alone = false;
	turn->sequence = lane->queue[lane->queue_next++];
	return true;
}

bool schedule_take(struct schedule *schedule, struct turn *turn)
{
	for (size_t i = 0; i < schedule->lane_count; i++) {
		turn->lane = (schedule->next_lane + i) % schedule->lane_count;
		if (!take_from(schedule, &schedule->lanes[turn->lane], turn))
			continue;
		schedule->lanes[turn->lane].in_flight++;
		schedule->next_lane = turn->lane + 1;
		return true;
	}
	return false;
}

void schedule_ended(struct schedule *schedule, size_t lane)
{
	struct lane *at = &schedule->lanes[lane];

	at->in_flight--;
	if (!at->in_flight)
		at->alone = false;
}

void schedule_suspect(struct schedule *schedule, size_t lane, size_t sequence)
{
	struct lane *at = &schedule->lanes[lane];

	*ARENA_PUSH(schedule->arena, at->suspects, at->suspect_count) = sequence;
}

bool schedule_drop(struct schedule *schedule, size_t lane, size_t *sequence)
{
	struct lane *at = &schedule->lanes[lane];

	if (at->suspect_count)
		*sequence = at->suspects[--at->suspect_count];
	else if (at->queue_next < at->queue_len)
		*sequence = at->queue[at->queue_next++];
	else
		return false;
	return true;
}

bool schedule_has_suspects(const struct lane *lane)
{
	return lane->suspect_count || lane->alone;
}

bool schedule_has_cells(const struct lane *lane)
{
	return lane->in_flight || lane->suspect_count || lane->queue_next < lane->queue_len;
}

bool schedule_is_through(const struct lane *lane)
{
	return *lane->state == INSTANCE_READY && !*lane->restart && !schedule_has_cells(lane);
}

/* How many there are now of each kind. */
struct census {
	size_t programs; /* no process of theirs stays: what they take is processors */
	size_t launched;
	size_t stopping;
};

static struct census count(const struct schedule *schedule)
{
	struct census census = {0};

	for (size_t i = 0; i < schedule->lane_count; i++) {
		const struct lane *lane = &schedule->lanes[i];

		if (*lane->state == INSTANCE_WAITING || *lane->state == INSTANCE_GONE)
			continue;
		if (*lane->state == INSTANCE_STOPPING)
			census.stopping++;
		else if (lane->kind == LANE_PROGRAM)
			census.programs++;
		else
			census.launched++;
	}
	return census;
}

static bool has_room(
	const struct schedule *schedule, const struct census *census, const struct lane *lane)
{
	if (lane->kind == LANE_PROGRAM)
		return census->programs < schedule->up_max;
	return census->launched < schedule->up_max && census->stopping < SCHEDULE_STOPPING_MAX;
}

long schedule_next_to_start(const struct schedule *schedule)
{
	const struct census census = count(schedule);

	for (size_t i = 0; i < schedule->lane_count; i++) {
		const struct lane *lane = &schedule->lanes[schedule->order[i]];

		if (*lane->state == INSTANCE_WAITING &&
			(!schedule_has_cells(lane) || has_room(schedule, &census, lane)))
			return (long)schedule->order[i];
	}
	return NO_LANE;
}
