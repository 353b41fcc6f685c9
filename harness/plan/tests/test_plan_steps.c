/* Scenarios with steps, and scenarios and targets that are made for each other. */
#include "plan_fixture.h"

#define TUTORIAL                                                                                   \
	"title: t\n"                                                                                   \
	"program: sh\n"                                                                                \
	"args: [\"${port} ${port.plain} ${authority.client-root.cert} ${mark}\"]\n"                    \
	"listeners: [{name: plain, plain: true}]\n"                                                    \
	"authorities: [client-root]\n"                                                                 \
	"scenarios: [tutorials/]\n"                                                                    \
	"modes: {NoClientCert: {setting: off}}\n"

static struct scenario *with_step(struct plan_fixture *fixture, const char *id, const char *to)
{
	struct scenario *scenario = fixture_scenario(fixture, id);
	struct scenario_step *step = ARENA_NEW(&fixture->arena, struct scenario_step);

	step->name = "a step";
	step->to = to;
	step->to_place = (struct place){"x.yaml", 3, 7};
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++)
		step->expect[mode].connection.given = true;
	scenario->steps = step;
	scenario->simple = false;
	scenario->step_count = 1;
	return scenario;
}

static void only_for(struct plan_fixture *fixture, struct scenario *scenario, const char *target)
{
	*ARENA_PUSH(&fixture->arena, scenario->only.items, scenario->only.count) = target;
}

START_TEST(test_made_for_each_other)
{
	struct plan_fixture f;
	const struct plan *plan;

	fixture_open(&f);
	fixture_scenario(&f, "chain/good");
	only_for(&f, with_step(&f, "tutorials/one", NULL), "lesson");
	fixture_target(&f, "lesson", TUTORIAL);
	fixture_target(&f, "other", "title: t\nprogram: sh\nmodes: {NoClientCert: {setting: off}}\n");
	f.request.modes[AUTH_NO_CLIENT_CERT] = true;
	f.request.versions[TLS_1_3] = true;
	plan = fixture_plan(&f);
	ck_assert_uint_eq(plan->cell_count, 2);
	ck_assert_str_eq(plan->cells[0].id, "tutorials/one@lesson:NoClientCert/tls1.3");
	ck_assert_ptr_null(plan->cells[0].skip_reason);
	ck_assert_str_eq(plan->cells[1].id, "chain/good@other:NoClientCert/tls1.3");
	/* who asks by name is told why not */
	f.request.scenario_globs = (const char *const[]){"tutorials/one", "chain/good", NULL};
	fixture_plan(&f);
	ck_assert_str_eq(fixture_cell(&f, "tutorials/one@other:NoClientCert/tls1.3")->skip_reason,
		"the scenario is not about other");
	ck_assert_str_eq(fixture_cell(&f, "chain/good@lesson:NoClientCert/tls1.3")->skip_reason,
		"lesson is set up for other scenarios");
	fixture_close(&f);
}
END_TEST

START_TEST(test_listener_that_is_not_there)
{
	struct plan_fixture f;

	fixture_open(&f);
	with_step(&f, "tutorials/one", "tls");
	fixture_target(&f, "lesson", TUTORIAL);
	f.request.modes[AUTH_NO_CLIENT_CERT] = true;
	fixture_plan(&f);
	ck_assert_str_eq(fixture_cell(&f, "tutorials/one@lesson:NoClientCert/tls1.3")->skip_reason,
		"lesson has no listener 'tls', to which step 'a step' goes");
	fixture_close(&f);
}
END_TEST

START_TEST(test_tls_to_a_plain_port)
{
	struct plan_fixture f;
	struct scenario *scenario;

	fixture_open(&f);
	scenario = with_step(&f, "tutorials/one", "plain");
	fixture_target(&f, "lesson", TUTORIAL);
	f.request.modes[AUTH_NO_CLIENT_CERT] = true;
	fixture_refuse(&f, "x.yaml:3:7: error: listener 'plain' of lesson speaks no TLS");
	scenario->steps[0].plain = true;
	f.diag.count = 0;
	fixture_plan(&f);
	fixture_close(&f);
}
END_TEST

struct unit_case steps_case(void)
{
	return (struct unit_case){"steps",
		{test_made_for_each_other, test_listener_that_is_not_there, test_tls_to_a_plain_port}};
}
