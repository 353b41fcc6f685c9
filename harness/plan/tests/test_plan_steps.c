/* Scenarios with steps, and scenarios and targets that are made for each other. */
#include "host_spelling.h"
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

/* What libcurl can't do is a skip of the plan, in either form, for the connections of that mode
 * alone. */
START_TEST(test_what_a_driver_lacks)
{
	static const char at[] = "%s@t:NoClientCert/tls1.3";
	struct plan_fixture f;
	struct scenario *kept;

	fixture_open(&f);
	f.request.driver = DRIVER_HTTP;
	fixture_scenario(&f, "plain");
	fixture_scenario(&f, "unsolicited")->steps->client.unsolicited_certificate = true;
	fixture_scenario(&f, "again")->steps->client.renegotiate_place.line = 1;
	with_step(&f, "keeps", NULL)->steps->save_session = "s";
	kept = with_step(&f, "elsewhere", NULL);
	kept->steps->resume = "s";
	kept->steps->expect[AUTH_NO_CLIENT_CERT].connection.given = false;
	fixture_target(&f, "t", TWO_MODES);
	fixture_plan(&f);
	ck_assert_ptr_null(fixture_cell(&f, arena_printf(&f.arena, at, "plain"))->skip_reason);
	ck_assert_ptr_null(fixture_cell(&f, arena_printf(&f.arena, at, "elsewhere"))->skip_reason);
	ck_assert_str_eq(fixture_cell(&f, arena_printf(&f.arena, at, "unsolicited"))->skip_reason,
		"libcurl can't send a Certificate message that nobody asked for");
	ck_assert_str_eq(fixture_cell(&f, arena_printf(&f.arena, at, "again"))->skip_reason,
		"libcurl does not renegotiate by itself");
	ck_assert_str_eq(fixture_cell(&f, arena_printf(&f.arena, at, "keeps"))->skip_reason,
		"libcurl keeps its sessions to itself");
	f.request.driver = DRIVER_BOTH;
	fixture_plan(&f);
	ck_assert_ptr_null(fixture_cell(&f, arena_printf(&f.arena, at, "keeps"))->skip_reason);
	fixture_close(&f);
}
END_TEST

/* Forged headers are looked at where they arrive. */
START_TEST(test_forging_without_a_backend)
{
	struct plan_fixture f;

	fixture_open(&f);
	fixture_scenario(&f, "forged")->steps->client.forge = FORGE_SPACE;
	fixture_target(&f, "t",
		"title: t\nconnect: localhost:1\nmodes: {NoClientCert: {setting: s}}\n"
		"identity: {subject: {header: X-Who, form: cn}}\n");
	fixture_plan(&f);
	ck_assert_str_eq(fixture_cell(&f, "forged@t:NoClientCert/tls1.3")->skip_reason,
		"no backend of ours stands behind it to see the headers (--backend)");
	f.request.backend_behind_external = true;
	fixture_plan(&f);
	ck_assert_ptr_null(fixture_cell(&f, "forged@t:NoClientCert/tls1.3")->skip_reason);
	fixture_close(&f);
}
END_TEST

/* An address is no SNI, so that there is nothing to be written in capitals. */
START_TEST(test_needs_a_name)
{
	static const struct {
		const char *server_name; /* or NULL */
		const char *sni;
		bool skipped;
	} rows[] = {{NULL, NULL, false}, {"a.test", NULL, false}, {"192.0.2.1", NULL, true},
		{"::1", NULL, true}, {"192.0.2.1", "a.test", false}, {NULL, "192.0.2.1", true}};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct plan_fixture f;
		struct scenario *scenario;
		struct target *target;
		const char *reason;

		fixture_open(&f);
		scenario = with_step(&f, "hello/name", NULL);
		scenario->steps->opening.hello.name = HOST_CAPITALS;
		scenario->steps->sni = rows[i].sni;
		target = fixture_target(
			&f, "t", "title: t\nprogram: sh\nmodes: {NoClientCert: {setting: off}}\n");
		target->server_name = rows[i].server_name;
		f.request.modes[AUTH_NO_CLIENT_CERT] = true;
		f.request.versions[TLS_1_3] = true;
		fixture_plan(&f);
		reason = fixture_cell(&f, "hello/name@t:NoClientCert/tls1.3")->skip_reason;
		ck_assert_int_eq(reason != NULL, rows[i].skipped);
		if (reason)
			ck_assert_str_eq(reason, "t goes by an address, which is no name in a ClientHello");
		fixture_close(&f);
	}
}
END_TEST

/* Where a proxy is expected, its header is nobody's lie; and libcurl says none. */
START_TEST(test_expects_a_header)
{
	struct plan_fixture f;
	struct scenario *scenario;
	struct target *target;
	const char *reason;

	fixture_open(&f);
	scenario = with_step(&f, "hello/via", NULL);
	scenario->steps->opening.via.proxy_protocol = 1;
	with_step(&f, "hello/usual", NULL);
	target =
		fixture_target(&f, "t", "title: t\nprogram: sh\nmodes: {NoClientCert: {setting: off}}\n");
	f.request.modes[AUTH_NO_CLIENT_CERT] = true;
	f.request.versions[TLS_1_3] = true;
	fixture_plan(&f);
	ck_assert_ptr_null(fixture_cell(&f, "hello/via@t:NoClientCert/tls1.3")->skip_reason);
	target->setup.expects_proxy_protocol = 2;
	fixture_plan(&f);
	reason = fixture_cell(&f, "hello/via@t:NoClientCert/tls1.3")->skip_reason;
	ck_assert_ptr_nonnull(reason);
	ck_assert_str_eq(reason, "t expects a PROXY header: it is no stranger's there");
	ck_assert_ptr_null(fixture_cell(&f, "hello/usual@t:NoClientCert/tls1.3")->skip_reason);
	f.request.driver = DRIVER_HTTP;
	fixture_plan(&f);
	reason = fixture_cell(&f, "hello/usual@t:NoClientCert/tls1.3")->skip_reason;
	ck_assert_ptr_nonnull(reason);
	ck_assert_str_eq(reason, "libcurl sends no PROXY header as mtlspec does");
	fixture_close(&f);
}
END_TEST

struct unit_case steps_case(void)
{
	return (struct unit_case){"steps",
		{test_expects_a_header, test_made_for_each_other, test_listener_that_is_not_there,
			test_tls_to_a_plain_port, test_what_a_driver_lacks, test_forging_without_a_backend,
			test_needs_a_name}};
}
