#include "arena.h"
#include "kills.h"
#include "unit.h"

enum { SCENARIOS = 3, CELLS_MAX = 16 };

struct world {
	struct arena arena;
	struct scenario_info scenarios[SCENARIOS];
	struct target_info targets[3];
	struct cell_result cells[CELLS_MAX];
	const char *ids[CELLS_MAX];
	struct run_result run;
};

static void begin(struct world *world)
{
	memset(world, 0, sizeof(*world));
	arena_init(&world->arena);
	world->scenarios[0].id = "a/eku";
	world->scenarios[1].id = "a/expired";
	world->scenarios[2].id = "a/good";
	world->scenarios[2].confirms = "that the good are let in";
	world->targets[0] = (struct target_info){.name = "ours+no-eku", .defect = "no-eku"};
	world->targets[1] = (struct target_info){.name = "ours"};
	world->targets[2] = (struct target_info){.name = "ours+no-clock", .defect = "no-clock"};
	world->run = (struct run_result){.plan = {.scenarios = world->scenarios,
										 .scenario_count = SCENARIOS,
										 .targets = world->targets,
										 .target_count = 3,
										 .cells = world->ids,
										 .selftest = true},
		.cells = world->cells};
}

static void add(struct world *world, const char *scenario, const char *target, enum auth_mode mode,
	enum tls_version tls, enum verdict verdict)
{
	const char *id = arena_printf(&world->arena, "%s@%s:%s/%s", scenario, target,
		auth_mode_name(mode), tls_version_name(tls));

	world->ids[world->run.plan.cell_count++] = id;
	world->cells[world->run.cell_count++] = (struct cell_result){.id = id,
		.scenario = scenario,
		.target = target,
		.mode = mode,
		.tls = tls,
		.verdict = verdict};
	world->run.end.counts[verdict]++;
}

/* Each defect is caught once. */
static void fill(struct world *world)
{
	const enum auth_mode mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT;

	for (int i = 0; i < 3; i++) {
		add(world, "a/good", world->targets[i].name, mode, TLS_1_3, VERDICT_PASS);
		add(world, "a/eku", world->targets[i].name, mode, TLS_1_3,
			i == 0 ? VERDICT_FAIL : VERDICT_PASS);
		add(world, "a/expired", world->targets[i].name, mode, TLS_1_3,
			i == 2 ? VERDICT_FAIL : VERDICT_PASS);
	}
}

START_TEST(test_all_are_caught)
{
	struct world world;
	const struct kills *kills;

	begin(&world);
	fill(&world);
	add(&world, "a/eku", "ours+no-eku", AUTH_VERIFY_CLIENT_CERT_IF_GIVEN, TLS_1_3, VERDICT_FAIL);
	kills_set_aside(&world.run, &world.arena);
	kills = world.run.kills;
	ck_assert_ptr_nonnull(kills);
	ck_assert_uint_eq(kills->defect_count, 2);
	ck_assert_uint_eq(kills_killed(kills), 2);
	ck_assert_str_eq(kill_text(kills_at(kills, 0, 0), &world.arena), "GV");
	ck_assert(!kill_any(kills_at(kills, 0, 1)));
	ck_assert_uint_eq(kills_alone(kills, 0), 1);
	ck_assert_uint_eq(kills_alone(kills, 2), 0);
	ck_assert_int_eq(kills_exit_code(kills), EXIT_AS_EXPECTED);
	/* what the reports tell of is the reference alone */
	ck_assert_uint_eq(world.run.cell_count, 3);
	ck_assert_uint_eq(world.run.plan.cell_count, 3);
	ck_assert_uint_eq(world.run.plan.target_count, 1);
	ck_assert_uint_eq(world.run.end.counts[VERDICT_FAIL], 0);
	ck_assert_uint_eq(world.run.end.counts[VERDICT_PASS], 3);
	for (size_t i = 0; i < world.run.cell_count; i++)
		ck_assert_str_eq(world.run.cells[i].target, "ours");
	arena_finish(&world.arena);
}
END_TEST

static void check_text(enum verdict in_tls12, const char *text)
{
	struct world world;

	begin(&world);
	fill(&world);
	add(&world, "a/eku", "ours+no-eku", AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, TLS_1_2, in_tls12);
	kills_set_aside(&world.run, &world.arena);
	ck_assert_str_eq(kill_text(kills_at(world.run.kills, 0, 0), &world.arena), text);
	arena_finish(&world.arena);
}

START_TEST(test_versions_are_told_where_they_differ)
{
	check_text(VERDICT_FAIL, "V");
	check_text(VERDICT_PASS, "V tls1.3");
	check_text(VERDICT_SKIP, "V");
}
END_TEST

static int exit_with(size_t cell, enum verdict verdict, bool some_scenarios, bool some_defects)
{
	struct world world;
	int exit_code;

	begin(&world);
	fill(&world);
	world.cells[cell].verdict = verdict;
	world.run.plan.some_scenarios = some_scenarios;
	world.run.plan.some_defects = some_defects;
	kills_set_aside(&world.run, &world.arena);
	exit_code = kills_exit_code(world.run.kills);
	arena_finish(&world.arena);
	return exit_code;
}

START_TEST(test_what_is_wrong_with_a_catalogue)
{
	enum { EKU_CAUGHT = 1, CLEAN_GOOD = 3, CLEAN_EKU = 4 };

	ck_assert_int_eq(exit_with(CLEAN_GOOD, VERDICT_PASS, false, false), EXIT_AS_EXPECTED);
	/* a defect lives: here, its catcher is idle by that, too, but where defects were named */
	ck_assert_int_eq(exit_with(EKU_CAUGHT, VERDICT_PASS, false, false), EXIT_CONFORMANCE);
	ck_assert_int_eq(exit_with(EKU_CAUGHT, VERDICT_PASS, true, true), EXIT_CONFORMANCE);
	ck_assert_int_eq(exit_with(EKU_CAUGHT, VERDICT_PASS, true, false), EXIT_CONFORMANCE);
	/* an error catches nothing */
	ck_assert_int_eq(exit_with(EKU_CAUGHT, VERDICT_ERROR, false, false), EXIT_CONFORMANCE);
	/* the innocent are accused, or nothing can be said of them */
	ck_assert_int_eq(exit_with(CLEAN_EKU, VERDICT_FAIL, false, false), EXIT_CONFORMANCE);
	ck_assert_int_eq(exit_with(CLEAN_EKU, VERDICT_ERROR, true, true), EXIT_CONFORMANCE);
	ck_assert_int_eq(exit_with(CLEAN_EKU, VERDICT_SKIP, false, false), EXIT_AS_EXPECTED);
	/* not to have come to it is no accusation */
	ck_assert_int_eq(exit_with(CLEAN_EKU, VERDICT_NOT_RUN, true, true), EXIT_AS_EXPECTED);
}
END_TEST

START_TEST(test_who_catches_nothing_says_what_for)
{
	struct world world;

	begin(&world);
	fill(&world);
	world.scenarios[2].confirms = NULL;
	kills_set_aside(&world.run, &world.arena);
	ck_assert(kills_is_idle(world.run.kills, 2));
	ck_assert(!kills_is_idle(world.run.kills, 0));
	ck_assert_int_eq(kills_exit_code(world.run.kills), EXIT_CONFORMANCE);
	arena_finish(&world.arena);
}
END_TEST

START_TEST(test_other_runs_stay_as_they_are)
{
	struct world world;

	begin(&world);
	fill(&world);
	world.run.plan.selftest = false;
	kills_set_aside(&world.run, &world.arena);
	ck_assert_ptr_null(world.run.kills);
	ck_assert_uint_eq(world.run.cell_count, 9);
	arena_finish(&world.arena);
}
END_TEST

/* A grid is one scenario, whichever of its cells catches something. */
START_TEST(test_scenarios_of_one_file_are_one)
{
	const enum auth_mode mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT;
	struct world world;
	const struct kills *kills;

	begin(&world);
	world.scenarios[0].id = "a/grid/sni=home,host=open";
	world.scenarios[1].id = "a/grid/sni=home,host=home";
	world.scenarios[2].id = "a/grid-of-others";
	add(&world, "a/grid/sni=home,host=open", "ours+no-eku", mode, TLS_1_3, VERDICT_FAIL);
	add(&world, "a/grid/sni=home,host=home", "ours+no-clock", mode, TLS_1_2, VERDICT_FAIL);
	add(&world, "a/grid-of-others", "ours", mode, TLS_1_3, VERDICT_PASS);
	kills_set_aside(&world.run, &world.arena);
	kills = world.run.kills;
	ck_assert_uint_eq(kills->scenario_count, 2);
	ck_assert_str_eq(kills->scenarios[0]->id, "a/grid-of-others");
	ck_assert_str_eq(kills->scenarios[1]->id, "a/grid");
	ck_assert_uint_eq(kills_caught(kills, 1), 2);
	ck_assert_uint_eq(kills_killed(kills), 2);
	ck_assert(!kills_is_idle(kills, 1));
	arena_finish(&world.arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"kills",
		{test_all_are_caught, test_versions_are_told_where_they_differ,
			test_what_is_wrong_with_a_catalogue, test_who_catches_nothing_says_what_for,
			test_other_runs_stay_as_they_are, test_scenarios_of_one_file_are_one}}};

	return unit_run("kills", cases, COUNT_OF(cases));
}
