/* Several requests on one connection are told apart by their tokens. */
#include <string.h>

#include "arena.h"
#include "connection.h"
#include "connection_request.h"
#include "unit.h"

struct world {
	struct arena arena;
	struct observation facts;
	struct connection connection;
};

static void begin(struct world *world, size_t later)
{
	memset(world, 0, sizeof(*world));
	arena_init(&world->arena);
	observation_init(&world->facts);
	world->connection.arena = &world->arena;
	world->connection.facts = &world->facts;
	connection_make_tokens(&world->connection, later);
}

START_TEST(request_tokens)
{
	struct world world;
	size_t number;

	begin(&world, 2);
	for (size_t i = 0; i <= 2; i++) {
		ck_assert(connection_request_number(
			&number, &world.connection, connection_token(&world.connection, i)));
		ck_assert_uint_eq(number, i);
	}
	ck_assert(!connection_request_number(&number, &world.connection, "t"));
	ck_assert_ptr_eq(world.connection.request.ask.later_tokens, world.connection.later_tokens);
	arena_finish(&world.arena);
}
END_TEST

/* News of an answered request belong to it, also when the next one is under way. */
START_TEST(request_facts)
{
	struct world world;
	const struct connection *connection = &world.connection;

	begin(&world, 1);
	ck_assert_ptr_eq(
		connection_request_facts(connection, connection_token(connection, 0)), &world.facts);
	world.facts.http_status = 403;
	world.facts.handshake_done = world.facts.backend_saw = world.facts.text_came = true;
	world.facts.identity.subject = "CN=a";
	observation_begin_request(&world.facts, &world.arena);
	ck_assert_uint_eq(world.facts.earlier_count, 1);
	ck_assert(world.facts.handshake_done && !world.facts.backend_saw && !world.facts.text_came);
	ck_assert_int_eq(world.facts.http_status, 0);
	ck_assert_ptr_null(world.facts.identity.subject);
	ck_assert_int_eq(world.facts.earlier[0].http_status, 403);
	ck_assert(world.facts.earlier[0].backend_saw);
	ck_assert_ptr_eq(connection_request_facts(connection, connection_token(connection, 0)),
		&world.facts.earlier[0]);
	ck_assert_ptr_eq(
		connection_request_facts(connection, connection_token(connection, 1)), &world.facts);
	arena_finish(&world.arena);
}
END_TEST

START_TEST(request_targets)
{
	struct attempt_ask ask = {.target = "http://${host}${path}?$${x}", .host = "h", .token = "t"};
	struct arena arena;

	arena_init(&arena);
	ck_assert_str_eq(connection_request_target(&ask, &arena), "http://h/mtlspec/t?${x}");
	ask.path = "/p";
	ck_assert_str_eq(connection_request_target(&ask, &arena), "http://h/p?${x}");
	arena_finish(&arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"requests", {request_tokens, request_facts, request_targets}},
	};

	return unit_run("connection_request", cases, COUNT_OF(cases));
}
