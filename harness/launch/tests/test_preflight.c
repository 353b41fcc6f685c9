/* What the controls of something that answers itself say together. */
#include <errno.h>
#include <string.h>

#include "arena.h"
#include "control_plan.h"
#include "preflight.h"
#include "unit.h"

enum { STEPS_MAX = 3 };

struct world {
	struct arena arena;
	struct target target;
	struct scenario scenario;
	struct scenario_step steps[STEPS_MAX];
	struct plan_instance instance;
	struct plan_cell cells[2];
	struct plan plan;
	struct control_plan controls;
};

/* A cell in TLS 1.2 and one in TLS 1.3, whose steps go to these paths ("-": none is named). */
static void open_world(struct world *world, enum auth_mode mode, const char *paths)
{
	memset(world, 0, sizeof(*world));
	arena_init(&world->arena);
	world->scenario.steps = world->steps;
	for (; *paths; paths += strcspn(paths, " "), paths += *paths == ' ') {
		struct scenario_step *step = &world->steps[world->scenario.step_count++];

		step->expect[mode].connection.given = true;
		if (*paths != '-')
			step->path = arena_strndup(&world->arena, paths, strcspn(paths, " "));
	}
	world->target.connect_host = "127.0.0.1";
	world->instance =
		(struct plan_instance){.target = &world->target, .side = SIDE_SERVER, .mode = mode};
	for (size_t i = 0; i < COUNT_OF(world->cells); i++)
		world->cells[i] = (struct plan_cell){.scenario = &world->scenario,
			.target = &world->target,
			.mode = mode,
			.tls = i ? TLS_1_3 : TLS_1_2};
	world->plan = (struct plan){.cells = world->cells,
		.cell_count = COUNT_OF(world->cells),
		.instances = &world->instance,
		.instance_count = 1};
	control_plan_make(&world->controls, &world->plan, 0, true, &world->arena);
}

static const char *steps(struct world *world)
{
	static const char *const peers[CONTROL_PEER_COUNT] = {
		"good", "again", "nobody", "stranger", "self"};
	const char *text = "";

	for (size_t i = 0; i < world->controls.count; i++) {
		const struct control_step *step = &world->controls.steps[i];
		const char *path = world->controls.sites[step->site].where.path;

		text = arena_printf(&world->arena, "%s%s%s %s%s%s", text, i ? ", " : "",
			step->version == TLS_1_2 ? "2" : "3", peers[step->peer], path ? " " : "",
			path ? path : "");
	}
	return text;
}

START_TEST(test_steps)
{
	static const struct {
		const char *paths;
		const char *steps;
	} rows[] = {
		{"-", "2 good, 3 good, 2 again, 3 again, 2 nobody, 3 nobody, 2 stranger, 3 stranger"},
		{"- -", "2 good, 3 good, 2 again, 3 again, 2 nobody, 3 nobody, 2 stranger, 3 stranger"},
		/* where no step goes nobody is tried */
		{"/a",
			"2 good /a, 3 good /a, 2 again /a, 3 again /a, 2 nobody /a, 3 nobody /a, "
			"2 stranger /a, 3 stranger /a"},
		{"/a - /a",
			"2 good, 3 good, 2 good /a, 3 good /a, 2 again, 3 again, 2 nobody, 3 nobody, "
			"2 stranger, 3 stranger, 2 again /a, 3 again /a, 2 nobody /a, 3 nobody /a, "
			"2 stranger /a, 3 stranger /a"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct world world;

		open_world(&world, AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, rows[i].paths);
		ck_assert_str_eq(steps(&world), rows[i].steps);
		/* what the issue allows for each place and version, with one that signs itself */
		ck_assert_uint_le(world.controls.count / world.scenario.step_count / 2 + 1, 8);
		arena_finish(&world.arena);
	}
}
END_TEST

/* A good client who gets `status`; a let in with the same answer, r refused, u answered as the good
 * client by what may be a refusal, o otherwise. */
static void play(struct world *world, int status, const char *nobody, const char *stranger)
{
	static const struct answer_seen answer = {"same", 4, true};

	for (size_t i = 0; i < world->controls.count; i++) {
		const struct control_step *step = &world->controls.steps[i];
		bool newer = step->version == TLS_1_3;
		char fate = step->peer == PEER_NOBODY ? nobody[newer]
			: step->peer == PEER_WRONG_CA     ? stranger[newer]
			: step->peer == PEER_SELF_SIGNED  ? 'r'
											  : 'a';
		struct attempt_result result = {.by = "?",
			.outcome = fate == 'a' ? OUTCOME_ACCEPT
				: fate == 'r'      ? OUTCOME_REJECT
								   : OUTCOME_NONE};

		observation_init(&result.facts);
		result.facts.certificate_requested = true;
		result.facts.http_status = fate == 'o' ? 200 : status;
		result.facts.answer = &answer;
		control_plan_record(&world->controls, i, &result, &world->arena);
	}
}

static const struct {
	enum auth_mode mode;
	const char *path; /* that the user names, or NULL */
	bool assumed;
	int status;
	const char *nobody;
	const char *stranger;
	const char *obstacle; /* or NULL */
} rows[] = {
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, NULL, false, 200, "rr", "rr", NULL},
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, NULL, false, 404, "rr", "rr", NULL},
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, NULL, false, 403, "rr", "rr", NULL},
	/* open on purpose, or by mistake? */
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, NULL, false, 200, "aa", "aa", "everybody is served"},
	{AUTH_REQUIRE_ANY_CLIENT_CERT, NULL, false, 404, "aa", "aa", "--path /"},
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, "/", false, 200, "aa", "aa", NULL},
	/* open in one version alone is no purpose */
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, NULL, false, 200, "ar", "rr", NULL},
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, NULL, false, 200, "rr", "aa", NULL},
	/* everybody may come */
	{AUTH_VERIFY_CLIENT_CERT_IF_GIVEN, NULL, false, 200, "aa", "rr", NULL},
	{AUTH_REQUEST_CLIENT_CERT, NULL, false, 200, "aa", "aa", NULL},
	/* all may be turned away alike */
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, NULL, false, 403, "uu", "uu", "nothing can be told"},
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, "/", false, 400, "rr", "uu", "--accepted 400"},
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, "/", false, 403, "ur", "rr", NULL},
	/* greets by name: each cell tells it */
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, NULL, false, 200, "oo", "oo", NULL},
	/* nobody said which mode it is in */
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, NULL, true, 200, "rr", "rr", NULL},
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, NULL, true, 200, "rr", "aa", "looks like RequireAny"},
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, "/", true, 200, "aa", "rr",
		"looks like VerifyClientCert"},
	{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, "/", true, 200, "aa", "aa", "looks like RequestClient"},
};

START_TEST(test_obstacles)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct world world;
		const char *obstacle;

		open_world(&world, rows[i].mode, "-");
		world.target.answers.path = rows[i].path;
		world.instance.mode_assumed = rows[i].assumed;
		play(&world, rows[i].status, rows[i].nobody, rows[i].stranger);
		obstacle = preflight_obstacle(&world.controls, &world.arena);
		ck_assert_msg(rows[i].obstacle ? obstacle && strstr(obstacle, rows[i].obstacle) : !obstacle,
			"row %zu: %s", i, obstacle ? obstacle : "nothing");
		ck_assert_ptr_nonnull(preflight_account(&world.controls, &world.arena));
		arena_finish(&world.arena);
	}
}
END_TEST

/* What it is cannot be told from silence. */
START_TEST(test_closes_without_a_word)
{
	static const struct {
		const char *by[2]; /* how the good client is turned away in TLS 1.2 and 1.3 */
		bool declared; /* that is how it refuses */
		bool mute;
	} closers[] = {
		{{"close", "close"}, false, true},
		{{"close", "close"}, true, false},
		{{"close", "alert unknown_ca"}, false, false},
		{{"http 400", "http 400"}, false, false},
	};

	for (size_t i = 0; i < COUNT_OF(closers); i++) {
		const char *const close[] = {"close"};
		struct world world;
		const char *obstacle;

		open_world(&world, AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, "-");
		world.target.refuses_by.items = (const char **)close;
		world.target.refuses_by.count = closers[i].declared;
		for (size_t k = 0; k < 2; k++) {
			struct attempt_result result = {.by = closers[i].by[k], .outcome = OUTCOME_REJECT};

			observation_init(&result.facts);
			control_plan_record(&world.controls, k, &result, &world.arena);
		}
		obstacle = preflight_obstacle(&world.controls, &world.arena);
		ck_assert_msg(closers[i].mute ? obstacle && strstr(obstacle, "no HTTP answer") : !obstacle,
			"row %zu: %s", i, obstacle ? obstacle : "nothing");
		arena_finish(&world.arena);
	}
}
END_TEST

/* A path that the scenario's steps name is one that somebody named. */
START_TEST(test_named_by_steps)
{
	struct world world;

	open_world(&world, AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, "/healthz");
	play(&world, 200, "aa", "aa");
	ck_assert_ptr_null(preflight_obstacle(&world.controls, &world.arena));
	arena_finish(&world.arena);
}
END_TEST

/* So does a word for what counts as accepted. */
START_TEST(test_named_by_answer)
{
	struct world world;

	open_world(&world, AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, "-");
	world.target.answers.accepted.count = 1;
	play(&world, 200, "aa", "aa");
	ck_assert_ptr_null(preflight_obstacle(&world.controls, &world.arena));
	arena_finish(&world.arena);
}
END_TEST

START_TEST(test_account)
{
	struct world world;
	const char *account;

	open_world(&world, AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, "-");
	world.instance.mode_assumed = true;
	ck_assert_ptr_null(preflight_account(&world.controls, &world.arena));
	play(&world, 401, "rr", "ra");
	account = preflight_account(&world.controls, &world.arena);
	ck_assert_ptr_nonnull(strstr(account, "HTTP 401"));
	ck_assert_ptr_nonnull(strstr(account, "one without a certificate is refused"));
	ck_assert_ptr_nonnull(strstr(account, "a stranger is refused"));
	ck_assert_ptr_nonnull(strstr(account, "--mode not given"));
	arena_finish(&world.arena);
}
END_TEST

START_TEST(test_trouble)
{
	struct arena arena;
	struct observation facts;

	arena_init(&arena);
	observation_init(&facts);
	facts.connect_errno = ECONNREFUSED;
	ck_assert_ptr_nonnull(strstr(preflight_trouble(&facts, &arena), "nothing listens"));
	facts.connect_errno = EHOSTUNREACH;
	ck_assert_ptr_nonnull(strstr(preflight_trouble(&facts, &arena), strerror(EHOSTUNREACH)));
	facts.connected = true;
	facts.end = END_FIN;
	ck_assert_ptr_nonnull(strstr(preflight_trouble(&facts, &arena), "does not speak TLS"));
	facts.negotiated = TLS_1_3;
	ck_assert_ptr_null(preflight_trouble(&facts, &arena));
	arena_finish(&arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"preflight",
		{test_steps, test_obstacles, test_closes_without_a_word, test_named_by_steps,
			test_named_by_answer, test_account, test_trouble}}};

	return unit_run("preflight", cases, COUNT_OF(cases));
}
