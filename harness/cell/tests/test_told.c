/* Each request of a connection is judged by itself. */
#include <string.h>

#include "test_cell.h"
#include "told.h"

struct world {
	struct cell cell;
	struct attempt_result attempts[2];
	struct order orders[2];
	struct told told;
};

static void begin(struct world *world)
{
	memset(world, 0, sizeof(*world));
	arena_init(&world->cell.arena);
	world->cell.attempts = world->attempts;
	world->cell.orders.items = world->orders;
	world->cell.made = 2;
	for (size_t i = 0; i < 2; i++) {
		observation_init(&world->attempts[i].facts);
		world->attempts[i].role = i ? "again" : "subject";
	}
}

static void answer(struct world *world, size_t connection, int status)
{
	world->attempts[connection].facts.http_status = status;
	observation_begin_request(&world->attempts[connection].facts, &world->cell.arena);
}

START_TEST(told_one_by_one)
{
	struct world world;

	begin(&world);
	answer(&world, 0, 403);
	answer(&world, 0, 404);
	world.attempts[0].facts.http_status = 200;
	world.attempts[0].facts.end = END_OURS;
	world.attempts[1].facts.http_status = 401;
	told_make(&world.told, &world.cell);
	ck_assert_uint_eq(world.told.count, 4);
	ck_assert_uint_eq(told_of(&world.told, 0), 3);
	ck_assert_uint_eq(told_of(&world.told, 1), 1);
	ck_assert_int_eq(world.told.items[0].facts.http_status, 403);
	ck_assert_str_eq(world.told.items[0].role, "subject");
	ck_assert_int_eq(world.told.items[1].facts.http_status, 404);
	ck_assert_str_eq(world.told.items[1].role, "subject, request 2");
	ck_assert_int_eq(world.told.items[2].facts.http_status, 200);
	ck_assert_str_eq(world.told.items[2].role, "subject, request 3");
	ck_assert_str_eq(world.told.items[3].role, "again");
	arena_finish(&world.cell.arena);
}
END_TEST

/* A connection that was closed meanwhile is nobody's refusal, unless the request was passed on. */
START_TEST(told_too_late)
{
	struct world world;

	begin(&world);
	answer(&world, 0, 200);
	world.attempts[0].facts.end = END_FIN;
	world.attempts[1].facts.end = END_FIN;
	told_make(&world.told, &world.cell);
	ck_assert_uint_eq(told_of(&world.told, 0), 1);
	ck_assert_uint_eq(told_of(&world.told, 1), 1);
	world.attempts[0].facts.backend_saw = true;
	told_make(&world.told, &world.cell);
	ck_assert_uint_eq(told_of(&world.told, 0), 2);
	world.attempts[0].facts.backend_saw = false;
	world.attempts[0].facts.alert = TLS_ALERT_UNKNOWN_CA;
	told_make(&world.told, &world.cell);
	ck_assert_uint_eq(told_of(&world.told, 0), 2);
	arena_finish(&world.cell.arena);
}
END_TEST

/* What was answered before the handshake that it is about is no answer to it, and a connection that
 * ends in that handshake is one. */
START_TEST(told_of_the_second_handshake)
{
	struct world world;

	begin(&world);
	world.orders[0].way.ask.renegotiates = true;
	answer(&world, 0, 200);
	world.attempts[0].facts.renegotiation = RENEGOTIATION_MADE;
	world.attempts[0].facts.http_status = 403;
	told_make(&world.told, &world.cell);
	ck_assert_uint_eq(told_of(&world.told, 0), 1);
	ck_assert_int_eq(world.told.items[0].facts.http_status, 403);
	world.attempts[0].facts.renegotiation = RENEGOTIATION_BEGUN;
	world.attempts[0].facts.http_status = 0;
	world.attempts[0].facts.end = END_FIN;
	told_make(&world.told, &world.cell);
	ck_assert_uint_eq(told_of(&world.told, 0), 1);
	ck_assert_int_eq(world.told.items[0].facts.end, END_FIN);
	arena_finish(&world.cell.arena);
}
END_TEST

struct unit_case told_case(void)
{
	return (struct unit_case){
		"told", {told_one_by_one, told_too_late, told_of_the_second_handshake}};
}
