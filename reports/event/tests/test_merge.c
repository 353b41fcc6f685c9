/* Shards: what one of them holds, and all of them put together. */
#include <string.h>

#include "arena.h"
#include "diag.h"
#include "event.h"
#include "merge.h"
#include "sample.h"
#include "tmpdir.h"
#include "unit.h"
#include "view.h"

enum { SHARDS = 3 };

static struct arena arena;
static struct diag diag;
static struct run_result *whole;
static struct run_result *parts[SHARDS];
static const char *const files[] = {"a.jsonl", "b.jsonl", "c.jsonl", "d.jsonl"};

/* As `mtlspec run --shard i/3` writes it: the whole plan, its own cells; read back. */
static struct run_result *write_shard(size_t index, bool with_end)
{
	struct plan_result plan = whole->plan;
	struct end_result end = {.connections = 7, .duration_us = 1000 * index};
	struct event_writer *writer;
	const char *why;
	const char *path;
	char *dir;
	struct run_result *run;

	plan.shard = (struct shard){index, SHARDS};
	plan.command = arena_printf(&arena, "mtlspec run --shard %zu/%d --strict", index, SHARDS);
	plan.started = arena_printf(&arena, "2026-11-21T12:00:%02zuZ", 10 - index);
	ck_assert(tmpdir_create(&dir, &why, &arena));
	path = arena_printf(&arena, "%s/events.jsonl", dir);
	writer = event_open(path, &arena, &why);
	ck_assert_ptr_nonnull(writer);
	event_write_plan(writer, &plan);
	for (size_t i = 0; i < whole->cell_count; i++) {
		if (!shard_has(&plan.shard, whole->cells[i].id))
			continue;
		event_write_cell(writer, &whole->cells[i]);
		end.counts[whole->cells[i].verdict]++;
	}
	end.skips_fail = true;
	end.exit_code = result_exit_code(end.counts, end.skips_fail);
	if (with_end)
		event_write_end(writer, &end);
	ck_assert(event_close(writer, &why));
	run = event_read(&arena, &diag, path);
	tmpdir_remove(dir);
	return run;
}

static void fresh(void)
{
	arena_finish(&arena);
	arena_init(&arena);
	diag_finish(&diag);
	diag_init(&diag);
	whole = sample_run(&arena);
	for (size_t i = 0; i < SHARDS; i++) {
		parts[i] = write_shard(i + 1, true);
		ck_assert_ptr_nonnull(parts[i]);
	}
}

static bool complains(const char *words)
{
	for (size_t i = 0; i < diag.count; i++) {
		if (strstr(diag.entries[i].text, words))
			return true;
	}
	return false;
}

START_TEST(test_shard_holds_its_own)
{
	size_t cells = 0;

	fresh();
	for (size_t i = 0; i < SHARDS; i++) {
		ck_assert_uint_gt(parts[i]->cell_count, 0);
		ck_assert_uint_lt(parts[i]->cell_count, whole->cell_count);
		cells += parts[i]->cell_count;
		for (size_t j = 0; j < parts[i]->cell_count; j++)
			ck_assert(shard_has(&parts[i]->plan.shard, parts[i]->cells[j].id));
	}
	ck_assert_uint_eq(cells, whole->cell_count);
}
END_TEST

START_TEST(test_merged_is_the_whole)
{
	struct run_result *order[SHARDS];
	struct run_result *merged;

	fresh();
	for (size_t i = 0; i < SHARDS; i++)
		order[i] = parts[SHARDS - 1 - i];
	merged = merge_runs(&arena, &diag, order, files, SHARDS);
	ck_assert_ptr_nonnull(merged);
	ck_assert_uint_eq(merged->cell_count, whole->cell_count);
	for (size_t i = 0; i < whole->cell_count; i++) {
		ck_assert_str_eq(merged->cells[i].id, whole->cells[i].id);
		ck_assert_int_eq(merged->cells[i].verdict, whole->cells[i].verdict);
	}
	ck_assert(merged->has_end && !merged->end.interrupted && merged->end.skips_fail);
	ck_assert_uint_eq(merged->plan.shard.count, 0);
	ck_assert_str_eq(merged->plan.command, "mtlspec run --strict");
	ck_assert_str_eq(merged->plan.started, "2026-11-21T12:00:07Z");
	ck_assert_uint_eq(merged->end.connections, 7 * SHARDS);
	ck_assert_uint_eq(merged->end.duration_us, 1000 * SHARDS);
	ck_assert_int_eq(merged->end.exit_code, EXIT_CONFORMANCE);
}
END_TEST

START_TEST(test_torn_shard)
{
	struct run_result *merged;

	fresh();
	parts[1] = write_shard(2, false);
	merged = merge_runs(&arena, &diag, parts, files, SHARDS);
	ck_assert_ptr_nonnull(merged);
	ck_assert(!merged->has_end && merged->end.interrupted);
	ck_assert_int_eq(merged->end.exit_code, EXIT_INTERRUPTED);
}
END_TEST

START_TEST(test_refused)
{
	struct run_result *twice[3];

	fresh();
	twice[0] = parts[0];
	twice[1] = twice[2] = parts[1];
	ck_assert_ptr_null(merge_runs(&arena, &diag, twice, files, 3));
	ck_assert(complains("b.jsonl and c.jsonl are the same shard, 2 of 3"));
	ck_assert(complains("of 3 shards these are missing: 3"));
	fresh();
	ck_assert_ptr_null(merge_runs(&arena, &diag, parts, files, 2));
	ck_assert(complains("missing: 3"));
	fresh();
	parts[2]->plan.shard = (struct shard){0, 0};
	ck_assert_ptr_null(merge_runs(&arena, &diag, parts, files, SHARDS));
	ck_assert(complains("c.jsonl: is no shard"));
	/* one run alone needs no shards */
	ck_assert_ptr_eq(merge_runs(&arena, &diag, parts + 2, files, 1), parts[2]);
}
END_TEST

START_TEST(test_mixed_plans)
{
	static const char *const words[] = {"another version of mtlspec", "other cells", "other cells",
		"other targets", "another version of a target", "other targets",
		"another number of shards"};

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		struct plan_result *plan;

		fresh();
		plan = &parts[1]->plan;
		if (i == 0)
			plan->program_version = "mtlspec 0.0.1";
		else if (i == 1)
			plan->cell_count--;
		else if (i == 2)
			plan->cells[0] = "another";
		else if (i == 3)
			plan->target_count--;
		else if (i == 4)
			plan->targets[1].version = NULL;
		else if (i == 5)
			plan->targets[0].name = "another";
		else
			plan->shard.count++;
		ck_assert_ptr_null(merge_runs(&arena, &diag, parts, files, SHARDS));
		ck_assert_msg(complains(words[i]), "%s", words[i]);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"merge",
			{test_shard_holds_its_own, test_merged_is_the_whole, test_torn_shard, test_refused,
				test_mixed_plans}},
	};

	return unit_run("merge", cases, COUNT_OF(cases));
}
