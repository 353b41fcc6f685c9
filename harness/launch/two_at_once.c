#include "two_at_once.h"

#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "arena.h"
#include "bench.h"
#include "clock.h"
#include "connection.h"
#include "fatal.h"
#include "instance.h"
#include "stream.h"
#include "tls_client.h"
#include "tls_send.h"

enum {
	VISITORS = 2,
	TIMES_THE_FIRST = 5, /* that the second may take */
	PATIENCE_MIN_MS = 500,
	US_PER_MS = 1000,
};

enum phase { FIRST_COMES, SECOND_COMES, FIRST_GONE };

struct visitor {
	struct two_at_once *pair;
	struct stream stream;
	struct tls_client *client; /* NULL: has not come, or is gone */
	struct observation facts;
};

struct two_at_once {
	struct instance *instance;
	struct two_at_once_news news;
	struct tls_client_options tls;
	struct visitor visitors[VISITORS];
	enum phase phase;
	uint64_t began_us;
	uv_timer_t timer;
	int open_handles;
	struct arena arena;
};

static void let_go(struct two_at_once *pair)
{
	if (--pair->open_handles > 0)
		return;
	arena_finish(&pair->arena);
	free(pair);
}

static void on_stream_closed(void *owner)
{
	let_go(((struct visitor *)owner)->pair);
}

static void on_timer_closed(uv_handle_t *handle)
{
	let_go(handle->data);
}

static void leave(struct visitor *visitor)
{
	if (!visitor->client)
		return;
	tls_send_goodbye(visitor->client, &visitor->stream);
	tls_client_destroy(visitor->client);
	visitor->client = NULL;
	stream_close(&visitor->stream);
}

void two_at_once_cancel(struct two_at_once *pair)
{
	if (!pair)
		return;
	for (size_t i = 0; i < VISITORS; i++)
		leave(&pair->visitors[i]);
	uv_close((uv_handle_t *)&pair->timer, on_timer_closed);
}

static void finish(struct two_at_once *pair, bool one_at_a_time)
{
	const struct two_at_once_news news = pair->news;

	two_at_once_cancel(pair);
	news.done(news.owner, one_at_a_time);
}

static void on_time(uv_timer_t *timer);

static void wait_for(struct two_at_once *pair, enum phase phase, uint64_t ms)
{
	pair->phase = phase;
	uv_timer_start(&pair->timer, on_time, ms, 0);
}

static void come(struct two_at_once *pair, size_t number);

/* One has shaken hands. */
static void on_shaken(struct two_at_once *pair)
{
	uint64_t took_ms = (clock_now_us() - pair->began_us) / US_PER_MS;
	uint64_t patience_ms = took_ms * TIMES_THE_FIRST;

	if (pair->phase != FIRST_COMES) {
		finish(pair, pair->phase == FIRST_GONE);
		return;
	}
	wait_for(pair, SECOND_COMES, patience_ms < PATIENCE_MIN_MS ? PATIENCE_MIN_MS : patience_ms);
	come(pair, 1);
}

static bool is_awaited(const struct visitor *visitor)
{
	return visitor == &visitor->pair->visitors[visitor->pair->phase != FIRST_COMES];
}

static void on_data(void *owner, const char *data, size_t len)
{
	struct visitor *visitor = owner;

	tls_client_receive(visitor->client, (const uint8_t *)data, len);
	tls_send(visitor->client, &visitor->stream);
	if (is_awaited(visitor) && visitor->facts.handshake_done)
		on_shaken(visitor->pair);
	else if (tls_client_ended(visitor->client))
		finish(visitor->pair, false);
}

static void on_ended(void *owner, int error)
{
	(void)error;
	finish(((struct visitor *)owner)->pair, false);
}

static void on_connected(void *owner, int error)
{
	struct visitor *visitor = owner;

	if (error)
		on_ended(owner, error);
	else
		tls_send(visitor->client, &visitor->stream);
}

static const struct stream_calls calls = {
	.connected = on_connected, .data = on_data, .ended = on_ended, .closed = on_stream_closed};

static void come(struct two_at_once *pair, size_t number)
{
	struct visitor *visitor = &pair->visitors[number];
	struct bench *bench = pair->instance->bench;

	observation_init(&visitor->facts);
	visitor->pair = pair;
	visitor->client = tls_client_create(bench->tls, &pair->tls, &visitor->facts, &pair->arena);
	bench->connections++;
	pair->open_handles++;
	stream_init(&visitor->stream, bench->loop, &calls, visitor);
	/* where that fails, the timer ends it */
	(void)!stream_connect(&visitor->stream, instance_address(pair->instance, MAIN_LISTENER));
}

/* Who stands in line for the first one goes on when that leaves. */
static void on_time(uv_timer_t *timer)
{
	struct two_at_once *pair = timer->data;

	if (pair->phase != SECOND_COMES) {
		finish(pair, false);
		return;
	}
	leave(&pair->visitors[0]);
	wait_for(pair, FIRST_GONE, pair->instance->bench->options->deadline_ms);
}

struct two_at_once *two_at_once_start(struct instance *instance,
	const struct credential *credential, enum tls_version version,
	const struct two_at_once_news *news)
{
	struct two_at_once *pair = fatal_alloc(sizeof(*pair));
	const struct target *target = instance->plan->target;
	const char *why = NULL;

	memset(pair, 0, sizeof(*pair));
	arena_init(&pair->arena);
	pair->instance = instance;
	pair->news = *news;
	pair->tls = (struct tls_client_options){.credential = credential,
		.version = version,
		.server_name = connection_server_name(target)};
	/* without its root the first handshake fails, and nothing is known */
	(void)!connection_trust(&pair->tls, instance->bench, target, &why);
	pair->began_us = clock_now_us();
	uv_timer_init(instance->bench->loop, &pair->timer);
	pair->timer.data = pair;
	pair->open_handles = 1;
	wait_for(pair, FIRST_COMES, instance->bench->options->deadline_ms);
	come(pair, 0);
	return pair;
}
