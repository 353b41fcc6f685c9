#include "merge.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "diag.h"
#include "id_index.h"
#include "join.h"
#include "result.h"
#include "tally.h"
#include "text.h"

enum { LIST_MAX = 16 * 1024 };

static const struct place nowhere = {NULL, 0, 0};

/* The first difference between two plans, in words, or NULL. */
static const char *difference(const struct plan_result *a, const struct plan_result *b)
{
	if (a->shard.count != b->shard.count)
		return "another number of shards";
	if (!text_same(a->program_version, b->program_version))
		return "another version of mtlspec";
	if (a->cell_count != b->cell_count)
		return "other cells";
	for (size_t i = 0; i < a->cell_count; i++) {
		if (!text_same(a->cells[i], b->cells[i]))
			return "other cells";
	}
	if (a->target_count != b->target_count)
		return "other targets";
	for (size_t i = 0; i < a->target_count; i++) {
		if (!text_same(a->targets[i].name, b->targets[i].name))
			return "other targets";
		if (!text_same(a->targets[i].version, b->targets[i].version))
			return "another version of a target";
	}
	return NULL;
}

/* Those that have a target in common; the first of them leads. */
struct group {
	struct run_result **runs;
	const char **files;
	size_t count;
	size_t file_count;
};

static bool shares_target(
	struct arena *arena, const struct plan_result *a, const struct plan_result *b)
{
	struct id_index index;

	id_index_build(&index, arena, a->targets, sizeof(*a->targets), a->target_count);
	for (size_t i = 0; i < b->target_count; i++) {
		if (id_index_find(&index, b->targets[i].name) != ID_NOT_FOUND)
			return true;
	}
	return false;
}

static size_t group_of(
	struct arena *arena, const struct group *groups, size_t count, const struct run_result *run)
{
	size_t at = 0;

	while (at < count && !shares_target(arena, &groups[at].runs[0]->plan, &run->plan))
		at++;
	return at;
}

static struct group *make_groups(size_t *out, struct arena *arena, struct run_result *const *runs,
	const char *const *files, size_t count)
{
	struct group *groups = NULL;

	*out = 0;
	for (size_t i = 0; i < count; i++) {
		size_t at = group_of(arena, groups, *out, runs[i]);
		struct group *group = at < *out ? &groups[at] : ARENA_PUSH(arena, groups, *out);

		*ARENA_PUSH(arena, group->runs, group->count) = runs[i];
		*ARENA_PUSH(arena, group->files, group->file_count) = files[i];
	}
	return groups;
}

static void check_plans(
	struct diag *diag, struct run_result *const *runs, const char *const *files, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *what;

		if (!runs[i]->plan.shard.count) {
			diag_error(diag, nowhere,
				"%s: is no shard (its run had no --shard): it can't be merged with others of its "
				"targets",
				files[i]);
			continue;
		}
		what = difference(&runs[0]->plan, &runs[i]->plan);
		if (what)
			diag_error(
				diag, nowhere, "%s and %s are of different plans: %s", files[0], files[i], what);
	}
}

/* Which file holds each shard; complains of those that are there twice, or not at all. */
static void check_complete(struct arena *arena, struct diag *diag, struct run_result *const *runs,
	const char *const *files, size_t count)
{
	size_t shards = runs[0]->plan.shard.count;
	const char **holders = ARENA_ARRAY(arena, const char *, shards + 1);
	SCOPED_BUF missing;

	for (size_t i = 0; i < count; i++) {
		size_t index = runs[i]->plan.shard.index;

		if (holders[index])
			diag_error(diag, nowhere, "%s and %s are the same shard, %zu of %zu", holders[index],
				files[i], index, shards);
		holders[index] = files[i];
	}
	buf_init(&missing, LIST_MAX);
	for (size_t i = 1; i <= shards; i++) {
		if (!holders[i])
			buf_printf(&missing, "%s%zu", missing.len ? ", " : "", i);
	}
	if (missing.len)
		diag_error(
			diag, nowhere, "of %zu shards these are missing: %s", shards, buf_text(&missing));
}

/* " --shard 1/4" and " --shard=1/4" are of one machine, not of the whole. */
static const char *whole_command(struct arena *arena, const char *command)
{
	const char *at = command ? strstr(command, " --shard") : NULL;
	size_t value;

	if (!at)
		return command;
	value = strlen(" --shard") + 1;
	value += strcspn(at + value, " ");
	return arena_printf(arena, "%.*s%s", (int)(at - command), command, at + value);
}

static void add_cells(
	struct run_result *out, const struct id_index *index, const struct run_result *run)
{
	for (size_t i = 0; i < run->cell_count; i++)
		out->cells[id_index_find(index, run->cells[i].id)] = run->cells[i];
}

static void add_end(struct run_result *out, const struct run_result *run)
{
	out->has_end = out->has_end && run->has_end;
	out->end.interrupted = out->end.interrupted || run->end.interrupted;
	out->end.stopped = out->end.stopped || run->end.stopped;
	out->end.skips_fail = out->end.skips_fail || run->end.skips_fail;
	out->end.connections += run->end.connections;
	if (run->end.duration_us > out->end.duration_us)
		out->end.duration_us = run->end.duration_us;
	if (run->plan.started &&
		(!out->plan.started || strcmp(run->plan.started, out->plan.started) < 0))
		out->plan.started = run->plan.started;
}

static struct run_result *put_together(
	struct arena *arena, struct run_result *const *runs, size_t count)
{
	struct run_result *out = ARENA_NEW(arena, struct run_result);
	struct id_index index;

	out->plan = runs[0]->plan;
	out->plan.shard = (struct shard){0, 0};
	out->plan.command = whole_command(arena, out->plan.command);
	out->cell_count = out->plan.cell_count;
	out->cells = ARENA_ARRAY(arena, struct cell_result, out->cell_count);
	id_index_build(&index, arena, out->plan.cells, ID_STRIDE_TEXT, out->plan.cell_count);
	for (size_t i = 0; i < count; i++)
		add_cells(out, &index, runs[i]);
	return out;
}

/* NULL with diagnostics. */
static struct run_result *merge_group(
	struct arena *arena, struct diag *diag, const struct group *group)
{
	size_t errors = diag->count + diag->dropped;

	if (group->count == 1 && !group->runs[0]->plan.shard.count)
		return group->runs[0];
	check_plans(diag, group->runs, group->files, group->count);
	if (diag->count + diag->dropped == errors)
		check_complete(arena, diag, group->runs, group->files, group->count);
	return diag->count + diag->dropped == errors ? put_together(arena, group->runs, group->count)
												 : NULL;
}

static void end_all(struct run_result *out, struct run_result *const *runs, size_t count)
{
	struct tally tally;

	out->has_end = true;
	for (size_t i = 0; i < count; i++)
		add_end(out, runs[i]);
	tally_run(&tally, out);
	memcpy(out->end.counts, tally.verdicts, sizeof(out->end.counts));
	out->end.exit_code = out->end.interrupted
		? EXIT_INTERRUPTED
		: result_exit_code(out->end.counts, out->end.skips_fail);
}

struct run_result *merge_runs(struct arena *arena, struct diag *diag,
	struct run_result *const *runs, const char *const *files, size_t count)
{
	size_t errors = diag->count + diag->dropped;
	size_t group_count;
	struct group *groups = make_groups(&group_count, arena, runs, files, count);
	struct run_result **wholes = ARENA_ARRAY(arena, struct run_result *, group_count + 1);
	const char **names = ARENA_ARRAY(arena, const char *, group_count + 1);
	struct run_result *out;

	if (count == 1)
		return runs[0];
	for (size_t i = 0; i < group_count; i++) {
		wholes[i] = merge_group(arena, diag, &groups[i]);
		names[i] = groups[i].files[0];
	}
	if (diag->count + diag->dropped != errors)
		return NULL;
	out = group_count > 1 ? join_runs(arena, diag, wholes, names, group_count) : wholes[0];
	end_all(out, runs, count);
	return diag->count + diag->dropped == errors ? out : NULL;
}
