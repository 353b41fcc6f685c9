#include "client_attempt.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "client_config.h"
#include "fatal.h"
#include "front.h"
#include "log_tail.h"
#include "process.h"
#include "runner_internal.h"
#include "server_leg.h"

enum {
	SETTLE_MS = 1,
	/* the connections of a program that has ended, or of a request that was answered, end with
	 * it */
	AFTERMATH_MS = 1000,
};

struct client_attempt {
	struct client_request request;
	struct server_leg *leg; /* ours, or the instance's */
	struct process *process; /* of a program */
	struct front *front; /* of a proxy */
	uv_timer_t deadline;
	uv_timer_t settle;
	int open_handles;
	bool far_done;
	bool timed_out;
	bool over;
	uint64_t started_us;
};

static bool is_proxy(const struct client_attempt *attempt)
{
	return attempt->request.instance->plan->target->client.kind == CLIENT_PROXY;
}

static void on_closed(uv_handle_t *handle)
{
	struct client_attempt *attempt = handle->data;

	if (--attempt->open_handles == 0)
		free(attempt);
}

static void let_go(struct client_attempt *attempt)
{
	attempt->over = true;
	if (attempt->leg)
		server_leg_forget(attempt->leg);
	if (!is_proxy(attempt))
		server_leg_close(attempt->leg);
	process_destroy(attempt->process);
	front_destroy(attempt->front);
	uv_close((uv_handle_t *)&attempt->deadline, on_closed);
	uv_close((uv_handle_t *)&attempt->settle, on_closed);
}

static void finish(struct client_attempt *attempt)
{
	struct client_request request = attempt->request;

	if (attempt->over)
		return;
	let_go(attempt);
	if (attempt->timed_out && !attempt->far_done)
		request.facts->end = END_DEADLINE;
	request.facts->duration_us = clock_now_us() - attempt->started_us;
	request.done(request.owner);
}

static void on_settle(uv_timer_t *timer)
{
	struct client_attempt *attempt = timer->data;

	if (!attempt->over && attempt->far_done && server_leg_quiet(attempt->leg))
		finish(attempt);
}

/* Never from within the connection that has just ended: the timer looks. */
static void look_soon(struct client_attempt *attempt)
{
	if (!attempt->over && attempt->far_done)
		uv_timer_start(&attempt->settle, on_settle, 0, SETTLE_MS);
}

static void on_leg_changed(void *owner)
{
	look_soon(owner);
}

static void on_deadline(uv_timer_t *timer);

static void far_done(struct client_attempt *attempt)
{
	attempt->far_done = true;
	uv_timer_start(&attempt->deadline, on_deadline, AFTERMATH_MS, 0);
	look_soon(attempt);
}

static void note_exit(struct client_attempt *attempt)
{
	struct observation *facts = attempt->request.facts;
	struct arena *arena = attempt->request.arena;

	observation_note(facts, arena, clock_now_us() - attempt->started_us, PARTY_NONE,
		arena_printf(arena, "the program %s", process_describe_exit(attempt->process, arena)), 0);
	facts->output = log_tail(attempt->process, 0, arena);
}

static void on_exited(void *owner)
{
	struct client_attempt *attempt = owner;
	struct observation *facts = attempt->request.facts;
	const struct target_client *client = &attempt->request.instance->plan->target->client;
	struct runner *runner = attempt->request.instance->runner;
	int value;

	runner->instances[attempt->request.instance->index].cpu_us += process_cpu_us(attempt->process);
	note_exit(attempt);
	if (attempt->timed_out) {
		finish(attempt);
		return;
	}
	facts->exited = true;
	if (process_exit_status(attempt->process, &value)) {
		facts->exit_status = value;
		facts->far_end = value < (int)COUNT_OF(client->success) && client->success[value]
			? FAR_SUCCESS
			: FAR_FAILURE;
	} else {
		facts->exit_signal = value;
		facts->crashed = process_crashed(attempt->process);
	}
	far_done(attempt);
}

static void on_front_done(void *owner)
{
	far_done(owner);
}

static void on_deadline(uv_timer_t *timer)
{
	struct client_attempt *attempt = timer->data;

	if (attempt->over)
		return;
	attempt->timed_out = true;
	if (!attempt->far_done && attempt->process && process_running(attempt->process))
		process_stop(attempt->process);
	else
		finish(attempt);
}

static void on_trouble(uv_timer_t *timer)
{
	finish(timer->data);
}

/* Told by a timer, so that `done` never comes from within start. */
static void fail_soon(struct client_attempt *attempt, const char *why)
{
	attempt->request.facts->trouble = why;
	uv_timer_start(&attempt->deadline, on_trouble, 0, 0);
}

static bool start_program(struct client_attempt *attempt, const char **why)
{
	const struct client_request *request = &attempt->request;
	const struct target *target = request->instance->plan->target;
	struct client_config config = {.place = request->place,
		.name = request->name,
		.token = request->token,
		.version = (int)request->tls.version};
	struct process_options options = {.program = target->program_path,
		.stop_signal = SIGTERM,
		.exited = on_exited,
		.owner = attempt};
	struct rendered rendered;

	config.server_port = server_leg_port(attempt->leg);
	if (!client_config_write(
			&rendered, &options.folder, request->instance, &config, request->arena, why))
		return false;
	/* a command line of the user's means the folder that he stands in */
	if (target->command)
		options.folder = NULL;
	options.args = rendered.args;
	options.environment = rendered.environment;
	options.input = rendered.input;
	attempt->process =
		process_start(&request->instance->runner->loop, &options, request->arena, why);
	return attempt->process != NULL;
}

static void start_front(struct client_attempt *attempt)
{
	const struct client_request *request = &attempt->request;
	struct front_request front = {.address = &request->instance->address,
		.ask = {.token = request->token, .host = request->name},
		.facts = request->facts,
		.arena = request->arena,
		.started_us = attempt->started_us,
		.done = on_front_done,
		.owner = attempt};

	attempt->front = front_start(&request->instance->runner->loop, &front);
}

static void expect_connections(struct client_attempt *attempt)
{
	const struct client_request *request = &attempt->request;
	struct server_leg_attempt leg = {.tls = request->tls,
		.token = request->token,
		.name = request->name,
		.facts = request->facts,
		.arena = request->arena,
		.started_us = attempt->started_us,
		.changed = on_leg_changed,
		.owner = attempt};

	server_leg_expect(attempt->leg, &leg);
}

struct client_attempt *client_attempt_start(const struct client_request *request)
{
	struct client_attempt *attempt = fatal_alloc(sizeof(*attempt));
	struct runner *runner = request->instance->runner;
	const char *why = NULL;

	memset(attempt, 0, sizeof(*attempt));
	attempt->request = *request;
	attempt->started_us = clock_now_us();
	uv_timer_init(&runner->loop, &attempt->deadline);
	uv_timer_init(&runner->loop, &attempt->settle);
	attempt->deadline.data = attempt->settle.data = attempt;
	attempt->open_handles = 2;
	uv_timer_start(&attempt->deadline, on_deadline, runner->options->deadline_ms, 0);
	attempt->leg = is_proxy(attempt)
		? request->instance->upstream
		: server_leg_listen(&runner->loop, runner->servers, request->arena, &why);
	if (!attempt->leg) {
		fail_soon(attempt, why);
		return attempt;
	}
	expect_connections(attempt);
	if (is_proxy(attempt))
		start_front(attempt);
	else if (!start_program(attempt, &why))
		fail_soon(attempt, why);
	return attempt;
}

void client_attempt_cancel(struct client_attempt *attempt)
{
	if (attempt && !attempt->over)
		let_go(attempt);
}
