/* HTTP without TLS, for ports that speak none and for clients that forget it. */
#include <stdlib.h>
#include <uv.h>

#include "attempt.h"
#include "clock.h"
#include "fatal.h"
#include "front.h"

struct attempt {
	struct attempt_request request;
	struct front *front;
	uv_timer_t deadline;
	uint64_t started_us;
};

static void on_closed(uv_handle_t *handle)
{
	free(handle->data);
}

static void let_go(struct attempt *attempt)
{
	front_destroy(attempt->front);
	attempt->front = NULL;
	uv_close((uv_handle_t *)&attempt->deadline, on_closed);
}

static void finish(struct attempt *attempt, enum connection_end end)
{
	struct observation *facts = attempt->request.facts;

	facts->end = end;
	facts->far_end = FAR_NONE; /* of targets that are clients */
	facts->request_sent = facts->connected;
	facts->duration_us = clock_now_us() - attempt->started_us;
	let_go(attempt);
	attempt->request.done(attempt->request.owner);
}

static void on_answered(void *owner)
{
	struct attempt *attempt = owner;
	const struct observation *facts = attempt->request.facts;

	finish(attempt, facts->http_status ? END_OURS : facts->connected ? END_FIN : END_REFUSED);
}

static void on_deadline(uv_timer_t *timer)
{
	struct attempt *attempt = timer->data;

	front_time_out(attempt->front, attempt->request.deadline_ms);
	finish(attempt, END_DEADLINE);
}

static struct attempt *plain_start(
	struct attempt_context *context, const struct attempt_request *request)
{
	struct attempt *attempt = fatal_alloc(sizeof(*attempt));
	struct front_request front = {.address = request->address,
		.proxy_protocol = (int)request->tls.opening.via.proxy_protocol,
		.ask = request->ask,
		.facts = request->facts,
		.traffic = request->traffic,
		.arena = request->arena,
		.done = on_answered,
		.owner = attempt};

	attempt->request = *request;
	attempt->started_us = front.started_us = clock_now_us();
	uv_timer_init(context->loop, &attempt->deadline);
	attempt->deadline.data = attempt;
	uv_timer_start(&attempt->deadline, on_deadline, request->deadline_ms, 0);
	attempt->front = front_start(context->loop, &front);
	return attempt;
}

const struct driver driver_plain = {.name = "plain", .start = plain_start, .cancel = let_go};
