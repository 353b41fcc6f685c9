/* What the good peer's Hello tells of the versions that a target speaks. */
#include <string.h>

#include "connection.h"
#include "control_fixture.h"
#include "control_version.h"
#include "unit.h"

/*
 * What the good peer gets in TLS 1.2 and 1.3: a let in, v alert protocol_version, h
 * handshake_failure, c closed and o an older answer at the Hello; r refused and n nothing after it;
 * s a Hello without the version of our server.
 */
static const struct {
	const char *gets;
	enum tls_version oldest;
	const char *unspoken[2];
	bool goes_on[2];
	enum side side;
} spoken[] = {
	{"aa", TLS_1_2, {NULL, NULL}, {false, false}, SIDE_SERVER},
	{"va", TLS_1_3,
		{"does not speak tls1.2: it refused the good client by alert protocol_version, and took "
		 "him "
		 "in tls1.3",
			NULL},
		{true, false}, SIDE_SERVER},
	{"av", TLS_1_2, {NULL, "does not speak tls1.3: it refused"}, {false, true}, SIDE_SERVER},
	{"ha", TLS_1_3,
		{"does not speak tls1.2, or nothing that our client offers in it: it refused the good "
		 "client "
		 "by alert handshake_failure",
			NULL},
		{true, false}, SIDE_SERVER},
	{"ac", TLS_1_2,
		{NULL,
			"does not speak tls1.3, or nothing that our client offers in it: it refused the good "
			"client by a close"},
		{false, true}, SIDE_SERVER},
	{"ca", TLS_1_3, {"does not speak tls1.2, or nothing", NULL}, {true, false}, SIDE_SERVER},
	{"oa", TLS_1_3,
		{"does not speak tls1.2: it refused the good client by an answer in tls1.1", NULL},
		{true, false}, SIDE_SERVER},
	/* its cells of old are still to be judged */
	{"ov", TLS_1_2,
		{"speaks nothing newer than tls1.1, so no control can be made: it refused the good client "
		 "by "
		 "an answer in tls1.1",
			"speaks nothing newer than tls1.1, so no control can be made: it refused the good "
			"client "
			"by alert protocol_version"},
		{true, true}, SIDE_SERVER},
	{"oc", TLS_1_2, {"speaks nothing newer", "speaks nothing newer"}, {true, true}, SIDE_SERVER},
	{"cc", TLS_1_2, {NULL, NULL}, {true, false}, SIDE_SERVER},
	/* who is refused later may speak it well; who gets in nowhere may be anybody */
	{"ra", TLS_1_3, {NULL, NULL}, {false, false}, SIDE_SERVER},
	{"na", TLS_1_3, {NULL, NULL}, {false, false}, SIDE_SERVER},
	{"vv", TLS_1_2, {NULL, NULL}, {true, false}, SIDE_SERVER},
	{"vr", TLS_1_2, {NULL, NULL}, {true, false}, SIDE_SERVER},
	/* of a client that closes, or alerts, nothing is known */
	{"as", TLS_1_2, {NULL, "does not offer TLS 1.3"}, {false, true}, SIDE_CLIENT},
	{"ss", TLS_1_2, {"does not offer TLS 1.2", "does not offer TLS 1.3"}, {true, false},
		SIDE_CLIENT},
	{"ac", TLS_1_2, {NULL, NULL}, {false, false}, SIDE_CLIENT},
	{"av", TLS_1_2, {NULL, NULL}, {false, false}, SIDE_CLIENT},
};

static struct attempt_result got(char letter, enum side side, enum tls_version version)
{
	static const struct {
		char letter;
		enum outcome outcome;
		int alert;
		enum tls_version negotiated;
		enum connection_end end;
	} seen[] = {
		{'a', OUTCOME_ACCEPT, TLS_ALERT_NONE, TLS_1_2, END_OURS},
		{'v', OUTCOME_REJECT, TLS_ALERT_PROTOCOL_VERSION, TLS_VERSION_NONE, END_FIN},
		{'h', OUTCOME_REJECT, 40, TLS_VERSION_NONE, END_FIN},
		{'c', OUTCOME_NONE, TLS_ALERT_NONE, TLS_VERSION_NONE, END_RESET},
		{'o', OUTCOME_NONE, TLS_ALERT_PROTOCOL_VERSION, TLS_1_1, END_OURS},
		{'r', OUTCOME_REJECT, TLS_ALERT_UNKNOWN_CA, TLS_VERSION_COUNT, END_FIN},
		{'n', OUTCOME_NONE, TLS_ALERT_NONE, TLS_VERSION_COUNT, END_DEADLINE},
		{'s', OUTCOME_NONE, TLS_ALERT_PROTOCOL_VERSION, TLS_VERSION_NONE, END_OURS},
	};
	size_t i = 0;

	while (seen[i].letter != letter)
		i++;
	return (struct attempt_result){.by = "?",
		.outcome = seen[i].outcome,
		.facts = {.connected = side == SIDE_SERVER,
			.alert = seen[i].alert,
			.version_not_offered = letter == 's',
			.alert_from = (side == SIDE_SERVER) == (letter == 's' || letter == 'o') ? PARTY_CLIENT
																					: PARTY_SERVER,
			.negotiated = seen[i].negotiated == TLS_VERSION_COUNT || letter == 'a'
				? version
				: seen[i].negotiated,
			.end = seen[i].end}};
}

static void check_unspoken(struct world *world, enum tls_version version, const char *words)
{
	const char *why = control_version_unspoken(&world->controls, version, &world->arena);

	ck_assert_msg((!why && !words) || (why && words && strstr(why, words) == why),
		"\"%s\", not \"%s\"", why ? why : "", words ? words : "");
}

START_TEST(test_spoken)
{
	const struct row row = {AUTH_NO_CLIENT_CERT, "", "23", NULL};

	for (size_t i = 0; i < COUNT_OF(spoken); i++) {
		struct world world;

		open_world(&world, &row);
		world.instances[OURS].side = spoken[i].side;
		make(&world);
		for (size_t j = 0; j < 2; j++) {
			const struct attempt_result result =
				got(spoken[i].gets[j], spoken[i].side, (enum tls_version)(TLS_1_2 + j));

			control_plan_record(&world.controls, j, &result, &world.arena);
			ck_assert_msg(control_version_goes_on(&world.controls, j) == spoken[i].goes_on[j],
				"%s: step %zu", spoken[i].gets, j);
		}
		ck_assert_int_eq(control_plan_oldest(&world.controls), spoken[i].oldest);
		ck_assert_ptr_eq(control_plan_at(&world.controls, NULL, TLS_1_1),
			&world.controls.sites[0].facts[spoken[i].oldest]);
		for (size_t j = 0; j < 2; j++)
			check_unspoken(&world, (enum tls_version)(TLS_1_2 + j), spoken[i].unspoken[j]);
		arena_finish(&world.arena);
	}
}
END_TEST

/* Is it the version? The others tell, though no cell is in them. */
START_TEST(test_asks_in_other_versions)
{
	static const struct {
		enum auth_mode mode;
		const char *cells;
		char gets;
		const char *more; /* steps that are added */
		enum side side;
	} seen[] = {
		{AUTH_NO_CLIENT_CERT, "2", 'a', "", SIDE_SERVER},
		{AUTH_NO_CLIENT_CERT, "2", 'r', "", SIDE_SERVER},
		{AUTH_NO_CLIENT_CERT, "2", 'v', ", tls1.3 main good", SIDE_SERVER},
		{AUTH_NO_CLIENT_CERT, "1", 'c', ", tls1.3 main good", SIDE_SERVER},
		{AUTH_NO_CLIENT_CERT, "3", 'h', ", tls1.2 main good", SIDE_SERVER},
		{AUTH_NO_CLIENT_CERT, "23", 'v', "", SIDE_SERVER},
		{AUTH_NO_CLIENT_CERT, "2", 's', "", SIDE_CLIENT},
	};

	for (size_t i = 0; i < COUNT_OF(seen); i++) {
		const struct row row = {seen[i].mode, "", seen[i].cells, NULL};
		struct world world;
		struct attempt_result result;
		const char *before;

		open_world(&world, &row);
		world.instances[OURS].side = seen[i].side;
		make(&world);
		before = steps(&world);
		result = got(seen[i].gets, seen[i].side, world.controls.steps[0].version);
		control_plan_record(&world.controls, 0, &result, &world.arena);
		ck_assert_str_eq(steps(&world), arena_printf(&world.arena, "%s%s", before, seen[i].more));
		arena_finish(&world.arena);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"version", {test_spoken, test_asks_in_other_versions}}};

	return unit_run("control_version", cases, COUNT_OF(cases));
}
