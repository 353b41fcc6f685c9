/* Which controls an instance needs, what they showed, and which count for a cell. No sockets. */
#include <string.h>

#include "connection.h"
#include "control_fixture.h"
#include "unit.h"

static const struct row rows[] = {
	{AUTH_NO_CLIENT_CERT, "", "", ""},
	{AUTH_NO_CLIENT_CERT, "", "2", "tls1.2 main good"},
	{AUTH_NO_CLIENT_CERT, "", "3", "tls1.3 main good"},
	{AUTH_NO_CLIENT_CERT, "", "323", "tls1.2 main good, tls1.3 main good"},
	/* older ones lean on the oldest that good targets speak */
	{AUTH_NO_CLIENT_CERT, "", "0", "tls1.2 main good"},
	{AUTH_NO_CLIENT_CERT, "", "1", "tls1.2 main good"},
	{AUTH_NO_CLIENT_CERT, "", "31", "tls1.2 main good, tls1.3 main good"},
	/* what is not run here needs nothing */
	{AUTH_NO_CLIENT_CERT, "", "2-", ""},
	{AUTH_NO_CLIENT_CERT, "", "2-3", "tls1.3 main good"},
	{AUTH_NO_CLIENT_CERT, "", "23*", "tls1.2 main good"},
	/* good peers everywhere come first */
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, "", "23",
		"tls1.2 main good, tls1.3 main good, tls1.2 main wrong CA, tls1.3 main wrong CA"},
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, "tp", "0",
		"tls1.2 main good, tls1.2 0 good, tls1.2 1 good, tls1.2 main wrong CA"},
	/* a port without TLS once */
	{AUTH_NO_CLIENT_CERT, "tp", "32",
		"tls1.2 main good, tls1.3 main good, tls1.2 0 good, tls1.3 0 good, tls1.2 1 good"},
	{AUTH_NO_CLIENT_CERT, "pt", "3", "tls1.3 main good, tls1.3 0 good, tls1.3 1 good"},
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, "tp", "3*", ""},
};

START_TEST(test_steps)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct world world;

		open_world(&world, &rows[i]);
		make(&world);
		ck_assert_str_eq(steps(&world), rows[i].steps);
		arena_finish(&world.arena);
	}
}
END_TEST

/* Where a step goes the good client goes, too: the one who is good there, to that name and path. */
START_TEST(test_places_of_steps)
{
	const struct row row = {AUTH_NO_CLIENT_CERT, "t", "3", NULL};
	const struct scenario_step usual = {.request.method = "PUT"};
	const struct place said = {"f", 1, 1};
	struct scenario_step places[] = {
		{.sni = "a.test"},
		{.sni_place = said},
		{.client.verify_name = "a.test"},
		{.client.trust = TRUST_ANYBODY},
		{.host = "a.test"},
		{.path = "/a"},
		{.control = "other"},
	};

	for (size_t i = 0; i <= COUNT_OF(places); i++) {
		struct world world;
		const struct site *site;

		open_world(&world, &row);
		memcpy(places[i % COUNT_OF(places)].expect, world.step.expect, sizeof(world.step.expect));
		world.step = i < COUNT_OF(places) ? places[i] : usual;
		memcpy(world.step.expect, places[0].expect, sizeof(world.step.expect));
		make(&world);
		if (i == COUNT_OF(places)) {
			ck_assert_str_eq(steps(&world), "tls1.3 main good, tls1.3 0 good");
			arena_finish(&world.arena);
			continue;
		}
		ck_assert_str_eq(steps(&world), "tls1.3 main good, tls1.3 0 good, tls1.3 main good");
		site = &world.controls.sites[world.controls.steps[2].site].where;
		ck_assert(!site_is_same(site, &world.controls.sites[0].where));
		ck_assert_int_eq(site->nameless, i == 1);
		/* nobody is good there: the usual place has to do */
		world.step.control = NULL;
		world.step.control_place = said;
		make(&world);
		ck_assert_str_eq(steps(&world), "tls1.3 main good, tls1.3 0 good");
		arena_finish(&world.arena);
	}
}
END_TEST

/* Where chains are verified one of a wrong CA comes. A client verifies always: its mode is ours. */
START_TEST(test_wrong_ca_by_mode)
{
	const bool verifies[AUTH_MODE_COUNT] = {
		[AUTH_VERIFY_CLIENT_CERT_IF_GIVEN] = true, [AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT] = true};

	for (int side = 0; side < SIDE_COUNT; side++) {
		for (int mode = 0; mode < AUTH_MODE_COUNT; mode++) {
			const struct row row = {(enum auth_mode)mode, "", "3", NULL};
			struct world world;

			open_world(&world, &row);
			world.instances[OURS].side = (enum side)side;
			make(&world);
			ck_assert_str_eq(steps(&world),
				side == SIDE_CLIENT || verifies[mode] ? "tls1.3 main good, tls1.3 main wrong CA"
													  : "tls1.3 main good");
			arena_finish(&world.arena);
		}
	}
}
END_TEST

/* All that can be made has room: every version, every listener, and a wrong CA that gets in. */
START_TEST(test_most_steps)
{
	const struct row row = {AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, "", "13", NULL};
	const struct attempt_result in = {.outcome = OUTCOME_ACCEPT, .by = "http 200"};
	struct target_listener listeners[TARGET_LISTENERS_MAX] = {{.plain = false}};
	struct world world;

	open_world(&world, &row);
	world.target.setup.listeners =
		(struct struct_list){.items = listeners, .count = TARGET_LISTENERS_MAX};
	make(&world);
	for (size_t i = 0; i < world.controls.count; i++)
		control_plan_record(&world.controls, i, &in, &world.arena);
	/* good, wrong CA and self-signed at the main port, and good at each listener */
	ck_assert_uint_eq(world.controls.count, 2 * (3 + TARGET_LISTENERS_MAX));
	arena_finish(&world.arena);
}
END_TEST

/* Its steps: 0 and 1 good at the main port, 2 and 3 at a listener, 4 and 5 of a wrong CA. */
static const struct row whole = {AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, "t", "23", NULL};
enum { GOOD_13 = 1, LISTENER_12 = 2, WRONG_CA_13 = 5, SELF_SIGNED = 6 };

/* Nothing is known. */
static bool is_blank(const struct control_facts *facts)
{
	return facts->good == CONTROL_NONE && facts->wrong_ca == CONTROL_NONE &&
		facts->self_signed == CONTROL_NONE && !facts->reason;
}

/* Of all versions and ports: how many are told something. */
static size_t told(const struct control_plan *plan)
{
	size_t count = 0;

	for (int v = 0; v < TLS_VERSION_COUNT; v++) {
		for (size_t i = 0; i < plan->site_count; i++)
			count += !is_blank(&plan->sites[i].facts[v]);
	}
	return count;
}

static const struct {
	struct attempt_result result;
	enum control_state good;
	bool refused;
	const char *reason;
} goods[] = {
	{{.outcome = OUTCOME_ACCEPT,
		 .credential = "client",
		 .by = "http 200",
		 .facts.alert = TLS_ALERT_NONE},
		CONTROL_PASS, false, "client in tls1.3: http 200"},
	{{.outcome = OUTCOME_REJECT,
		 .credential = "client",
		 .by = "alert unknown_ca",
		 .facts.alert = TLS_ALERT_UNKNOWN_CA},
		CONTROL_FAIL, true, "client in tls1.3: alert unknown_ca"},
	{{.outcome = OUTCOME_NONE, .by = "no answer", .facts.alert = TLS_ALERT_NONE}, CONTROL_FAIL,
		false, "tls1.3: no answer"},
};

START_TEST(test_good)
{
	for (size_t i = 0; i < COUNT_OF(goods); i++) {
		struct world world;
		const struct control_facts *facts;

		open_world(&world, &whole);
		make(&world);
		ck_assert_uint_eq(told(&world.controls), 0);
		control_plan_record(&world.controls, GOOD_13, &goods[i].result, &world.arena);
		facts = &world.controls.sites[0].facts[TLS_1_3];
		ck_assert_int_eq(facts->good, goods[i].good);
		ck_assert_int_eq(facts->good_refused, goods[i].refused);
		ck_assert_int_eq(facts->good_alert, goods[i].result.facts.alert);
		ck_assert_str_eq(facts->reason, goods[i].reason);
		ck_assert_str_eq(facts->reason,
			control_sight(&world.controls.steps[GOOD_13], &goods[i].result, &world.arena));
		ck_assert_uint_eq(told(&world.controls), 1);
		arena_finish(&world.arena);
	}
}
END_TEST

/* A listener's good peer says nothing of the main port. */
START_TEST(test_good_at_listener)
{
	const struct attempt_result result = {.outcome = OUTCOME_ACCEPT, .by = "http 200"};
	struct world world;

	open_world(&world, &whole);
	make(&world);
	control_plan_record(&world.controls, LISTENER_12, &result, &world.arena);
	ck_assert_int_eq(world.controls.sites[1].facts[TLS_1_2].good, CONTROL_PASS);
	ck_assert_uint_eq(told(&world.controls), 1);
	arena_finish(&world.arena);
}
END_TEST

/* What must not get in passes when it is refused. Where a wrong CA got in, nobody's own comes. */
static const struct {
	enum outcome outcome;
	enum control_state state;
	bool asks_more;
} intruders[] = {
	{OUTCOME_REJECT, CONTROL_PASS, false},
	{OUTCOME_ACCEPT, CONTROL_FAIL, true},
	{OUTCOME_NONE, CONTROL_NONE, false},
};

START_TEST(test_wrong_ca)
{
	for (size_t i = 0; i < COUNT_OF(intruders); i++) {
		const struct attempt_result result = {.outcome = intruders[i].outcome, .by = "seen"};
		struct world world;
		const char *before;

		open_world(&world, &whole);
		make(&world);
		before = steps(&world);
		control_plan_record(&world.controls, WRONG_CA_13, &result, &world.arena);
		ck_assert_int_eq(world.controls.sites[0].facts[TLS_1_3].wrong_ca, intruders[i].state);
		ck_assert_uint_eq(told(&world.controls), intruders[i].state != CONTROL_NONE);
		if (intruders[i].asks_more)
			before = arena_printf(&world.arena, "%s, tls1.3 main self-signed", before);
		ck_assert_str_eq(steps(&world), before);
		arena_finish(&world.arena);
	}
}
END_TEST

START_TEST(test_self_signed)
{
	const struct attempt_result in = {.outcome = OUTCOME_ACCEPT, .by = "http 200"};

	for (size_t i = 0; i < COUNT_OF(intruders); i++) {
		const struct attempt_result result = {.outcome = intruders[i].outcome, .by = "seen"};
		struct world world;

		open_world(&world, &whole);
		make(&world);
		control_plan_record(&world.controls, WRONG_CA_13, &in, &world.arena);
		control_plan_record(&world.controls, SELF_SIGNED, &result, &world.arena);
		ck_assert_int_eq(world.controls.sites[0].facts[TLS_1_3].self_signed, intruders[i].state);
		ck_assert_int_eq(world.controls.sites[0].facts[TLS_1_3].wrong_ca, CONTROL_FAIL);
		ck_assert_int_eq(world.controls.sites[0].facts[TLS_1_3].good, CONTROL_NONE);
		ck_assert_uint_eq(world.controls.count, SELF_SIGNED + 1);
		ck_assert_uint_eq(told(&world.controls), 1);
		arena_finish(&world.arena);
	}
}
END_TEST

/* Which version's facts count for a cell of each, once all steps have passed. */
static const struct {
	struct row row;
	int listener;
	enum tls_version counts[TLS_VERSION_COUNT];
} places[] = {
	{{AUTH_NO_CLIENT_CERT, "", "23", NULL}, MAIN_LISTENER,
		{[TLS_1_0] = TLS_1_2, [TLS_1_1] = TLS_1_2, [TLS_1_2] = TLS_1_2, [TLS_1_3] = TLS_1_3}},
	{{AUTH_NO_CLIENT_CERT, "", "0", NULL}, MAIN_LISTENER,
		{[TLS_1_0] = TLS_1_2, [TLS_1_1] = TLS_1_2, [TLS_1_2] = TLS_1_2, [TLS_1_3] = TLS_1_3}},
	{{AUTH_NO_CLIENT_CERT, "", "3", NULL}, MAIN_LISTENER,
		{[TLS_1_0] = TLS_1_3, [TLS_1_1] = TLS_1_3, [TLS_1_2] = TLS_1_3, [TLS_1_3] = TLS_1_3}},
	{{AUTH_NO_CLIENT_CERT, "tt", "23", NULL}, 1,
		{[TLS_1_0] = TLS_1_2, [TLS_1_1] = TLS_1_2, [TLS_1_2] = TLS_1_2, [TLS_1_3] = TLS_1_3}},
	{{AUTH_NO_CLIENT_CERT, "tp", "23", NULL}, 1,
		{[TLS_1_0] = TLS_1_2, [TLS_1_1] = TLS_1_2, [TLS_1_2] = TLS_1_2, [TLS_1_3] = TLS_1_2}},
	{{AUTH_NO_CLIENT_CERT, "p", "3", NULL}, 0,
		{[TLS_1_0] = TLS_1_3, [TLS_1_1] = TLS_1_3, [TLS_1_2] = TLS_1_3, [TLS_1_3] = TLS_1_3}},
	/* nothing was tried there */
	{{AUTH_NO_CLIENT_CERT, "t", "", NULL}, 0,
		{[TLS_1_0] = TLS_1_0, [TLS_1_1] = TLS_1_1, [TLS_1_2] = TLS_1_2, [TLS_1_3] = TLS_1_3}},
};

START_TEST(test_at)
{
	const struct attempt_result in = {.outcome = OUTCOME_ACCEPT, .by = "http 200"};

	for (size_t i = 0; i < COUNT_OF(places); i++) {
		struct world world;
		int listener = places[i].listener;

		open_world(&world, &places[i].row);
		make(&world);
		for (size_t j = 0; j < world.controls.count; j++)
			control_plan_record(&world.controls, j, &in, &world.arena);
		for (int v = TLS_1_0; v < TLS_VERSION_COUNT; v++) {
			const struct site where = {.listener = listener};
			const struct control_facts *facts = world.controls.sites[listener + 1].facts;

			ck_assert_msg(control_plan_at(&world.controls, &where, (enum tls_version)v) ==
					&facts[places[i].counts[v]],
				"row %zu: %s", i, tls_version_name((enum tls_version)v));
		}
		arena_finish(&world.arena);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"steps", {test_steps, test_places_of_steps, test_wrong_ca_by_mode, test_most_steps}},
		{"record", {test_good, test_good_at_listener, test_wrong_ca, test_self_signed}},
		{"at", {test_at}}};

	return unit_run("control_plan", cases, COUNT_OF(cases));
}
