/*
 * The driver of targets that are clients and connect when they like: it waits for the next
 * connection to our server, and the wire alone says how it went.
 */
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "attempt.h"
#include "clock.h"
#include "fatal.h"
#include "process_wait.h"
#include "server_leg.h"

enum { LOOK_MS = 1 };

struct attempt {
	struct attempt_request request;
	uv_timer_t deadline;
	uv_timer_t look;
	int open_handles;
	struct process_wait wait;
	bool over;
	uint64_t started_us;
};

static void on_closed(uv_handle_t *handle)
{
	struct attempt *attempt = handle->data;

	if (--attempt->open_handles == 0)
		free(attempt);
}

static void let_go(struct attempt *attempt)
{
	attempt->over = true;
	server_leg_forget(attempt->request.serving.leg);
	uv_close((uv_handle_t *)&attempt->deadline, on_closed);
	uv_close((uv_handle_t *)&attempt->look, on_closed);
}

/* It reports to nobody: its request came and was answered, or none came. */
static void finish(struct attempt *attempt, bool in_time)
{
	struct attempt_request request = attempt->request;
	struct observation *facts = request.facts;

	let_go(attempt);
	facts->connected = facts->connections > 0;
	facts->by_wire = true;
	if (in_time)
		facts->far_end = facts->token_received ? FAR_SUCCESS : FAR_FAILURE;
	else
		facts->end = END_DEADLINE;
	facts->duration_us = clock_now_us() - attempt->started_us;
	request.done(request.owner);
}

static void on_look(uv_timer_t *timer)
{
	struct attempt *attempt = timer->data;

	if (!attempt->over && server_leg_quiet(attempt->request.serving.leg))
		finish(attempt, true);
}

/* Never from within the connection that has just ended: the timer looks. */
static void on_leg_changed(void *owner)
{
	struct attempt *attempt = owner;

	if (!attempt->over)
		uv_timer_start(&attempt->look, on_look, 0, LOOK_MS);
}

/* One that the machine has let run too little has more time. */
static void on_deadline(uv_timer_t *timer)
{
	struct attempt *attempt = timer->data;
	uint64_t left_ms = attempt->over ? 0 : process_wait_left_ms(&attempt->wait);

	if (left_ms)
		uv_timer_start(timer, on_deadline, left_ms, 0);
	else if (!attempt->over)
		finish(attempt, false);
}

static void init_timer(struct attempt *attempt, struct uv_loop_s *loop, uv_timer_t *timer)
{
	uv_timer_init(loop, timer);
	timer->data = attempt;
	attempt->open_handles++;
}

static struct attempt *await_daemon(
	struct attempt_context *context, const struct attempt_request *request)
{
	struct attempt *attempt = fatal_alloc(sizeof(*attempt));
	struct server_leg_attempt leg = {.tls = request->serving.tls,
		.token = request->ask.token,
		.any_request = true,
		.reply = request->serving.reply,
		.name = request->serving.name,
		.facts = request->facts,
		.traffic = request->traffic,
		.arena = request->arena,
		.changed = on_leg_changed,
		.owner = attempt};

	memset(attempt, 0, sizeof(*attempt));
	attempt->request = *request;
	attempt->started_us = leg.started_us = clock_now_us();
	process_wait_begin(&attempt->wait, request->serving.daemon, request->deadline_ms);
	init_timer(attempt, context->loop, &attempt->deadline);
	init_timer(attempt, context->loop, &attempt->look);
	uv_timer_start(&attempt->deadline, on_deadline, request->deadline_ms, 0);
	server_leg_expect(request->serving.leg, &leg);
	return attempt;
}

static void forget_daemon(struct attempt *attempt)
{
	if (!attempt->over)
		let_go(attempt);
}

const struct driver driver_daemon = {
	.name = "daemon", .start = await_daemon, .cancel = forget_daemon};
