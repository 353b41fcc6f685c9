/* The drivers of targets that are clients: programs and proxies. */
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "arena.h"
#include "attempt.h"
#include "clock.h"
#include "fatal.h"
#include "front.h"
#include "log_tail.h"
#include "process.h"
#include "redirector.h"
#include "leg_facts.h"
#include "server_leg.h"
#include "tls_relay.h"

enum {
	SETTLE_MS = 1,
	/* the connections of a program that has ended, or of a request that was answered, end with
	 * it */
	AFTERMATH_MS = 1000,
};

struct attempt {
	struct attempt_request request;
	struct server_leg *leg; /* of this connection, or a proxy's */
	struct redirector *redirector; /* by which a program comes there, or NULL */
	struct tls_relay *relay; /* of a program that is led there by TLS, or NULL */
	struct observation relayed;
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

static bool is_proxy(const struct attempt *attempt)
{
	return attempt->request.serving.leg != NULL;
}

static void on_closed(uv_handle_t *handle)
{
	struct attempt *attempt = handle->data;

	if (--attempt->open_handles == 0)
		free(attempt);
}

static void let_go(struct attempt *attempt)
{
	attempt->over = true;
	if (attempt->relay) {
		tls_relay_close(attempt->relay);
		leg_facts_add_relay(attempt->request.facts, &attempt->relayed, attempt->request.arena);
	}
	if (attempt->leg)
		server_leg_forget(attempt->leg);
	redirector_close(attempt->redirector, attempt->request.facts);
	if (!is_proxy(attempt))
		server_leg_close(attempt->leg);
	process_destroy(attempt->process);
	front_destroy(attempt->front);
	uv_close((uv_handle_t *)&attempt->deadline, on_closed);
	uv_close((uv_handle_t *)&attempt->settle, on_closed);
}

static void finish(struct attempt *attempt)
{
	struct attempt_request request = attempt->request;

	if (attempt->over)
		return;
	let_go(attempt);
	if (attempt->timed_out && !attempt->far_done)
		request.facts->end = END_DEADLINE;
	/* not when it ended: one that sends and forgets may be gone before our answer is */
	if (request.serving.wire_decides && request.facts->exited)
		request.facts->far_end =
			request.facts->token_received && request.facts->answer_sent ? FAR_SUCCESS : FAR_FAILURE;
	request.facts->duration_us = clock_now_us() - attempt->started_us;
	request.done(request.owner);
}

static bool is_quiet(const struct attempt *attempt)
{
	return server_leg_quiet(attempt->leg) &&
		(!attempt->redirector || redirector_quiet(attempt->redirector)) &&
		(!attempt->relay || tls_relay_quiet(attempt->relay));
}

static void on_settle(uv_timer_t *timer)
{
	struct attempt *attempt = timer->data;

	if (!attempt->over && attempt->far_done && is_quiet(attempt))
		finish(attempt);
}

/* Never from within the connection that has just ended: the timer looks. */
static void look_soon(struct attempt *attempt)
{
	if (!attempt->over && attempt->far_done)
		uv_timer_start(&attempt->settle, on_settle, 0, SETTLE_MS);
}

static void on_leg_changed(void *owner)
{
	look_soon(owner);
}

static void on_deadline(uv_timer_t *timer);

static void far_done(struct attempt *attempt)
{
	attempt->far_done = true;
	uv_timer_start(&attempt->deadline, on_deadline, AFTERMATH_MS, 0);
	look_soon(attempt);
}

static void note_exit(struct attempt *attempt)
{
	struct observation *facts = attempt->request.facts;
	struct arena *arena = attempt->request.arena;

	observation_note(facts, arena, clock_now_us() - attempt->started_us, PARTY_NONE,
		arena_printf(arena, "the program %s", process_describe_exit(attempt->process, arena)), 0);
	facts->output = log_tail(attempt->process, 0, arena);
}

static bool says_success(const struct attempt *attempt)
{
	const struct attempt_serving *serving = &attempt->request.serving;
	size_t len;
	const char *log = process_log(attempt->process, &len);

	for (size_t i = 0; i < serving->success_text_count; i++) {
		if (memmem(log, len, serving->success_texts[i], strlen(serving->success_texts[i])))
			return true;
	}
	return serving->success_text_count == 0;
}

static bool is_success(const struct attempt *attempt, int status)
{
	const struct attempt_serving *serving = &attempt->request.serving;

	return status < (int)serving->success_count && serving->success[status] &&
		says_success(attempt);
}

static void on_exited(void *owner)
{
	struct attempt *attempt = owner;
	struct observation *facts = attempt->request.facts;
	const struct attempt_serving *serving = &attempt->request.serving;
	int value;

	*serving->cpu_us += process_cpu_us(attempt->process);
	note_exit(attempt);
	if (attempt->timed_out) {
		finish(attempt);
		return;
	}
	facts->exited = true;
	if (process_exit_status(attempt->process, &value)) {
		facts->exit_status = value;
		facts->far_end = is_success(attempt, value) ? FAR_SUCCESS : FAR_FAILURE;
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

/* A program that the machine has let run too little gets more time. */
static bool wait_longer(struct attempt *attempt)
{
	uint64_t left_ms;

	if (attempt->far_done || !attempt->process)
		return false;
	left_ms = process_time_left_ms(attempt->process);
	if (!left_ms)
		return false;
	observation_note(attempt->request.facts, attempt->request.arena,
		clock_now_us() - attempt->started_us, PARTY_NONE,
		"the machine is short of processors: the program gets more time", 0);
	uv_timer_start(&attempt->deadline, on_deadline, left_ms, 0);
	return true;
}

static void on_deadline(uv_timer_t *timer)
{
	struct attempt *attempt = timer->data;

	if (attempt->over || wait_longer(attempt))
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
static void fail_soon(struct attempt *attempt, const char *why)
{
	attempt->request.facts->trouble = why;
	uv_timer_start(&attempt->deadline, on_trouble, 0, 0);
}

static bool lead_by_redirector(struct uv_loop_s *loop, struct attempt *attempt, const char **why)
{
	const struct attempt_request *request = &attempt->request;
	const struct redirector_options options = {.tls = request->serving.redirector,
		.name = request->serving.redirector_name,
		.onward = attempt->leg,
		.onward_name = request->serving.name,
		.token = request->ask.token,
		.traffic = request->traffic,
		.arena = request->arena,
		.started_us = attempt->started_us,
		.changed = on_leg_changed,
		.owner = attempt};

	attempt->redirector = redirector_open(loop, request->serving.servers, &options, why);
	return attempt->redirector != NULL;
}

static bool lead_by_relay(
	struct uv_loop_s *loop, struct attempt *attempt, int port, const char **why)
{
	const struct attempt_request *request = &attempt->request;
	struct tls_relay_options options = {.tls = request->serving.proxy,
		.port = port,
		.facts = &attempt->relayed,
		.traffic = request->traffic,
		.arena = request->arena,
		.changed = on_leg_changed,
		.owner = attempt};

	options.tls.start_us = attempt->started_us;
	observation_init(&attempt->relayed);
	attempt->relay = tls_relay_listen(loop, request->serving.servers, &options, why);
	return attempt->relay != NULL;
}

static bool start_program(struct uv_loop_s *loop, struct attempt *attempt, const char **why)
{
	const struct attempt_request *request = &attempt->request;
	struct attempt_ports ports = {.server = server_leg_port(attempt->leg)};
	struct process_options options = {0};

	if (request->serving.redirector.credential && !lead_by_redirector(loop, attempt, why))
		return false;
	if (attempt->redirector)
		ports.server = redirector_port(attempt->redirector);
	if (request->serving.proxy.credential && !lead_by_relay(loop, attempt, ports.server, why))
		return false;
	if (attempt->relay)
		ports.proxy = tls_relay_port(attempt->relay);
	if (!request->serving.prepare(
			request->serving.prepare_owner, &options, &ports, request->arena, why))
		return false;
	options.expected_ms = request->deadline_ms;
	options.exited = on_exited;
	options.owner = attempt;
	attempt->process = process_start(loop, &options, request->arena, why);
	return attempt->process != NULL;
}

static void start_front(struct uv_loop_s *loop, struct attempt *attempt)
{
	const struct attempt_request *request = &attempt->request;
	struct front_request front = {.address = request->address,
		.ask = request->ask,
		.facts = request->facts,
		.traffic = request->traffic,
		.arena = request->arena,
		.started_us = attempt->started_us,
		.done = on_front_done,
		.owner = attempt};

	attempt->front = front_start(loop, &front);
}

static void expect_connections(struct attempt *attempt)
{
	const struct attempt_request *request = &attempt->request;
	struct server_leg_attempt leg = {.tls = request->serving.tls,
		.token = request->ask.token,
		.any_request = !is_proxy(attempt),
		.asks_first = request->serving.asks_first,
		.reply = request->serving.reply,
		.name = request->serving.name,
		.facts = request->facts,
		.traffic = request->traffic,
		.arena = request->arena,
		.started_us = attempt->started_us,
		.changed = on_leg_changed,
		.owner = attempt};

	server_leg_expect(attempt->leg, &leg);
}

static struct attempt *start(struct attempt_context *context, const struct attempt_request *request)
{
	struct attempt *attempt = fatal_alloc(sizeof(*attempt));
	const char *why = NULL;

	memset(attempt, 0, sizeof(*attempt));
	attempt->request = *request;
	attempt->started_us = clock_now_us();
	uv_timer_init(context->loop, &attempt->deadline);
	uv_timer_init(context->loop, &attempt->settle);
	attempt->deadline.data = attempt->settle.data = attempt;
	attempt->open_handles = 2;
	uv_timer_start(&attempt->deadline, on_deadline, request->deadline_ms, 0);
	attempt->leg = is_proxy(attempt)
		? request->serving.leg
		: server_leg_listen(context->loop, request->serving.servers, request->arena, &why);
	if (!attempt->leg) {
		fail_soon(attempt, why);
		return attempt;
	}
	expect_connections(attempt);
	if (is_proxy(attempt))
		start_front(context->loop, attempt);
	else if (!start_program(context->loop, attempt, &why))
		fail_soon(attempt, why);
	return attempt;
}

static void cancel(struct attempt *attempt)
{
	if (!attempt->over)
		let_go(attempt);
}

const struct driver driver_program = {.name = "program", .start = start, .cancel = cancel};
const struct driver driver_proxy = {.name = "proxy", .start = start, .cancel = cancel};
