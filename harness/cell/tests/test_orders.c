/* Which connections a cell makes, in which order, through which of our clients. */
#include <string.h>

#include "host_spelling.h"
#include "arena.h"
#include "kept_sessions.h"
#include "orders.h"
#include "path_spelling.h"
#include "target.h"
#include "target_paths.h"
#include "test_cell.h"

enum { STEPS_MAX = 3 };

/* What a step expects, and what it says besides. */
struct step {
	enum outcome outcome;
	bool ours, plain, keeps;
	bool left_out; /* in this mode */
};

struct row {
	enum driver_choice driver;
	struct step steps[STEPS_MAX];
	size_t count;
	const char *made; /* STEP ROLE DRIVER of each, in order */
};

static const struct row rows[] = {
	{DRIVER_TLS, {{.outcome = OUTCOME_ACCEPT}}, 1, "0 subject tls"},
	{DRIVER_HTTP, {{.outcome = OUTCOME_ACCEPT}}, 1, "0 subject http"},
	{DRIVER_BOTH, {{.outcome = OUTCOME_ACCEPT}}, 1, "0 subject tls, 0 subject http"},
	{DRIVER_TLS, {{.outcome = OUTCOME_REJECT}}, 1,
		"0 subject tls, 0 again tls, 0 good client after tls"},
	{DRIVER_TLS, {{.outcome = OUTCOME_EITHER}}, 1,
		"0 subject tls, 0 again tls, 0 good client after tls"},
	{DRIVER_BOTH, {{.outcome = OUTCOME_REJECT}}, 1,
		"0 subject tls, 0 again tls, 0 good client after tls, "
		"0 subject http, 0 again http, 0 good client after http"},
	/* our own refusal says the same each time */
	{DRIVER_TLS, {{.outcome = OUTCOME_REJECT, .ours = true}}, 1,
		"0 subject tls, 0 good client after tls"},
	{DRIVER_TLS, {{.outcome = OUTCOME_ACCEPT}, {.outcome = OUTCOME_REJECT}}, 2,
		"0 subject tls, 1 subject tls, 1 again tls, 1 good client after tls"},
	{DRIVER_TLS, {{.outcome = OUTCOME_REJECT, .left_out = true}, {.outcome = OUTCOME_ACCEPT}}, 2,
		"1 subject tls"},
	/* the good client speaks TLS to a port that does, whatever the subject did */
	{DRIVER_TLS, {{.outcome = OUTCOME_REJECT, .plain = true}}, 1,
		"0 subject plain, 0 again plain, 0 good client after tls"},
	{DRIVER_HTTP, {{.outcome = OUTCOME_ACCEPT, .plain = true}}, 1, "0 subject http"},
	/* what libcurl can't do, ours does alone */
	{DRIVER_BOTH, {{.outcome = OUTCOME_ACCEPT, .keeps = true}, {.outcome = OUTCOME_ACCEPT}}, 2,
		"0 subject tls, 1 subject tls"},
};

/* A target that is the client knows one way, whatever ours are. */
static const struct {
	enum client_kind kind;
	struct row row;
} client_rows[] = {
	{CLIENT_PROGRAM,
		{DRIVER_BOTH, {{.outcome = OUTCOME_REJECT}}, 1,
			"0 subject program, 0 again program, 0 good server after program"}},
	{CLIENT_PROXY,
		{DRIVER_HTTP, {{.outcome = OUTCOME_ACCEPT}, {.outcome = OUTCOME_REJECT}}, 2,
			"0 subject proxy, 1 subject proxy, 1 again proxy, 1 good server after proxy"}},
};

struct world {
	struct arena arena;
	struct target target;
	struct scenario scenario;
	struct scenario_step steps[STEPS_MAX];
	struct plan_cell plan;
	struct kept_sessions sessions[STEPS_MAX];
	struct orders orders;
};

static void set_step(struct scenario_step *out, const struct step *step)
{
	out->plain = step->plain;
	out->save_session = step->keeps ? "kept" : NULL;
	out->expect[AUTH_REQUEST_CLIENT_CERT].ours = step->ours;
	out->expect[AUTH_REQUEST_CLIENT_CERT].connection =
		(struct expectation){.given = !step->left_out, .outcome = step->outcome};
}

static void open_world(struct world *world, const struct row *row)
{
	memset(world, 0, sizeof(*world));
	arena_init(&world->arena);
	for (size_t i = 0; i < row->count; i++)
		set_step(&world->steps[i], &row->steps[i]);
	world->scenario.steps = world->steps;
	world->scenario.step_count = row->count;
	world->plan.scenario = &world->scenario;
	world->plan.target = &world->target;
	world->plan.mode = AUTH_REQUEST_CLIENT_CERT;
}

static void make(struct world *world, const struct row *row)
{
	orders_make(&world->orders, &world->plan, row->driver, false, world->sessions, &world->arena);
}

static const char *made(struct world *world)
{
	static const char *const drives[DRIVE_COUNT] = {"tls", "http", "plain", "program", "proxy"};
	const char *text = "";

	for (size_t i = 0; i < world->orders.count; i++) {
		const struct order *order = &world->orders.items[i];

		text = arena_printf(&world->arena, "%s%s%td %s %s", text, i ? ", " : "",
			order->step - world->steps, order->role, drives[order->drive]);
	}
	return text;
}

START_TEST(test_orders)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct world world;

		open_world(&world, &rows[i]);
		make(&world, &rows[i]);
		ck_assert_uint_lt(world.orders.count, world.orders.room);
		ck_assert_str_eq(made(&world), rows[i].made);
		arena_finish(&world.arena);
	}
}
END_TEST

/* To the same place as the subject, also where our backend answers. */
START_TEST(test_good_client_goes_to_the_place)
{
	const struct row row = {DRIVER_TLS, {{.outcome = OUTCOME_REJECT}}, 1, NULL};
	const struct order *after;
	struct world world;

	open_world(&world, &row);
	world.steps[0].sni = "a.test";
	world.steps[0].host = "b.test";
	world.steps[0].path = "/c";
	world.steps[0].control = "d";
	make(&world, &row);
	after = &world.orders.items[2];
	ck_assert_str_eq(after->role, "good client after");
	ck_assert_str_eq(after->site.server_name, "a.test");
	ck_assert_str_eq(after->way.ask.host, "b.test");
	ck_assert_str_eq(after->way.ask.path, "/c");
	ck_assert_str_eq(after->site.client, "d");
	world.steps[0].control_place.line = 1;
	world.steps[0].control = NULL;
	make(&world, &row);
	ck_assert(!world.orders.items[0].way.hello_in_question);
	world.steps[0].sni_place.line = 1;
	make(&world, &row);
	ck_assert(world.orders.items[1].way.hello_in_question);
	after = &world.orders.items[2];
	ck_assert(!after->way.hello_in_question);
	ck_assert(!after->site.server_name && !after->way.ask.host && !after->way.ask.path);
	arena_finish(&world.arena);
}
END_TEST

/* The name that is asked for, written otherwise; the good client writes it as everybody does. */
START_TEST(test_host_in_other_letters)
{
	static const struct {
		enum host_spelling way;
		const char *host, *sent;
	} spelt[] = {
		{HOST_CAPITALS, "b.test", "B.TEST"},
		{HOST_DOT, "b.test", "b.test."},
		{HOST_PORT, "b.test", "b.test:443"},
		{HOST_CAPITALS, NULL, "A.TEST"},
		{HOST_USUAL, "b.test", "b.test"},
	};
	const struct row row = {DRIVER_TLS, {{.outcome = OUTCOME_REJECT}}, 1, NULL};

	for (size_t i = 0; i < COUNT_OF(spelt); i++) {
		struct world world;

		open_world(&world, &row);
		world.steps[0].sni = "a.test";
		world.steps[0].host = spelt[i].host;
		world.steps[0].request.host_as = (int)spelt[i].way;
		world.steps[0].request.absolute = "c.test";
		make(&world, &row);
		ck_assert_str_eq(world.orders.items[0].way.ask.host, spelt[i].sent);
		ck_assert_str_eq(world.orders.items[0].way.ask.target, "https://c.test${path}");
		ck_assert_str_eq(
			world.orders.items[2].way.ask.host, spelt[i].host ? spelt[i].host : "a.test");
		arena_finish(&world.arena);
	}
}
END_TEST

/* Who begins a second handshake is the subject, and not the good client after him. */
START_TEST(test_second_handshake)
{
	const struct row row = {DRIVER_TLS, {{.outcome = OUTCOME_REJECT}}, 1, NULL};
	struct world world;

	open_world(&world, &row);
	make(&world, &row);
	ck_assert(!world.orders.items[0].way.ask.renegotiates);
	world.steps[0].client.renegotiate_place.line = 1;
	make(&world, &row);
	ck_assert(world.orders.items[0].way.ask.renegotiates);
	ck_assert(world.orders.items[1].way.ask.renegotiates);
	ck_assert(!world.orders.items[2].way.ask.renegotiates);
	arena_finish(&world.arena);
}
END_TEST

/* The good client asks once. */
START_TEST(test_further_requests_have_hosts)
{
	static const char *names[] = {"b.test", "c.test"};
	const struct row row = {DRIVER_TLS, {{.outcome = OUTCOME_REJECT}}, 1, NULL};
	struct world world;

	open_world(&world, &row);
	world.steps[0].request.then = (struct text_list){.items = names, .count = 2};
	make(&world, &row);
	for (size_t i = 0; i < 2; i++) {
		ck_assert_uint_eq(world.orders.items[i].way.ask.later_count, 2);
		ck_assert_str_eq(world.orders.items[i].way.ask.later_hosts[1], "c.test");
	}
	ck_assert_uint_eq(world.orders.items[2].way.ask.later_count, 0);
	ck_assert_ptr_null(world.orders.items[2].way.ask.later_hosts);
	arena_finish(&world.arena);
}
END_TEST

/* A path by its role, in other letters; the good client asks for it in the usual ones. */
START_TEST(test_path_by_its_role)
{
	static const struct row row = {DRIVER_TLS, {{.outcome = OUTCOME_REJECT}}, 1, NULL};
	struct target_path path = {
		.role = "private", .path = "/api/", .control = "b", .mode = AUTH_REQUIRE_ANY_CLIENT_CERT};
	struct world world;
	struct target target;

	open_world(&world, &row);
	target = *world.plan.target;
	target.setup.paths = (struct struct_list){&path, 1};
	world.plan.target = &target;
	world.steps[0].path = "private";
	world.steps[0].request.path_as = PATH_ENCODED_DOTS;
	make(&world, &row);
	ck_assert_str_eq(world.orders.items[0].way.ask.path, "/open/%2e%2e/api/");
	ck_assert_ptr_null(world.orders.items[0].way.ask.later_path);
	ck_assert_str_eq(world.orders.items[2].way.ask.path, "/api/");
	ck_assert_str_eq(world.orders.items[2].site.client, "b");
	ck_assert_int_eq(order_mode(&world.steps[0], &world.plan), AUTH_REQUIRE_ANY_CLIENT_CERT);
	world.steps[0].request.first_path = "/open/";
	world.steps[0].request.times = 2;
	make(&world, &row);
	ck_assert_str_eq(world.orders.items[0].way.ask.path, "/open/");
	ck_assert_str_eq(world.orders.items[0].way.ask.later_path, "/open/%2e%2e/api/");
	arena_finish(&world.arena);
}
END_TEST

/* The keeper comes once more, before what needs a session, and keeps it where he kept his first. */
START_TEST(test_keeps_anew)
{
	const struct row row = {DRIVER_TLS,
		{{.outcome = OUTCOME_ACCEPT, .keeps = true}, {.outcome = OUTCOME_REJECT}}, 2, NULL};
	struct world world;
	size_t before;

	open_world(&world, &row);
	make(&world, &row);
	ck_assert(orders_keep_anew(&world.orders, 2, &world.steps[0]));
	ck_assert_str_eq(made(&world),
		"0 subject tls, 1 subject tls, 0 keeps anew tls, 1 again tls, 1 good client after tls");
	ck_assert_ptr_eq(world.orders.items[2].way.sessions, &world.sessions[0]);
	ck_assert_ptr_null(world.orders.items[3].way.sessions);
	for (before = 0; world.orders.count < world.orders.room; before = world.orders.count)
		ck_assert(orders_keep_anew(&world.orders, 0, &world.steps[0]));
	ck_assert(before && !orders_keep_anew(&world.orders, 0, &world.steps[0]));
	arena_finish(&world.arena);
}
END_TEST

START_TEST(test_client_orders)
{
	for (size_t i = 0; i < COUNT_OF(client_rows); i++) {
		struct world world;

		open_world(&world, &client_rows[i].row);
		world.scenario.side = SIDE_CLIENT;
		world.target.client.kind = client_rows[i].kind;
		make(&world, &client_rows[i].row);
		ck_assert_str_eq(made(&world), client_rows[i].row.made);
		arena_finish(&world.arena);
	}
}
END_TEST

/* A target that says nothing may be dying: the good client comes at once, to the same place, and
 * speaks as the port does. */
START_TEST(test_good_client_at_once)
{
	const struct row row = {DRIVER_TLS,
		{{.outcome = OUTCOME_ACCEPT}, {.outcome = OUTCOME_REJECT, .plain = true}}, 2, NULL};
	struct world world;

	open_world(&world, &row);
	world.steps[1].sni = "b.test";
	make(&world, &row);
	orders_end_with_good_peer(&world.orders, 2);
	ck_assert_str_eq(made(&world), "0 subject tls, 1 subject plain, 1 good client after tls");
	ck_assert_str_eq(world.orders.items[2].way.ask.host, "b.test");
	arena_finish(&world.arena);
}
END_TEST

/* The subject goes where the step says; the good client, too, and asks for himself. */
START_TEST(test_ways)
{
	const struct row row = {DRIVER_TLS, {{.outcome = OUTCOME_REJECT, .keeps = true}}, 1, NULL};
	struct world world;
	const struct connection_way *ways[3];

	open_world(&world, &row);
	world.steps[0].sni = "a.test";
	world.steps[0].host = "b.test";
	world.steps[0].path = "/x";
	world.steps[0].request.method = "PUT";
	world.steps[0].expect[AUTH_REQUEST_CLIENT_CERT].says = "hello";
	make(&world, &row);
	for (size_t i = 0; i < COUNT_OF(ways); i++)
		ways[i] = &world.orders.items[i].way;
	ck_assert_str_eq(ways[ORDER_SUBJECT]->ask.host, "b.test");
	ck_assert_str_eq(ways[ORDER_AGAIN]->ask.path, "/x");
	ck_assert_str_eq(ways[ORDER_AGAIN]->ask.text, "hello");
	ck_assert_str_eq(ways[ORDER_AGAIN]->ask.method, "PUT");
	ck_assert_str_eq(ways[ORDER_AGAIN]->ask.extra_lines[0], "Content-Length: 0");
	ck_assert_ptr_null(ways[ORDER_AGAIN]->ask.extra_lines[1]);
	ck_assert(!ways[ORDER_GOOD_AFTER]->ask.method && !ways[ORDER_GOOD_AFTER]->ask.extra_lines);
	ck_assert_ptr_eq(ways[ORDER_SUBJECT]->sessions, &world.sessions[0]);
	ck_assert_ptr_null(ways[ORDER_AGAIN]->sessions);
	ck_assert(!ways[ORDER_SUBJECT]->hello_in_question);
	ck_assert_str_eq(ways[ORDER_GOOD_AFTER]->ask.host, "b.test");
	ck_assert_str_eq(ways[ORDER_GOOD_AFTER]->ask.path, "/x");
	ck_assert_ptr_null(ways[ORDER_GOOD_AFTER]->ask.text);
	ck_assert_str_eq(order_server_name(&world.steps[0], &world.plan), "a.test");
	world.steps[0].sni = NULL;
	ck_assert_str_eq(order_server_name(&world.steps[0], &world.plan), "server.mtlspec.test");
	arena_finish(&world.arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"orders",
			{test_orders, test_good_client_goes_to_the_place, test_host_in_other_letters,
				test_second_handshake, test_further_requests_have_hosts, test_path_by_its_role,
				test_keeps_anew, test_client_orders, test_good_client_at_once, test_ways}},
		machine_case(),
		told_case(),
		policy_case(),
	};

	return unit_run("cell", cases, COUNT_OF(cases));
}
