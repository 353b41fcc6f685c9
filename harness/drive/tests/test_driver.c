/* What arrives of a request, by each driver that can do without TLS. */
#include <string.h>
#include <uv.h>

#include "arena.h"
#include "attempt.h"
#include "backend.h"
#include "http.h"
#include "socket_address.h"
#include "unit.h"

enum { LONG = 20000, DEADLINE_MS = 60000 };

struct bench {
	uv_loop_t loop;
	struct attempt_context context;
	struct arena arena;
	struct observation facts;
	struct sockaddr_storage address;
	struct backend *backend;
	const char *target; /* as it arrived */
	const char *host;
};

static void on_request(void *owner, const char *token, const struct http_message *message,
	const struct proxy_header *proxy)
{
	struct bench *bench = owner;

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
		.arena = &bench->arena,
		.done = on_done,
		.owner = bench};
	const char *why = NULL;

	observation_init(&bench->facts);
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

int main(void)
{
	const struct unit_case cases[] = {{"driver", {long_paths_and_hosts_arrive}}};

	return unit_run("driver", cases, COUNT_OF(cases));
}
