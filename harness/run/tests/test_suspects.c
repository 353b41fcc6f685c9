/* Who is run again after a crash, and what is told if nobody did it. */
#include <string.h>

#include "arena.h"
#include "crash_watch.h"
#include "suspects.h"
#include "unit.h"

enum { LANES = 2, LANE = 1, MS = 1000 };

struct world {
	struct arena arena;
	struct suspects suspects;
};

static void open_world(struct world *world)
{
	arena_init(&world->arena);
	suspects_init(&world->suspects, LANES, &world->arena);
}

/* It was refused: by a close, or by an alert. */
static void judged(struct world *world, size_t sequence, bool silent, uint64_t at_ms)
{
	struct attempt_result attempt = {0};
	const struct cell_result result = {.attempts = &attempt, .attempt_count = 1};

	observation_init(&attempt.facts);
	attempt.facts.connected = true;
	attempt.facts.end = END_FIN;
	if (!silent) {
		attempt.facts.alert = 48;
		attempt.facts.alert_from = PARTY_SERVER;
	}
	suspects_judged(&world->suspects, LANE, sequence, &result, at_ms * MS);
}

/* Those who are suspected by then, as a text of their numbers: "1 2 ". */
static const char *suspected(struct world *world, uint64_t at_ms)
{
	const struct suspects_lane *lane = &world->suspects.lanes[LANE];
	const char *text = "";
	size_t i = suspects_add_recent(&world->suspects, LANE, "how", at_ms * MS);

	for (; i < lane->count; i++)
		text = arena_printf(&world->arena, "%s%zu ", text, lane->sequences[i]);
	return text;
}

START_TEST(test_recent)
{
	struct world world;

	open_world(&world);
	ck_assert_str_eq(suspected(&world, 0), "");
	judged(&world, 1, false, 10);
	judged(&world, 2, false, 20);
	ck_assert_str_eq(suspected(&world, 30), "1 2 ");
	/* each once */
	ck_assert_str_eq(suspected(&world, 30), "");
	/* those that were closed upon come in place of the others */
	judged(&world, 3, true, 40);
	judged(&world, 4, false, 50);
	judged(&world, 5, true, 60);
	ck_assert_str_eq(suspected(&world, 70), "3 5 ");
	ck_assert_str_eq(suspected(&world, 70), "");
	/* what was long ago has nothing to do with it */
	judged(&world, 6, true, 100);
	judged(&world, 7, true, 200);
	ck_assert_str_eq(suspected(&world, 101 + SUSPECTS_RECENT_MS), "7 ");
	arena_finish(&world.arena);
}
END_TEST

START_TEST(test_bound)
{
	struct world world;

	open_world(&world);
	for (size_t i = 0; i < SUSPECTS_RECENT_MAX + 3; i++)
		judged(&world, i, true, i);
	suspects_add_recent(&world.suspects, LANE, "how", 20 * MS);
	ck_assert_uint_eq(world.suspects.lanes[LANE].count, SUSPECTS_RECENT_MAX);
	ck_assert_uint_eq(world.suspects.lanes[LANE].sequences[0], 3);
	ck_assert_uint_eq(
		world.suspects.lanes[LANE].sequences[SUSPECTS_RECENT_MAX - 1], SUSPECTS_RECENT_MAX + 2);
	arena_finish(&world.arena);
}
END_TEST

START_TEST(test_quiet)
{
	struct world world;

	open_world(&world);
	ck_assert_uint_eq(suspects_unquiet_us(&world.suspects, LANE, 1), 0);
	judged(&world, 1, false, 100);
	ck_assert_uint_eq(suspects_unquiet_us(&world.suspects, LANE, 100 * MS), 0);
	judged(&world, 2, true, 200);
	ck_assert_uint_eq(
		suspects_unquiet_us(&world.suspects, LANE, 300 * MS), (uint64_t)(CRASH_NEWS_MS - 100) * MS);
	ck_assert_uint_eq(suspects_unquiet_us(&world.suspects, LANE, (200 + CRASH_NEWS_MS) * MS), 0);
	ck_assert_uint_eq(suspects_unquiet_us(&world.suspects, 0, 300 * MS), 0);
	arena_finish(&world.arena);
}
END_TEST

/* How many are told, each with that in its reason. */
static size_t told(struct world *world, const char *in_reason)
{
	const char *reason;
	size_t sequence;
	size_t count = 0;

	for (; suspects_unsolved(&world->suspects, LANE, &sequence, &reason); count++)
		ck_assert_msg(strstr(reason, in_reason) != NULL, "%s", reason);
	return count;
}

START_TEST(test_unsolved)
{
	struct world world;

	open_world(&world);
	ck_assert_uint_eq(told(&world, ""), 0);
	suspects_add(&world.suspects, LANE, 1, "its log says so");
	ck_assert_uint_eq(told(&world, "when this was tried (its log says so)"), 1);
	ck_assert_uint_eq(told(&world, ""), 0);
	/* the next crash */
	suspects_add(&world.suspects, LANE, 1, "it died");
	suspects_add(&world.suspects, LANE, 2, "it died");
	suspects_add(&world.suspects, LANE, 3, "it died");
	ck_assert_uint_eq(told(&world, "this or one of 2 others was tried (it died)"), 3);
	/* once one did it, all the others are innocent; and that is so of this crash alone */
	suspects_add(&world.suspects, LANE, 1, "it died");
	suspects_solve(&world.suspects, LANE);
	ck_assert_uint_eq(told(&world, ""), 0);
	suspects_add(&world.suspects, LANE, 2, "it died");
	ck_assert_uint_eq(told(&world, "it died"), 1);
	arena_finish(&world.arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"recent", {test_recent, test_bound, test_quiet}}, {"unsolved", {test_unsolved}}};

	return unit_run("suspects", cases, COUNT_OF(cases));
}
