#include "runner.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "backend.h"
#include "clock.h"
#include "control.h"
#include "connection_request.h"
#include "evidence.h"
#include "fatal.h"
#include "flight.h"
#include "http.h"
#include "identity.h"
#include "inquiry.h"
#include "lapse.h"
#include "leave.h"
#include "lifecycle.h"
#include "machine.h"
#include "process.h"
#include "results.h"
#include "schedule.h"
#include "target.h"
#include "target_paths.h"
#include "text.h"
#include "timing.h"
#include "token.h"

/* A program waits a good part of its time. */
enum { PROGRAMS_PER_CORE = 2 };

struct runner {
	const struct run_options *options;
	struct run_outcome *outcome;
	uv_loop_t loop;
	struct bench bench;
	struct leave *leave;
	struct instance_news instance_news;
	struct cell_news cell_news;
	struct instance *instances; /* lane for lane */
	size_t unfinished; /* instances that are not gone */
	struct flight flight; /* options->jobs cells */
	struct schedule schedule;
	struct evidence evidence;
	struct inquiry inquiry;
	uv_timer_t quiet; /* until no news of a crash can be on their way */
	struct results results;
	struct pki_lapse lapse; /* the first of what all cells lean on */
	uint64_t started_us;
	bool stepping;
	bool step_again;
	bool closed;
};

static size_t total_cells(const struct runner *runner)
{
	return runner->options->bench.plan->cell_count * runner->options->repeat;
}

static struct connection *find_connection(struct runner *runner, const char *token)
{
	struct connection *connection = flight_connection(&runner->flight, token);

	for (size_t i = 0; !connection && i < runner->options->bench.plan->instance_count; i++)
		connection = controls_find(runner->instances[i].controls, token);
	return connection;
}

/* The virtual host behind which that backend stands; NULL: it is the main one. */
static const char *host_of(const struct target *target, int number)
{
	const struct target_host *host =
		number == MAIN_BACKEND || (size_t)number >= target_host_count(target)
		? NULL
		: target_host_number(target, (size_t)number);

	return host ? host->role : NULL;
}

/* Where no path has a policy of its own, and of one of ours, it is nobody's business. */
static bool is_of_interest(const struct target *target, const char *token, const char *asked)
{
	size_t len = strlen(TOKEN_PATH);

	return target_path_count(target) &&
		!(strncmp(asked, TOKEN_PATH, len) == 0 && strcmp(asked + len, token) == 0);
}

/* The backend's news: noted in the facts; too late for those, it changes the verdict. */
static void on_backend_request(void *owner, int number, const char *token,
	const struct http_message *message, const struct proxy_header *proxy)
{
	struct runner *runner = owner;
	struct connection *connection = token ? find_connection(runner, token) : NULL;
	struct observation *facts;
	size_t sequence;

	if (connection) {
		facts = connection_request_facts(connection, token);
		facts->backend_saw = true;
		facts->answered_by = host_of(connection->target, number);
		if (is_of_interest(connection->target, token, message->target))
			facts->backend_asked = arena_strdup(connection->arena, message->target);
		identity_record(facts, connection->target, message, proxy, connection->arena);
	} else if (token && evidence_is_late(&runner->evidence, token, &sequence)) {
		results_tell_late(&runner->results, sequence);
	}
}

/* Somebody came to an address that stands in a certificate of ours. */
static void on_fetched(void *owner, const char *token, const char *what)
{
	struct runner *runner = owner;
	struct connection *connection = find_connection(runner, token);
	size_t sequence;

	if (connection && !connection->facts->fetched)
		connection->facts->fetched = text_clean_dup(connection->arena, what, strlen(what));
	else if (!connection && evidence_is_late_fetch(&runner->evidence, token, &sequence))
		results_tell_fetched(&runner->results, sequence, what);
}

/* He wants to know what has become of the certificate. */
static bool on_asked(void *owner, const char *token, const struct http_message *question,
	struct arena *arena, struct backend_reply *out)
{
	struct connection *connection = find_connection(owner, token);

	return connection && connection_ocsp(out, connection, question, arena);
}

/* What makes a version that the target does not speak more than a skip, or NULL. */
static const char *who_asked(const struct runner *runner, const struct plan_cell *plan)
{
	if (runner->options->bench.versions_asked[plan->tls])
		return "; but --tls asks for it";
	return plan->target->tls_given ? "; but `tls` in its target file names it" : NULL;
}

/*
 * A version that the target does not speak is no finding: its cells are skipped, or, where somebody
 * asked for it or no other is left, errors. A server that we set up ourselves by a file that names
 * it has no such excuse, and is judged.
 */
static bool pass_over(struct runner *runner, const struct turn *turn)
{
	const struct controls *controls = runner->instances[turn->lane].controls;
	const struct plan_cell *plan = results_cell(&runner->results, turn->sequence);
	const struct target *target = plan->target;
	struct arena *arena = &runner->bench.arena;
	const char *asked = who_asked(runner, plan);
	bool is_server = plan->scenario->side == SIDE_SERVER;
	const char *why = is_server && target->tls_given && !target->connect_host
		? NULL
		: controls_unspoken(controls, plan->tls, arena);

	if (!why)
		return false;
	schedule_ended(&runner->schedule, turn->lane);
	results_tell_unrun(&runner->results, turn->sequence,
		asked || !controls_take_any(controls) ? VERDICT_ERROR : VERDICT_SKIP,
		arena_printf(arena, "%s %s%s", target->name, why, asked ? asked : ""));
	return true;
}

static void dispatch(struct runner *runner)
{
	struct cell *cell;
	struct turn turn;

	while ((cell = flight_free(&runner->flight)) && schedule_take(&runner->schedule, &turn)) {
		if (pass_over(runner, &turn))
			continue;
		cell_start(cell, &runner->instances[turn.lane],
			results_cell(&runner->results, turn.sequence), turn.sequence, turn.alone);
	}
}

static void advance(void *owner);

/* No cell and no instance is started any more. */
static bool is_leaving(const struct runner *runner)
{
	return runner->outcome->interrupted_by || runner->outcome->stopped;
}

static void stop_at_first(struct runner *runner)
{
	struct run_outcome *outcome = runner->outcome;

	if (!runner->options->stops_at_first || is_leaving(runner) ||
		!(outcome->counts[VERDICT_FAIL] || outcome->counts[VERDICT_ERROR]))
		return;
	outcome->stopped = true;
	flight_abandon(&runner->flight, &runner->schedule, runner->instances);
}

static void on_quiet(uv_timer_t *timer)
{
	advance(timer->data);
}

/* The cells of an instance that broke down become errors, running or not. */
static void fail_cells(struct runner *runner, struct instance *instance)
{
	struct cell *cell;
	size_t sequence;

	while ((cell = flight_of(&runner->flight, instance))) {
		cell->trouble = instance->trouble;
		cell_finish(cell);
	}
	while (schedule_drop(&runner->schedule, instance->index, &sequence)) {
		if (!runner->results.told[sequence].told)
			results_tell_unrun(&runner->results, sequence, VERDICT_ERROR, instance->trouble);
	}
}

/* The news of a crash may still be on their way: looks again once they can't be any more. */
static bool is_quiet(struct runner *runner, const struct instance *instance)
{
	uint64_t left_us = instance_tells_crashes(instance)
		? suspects_unquiet_us(&runner->inquiry.suspects, instance->index, clock_now_us())
		: 0;

	if (left_us && !uv_is_active((uv_handle_t *)&runner->quiet))
		uv_timer_start(&runner->quiet, on_quiet, left_us / 1000 + 1, 0);
	return !left_us;
}

/* Stops those that are through and starts those whose turn it is. */
static void tend(struct runner *runner)
{
	long lane;

	for (size_t i = 0; i < runner->schedule.lane_count; i++) {
		struct instance *instance = &runner->instances[i];

		if (instance->state == INSTANCE_BROKEN)
			fail_cells(runner, instance);
		if (instance->state == INSTANCE_BROKEN ||
			(schedule_is_through(&runner->schedule.lanes[i]) && is_quiet(runner, instance)))
			instance_stop(instance);
	}
	while (!is_leaving(runner) && (lane = schedule_next_to_start(&runner->schedule)) != NO_LANE) {
		if (schedule_has_cells(&runner->schedule.lanes[lane]))
			instance_start(&runner->instances[lane]);
		else
			instance_stop(&runner->instances[lane]);
	}
}

/* Once what all cells lean on has lapsed, those that are left become errors. */
static void end_by_lapse(struct runner *runner)
{
	struct run_outcome *outcome = runner->outcome;

	if (outcome->lapsed || !(outcome->lapsed = lapse_of_run(&runner->lapse, &runner->bench.arena)))
		return;
	for (size_t i = 0; i < runner->schedule.lane_count; i++) {
		if (runner->instances[i].state < INSTANCE_BROKEN)
			instance_give_up(&runner->instances[i], outcome->lapsed);
	}
}

static void close_shop(struct runner *runner)
{
	leave_unwatch(runner->leave);
	uv_close((uv_handle_t *)&runner->quiet, NULL);
	for (size_t i = 0; i < runner->schedule.lane_count; i++)
		instance_close(&runner->instances[i]);
	for (size_t i = 0; i < runner->flight.count; i++)
		cell_close(&runner->flight.cells[i]);
	bench_close(&runner->bench);
}

/* Brings everything forward that can go; called whenever something has changed. */
static void advance(void *owner)
{
	struct runner *runner = owner;

	if (runner->stepping) {
		runner->step_again = true;
		return;
	}
	runner->stepping = true;
	do {
		runner->step_again = false;
		end_by_lapse(runner);
		stop_at_first(runner);
		if (!is_leaving(runner))
			dispatch(runner);
		tend(runner);
	} while (runner->step_again);
	runner->stepping = false;
	if (!runner->unfinished && !runner->closed) {
		runner->closed = true;
		close_shop(runner);
	}
}

/* One that has been judged before stands as it was, unless it was the one. */
static void tell_cell(struct runner *runner, struct cell *cell)
{
	struct cell_result result;

	if (runner->results.told[cell->sequence].told && !cell->crash)
		return;
	results_tell(&runner->results, &result, cell, lapse_of_cell(&runner->lapse, cell));
	evidence_watch(&runner->evidence, cell, &result);
	if (!cell->alone)
		suspects_judged(&runner->inquiry.suspects, cell->instance->index, cell->sequence, &result,
			clock_now_us());
}

static void on_cell_finished(void *owner, struct cell *cell)
{
	struct runner *runner = owner;

	schedule_ended(&runner->schedule, cell->instance->index);
	tell_cell(runner, cell);
	inquiry_heard(&runner->inquiry, cell);
	advance(runner);
}

static void on_crashed(void *owner, struct instance *instance, const char *how)
{
	struct runner *runner = owner;

	if (!is_leaving(runner))
		inquiry_open(&runner->inquiry, instance, how);
}

static void on_gone(void *owner, struct instance *instance)
{
	struct runner *runner = owner;
	struct run_outcome *outcome = runner->outcome;
	struct instance_result times;

	if (instance_times(&times, instance, runner->schedule.lanes[instance->index].queue_next,
			runner->started_us))
		*ARENA_PUSH(&runner->bench.arena, outcome->instances, outcome->instance_count) = times;
	runner->unfinished--;
	advance(runner);
}

static void on_told(void *owner, struct instance *instance, const char *what)
{
	const struct run_options *options = ((struct runner *)owner)->options;

	if (options->told)
		options->told(options->owner, instance->plan->target->name, what);
}

static void on_asked_to_leave(void *owner, int number)
{
	struct runner *runner = owner;

	if (runner->outcome->interrupted_by)
		return;
	runner->outcome->interrupted_by = number;
	flight_abandon(&runner->flight, &runner->schedule, runner->instances);
}

static void describe_lane(struct lane *lane, const struct instance *instance)
{
	const struct target *target = instance->plan->target;

	if (instance->plan->side == SIDE_CLIENT)
		lane->kind = instance_is_program(instance) ? LANE_PROGRAM : LANE_PROXY;
	if (lane->kind != LANE_PROGRAM)
		lane->slowness = target->start_timeout_ms + target->stop_timeout_ms;
	lane->state = &instance->state;
	lane->restart = &instance->restart;
	lane->one_at_a_time = &instance->one_at_a_time;
	lane->by_turns = instance->plan->only_for != NULL;
}

static void set_up(struct runner *runner)
{
	struct arena *arena = &runner->bench.arena;
	size_t count = runner->options->bench.plan->instance_count;

	runner->unfinished = count;
	runner->instances = ARENA_ARRAY(arena, struct instance, count + 1);
	runner->results = (struct results){.options = runner->options,
		.bench = &runner->bench,
		.instances = runner->instances,
		.outcome = runner->outcome,
		.told = ARENA_ARRAY(arena, struct told_cell, total_cells(runner) + 1)};
	schedule_init(&runner->schedule, arena, count,
		(size_t)uv_available_parallelism() * PROGRAMS_PER_CORE, RUN_INSTANCES_MAX);
	for (size_t i = 0; i < count; i++) {
		instance_init(&runner->instances[i], &runner->bench, i, &runner->instance_news);
		describe_lane(&runner->schedule.lanes[i], &runner->instances[i]);
	}
	runner->flight.count = runner->options->jobs;
	runner->flight.cells = ARENA_ARRAY(arena, struct cell, runner->flight.count);
	for (size_t i = 0; i < runner->flight.count; i++)
		cell_init(&runner->flight.cells[i], &runner->bench, i, &runner->cell_news);
	evidence_init(&runner->evidence, total_cells(runner), arena);
	runner->inquiry = (struct inquiry){
		.flight = &runner->flight, .schedule = &runner->schedule, .results = &runner->results};
	suspects_init(&runner->inquiry.suspects, count, arena);
	uv_timer_init(&runner->loop, &runner->quiet);
	runner->quiet.data = runner;
	lapse_begin(&runner->lapse, &runner->bench);
}

static void queue_cells(struct runner *runner)
{
	for (size_t sequence = 0; sequence < total_cells(runner); sequence++) {
		const struct plan_cell *cell = results_cell(&runner->results, sequence);
		const struct plan *plan = runner->options->bench.plan;

		if (!plan_runs_in(plan, cell, sequence / plan->cell_count))
			continue;
		if (cell->skip_reason)
			results_tell_unrun(&runner->results, sequence, VERDICT_SKIP, cell->skip_reason);
		else
			schedule_add(
				&runner->schedule, cell->instance, sequence, scenario_waits_ms(cell->scenario));
	}
	schedule_begin(&runner->schedule);
}

/* What the outcome says lives longer than the run. */
static void take_out(struct run_outcome *out, const struct runner *runner, struct arena *arena)
{
	const struct instance_result *instances = out->instances;

	out->connections = runner->bench.connections;
	out->instances = ARENA_ARRAY(arena, struct instance_result, out->instance_count + 1);
	for (size_t i = 0; i < out->instance_count; i++)
		out->instances[i] = instances[i];
	if (out->lapsed)
		out->lapsed = arena_strdup(arena, out->lapsed);
}

static void tear_down(struct runner *runner)
{
	for (size_t i = 0; i < runner->flight.count; i++)
		cell_free(&runner->flight.cells[i]);
	for (size_t i = 0; i < runner->schedule.lane_count; i++)
		instance_finish(&runner->instances[i]);
	evidence_finish(&runner->evidence);
	bench_finish(&runner->bench);
}

static void init(struct runner *runner, struct run_outcome *out, const struct run_options *options)
{
	memset(runner, 0, sizeof(*runner));
	memset(out, 0, sizeof(*out));
	runner->options = options;
	runner->outcome = out;
	runner->started_us = clock_now_us();
	runner->instance_news = (struct instance_news){.changed = advance,
		.crashed = on_crashed,
		.gone = on_gone,
		.told = on_told,
		.owner = runner};
	runner->cell_news = (struct cell_news){.finished = on_cell_finished, .owner = runner};
	uv_loop_init(&runner->loop);
	signal(SIGPIPE, SIG_IGN);
}

bool run_plan(struct run_outcome *out, const struct run_options *options, struct arena *arena,
	const char **why)
{
	struct runner *runner = fatal_alloc(sizeof(*runner));
	const struct backend_options listener = {
		.request = on_backend_request, .fetched = on_fetched, .asked = on_asked, .owner = runner};
	bool ok;

	init(runner, out, options);
	ok = bench_open(&runner->bench, &options->bench, &runner->loop, &listener, why);
	if (ok) {
		runner->leave = leave_watch(&runner->loop, on_asked_to_leave, runner);
		set_up(runner);
		queue_cells(runner);
		advance(runner);
	} else {
		*why = arena_strdup(arena, *why);
	}
	uv_run(&runner->loop, UV_RUN_DEFAULT);
	if (uv_loop_close(&runner->loop) != 0)
		FATAL("the event loop still has open handles");
	if (ok)
		results_tell_unstable(&runner->results);
	take_out(out, runner, arena);
	tear_down(runner);
	free(runner);
	return ok;
}
