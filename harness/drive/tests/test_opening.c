/* What the `tls` driver puts on the wire before and instead of a ClientHello in one piece. */
#include <string.h>
#include <uv.h>

#include "arena.h"
#include "attempt.h"
#include "buf.h"
#include "record.h"
#include "socket_address.h"
#include "stream.h"
#include "unit.h"

enum { DEADLINE_MS = 60000, WIRE_MAX = 1024 * 1024 };

/* A listener that takes what comes and, when it has enough, answers something and closes. */
struct bench {
	uv_loop_t loop;
	uv_tcp_t listener;
	struct stream accepted;
	struct attempt_context context;
	struct tls_client_context *tls;
	struct arena arena;
	struct observation facts;
	struct sockaddr_storage address;
	struct buf wire;
	size_t enough; /* bytes; 0: never */
	const char *answer;
	bool open;
};

static void on_wire(void *owner, const char *data, size_t len)
{
	struct bench *bench = owner;

	buf_append(&bench->wire, data, len);
	if (!bench->enough || bench->wire.len < bench->enough)
		return;
	bench->enough = 0;
	if (bench->answer)
		stream_write(&bench->accepted, bench->answer, strlen(bench->answer));
	stream_shut(&bench->accepted);
}

static void on_wire_ended(void *owner, int error)
{
	struct bench *bench = owner;

	(void)error;
	stream_close(&bench->accepted);
}

static void on_wire_closed(void *owner)
{
	struct bench *bench = owner;

	bench->open = false;
}

static void on_connection(uv_stream_t *listener, int status)
{
	static const struct stream_calls calls = {
		.data = on_wire, .ended = on_wire_ended, .closed = on_wire_closed};
	struct bench *bench = listener->data;

	ck_assert_int_eq(status, 0);
	stream_init(&bench->accepted, &bench->loop, &calls, bench);
	ck_assert_int_eq(stream_accept(&bench->accepted, listener), 0);
	bench->open = true;
}

static void on_done(void *owner)
{
	struct bench *bench = owner;

	uv_close((uv_handle_t *)&bench->listener, NULL);
	attempt_context_finish(&bench->context);
}

static void bench_open(struct bench *bench)
{
	memset(bench, 0, sizeof(*bench));
	arena_init(&bench->arena);
	buf_init(&bench->wire, WIRE_MAX);
	uv_loop_init(&bench->loop);
	bench->tls = tls_client_context_create(NULL);
	attempt_context_init(&bench->context, &bench->loop, bench->tls);
	ck_assert_int_eq(
		stream_listen(&bench->listener, &bench->loop, "127.0.0.1", 0, on_connection), 0);
	bench->listener.data = bench;
	ck_assert_int_eq(
		socket_address_parse(&bench->address, "127.0.0.1", stream_listener_port(&bench->listener)),
		0);
	observation_init(&bench->facts);
}

static void bench_close(struct bench *bench)
{
	ck_assert_int_eq(uv_loop_close(&bench->loop), 0);
	tls_client_context_destroy(bench->tls);
	buf_finish(&bench->wire);
	arena_finish(&bench->arena);
}

static void ask(struct bench *bench, struct opening opening, uint64_t deadline_ms)
{
	struct attempt_request request = {
		.tls = {.version = TLS_1_3, .server_name = "a.test", .opening = opening},
		.address = &bench->address,
		.deadline_ms = deadline_ms,
		.ask = {.token = "0123456789", .host = "a.test", .path = "/x"},
		.facts = &bench->facts,
		.arena = &bench->arena,
		.done = on_done,
		.owner = bench};

	driver_tls.start(&bench->context, &request);
	uv_run(&bench->loop, UV_RUN_DEFAULT);
	ck_assert(!bench->open);
}

static bool has_moment(const struct bench *bench, const char *what)
{
	for (size_t i = 0; i < bench->facts.moment_count; i++) {
		if (strcmp(bench->facts.moments[i].what, what) == 0)
			return true;
	}
	return false;
}

/* The length of the records at the start; all of them are whole and of the handshake. */
static size_t read_records(const char *data, size_t len, size_t *count)
{
	size_t all = 0;

	for (*count = 0; all < len; ++*count) {
		struct record record;

		ck_assert_int_eq(
			record_read(&record, (const uint8_t *)data + all, len - all), RECORD_READY);
		ck_assert_uint_eq(record.type, RECORD_HANDSHAKE);
		all += record.size;
	}
	return all;
}

/* All that our client has said by the time that it is told to go. */
enum { HELLO_LEAST = 150 };

START_TEST(goes_out_in_pieces)
{
	static const struct hello_fragment rows[] = {{.segment = 1}, {.segment = 7, .pause_ms = 1},
		{.segment = 100}, {.record = 20, .segment = 3}, {.record = 64}};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;
		size_t records;
		size_t len;
		size_t most = (size_t)rows[i].segment;

		bench_open(&bench);
		bench.enough = HELLO_LEAST;
		bench.answer = "\x15\x03\x03\x00\x02\x02\x28"; /* cut at its zero: an alert's beginning */
		ask(&bench, (struct opening){.fragment = rows[i]}, DEADLINE_MS);
		ck_assert_msg(!bench.facts.trouble, "%s", bench.facts.trouble);
		ck_assert_int_eq(bench.facts.end, END_FIN);
		ck_assert_uint_eq(bench.facts.sent_before_tls, 0);
		if (!most) {
			len = read_records(bench.wire.data, bench.wire.len, &records);
			ck_assert_uint_eq(len, bench.wire.len);
			ck_assert_uint_eq(records, bench.facts.hello_records);
			ck_assert_uint_eq(bench.facts.hello_pieces, 0);
		} else {
			/* the rest was not waited for: one more may be on its way */
			ck_assert_uint_ge(bench.facts.hello_pieces * most, HELLO_LEAST);
			ck_assert_uint_ge(bench.facts.hello_pieces, HELLO_LEAST / most);
		}
		bench_close(&bench);
	}
}
END_TEST

/* A target that says nothing gets all of it, in exactly as many pieces as there must be. */
START_TEST(all_of_it_goes_out)
{
	struct bench bench;
	size_t records;
	const char *what;

	bench_open(&bench);
	ask(&bench, (struct opening){.fragment = {.record = 50, .segment = 9}}, 1000);
	ck_assert_int_eq(bench.facts.end, END_DEADLINE);
	if (!bench.facts.trouble) { /* else this machine took its time */
		ck_assert_uint_eq(read_records(bench.wire.data, bench.wire.len, &records), bench.wire.len);
		ck_assert_uint_eq(records, bench.facts.hello_records);
		ck_assert_uint_eq(bench.facts.hello_pieces, (bench.wire.len + 8) / 9);
		what = arena_printf(
			&bench.arena, "ClientHello in %zu pieces of up to 9 bytes", bench.facts.hello_pieces);
		ck_assert(has_moment(&bench, what));
	}
	bench_close(&bench);
}
END_TEST

START_TEST(something_comes_first)
{
	static const char line[] = "PROXY TCP4 192.0.2.1 127.0.0.1 54321 ";
	struct bench bench;
	const char *tls;
	size_t records;

	bench_open(&bench);
	bench.enough = HELLO_LEAST;
	ask(&bench,
		(struct opening){.via = {.proxy_protocol = 1}, .preface = {.bytes = "\0QUIT", .len = 5}},
		DEADLINE_MS);
	ck_assert_ptr_null(bench.facts.trouble);
	ck_assert_mem_eq(bench.wire.data, line, sizeof(line) - 1);
	tls = memchr(bench.wire.data, '\n', bench.wire.len);
	ck_assert_ptr_nonnull(tls);
	ck_assert_mem_eq(tls + 1, "\0QUIT", 5);
	tls += 6;
	ck_assert_uint_eq(bench.facts.sent_before_tls, (size_t)(tls - bench.wire.data));
	(void)read_records(tls, bench.wire.len - (size_t)(tls - bench.wire.data), &records);
	ck_assert_uint_eq(records, 1);
	ck_assert(has_moment(&bench, "PROXY header, version 1"));
	ck_assert(has_moment(&bench, "bytes before TLS"));
	bench_close(&bench);
}
END_TEST

START_TEST(a_request_comes_first)
{
	static const char request[] = "GET /x HTTP/1.1\r\nHost: a.test\r\n";
	static const char *const answers[] = {"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 302 Found\r\nLocation: https://a.test/\r\nContent-Length: 0\r\n\r\n"};
	static const int statuses[] = {400, 302};

	for (size_t i = 0; i < COUNT_OF(answers); i++) {
		struct bench bench;

		bench_open(&bench);
		bench.enough = HELLO_LEAST;
		bench.answer = answers[i];
		ask(&bench, (struct opening){.preface = {.request = true}}, DEADLINE_MS);
		ck_assert_msg(!bench.facts.trouble, "%s", bench.facts.trouble);
		ck_assert_mem_eq(bench.wire.data, request, sizeof(request) - 1);
		ck_assert(bench.facts.answered_in_plain);
		ck_assert_int_eq(bench.facts.http_status, statuses[i]);
		ck_assert_int_eq(bench.facts.negotiated, TLS_VERSION_NONE);
		ck_assert(has_moment(&bench, "the request, before TLS"));
		bench_close(&bench);
	}
}
END_TEST

/* Where all that is sent is TLS, such an answer is none. */
START_TEST(plain_answers_are_for_plain_requests)
{
	struct bench bench;

	bench_open(&bench);
	bench.enough = HELLO_LEAST;
	bench.answer = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
	ask(&bench, (struct opening){.fragment = {.record = 30}}, DEADLINE_MS);
	ck_assert(!bench.facts.answered_in_plain);
	ck_assert_int_eq(bench.facts.http_status, 0);
	bench_close(&bench);
}
END_TEST

START_TEST(what_was_not_meant_is_trouble)
{
	static const struct {
		struct opening opening;
		const char *said;
	} rows[] = {
		{{.fragment = {.record = 16384}}, "our ClientHello fits in one record of 16384 bytes"},
		{{.fragment = {.segment = 16384}}, "our ClientHello fits in one piece of 16384 bytes"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;

		bench_open(&bench);
		bench.enough = HELLO_LEAST;
		ask(&bench, rows[i].opening, DEADLINE_MS);
		ck_assert_ptr_nonnull(bench.facts.trouble);
		ck_assert_ptr_nonnull(strstr(bench.facts.trouble, rows[i].said));
		bench_close(&bench);
	}
}
END_TEST

/* Who is slower than our patience has shown nothing of the target. */
START_TEST(too_slow_is_trouble)
{
	struct bench bench;

	bench_open(&bench);
	ask(&bench, (struct opening){.fragment = {.segment = 1, .pause_ms = 5000}}, 100);
	ck_assert_int_eq(bench.facts.end, END_DEADLINE);
	ck_assert_ptr_nonnull(bench.facts.trouble);
	ck_assert_ptr_nonnull(strstr(bench.facts.trouble, "our ClientHello was not out in time"));
	bench_close(&bench);
}
END_TEST

/* A target that has heard enough before all of it is there refuses. */
START_TEST(cut_short_is_no_trouble)
{
	struct bench bench;

	bench_open(&bench);
	bench.enough = 1;
	ask(&bench, (struct opening){.fragment = {.segment = 1, .pause_ms = 300}}, DEADLINE_MS);
	ck_assert_ptr_null(bench.facts.trouble);
	ck_assert_int_eq(bench.facts.end, END_FIN);
	ck_assert_uint_ge(bench.facts.hello_pieces, 1);
	bench_close(&bench);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"opening",
			{goes_out_in_pieces, all_of_it_goes_out, something_comes_first, a_request_comes_first,
				plain_answers_are_for_plain_requests, what_was_not_meant_is_trouble,
				too_slow_is_trouble, cut_short_is_no_trouble}},
	};

	return unit_run("opening", cases, COUNT_OF(cases));
}
