#include "suspects.h"

#include <string.h>

#include "arena.h"
#include "crash_watch.h"

enum { US_PER_MS = 1000 };

void suspects_init(struct suspects *suspects, size_t lanes, struct arena *arena)
{
	*suspects = (struct suspects){
		.arena = arena, .lanes = ARENA_ARRAY(arena, struct suspects_lane, lanes + 1)};
}

static bool is_silent(const struct observation *facts)
{
	bool closed = facts->end == END_FIN || facts->end == END_RESET || facts->end == END_REFUSED;

	return closed && !facts->http_status && facts->alert == TLS_ALERT_NONE && !facts->exited;
}

static bool has_silent(const struct cell_result *result)
{
	for (size_t i = 0; i < result->attempt_count; i++) {
		if (is_silent(&result->attempts[i].facts))
			return true;
	}
	return false;
}

void suspects_judged(struct suspects *suspects, size_t lane, size_t sequence,
	const struct cell_result *result, uint64_t now_us)
{
	struct suspects_lane *at = &suspects->lanes[lane];
	struct recent_cells *recent = has_silent(result) ? &at->silent : &at->others;

	if (recent->count == SUSPECTS_RECENT_MAX)
		memmove(recent->cells, recent->cells + 1, --recent->count * sizeof(*recent->cells));
	recent->cells[recent->count++] =
		(struct recent_cell){.sequence = sequence, .judged_us = now_us};
}

uint64_t suspects_unquiet_us(const struct suspects *suspects, size_t lane, uint64_t now_us)
{
	const struct recent_cells *silent = &suspects->lanes[lane].silent;
	uint64_t news_us = (uint64_t)CRASH_NEWS_MS * US_PER_MS;
	uint64_t age_us;

	if (!silent->count)
		return 0;
	age_us = now_us - silent->cells[silent->count - 1].judged_us;
	return age_us < news_us ? news_us - age_us : 0;
}

void suspects_add(struct suspects *suspects, size_t lane, size_t sequence, const char *how)
{
	struct suspects_lane *at = &suspects->lanes[lane];

	at->how = how;
	*ARENA_PUSH(suspects->arena, at->sequences, at->count) = sequence;
}

size_t suspects_add_recent(struct suspects *suspects, size_t lane, const char *how, uint64_t now_us)
{
	struct suspects_lane *at = &suspects->lanes[lane];
	const struct recent_cells *recent = at->silent.count ? &at->silent : &at->others;
	size_t first = at->count;

	for (size_t i = 0; i < recent->count; i++) {
		if (now_us - recent->cells[i].judged_us <= (uint64_t)SUSPECTS_RECENT_MS * US_PER_MS)
			suspects_add(suspects, lane, recent->cells[i].sequence, how);
	}
	at->silent.count = at->others.count = 0;
	return first;
}

void suspects_solve(struct suspects *suspects, size_t lane)
{
	suspects->lanes[lane].solved = true;
}

static const char *explain(const struct suspects_lane *lane, struct arena *arena)
{
	if (lane->count == 1)
		return arena_printf(arena,
			"one of the target's processes crashed when this was tried (%s), and did not when it "
			"was "
			"run again: --repeat may show more",
			lane->how);
	return arena_printf(arena,
		"one of the target's processes crashed when this or one of %zu others was tried (%s), and "
		"did not when each was run again alone: --repeat may show more",
		lane->count - 1, lane->how);
}

bool suspects_unsolved(
	struct suspects *suspects, size_t lane, size_t *sequence, const char **reason)
{
	struct suspects_lane *at = &suspects->lanes[lane];

	if (at->solved || at->next == at->count) {
		at->count = at->next = 0;
		at->solved = false;
		return false;
	}
	*reason = explain(at, suspects->arena);
	*sequence = at->sequences[at->next++];
	return true;
}
