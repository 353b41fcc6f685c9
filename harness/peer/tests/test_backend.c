/* Our backend and requests of any size: a socket of the test's own on one side. */
#include <string.h>
#include <uv.h>

#include "arena.h"
#include "backend.h"
#include "buf.h"
#include "http.h"
#include "text.h"
#include "token.h"
#include "unit.h"

enum { DEADLINE_MS = 60000 };

struct talk {
	uv_loop_t loop;
	struct backend *backend;
	uv_tcp_t socket;
	uv_connect_t connecting;
	uv_write_t writing;
	uv_timer_t deadline;
	struct buf request;
	struct buf answer;
	char chunk[65536];
	size_t told; /* requests that the owner was told of */
	size_t fetched; /* and those for what a certificate promises */
	bool ended; /* by the backend */
	bool (*asked)(void *owner, const char *token, const struct http_message *question,
		struct arena *arena, struct backend_reply *out);
};

static void on_request(void *owner, int number, const char *token,
	const struct http_message *message, const struct proxy_header *proxy)
{
	struct talk *talk = owner;

	ck_assert_int_eq(number, 7);
	ck_assert(!proxy && message->header_count > 0);
	ck_assert_str_eq(token, "t");
	talk->told++;
}

static void stop(struct talk *talk)
{
	uv_close((uv_handle_t *)&talk->socket, NULL);
	uv_close((uv_handle_t *)&talk->deadline, NULL);
	backend_stop(talk->backend);
}

static void on_deadline(uv_timer_t *timer)
{
	stop(timer->data);
}

static void on_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
	struct talk *talk = handle->data;

	(void)suggested;
	*out = uv_buf_init(talk->chunk, sizeof(talk->chunk));
}

static void on_data(uv_stream_t *stream, ssize_t len, const uv_buf_t *data)
{
	struct talk *talk = stream->data;

	if (len >= 0) {
		buf_append(&talk->answer, data->base, (size_t)len);
		return;
	}
	talk->ended = len == UV_EOF;
	stop(talk);
}

static void on_written(uv_write_t *writing, int status)
{
	const struct talk *talk = writing->handle->data;

	ck_assert_msg(
		status == 0 || talk->ended, "the backend does not take it: %s", uv_strerror(status));
}

static void on_connected(uv_connect_t *connecting, int status)
{
	struct talk *talk = connecting->data;
	uv_buf_t piece = uv_buf_init(talk->request.data, (unsigned)talk->request.len);

	ck_assert_int_eq(status, 0);
	uv_read_start((uv_stream_t *)&talk->socket, on_allocate, on_data);
	uv_write(&talk->writing, (uv_stream_t *)&talk->socket, &piece, 1, on_written);
}

static void on_fetched(void *owner, const char *token, const char *what)
{
	struct talk *talk = owner;

	ck_assert_str_eq(token, "0123");
	ck_assert_str_eq(what, "ocsp");
	talk->fetched++;
}

/* Sends `request`, or one with so many bytes of a header before the token, and takes what comes
 * back. */
static void exchange(struct talk *talk, struct arena *arena, const char *request, size_t size)
{
	const struct backend_options options = {.host = "127.0.0.1",
		.number = 7,
		.request = on_request,
		.fetched = on_fetched,
		.asked = talk->asked,
		.owner = talk};
	const char *why = NULL;
	struct sockaddr_in address;

	memset(talk, 0, sizeof(*talk));
	uv_loop_init(&talk->loop);
	buf_init(&talk->request, size + 4096);
	buf_init(&talk->answer, 4 * 1024 * 1024);
	buf_puts(&talk->request,
		request ? request : "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Chain: ");
	for (size_t i = 0; i < size; i++)
		buf_putc(&talk->request, 'x');
	if (!request)
		buf_puts(&talk->request, "\r\n" TOKEN_HEADER ": t\r\n\r\n");
	talk->backend = backend_start(&talk->loop, &options, arena, &why);
	ck_assert_msg(talk->backend != NULL, "%s", why);
	talk->socket.data = talk->connecting.data = talk->deadline.data = talk;
	uv_timer_init(&talk->loop, &talk->deadline);
	uv_timer_start(&talk->deadline, on_deadline, DEADLINE_MS, 0);
	uv_tcp_init(&talk->loop, &talk->socket);
	uv_ip4_addr("127.0.0.1", backend_port(talk->backend), &address);
	uv_tcp_connect(
		&talk->connecting, &talk->socket, (const struct sockaddr *)&address, on_connected);
	uv_run(&talk->loop, UV_RUN_DEFAULT);
	ck_assert_int_eq(uv_loop_close(&talk->loop), 0);
}

static void finish(struct talk *talk)
{
	buf_finish(&talk->request);
	buf_finish(&talk->answer);
}

START_TEST(backend_takes_large_heads)
{
	static const size_t sizes[] = {0, 300000, 1000000};
	static struct talk talk;
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		exchange(&talk, &arena, NULL, sizes[i]);
		ck_assert(talk.ended);
		ck_assert_uint_eq(talk.told, 1);
		ck_assert_ptr_nonnull(strstr(buf_text(&talk.answer), "HTTP/1.1 200 OK\r\n"));
		ck_assert_ptr_nonnull(strstr(buf_text(&talk.answer), TOKEN_HEADER ": t\r\n"));
		ck_assert_uint_gt(talk.answer.len, sizes[i]);
		finish(&talk);
	}
	arena_finish(&arena);
}
END_TEST

/* It says so itself, and whoever sends still gets to read that. */
START_TEST(backend_names_its_limit)
{
	static const size_t sizes[] = {1024 * 1024, 20 * 1024 * 1024};
	static struct talk talk;
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		exchange(&talk, &arena, NULL, sizes[i]);
		ck_assert(talk.ended);
		ck_assert_uint_eq(talk.told, 0);
		ck_assert_ptr_nonnull(strstr(buf_text(&talk.answer), "HTTP/1.1 431 "));
		ck_assert_ptr_nonnull(strstr(
			buf_text(&talk.answer), "\r\n" LIMIT_HEADER ": a head larger than the limit\r\n"));
		finish(&talk);
	}
	arena_finish(&arena);
}
END_TEST

/* However it is asked: as little of HTTP as that may be. */
START_TEST(backend_tells_of_fetches)
{
	static const struct {
		const char *request;
		size_t fetched, told;
	} rows[] = {
		{"GET /mtlspec/fetch/0123/ocsp HTTP/1.0\r\n\r\n", 1, 0},
		{"GET /mtlspec/fetch/0123/ocsp/MEUwQzBBMD8 HTTP/1.1\r\nHost: a\r\n\r\n", 1, 0},
		{"POST /mtlspec/fetch/0123/ocsp HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc", 1, 0},
		{"GET http://127.0.0.1:80/mtlspec/fetch/0123/ocsp HTTP/1.1\r\nHost: a\r\n\r\n", 1, 0},
		{"GET /mtlspec/fetch/0123/ocsp\n\n", 1, 0},
		/* a header may say what it likes */
		{"GET / HTTP/1.0\r\nHost: x\r\nX-Mtlspec-Token: t\r\nX: /mtlspec/fetch/0123/ocsp\r\n\r\n",
			0, 1},
	};
	static struct talk talk;
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		exchange(&talk, &arena, rows[i].request, 0);
		ck_assert_msg(talk.ended && talk.fetched == rows[i].fetched && talk.told == rows[i].told,
			"%s: %zu, %zu", rows[i].request, talk.fetched, talk.told);
		finish(&talk);
	}
	arena_finish(&arena);
}
END_TEST

static bool on_asked(void *owner, const char *token, const struct http_message *question,
	struct arena *arena, struct backend_reply *out)
{
	(void)owner;
	(void)arena;
	ck_assert_str_eq(token, "0123");
	ck_assert_str_eq(question->target, "/mtlspec/fetch/0123/ocsp/MEU");
	*out = (struct backend_reply){
		.type = "application/ocsp-response", .body = "an answer", .len = 9, .after_ms = 1};
	return true;
}

START_TEST(backend_says_what_its_owner_says)
{
	static struct talk talk;
	struct arena arena;

	arena_init(&arena);
	talk.asked = on_asked;
	exchange(&talk, &arena, "GET /mtlspec/fetch/0123/ocsp/MEU HTTP/1.1\r\nHost: a\r\n\r\n", 0);
	ck_assert(strstr(buf_text(&talk.answer), "\r\nContent-Type: application/ocsp-response\r\n"));
	ck_assert(text_ends_with(buf_text(&talk.answer), "\r\n\r\nan answer"));
	finish(&talk);
	arena_finish(&arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"backend",
			{backend_takes_large_heads, backend_names_its_limit, backend_tells_of_fetches,
				backend_says_what_its_owner_says}},
	};

	return unit_run("backend", cases, COUNT_OF(cases));
}
