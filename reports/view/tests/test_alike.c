#include <string.h>

#include "alike.h"
#include "arena.h"
#include "cause.h"
#include "unit.h"
#include "view.h"

enum { TARGETS = 20, CELLS_EACH = 2 };

struct fleet {
	struct arena arena;
	struct scenario_info scenarios[CELLS_EACH];
	struct target_info targets[TARGETS];
	struct cell_result cells[TARGETS * CELLS_EACH];
	struct run_result run;
	struct view view;
	struct alike alike;
};

static void begin(struct fleet *fleet, size_t targets)
{
	static const char *const names[CELLS_EACH] = {"a/good", "a/bad"};

	memset(fleet, 0, sizeof(*fleet));
	arena_init(&fleet->arena);
	for (size_t i = 0; i < CELLS_EACH; i++)
		fleet->scenarios[i].id = names[i];
	for (size_t i = 0; i < targets; i++) {
		fleet->targets[i].name = arena_printf(&fleet->arena, "10.0.0.%zu:443", i);
		for (size_t j = 0; j < CELLS_EACH; j++)
			fleet->cells[i * CELLS_EACH + j] =
				(struct cell_result){.id = arena_printf(&fleet->arena, "%s@%zu", names[j], i),
					.scenario = names[j],
					.target = fleet->targets[i].name,
					.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
					.tls = TLS_1_3,
					.verdict = VERDICT_PASS,
					.observed = j ? OUTCOME_REJECT : OUTCOME_ACCEPT};
	}
	fleet->run = (struct run_result){.plan = {.scenarios = fleet->scenarios,
										 .scenario_count = CELLS_EACH,
										 .targets = fleet->targets,
										 .target_count = targets},
		.cells = fleet->cells,
		.cell_count = targets * CELLS_EACH};
}

static void let_in(struct fleet *fleet, size_t target)
{
	struct cell_result *cell = &fleet->cells[target * CELLS_EACH + 1];

	cell->verdict = VERDICT_FAIL;
	cell->failure = FAILURE_LET_IN;
	cell->observed = OUTCOME_ACCEPT;
	cell->reason = "accepted";
}

static void find(struct fleet *fleet)
{
	view_build(&fleet->view, &fleet->arena, &fleet->run);
	alike_find(&fleet->alike, &fleet->view);
}

static const char *name_of(struct fleet *fleet, size_t target)
{
	return alike_name(&fleet->arena, &fleet->view, &fleet->alike, target);
}

static size_t kinds(const struct fleet *fleet)
{
	size_t count = 0;

	for (size_t i = 0; i < fleet->view.target_count; i++)
		count += fleet->alike.count[i] > 0;
	return count;
}

START_TEST(test_those_that_behave_alike_are_one)
{
	struct fleet fleet;

	begin(&fleet, TARGETS);
	let_in(&fleet, 7);
	let_in(&fleet, 11);
	find(&fleet);
	ck_assert_uint_eq(kinds(&fleet), 2);
	for (size_t i = 0; i < TARGETS; i++)
		ck_assert_uint_eq(fleet.alike.first[i], i == 7 || i == 11 ? 7 : 0);
	ck_assert_uint_eq(fleet.alike.count[0], TARGETS - 2);
	ck_assert_uint_eq(fleet.alike.count[7], 2);
	ck_assert_uint_eq(fleet.alike.count[11], 0);
	ck_assert_str_eq(name_of(&fleet, 0), "10.0.0.0:443 and 17 alike");
	ck_assert_str_eq(name_of(&fleet, 7), "10.0.0.7:443 and 1 alike");
	/* the outcome alone is a difference, too */
	fleet.cells[3 * CELLS_EACH].observed = OUTCOME_NONE;
	find(&fleet);
	ck_assert_uint_eq(kinds(&fleet), 3);
	ck_assert_str_eq(name_of(&fleet, 3), "10.0.0.3:443");
	arena_finish(&fleet.arena);
}
END_TEST

START_TEST(test_few_stand_for_themselves)
{
	struct fleet fleet;

	begin(&fleet, ALIKE_FROM - 1);
	find(&fleet);
	ck_assert_uint_eq(kinds(&fleet), ALIKE_FROM - 1);
	for (size_t i = 0; i < ALIKE_FROM - 1; i++) {
		ck_assert_uint_eq(fleet.alike.first[i], i);
		ck_assert_str_eq(name_of(&fleet, i), fleet.targets[i].name);
	}
	arena_finish(&fleet.arena);
}
END_TEST

/* What they are blamed for is one cause, which counts all of them and shows the first one's. */
START_TEST(test_alike_have_one_cause)
{
	struct fleet fleet;
	struct causes causes;

	begin(&fleet, TARGETS);
	let_in(&fleet, 7);
	let_in(&fleet, 11);
	find(&fleet);
	causes_find(&causes, &fleet.view);
	ck_assert_uint_eq(causes.count, 1);
	ck_assert_uint_eq(causes.items[0].count, 2);
	ck_assert_uint_eq(causes.items[0].row_count, 1);
	ck_assert_uint_eq(causes.items[0].rows[0].count, 2);
	ck_assert_uint_eq(causes.items[0].rows[0].cell_count, 1);
	ck_assert_uint_eq(causes.items[0].rows[0].cells[0], 7 * CELLS_EACH + 1);
	ck_assert_str_eq(causes.items[0].who, "10.0.0.7:443 and 1 alike");
	arena_finish(&fleet.arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"alike",
			{test_those_that_behave_alike_are_one, test_few_stand_for_themselves,
				test_alike_have_one_cause}},
	};

	return unit_run("alike", cases, COUNT_OF(cases));
}
