#include "narrow.h"

#include <string.h>

#include "arena.h"
#include "result.h"
#include "tally.h"
#include "text.h"

static bool is_wanted(const char *id, struct arena *arena, const char *const *globs, size_t count)
{
	const char *round = strrchr(id, '#');
	const char *plain = round ? arena_strndup(arena, id, (size_t)(round - id)) : id;

	for (size_t i = 0; i < count; i++) {
		if (text_glob(globs[i], id) || text_glob(globs[i], plain))
			return true;
	}
	return false;
}

static void judge_again(struct run_result *run)
{
	if (!run->end.interrupted)
		run->end.exit_code = result_exit_code(run->end.counts, run->end.skips_fail);
}

static void recount(struct run_result *run)
{
	struct tally tally;

	tally_run(&tally, run);
	memcpy(run->end.counts, tally.verdicts, sizeof(run->end.counts));
	run->end.connections = tally.connections;
	run->end.duration_us = tally.duration_us;
	run->end.instance_count = 0;
	if (!tally.verdicts[VERDICT_NOT_RUN]) {
		run->has_end = true;
		run->end.interrupted = run->end.stopped = false;
	}
	judge_again(run);
}

bool narrow_run(struct run_result *run, struct arena *arena, const char *const *globs, size_t count)
{
	struct cell_result *cells = ARENA_ARRAY(arena, struct cell_result, run->cell_count + 1);
	size_t left = 0;

	for (size_t i = 0; i < run->cell_count; i++) {
		if (is_wanted(run->cells[i].id, arena, globs, count))
			cells[left++] = run->cells[i];
	}
	if (!left)
		return false;
	run->cells = cells;
	run->cell_count = left;
	recount(run);
	return true;
}

void narrow_skips_fail(struct run_result *run)
{
	run->end.skips_fail = true;
	judge_again(run);
}
