/* Two streams on one loop, one of which connects to the other. */
#include <string.h>

#include "arena.h"
#include "socket_address.h"
#include "stream.h"
#include "traffic.h"
#include "unit.h"

enum { LARGE = 3 * 1024 * 1024, TICK_MS = 25 };

struct side {
	struct stream stream;
	struct pair *pair;
	size_t received;
	size_t pieces;
	size_t written; /* calls */
	int connected; /* 1: not told */
	int ended;
	bool closed;
};

/* What a test does as things happen. */
struct plan {
	void (*accepted)(struct pair *pair);
	void (*came)(struct pair *pair); /* to the server's side */
	bool slow; /* each piece is much work */
	bool recorded;
};

struct pair {
	uv_loop_t loop;
	uv_tcp_t listener;
	uv_timer_t other; /* that must have its turn */
	size_t in_a_row; /* pieces without a turn of it */
	size_t most_in_a_row;
	struct side client;
	struct side server;
	const struct plan *plan;
	struct arena arena;
	struct traffic traffic[2]; /* of the client, and of the server */
};

static void close_all(struct pair *pair)
{
	stream_close(&pair->client.stream);
	stream_close(&pair->server.stream);
	stream_close(&pair->server.stream);
	if (!uv_is_closing((uv_handle_t *)&pair->listener))
		uv_close((uv_handle_t *)&pair->listener, NULL);
	if (!uv_is_closing((uv_handle_t *)&pair->other))
		uv_close((uv_handle_t *)&pair->other, NULL);
}

static void on_connected(void *owner, int error)
{
	struct side *side = owner;

	side->connected = error;
	if (error)
		close_all(side->pair);
}

static void on_data(void *owner, const char *data, size_t len)
{
	struct side *side = owner;
	uint64_t start = uv_hrtime();
	size_t right = 0;

	/* an assertion costs a system call */
	while (right < len && data[right] == 'x')
		right++;
	ck_assert_uint_eq(right, len);
	side->received += len;
	side->pieces++;
	while (side->pair->plan->slow && uv_hrtime() - start < TICK_MS * UINT64_C(1000000))
		continue;
	if (side->pair->plan->came)
		side->pair->plan->came(side->pair);
}

static void on_ended(void *owner, int error)
{
	struct side *side = owner;

	side->ended = error;
	close_all(side->pair);
}

static void on_written(void *owner, int error)
{
	struct side *side = owner;

	ck_assert_int_eq(error, 0);
	ck_assert(!stream_is_writing(&side->stream));
	side->written++;
}

static void on_closed(void *owner)
{
	struct side *side = owner;

	ck_assert(!side->closed);
	side->closed = true;
}

static const struct stream_calls calls = {on_connected, on_data, on_ended, on_written, on_closed};

static void on_connection(uv_stream_t *listener, int status)
{
	struct pair *pair = listener->data;

	ck_assert_int_eq(status, 0);
	ck_assert_int_eq(stream_accept(&pair->server.stream, listener), 0);
	if (pair->plan->accepted)
		pair->plan->accepted(pair);
}

static void on_tick(uv_timer_t *timer)
{
	struct pair *pair = timer->data;

	pair->in_a_row = 0;
}

static void run_with(
	struct pair *pair, const struct plan *plan, bool listens, const struct stream_calls *of_both)
{
	struct sockaddr_storage address;

	memset(pair, 0, sizeof(*pair));
	pair->plan = plan;
	pair->client.pair = pair->server.pair = pair;
	pair->client.connected = 1;
	uv_loop_init(&pair->loop);
	uv_timer_init(&pair->loop, &pair->other);
	pair->listener.data = pair->other.data = pair;
	ck_assert_int_eq(stream_listen(&pair->listener, &pair->loop, "127.0.0.1", 0, on_connection), 0);
	ck_assert_int_eq(
		socket_address_parse(&address, "127.0.0.1", stream_listener_port(&pair->listener)), 0);
	stream_init(&pair->client.stream, &pair->loop, of_both, &pair->client);
	stream_init(&pair->server.stream, &pair->loop, of_both, &pair->server);
	arena_init(&pair->arena);
	for (int i = 0; i < 2; i++)
		traffic_init(&pair->traffic[i], &pair->arena);
	stream_record(&pair->client.stream, plan->recorded ? &pair->traffic[0] : NULL);
	stream_record(&pair->server.stream, plan->recorded ? &pair->traffic[1] : NULL);
	if (!listens) {
		uv_close((uv_handle_t *)&pair->listener, NULL);
		uv_run(&pair->loop, UV_RUN_NOWAIT);
	}
	ck_assert_int_eq(stream_connect(&pair->client.stream, &address), 0);
	uv_run(&pair->loop, UV_RUN_DEFAULT);
	ck_assert(pair->client.closed && pair->server.closed);
	ck_assert_int_eq(uv_loop_close(&pair->loop), 0);
}

static void run(struct pair *pair, const struct plan *plan, bool listens)
{
	run_with(pair, plan, listens, &calls);
}

static char large[LARGE];

static void write_twice_and_shut(struct pair *pair)
{
	memset(large, 'x', sizeof(large));
	ck_assert_int_eq(stream_write(&pair->server.stream, large, sizeof(large)), 0);
	ck_assert_int_eq(stream_write(&pair->server.stream, "xyz", 1), 0);
	/* what was given is a copy */
	memset(large, 'y', sizeof(large));
	ck_assert(stream_is_writing(&pair->server.stream));
	stream_shut(&pair->server.stream);
}

START_TEST(all_that_is_written_comes_and_then_the_end)
{
	static const struct plan plan = {.accepted = write_twice_and_shut};
	static struct pair pair;

	run(&pair, &plan, true);
	ck_assert_int_eq(pair.client.connected, 0);
	ck_assert_uint_eq(pair.client.received, LARGE + 1);
	ck_assert_int_eq(pair.client.ended, UV_EOF);
	ck_assert_uint_eq(pair.server.written, 1);
}
END_TEST

START_TEST(nobody_listens)
{
	static const struct plan plan = {0};
	static struct pair pair;

	run(&pair, &plan, false);
	ck_assert_int_eq(pair.client.connected, UV_ECONNREFUSED);
}
END_TEST

static void greet(struct pair *pair)
{
	ck_assert_int_eq(stream_write(&pair->server.stream, "xx", 2), 0);
}

static void answer_and_close(struct pair *pair)
{
	ck_assert_uint_eq(pair->client.pieces, 1);
	stream_write(&pair->client.stream, "xxx", 3);
	stream_shut(&pair->client.stream);
	stream_close(&pair->client.stream);
}

static void greeted(void *owner, const char *data, size_t len)
{
	struct side *side = owner;

	on_data(owner, data, len);
	if (side == &side->pair->client)
		answer_and_close(side->pair);
}

/* Of one side's record: who opened, who said how much, who ended, in this order. */
static const char *told(struct pair *pair, const struct traffic *traffic)
{
	static const char *const parties[] = {[TRAFFIC_OURS] = "ours", [TRAFFIC_THEIRS] = "theirs"};
	const char *out = "";

	for (size_t i = 0; i < traffic->event_count; i++) {
		const struct traffic_event *event = &traffic->events[i];

		out = arena_printf(&pair->arena,
			event->kind == TRAFFIC_OPENED     ? "%s%s opens\n"
				: event->kind == TRAFFIC_DATA ? "%s%s %zu\n"
											  : "%s%s ends\n",
			out, parties[event->by], event->len);
	}
	return out;
}

/* What both ends tell of one connection is the same, and so are its ports. */
START_TEST(both_ends_are_recorded)
{
	static const struct stream_calls greeting = {
		on_connected, greeted, on_ended, on_written, on_closed};
	static const struct plan plan = {.accepted = greet, .recorded = true};
	static struct pair pair;
	const struct conversation *near;
	const struct conversation *far;

	run_with(&pair, &plan, true, &greeting);
	ck_assert_str_eq(told(&pair, &pair.traffic[0]), "ours opens\ntheirs 2\nours 3\nours ends\n");
	ck_assert_str_eq(
		told(&pair, &pair.traffic[1]), "theirs opens\nours 2\ntheirs 3\ntheirs ends\nours ends\n");
	near = pair.traffic[0].conversations[0];
	far = pair.traffic[1].conversations[0];
	ck_assert_int_ne(socket_address_port(&near->ends[TRAFFIC_OURS]), 0);
	for (int i = 0; i < TRAFFIC_PARTY_COUNT; i++)
		ck_assert_int_eq(
			socket_address_port(&near->ends[i]), socket_address_port(&far->ends[1 - i]));
	ck_assert_mem_eq(pair.traffic[1].events[2].data, "xxx", 3);
	arena_finish(&pair.arena);
}
END_TEST

/* A refusal is one; and what is recorded nowhere costs nothing. */
START_TEST(a_refusal_is_recorded)
{
	static const struct plan plan = {.recorded = true};
	static struct pair pair;

	run(&pair, &plan, false);
	ck_assert_str_eq(told(&pair, &pair.traffic[0]), "theirs ends\n");
	ck_assert_int_eq(pair.traffic[0].events[0].end, TRAFFIC_RESET);
	ck_assert_uint_eq(pair.traffic[1].conversation_count, 0);
	arena_finish(&pair.arena);
}
END_TEST

static void write_much_and_close(struct pair *pair)
{
	memset(large, 'x', sizeof(large));
	ck_assert_int_eq(stream_write(&pair->server.stream, large, sizeof(large)), 0);
	close_all(pair);
}

/* What was under way is freed, and nobody is told of it. */
START_TEST(closed_while_writing)
{
	static const struct plan plan = {.accepted = write_much_and_close};
	static struct pair pair;

	run(&pair, &plan, true);
	ck_assert_uint_eq(pair.server.written, 0);
	ck_assert_int_eq(pair.client.ended, 0);
}
END_TEST

static void flood(struct pair *pair)
{
	memset(large, 'x', sizeof(large));
	uv_timer_start(&pair->other, on_tick, 1, 1);
	ck_assert_int_eq(stream_write(&pair->client.stream, large, sizeof(large)), 0);
}

static void close_after_some(struct pair *pair)
{
	if (++pair->in_a_row > pair->most_in_a_row)
		pair->most_in_a_row = pair->in_a_row;
	if (pair->server.pieces == 8)
		close_all(pair);
}

/* A timer comes after each piece that is much work, not after 32 of them. */
START_TEST(slow_reading_gives_way)
{
	static const struct plan plan = {.accepted = flood, .came = close_after_some, .slow = true};
	static struct pair pair;

	run(&pair, &plan, true);
	ck_assert_uint_eq(pair.server.pieces, 8);
	ck_assert_uint_eq(pair.most_in_a_row, 1);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"stream",
		{all_that_is_written_comes_and_then_the_end, nobody_listens, closed_while_writing,
			slow_reading_gives_way, both_ends_are_recorded, a_refusal_is_recorded}}};

	return unit_run("stream", cases, COUNT_OF(cases));
}
