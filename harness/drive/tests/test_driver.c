/* What arrives of a request, by each driver that can do without TLS. */
#include <string.h>
#include <uv.h>

#include "arena.h"
#include "attempt.h"
#include "backend.h"
#include "http.h"
#include "socket_address.h"
#include "traffic.h"
#include "unit.h"

enum { LONG = 20000, DEADLINE_MS = 60000 };

struct bench {
	uv_loop_t loop;
	struct attempt_context context;
	struct arena arena;
	struct observation facts;
	struct traffic traffic;
	struct sockaddr_storage address;
	struct backend *backend;
	const char *target; /* as it arrived */
	const char *host;
};

static void on_request(void *owner, int number, const char *token,
	const struct http_message *message, const struct proxy_header *proxy)
{
	struct bench *bench = owner;

	(void)number;
	(void)token;
	(void)proxy;
	bench->target = arena_strdup(&bench->arena, message->target);
	bench->host = arena_strdup(&bench->arena, http_header(message, "host"));
}

static void on_done(void *owner)
{
	struct bench *bench = owner;

	backend_stop(bench->backend);
	attempt_context_finish(&bench->context);
}

static void ask(struct bench *bench, const struct driver *driver, struct attempt_ask ask)
{
	struct backend_options options = {.host = "127.0.0.1", .request = on_request, .owner = bench};
	struct attempt_request request = {.plain = true,
		.address = &bench->address,
		.deadline_ms = DEADLINE_MS,
		.ask = ask,
		.facts = &bench->facts,
		.traffic = &bench->traffic,
		.arena = &bench->arena,
		.done = on_done,
		.owner = bench};
	const char *why = NULL;

	observation_init(&bench->facts);
	traffic_init(&bench->traffic, &bench->arena);
	uv_loop_init(&bench->loop);
	attempt_context_init(&bench->context, &bench->loop, NULL);
	bench->backend = backend_start(&bench->loop, &options, &bench->arena, &why);
	ck_assert_ptr_nonnull(bench->backend);
	ck_assert_int_eq(
		socket_address_parse(&bench->address, "127.0.0.1", backend_port(bench->backend)), 0);
	driver->start(&bench->context, &request);
	uv_run(&bench->loop, UV_RUN_DEFAULT);
	ck_assert_int_eq(uv_loop_close(&bench->loop), 0);
}

static char *long_text(struct arena *arena, char first)
{
	char *text = arena_alloc(arena, LONG + 1);

	memset(text, 'x', LONG);
	text[0] = first;
	text[LONG] = '\0';
	return text;
}

/* Whatever a scenario says is sent as a whole: a path that is cut asks for something else. */
START_TEST(long_paths_and_hosts_arrive)
{
	const struct driver *const drivers[] = {&driver_plain, &driver_http};

	for (size_t i = 0; i < COUNT_OF(drivers); i++) {
		struct bench bench = {0};
		struct attempt_ask asked = {.token = "t"};

		arena_init(&bench.arena);
		asked.path = long_text(&bench.arena, '/');
		asked.host = "a.test";
		ask(&bench, drivers[i], asked);
		ck_assert_msg(bench.target && strcmp(bench.target, asked.path) == 0,
			"%s: of the path came %zu bytes", drivers[i]->name,
			bench.target ? strlen(bench.target) : 0);
		asked.path = "/";
		asked.host = long_text(&bench.arena, 'h');
		ask(&bench, drivers[i], asked);
		ck_assert_msg(bench.host && strcmp(bench.host, asked.host) == 0,
			"%s: of the host came %zu bytes", drivers[i]->name,
			bench.host ? strlen(bench.host) : 0);
		arena_finish(&bench.arena);
	}
}
END_TEST

static const char *said(struct bench *bench, enum traffic_party by)
{
	const char *out = "";

	for (size_t i = 0; i < bench->traffic.event_count; i++) {
		const struct traffic_event *event = &bench->traffic.events[i];

		if (event->kind == TRAFFIC_DATA && event->by == by)
			out = arena_printf(
				&bench->arena, "%s%.*s", out, (int)event->len, (const char *)event->data);
	}
	return out;
}

/* Every byte of both sides, though of libcurl's socket we see none. */
START_TEST(all_bytes_are_recorded)
{
	const struct driver *const drivers[] = {&driver_plain, &driver_http};

	for (size_t i = 0; i < COUNT_OF(drivers); i++) {
		const struct attempt_ask asked = {.token = "t", .path = "/a", .host = "a.test"};
		struct bench bench = {0};
		const struct conversation *one;
		const char *answer;

		arena_init(&bench.arena);
		ask(&bench, drivers[i], asked);
		ck_assert_uint_eq(bench.traffic.conversation_count, 1);
		one = bench.traffic.conversations[0];
		ck_assert_ptr_nonnull(strstr(said(&bench, TRAFFIC_OURS), "GET /a HTTP/1.1\r\n"));
		ck_assert_ptr_nonnull(strstr(said(&bench, TRAFFIC_OURS), "\r\n\r\n"));
		answer = said(&bench, TRAFFIC_THEIRS);
		ck_assert_msg(strncmp(answer, "HTTP/1.1 200", 12) == 0, "%s", answer);
		ck_assert_ptr_nonnull(strstr(answer, "\r\n\r\n"));
		ck_assert_int_ne(socket_address_port(&one->ends[TRAFFIC_OURS]), 0);
		ck_assert_int_eq(
			socket_address_port(&one->ends[TRAFFIC_THEIRS]), socket_address_port(&bench.address));
		ck_assert(one->opened && (one->ended[TRAFFIC_OURS] || one->ended[TRAFFIC_THEIRS]));
		arena_finish(&bench.arena);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"driver", {long_paths_and_hosts_arrive, all_bytes_are_recorded}}};

	return unit_run("driver", cases, COUNT_OF(cases));
}
