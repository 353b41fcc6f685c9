/* What becomes of cells that are planned and not run. */
#include <string.h>

#include "bench.h"
#include "result.h"
#include "results.h"
#include "runner.h"
#include "selection.h"
#include "unit.h"

enum { ROUNDS = 2 };

/* A selection of the shipped files: what libcurl can't do, and what the reference is not, are
 * skips. */
struct world {
	struct selection selection;
	struct run_options options;
	struct run_outcome outcome;
	struct bench bench;
	struct results results;
	size_t sequence; /* of the cell that is told */
	enum verdict verdict;
	const char *reason;
	size_t told, adjusted;
};

static void on_adjust(void *owner, struct cell_result *cell, struct arena *arena)
{
	struct world *world = owner;

	(void)cell;
	(void)arena;
	world->adjusted++;
}

static void on_judged(void *owner, const struct cell_result *cell)
{
	struct world *world = owner;
	const struct plan *plan = world->selection.plan;
	const struct plan_cell *planned = &plan->cells[world->sequence % plan->cell_count];
	size_t len = strlen(planned->id);

	ck_assert_int_eq(strncmp(cell->id, planned->id, len), 0);
	ck_assert_str_eq(cell->id + len, world->sequence < plan->cell_count ? "" : "#2");
	ck_assert_str_eq(cell->scenario, planned->scenario->id);
	ck_assert_str_eq(cell->target, "reference");
	ck_assert_int_eq(cell->mode, planned->mode);
	ck_assert_int_eq(cell->tls, planned->tls);
	ck_assert_int_eq(cell->verdict, world->verdict);
	ck_assert_str_eq(cell->reason, world->reason);
	ck_assert_int_eq(cell->observed, OUTCOME_NONE);
	ck_assert_uint_eq(cell->attempt_count, 0);
	ck_assert_ptr_nonnull(strstr(cell->reproduce, planned->id));
	world->told++;
}

static void open_world(struct world *world)
{
	static const char *targets[] = {"reference"};
	static const char *scenarios[] = {
		"client-certificate/good", "protocol/unsolicited-certificate", "server-certificate/good"};
	const struct selection_request request = {.targets = targets,
		.target_count = COUNT_OF(targets),
		.scenarios = scenarios,
		.scenario_count = COUNT_OF(scenarios),
		.driver = DRIVER_HTTP};

	memset(world, 0, sizeof(*world));
	selection_init(&world->selection);
	ck_assert_int_eq(selection_make(&world->selection, &request), 0);
	world->options = (struct run_options){.bench = {.plan = world->selection.plan,
											  .recipe = world->selection.catalogue.recipe,
											  .driver = DRIVER_HTTP,
											  .certificates_again = "",
											  .again = ""},
		.repeat = ROUNDS,
		.adjust = on_adjust,
		.judged = on_judged,
		.owner = world};
	world->bench.options = &world->options.bench;
	world->results = (struct results){.options = &world->options,
		.bench = &world->bench,
		.outcome = &world->outcome,
		.told = ARENA_ARRAY(&world->selection.catalogue.arena, struct told_cell,
			world->selection.plan->cell_count * ROUNDS)};
}

/* Each of every round is a result: a skip with the plan's reason, the others with what ended them.
 * None is passed over, and none looks like a pass. */
START_TEST(test_unrun)
{
	struct world world;
	const struct plan *plan;
	size_t skips = 0;

	open_world(&world);
	plan = world.selection.plan;
	for (world.sequence = 0; world.sequence < plan->cell_count * ROUNDS; world.sequence++) {
		const struct plan_cell *cell = results_cell(&world.results, world.sequence);

		world.verdict = cell->skip_reason ? VERDICT_SKIP : VERDICT_NOT_RUN;
		world.reason = cell->skip_reason ? cell->skip_reason : "ended before";
		skips += cell->skip_reason != NULL;
		results_tell_unrun(&world.results, world.sequence, world.verdict, world.reason);
	}
	ck_assert_uint_gt(skips, 0);
	ck_assert_uint_lt(skips, world.told);
	ck_assert_uint_eq(world.told, plan->cell_count * ROUNDS);
	ck_assert_uint_eq(world.adjusted, world.told);
	for (int verdict = 0; verdict < VERDICT_COUNT; verdict++)
		ck_assert_uint_eq(world.outcome.counts[verdict],
			verdict == VERDICT_SKIP          ? skips
				: verdict == VERDICT_NOT_RUN ? world.told - skips
											 : 0);
	ck_assert_int_ne(result_exit_code(world.outcome.counts, false), EXIT_AS_EXPECTED);
	selection_finish(&world.selection);
}
END_TEST

/* A run of nothing but skips is not green. */
START_TEST(test_only_skips)
{
	const size_t counts[VERDICT_COUNT] = {[VERDICT_SKIP] = 3};
	const size_t none[VERDICT_COUNT] = {0};

	ck_assert_int_eq(result_exit_code(counts, false), EXIT_ALL_SKIPPED);
	ck_assert_int_ne(result_exit_code(none, false), EXIT_AS_EXPECTED);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"unrun", {test_unrun, test_only_skips}}};

	return unit_run("run", cases, COUNT_OF(cases));
}
