/* The machine of cells, with drivers that play a script instead of making connections. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "cell_judge.h"
#include "control.h"
#include "diag.h"
#include "instance.h"
#include "machine.h"
#include "pki.h"
#include "process.h"
#include "recipe.h"
#include "target.h"
#include "test_cell.h"

enum { STEPS_MAX = 3, SCRIPT_MAX = 16 };

/*
 * What comes of each connection, a letter each; what the target does of those that stand for a
 * program that is the client comes second:
 *   a accepted   r refused by an alert   h HTTP 400   n no end in time
 *   l has no secure renegotiation   s closed in silence   x nobody listens   c the program crashed
 */
struct row {
	/* what each step expects: a accept, r reject, o our client refuses; t reject, of who begins a
	 * second handshake */
	const char *steps;
	const char *script;
	const char *made; /* what was made of it: s subject, g again, p good peer */
	enum verdict verdict;
	const char *reason; /* a part of it, or NULL */
	enum side side;
	bool launched; /* the target is a process of ours */
};

static const struct row rows[] = {
	{"a", "a", "s", VERDICT_PASS, NULL, SIDE_SERVER, false},
	{"a", "h", "s", VERDICT_FAIL, "refused (http 400)", SIDE_SERVER, false},
	{"r", "rra", "sgp", VERDICT_PASS, NULL, SIDE_SERVER, false},
	/* second time lucky */
	{"r", "raa", "sgp", VERDICT_FAIL, "the second time", SIDE_SERVER, false},
	{"r", "rrr", "sgp", VERDICT_ERROR, "no control: after it", SIDE_SERVER, false},
	/* nothing more is said once one has shown nothing */
	{"r", "n", "s", VERDICT_ERROR, "no answer in time", SIDE_SERVER, false},
	{"r", "rn", "sg", VERDICT_ERROR, "no answer in time", SIDE_SERVER, false},
	{"ar", "arra", "ssgp", VERDICT_PASS, NULL, SIDE_SERVER, false},
	{"ra", "rrah", "sgps", VERDICT_FAIL, "step 2 of 2 (1): refused", SIDE_SERVER, false},
	/* a server that closes may be dying: the good client comes at once where nothing else does */
	{"a", "sa", "sp", VERDICT_FAIL, "refused (close)", SIDE_SERVER, true},
	{"r", "ssa", "sgp", VERDICT_PASS, NULL, SIDE_SERVER, true},
	{"r", "x", "s", VERDICT_ERROR, "no TCP connection", SIDE_SERVER, true},
	{"r", "sss", "sgp", VERDICT_ERROR, "no control: after it", SIDE_SERVER, true},
	{"a", "ss", "sp", VERDICT_ERROR, "no control: after it", SIDE_SERVER, true},
	/* what others have started may have died, too, and nobody tells */
	{"a", "sa", "sp", VERDICT_FAIL, "refused (close)", SIDE_SERVER, false},
	{"aa", "sx", "sp", VERDICT_ERROR, "no control: after it", SIDE_SERVER, false},
	{"ra", "rrasx", "sgpsp", VERDICT_ERROR, "no control: after it", SIDE_SERVER, false},
	/* what was to be done can't be done there */
	{"t", "l", "s", VERDICT_SKIP, "no secure renegotiation", SIDE_SERVER, false},
	/* programs */
	{"a", "a", "s", VERDICT_PASS, NULL, SIDE_CLIENT, false},
	{"r", "rra", "sgp", VERDICT_PASS, NULL, SIDE_CLIENT, false},
	{"r", "ara", "sgp", VERDICT_FAIL, "it trusted the server", SIDE_CLIENT, false},
	{"r", "ca", "sp", VERDICT_FAIL, "the target died of it", SIDE_CLIENT, false},
	{"r", "cc", "sp", VERDICT_ERROR, NULL, SIDE_CLIENT, false},
	{"ara", "arraa", "ssgps", VERDICT_PASS, NULL, SIDE_CLIENT, false},
};

static struct {
	const char *script;
	size_t at;
} play;

struct attempt {
	uv_timer_t timer;
	struct attempt_request request;
};

static void set_server_facts(struct observation *facts, char letter)
{
	facts->connected = letter != 'x';
	facts->connect_errno = letter == 'x' ? ECONNREFUSED : 0;
	facts->sent = SENT_AS_MEANT;
	facts->request_sent = facts->certificate_requested = true;
	facts->end = letter == 'n' ? END_DEADLINE : letter == 'x' ? END_REFUSED : END_FIN;
	if (letter == 'a')
		facts->http_status = 200;
	if (letter == 'h')
		facts->http_status = 400;
	facts->backend_saw = facts->token_echoed = letter == 'a';
	if (letter == 'l') {
		facts->renegotiation = RENEGOTIATION_LACKING;
		facts->end = END_OURS;
	}
	if (letter == 'r') {
		facts->alert = 48;
		facts->alert_from = PARTY_SERVER;
	}
}

static void set_client_facts(struct observation *facts, char letter)
{
	facts->connected = facts->exited = true;
	facts->connections = 1;
	facts->served = SENT_AS_MEANT;
	facts->end = END_FIN;
	facts->crashed = letter == 'c';
	facts->exit_signal = letter == 'c' ? SIGSEGV : 0;
	if (letter == 'a') {
		facts->far_end = FAR_SUCCESS;
		facts->token_received = facts->answer_sent = true;
		facts->data_received = 1;
	} else if (letter == 'r') {
		facts->far_end = FAR_FAILURE;
		facts->alert = 48;
		facts->alert_from = PARTY_CLIENT;
	}
}

static void on_closed(uv_handle_t *handle)
{
	free(handle->data);
}

static void on_time(uv_timer_t *timer)
{
	struct attempt *attempt = timer->data;
	const struct attempt_request request = attempt->request;

	ck_assert(play.script[play.at]);
	if (request.serving.name)
		set_client_facts(request.facts, play.script[play.at++]);
	else
		set_server_facts(request.facts, play.script[play.at++]);
	uv_close((uv_handle_t *)timer, on_closed);
	request.done(request.owner);
}

static struct attempt *start(struct attempt_context *context, const struct attempt_request *request)
{
	struct attempt *attempt = calloc(1, sizeof(*attempt));

	attempt->request = *request;
	uv_timer_init(context->loop, &attempt->timer);
	attempt->timer.data = attempt;
	uv_timer_start(&attempt->timer, on_time, 0, 0);
	return attempt;
}

static void cancel(struct attempt *attempt)
{
	uv_close((uv_handle_t *)&attempt->timer, on_closed);
}

static const struct driver scripted = {"scripted", start, cancel};

struct world {
	uv_loop_t loop;
	struct arena arena;
	struct diag diag;
	struct bench bench;
	struct bench_options options;
	struct plan plan;
	struct plan_instance planned;
	struct plan_cell planned_cell;
	struct target target;
	struct scenario scenario;
	struct scenario_step steps[STEPS_MAX];
	struct instance instance;
	struct cell cell;
	struct cell_news news;
	struct cell_result result;
	size_t finished;
	bool controlled;
};

static void on_finished(void *owner, struct cell *cell)
{
	struct world *world = owner;

	world->finished++;
	world->result.side = world->scenario.side;
	cell_judge(&world->result, cell, NULL);
	cell_close(&world->cell);
	controls_close(world->instance.controls);
	if (world->instance.process)
		process_destroy(TAKE(world->instance.process));
}

static void on_reached(void *owner)
{
	(void)owner;
}

static void on_controlled(void *owner)
{
	((struct world *)owner)->controlled = true;
}

static void on_uncontrolled(void *owner, const char *why)
{
	(void)owner;
	ck_abort_msg("%s", why);
}

static void set_step(struct world *world, size_t index, char expects)
{
	struct scenario_step *step = &world->steps[index];
	bool client = world->scenario.side == SIDE_CLIENT;

	step->name = world->scenario.simple ? NULL : arena_printf(&world->arena, "%zu", index);
	step->client.renegotiate_place.line = expects == 't';
	step->client.present = expects == 'r' && !client ? PKI_WRONG_CA_CLIENT : PKI_GOOD_CLIENT;
	step->server.present = expects == 'r' ? PKI_WRONG_CA_SERVER : PKI_SERVER;
	step->server.name = SCENARIO_SERVER_NAME;
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++)
		step->expect[mode].connection = (struct expectation){.given = true,
			.outcome = expects == 'r' || expects == 't' ? OUTCOME_REJECT : OUTCOME_ACCEPT,
			.alert = TLS_ALERT_NONE};
}

static void set_plan(struct world *world, const struct row *row)
{
	world->scenario = (struct scenario){.side = row->side,
		.steps = world->steps,
		.step_count = strlen(row->steps),
		.simple = !row->steps[1]};
	for (size_t i = 0; row->steps[i]; i++)
		set_step(world, i, row->steps[i]);
	/* nothing of it is rendered */
	world->target = (struct target){
		.name = "t", .connect_host = "127.0.0.1", .client = {.kind = CLIENT_PROGRAM}};
	world->planned = (struct plan_instance){.target = &world->target,
		.side = row->side,
		.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
		.client_credential = PKI_GOOD_CLIENT,
		.server_name = SCENARIO_SERVER_NAME};
	world->planned_cell = (struct plan_cell){.scenario = &world->scenario,
		.target = &world->target,
		.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
		.tls = TLS_1_3};
	world->plan = (struct plan){.cells = &world->planned_cell,
		.cell_count = 1,
		.instances = &world->planned,
		.instance_count = 1};
}

static void open_bench(struct world *world)
{
	ck_assert_int_eq(uv_loop_init(&world->loop), 0);
	diag_init(&world->diag);
	world->options = (struct bench_options){
		.plan = &world->plan, .deadline_ms = 1000, .backend_behind_external = true};
	world->options.recipe =
		recipe_read(&world->arena, &world->diag, TEST_SOURCE_DIR "/ca-fixtures/pki.yaml");
	ck_assert_ptr_nonnull(world->options.recipe);
	world->options.pki = pki_create(world->options.recipe);
	world->bench = (struct bench){.options = &world->options, .loop = &world->loop};
	arena_init(&world->bench.arena);
	attempt_context_init(&world->bench.attempts, &world->loop, NULL);
	for (int i = 0; i < DRIVE_COUNT; i++)
		world->bench.drivers[i] = &scripted;
}

/* With its controls made: one good peer got in, and one of a wrong CA did not. */
static void open_instance(struct world *world)
{
	const struct control_news news = {
		.reached = on_reached, .ready = on_controlled, .broken = on_uncontrolled, .owner = world};

	world->instance.bench = &world->bench;
	world->instance.plan = &world->planned;
	world->instance.port.fd = -1;
	arena_init(&world->instance.arena);
	world->instance.controls = controls_create(&world->instance, &news);
	play.script = "ar";
	play.at = 0;
	controls_prepare(world->instance.controls);
	controls_begin(world->instance.controls);
	uv_run(&world->loop, UV_RUN_DEFAULT);
	ck_assert(world->controlled);
}

static void on_exited(void *owner)
{
	(void)owner;
}

static void launch(struct world *world)
{
	static const char *const args[] = {"100", NULL};
	const struct process_options options = {.program = "/bin/sleep",
		.args = args,
		.stop_signal = SIGTERM,
		.exited = on_exited,
		.owner = world};
	const char *why = NULL;

	world->instance.process = process_start(&world->loop, &options, &world->arena, &why);
	ck_assert_msg(world->instance.process, "%s", why);
}

static struct world *open_world(const struct row *row)
{
	struct world *world = calloc(1, sizeof(*world));

	arena_init(&world->arena);
	set_plan(world, row);
	open_bench(world);
	open_instance(world);
	if (row->launched)
		launch(world);
	world->news = (struct cell_news){.finished = on_finished, .owner = world};
	cell_init(&world->cell, &world->bench, 0, &world->news);
	return world;
}

static void close_world(struct world *world)
{
	cell_free(&world->cell);
	attempt_context_finish(&world->bench.attempts);
	ck_assert_int_eq(uv_loop_close(&world->loop), 0);
	pki_destroy(world->options.pki);
	arena_finish(&world->instance.arena);
	arena_finish(&world->bench.arena);
	diag_finish(&world->diag);
	arena_finish(&world->arena);
	free(world);
}

static const char *made(struct world *world)
{
	static const char letters[ORDER_KIND_COUNT] = {'s', 'g', 'p'};
	const char *text = "";

	for (size_t i = 0; i < world->cell.made; i++)
		text = arena_printf(&world->arena, "%s%c", text, letters[world->cell.orders.items[i].kind]);
	return text;
}

static void check_row(const struct row *row)
{
	struct world *world = open_world(row);
	const struct cell_result *result = &world->result;

	play.script = row->script;
	play.at = 0;
	cell_start(&world->cell, &world->instance, &world->planned_cell, 0, false);
	uv_run(&world->loop, UV_RUN_DEFAULT);
	ck_assert_uint_eq(world->finished, 1);
	ck_assert_msg(
		strcmp(made(world), row->made) == 0, "%s %s: %s", row->steps, row->script, made(world));
	ck_assert_msg(result->verdict == row->verdict &&
			(!row->reason || (result->reason && strstr(result->reason, row->reason))),
		"%s %s: %s, %s", row->steps, row->script, verdict_words[result->verdict],
		result->reason ? result->reason : "no reason");
	ck_assert_ptr_null(world->cell.connections[world->cell.made - 1].attempt);
	close_world(world);
}

START_TEST(test_machine)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check_row(&rows[i]);
}
END_TEST

/* In mid-connection: its attempt is let go, and nobody is told. */
START_TEST(test_cancel)
{
	const struct row row = {"r", "rra", "", VERDICT_PASS, NULL, SIDE_SERVER, false};
	struct world *world = open_world(&row);

	cell_start(&world->cell, &world->instance, &world->planned_cell, 0, false);
	ck_assert(world->cell.busy && world->cell.connections[0].attempt);
	cell_cancel(&world->cell);
	ck_assert(!world->cell.busy && !world->cell.connections[0].facts);
	cell_close(&world->cell);
	controls_close(world->instance.controls);
	uv_run(&world->loop, UV_RUN_DEFAULT);
	ck_assert_uint_eq(world->finished, 0);
	close_world(world);
}
END_TEST

struct unit_case machine_case(void)
{
	return (struct unit_case){"machine", {test_machine, test_cancel}};
}
