/* Which tokens are news when they reach the backend after their cell was judged. No sockets. */
#include <string.h>

#include "arena.h"
#include "evidence.h"
#include "unit.h"

enum { CONNECTIONS_MAX = 4, CELLS = 10, SEQUENCE = 3 };

/* What a connection of a cell showed, and whether its token would be late. */
struct seen {
	enum outcome outcome;
	bool may_arrive, unsent;
	bool late;
};

struct row {
	const char *what;
	enum outcome expected;
	const char *trouble;
	struct seen seen[CONNECTIONS_MAX];
	size_t made;
};

static const struct row rows[] = {
	{"refused", OUTCOME_REJECT, NULL, {{.outcome = OUTCOME_REJECT, .late = true}}, 1},
	{"refused against what is expected", OUTCOME_ACCEPT, NULL,
		{{.outcome = OUTCOME_REJECT, .late = true}}, 1},
	{"refused where either is right", OUTCOME_EITHER, NULL,
		{{.outcome = OUTCOME_REJECT, .late = true}}, 1},
	{"refused twice, then the good client", OUTCOME_REJECT, NULL,
		{{.outcome = OUTCOME_REJECT, .late = true}, {.outcome = OUTCOME_REJECT, .late = true},
			{.outcome = OUTCOME_ACCEPT, .may_arrive = true}},
		3},
	{"the good client was refused, too", OUTCOME_REJECT, NULL,
		{{.outcome = OUTCOME_REJECT, .late = true},
			{.outcome = OUTCOME_REJECT, .may_arrive = true}},
		2},
	{"only the good client was refused", OUTCOME_REJECT, NULL,
		{{.outcome = OUTCOME_NONE}, {.outcome = OUTCOME_REJECT, .may_arrive = true}}, 2},
	{"accepted", OUTCOME_ACCEPT, NULL, {{.outcome = OUTCOME_ACCEPT}}, 1},
	{"accepted against what is expected", OUTCOME_REJECT, NULL, {{.outcome = OUTCOME_ACCEPT}}, 1},
	{"nothing was seen", OUTCOME_REJECT, NULL, {{.outcome = OUTCOME_NONE}}, 1},
	{"refused once, then nothing seen", OUTCOME_REJECT, NULL,
		{{.outcome = OUTCOME_REJECT, .late = true}, {.outcome = OUTCOME_NONE}}, 2},
	{"no connection was made", OUTCOME_REJECT, NULL, {{.outcome = OUTCOME_NONE}}, 0},
	{"nothing was shown", OUTCOME_REJECT, NULL, {{.outcome = OUTCOME_REJECT, .unsent = true}}, 1},
	{"nothing was shown in one of two", OUTCOME_REJECT, NULL,
		{{.outcome = OUTCOME_REJECT}, {.outcome = OUTCOME_REJECT, .unsent = true}}, 2},
	{"nothing was shown, and so accepted", OUTCOME_REJECT, NULL,
		{{.outcome = OUTCOME_ACCEPT, .unsent = true}, {.outcome = OUTCOME_REJECT}}, 2},
	{"trouble where it should get in", OUTCOME_ACCEPT, "it died", {{.outcome = OUTCOME_REJECT}}, 1},
	{"trouble where it should not", OUTCOME_REJECT, "it died",
		{{.outcome = OUTCOME_REJECT, .late = true}}, 1},
	{"trouble where either is right", OUTCOME_EITHER, "it died",
		{{.outcome = OUTCOME_REJECT, .late = true}}, 1},
	{"of several steps one is refused", OUTCOME_REJECT, NULL,
		{{.outcome = OUTCOME_ACCEPT}, {.outcome = OUTCOME_REJECT, .late = true},
			{.outcome = OUTCOME_ACCEPT}},
		3},
	{"of several steps two are refused", OUTCOME_REJECT, NULL,
		{{.outcome = OUTCOME_REJECT, .late = true}, {.outcome = OUTCOME_ACCEPT},
			{.outcome = OUTCOME_REJECT, .late = true}, {.outcome = OUTCOME_NONE}},
		4},
};

struct world {
	struct arena arena;
	struct evidence evidence;
	struct connection connections[CONNECTIONS_MAX];
	struct attempt_result attempts[CONNECTIONS_MAX];
	struct cell cell;
	struct cell_result result;
};

static void open_world(struct world *world, const struct row *row)
{
	memset(world, 0, sizeof(*world));
	arena_init(&world->arena);
	evidence_init(&world->evidence, CELLS, &world->arena);
	world->cell = (struct cell){.sequence = SEQUENCE,
		.trouble = row->trouble,
		.connections = world->connections,
		.attempts = world->attempts,
		.made = row->made};
	world->result = (struct cell_result){
		.expected = row->expected, .attempts = world->attempts, .attempt_count = row->made};
	for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
		token_make(world->connections[i].token);
		world->connections[i].may_arrive = row->seen[i].may_arrive;
		world->attempts[i].outcome = row->seen[i].outcome;
		world->attempts[i].facts.unsent = row->seen[i].unsent ? "no scheme" : NULL;
	}
}

static void watch(struct world *world)
{
	evidence_watch(&world->evidence, &world->cell, &world->result);
}

/* The token of that connection comes now. */
static bool comes_late(struct world *world, size_t connection)
{
	size_t sequence = CELLS;
	bool late = evidence_is_late(&world->evidence, world->connections[connection].token, &sequence);

	if (late)
		ck_assert_uint_eq(sequence, world->cell.sequence);
	return late;
}

static void close_world(struct world *world)
{
	evidence_finish(&world->evidence);
	arena_finish(&world->arena);
}

/* Each token by itself: the first of a cell hides the others. */
START_TEST(test_tokens)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		for (size_t j = 0; j < CONNECTIONS_MAX; j++) {
			struct world world;

			open_world(&world, &rows[i]);
			watch(&world);
			ck_assert_msg(comes_late(&world, j) == rows[i].seen[j].late, "%s: connection %zu",
				rows[i].what, j);
			close_world(&world);
		}
	}
}
END_TEST

static const struct row twice = {"", OUTCOME_REJECT, NULL,
	{{.outcome = OUTCOME_REJECT}, {.outcome = OUTCOME_REJECT}, {.outcome = OUTCOME_NONE}}, 2};

START_TEST(test_once)
{
	struct world world;
	char other[TOKEN_SIZE];
	size_t sequence;

	open_world(&world, &twice);
	ck_assert(!comes_late(&world, 0));
	watch(&world);
	token_make(other);
	ck_assert(!evidence_is_late(&world.evidence, other, &sequence));
	ck_assert(!evidence_is_late(&world.evidence, "", &sequence));
	ck_assert(comes_late(&world, 0));
	ck_assert(!comes_late(&world, 0));
	ck_assert(!comes_late(&world, 1));
	close_world(&world);
}
END_TEST

/* Of a step that asks for it, once, however it was judged, but for what has failed already. */
START_TEST(test_fetches)
{
	for (int failed = 0; failed <= 1; failed++) {
		struct scenario_step step = {0};
		struct plan_cell plan = {0};
		struct order orders[2] = {{.step = &step}, {.step = &step}};
		struct world world;
		size_t sequence = CELLS;

		open_world(&world, &twice);
		step.expect[0].fetches_nothing = true;
		world.cell.plan = &plan;
		world.cell.orders.items = orders;
		world.cell.orders.count = COUNT_OF(orders);
		world.result.verdict = failed ? VERDICT_FAIL : VERDICT_PASS;
		ck_assert(!evidence_is_late_fetch(&world.evidence, world.connections[0].token, &sequence));
		watch(&world);
		ck_assert_int_eq(
			evidence_is_late_fetch(&world.evidence, world.connections[1].token, &sequence),
			!failed);
		ck_assert_uint_eq(sequence, failed ? CELLS : SEQUENCE);
		ck_assert(!evidence_is_late_fetch(&world.evidence, world.connections[0].token, &sequence));
		close_world(&world);
	}
}
END_TEST

/* Each cell is told for itself, the last one there is as well. */
START_TEST(test_cells)
{
	struct world world;
	char tokens[CELLS][TOKEN_SIZE];
	size_t sequence;

	open_world(&world, &twice);
	world.cell.made = world.result.attempt_count = 1;
	for (size_t i = 0; i < CELLS; i++) {
		token_make(tokens[i]);
		memcpy(world.connections[0].token, tokens[i], TOKEN_SIZE);
		world.cell.sequence = i;
		watch(&world);
	}
	for (size_t i = CELLS; i-- > 0;) {
		ck_assert(evidence_is_late(&world.evidence, tokens[i], &sequence));
		ck_assert_uint_eq(sequence, i);
	}
	close_world(&world);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"late", {test_tokens, test_once, test_fetches, test_cells}}};

	return unit_run("evidence", cases, COUNT_OF(cases));
}
