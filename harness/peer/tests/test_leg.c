/* What a client asks of our server's leg within TLS, and what it is answered: no sockets. */
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "http.h"
#include "leg_reply.h"
#include "leg_request.h"
#include "unit.h"

enum { OUTPUT_MAX = 1024 * 1024, PIECE = 16 * 1024 };
static const char token[] = "t0ken";
static const struct http_header headers[] = {{"Content-Type", "text/plain"}, {"x-a", "b"}};

static struct leg_reply reply_with(int status, const char *body)
{
	return (struct leg_reply){.status = status,
		.headers = headers,
		.header_count = COUNT_OF(headers),
		.body = body,
		.body_len = body ? strlen(body) : 0};
}

#define FIELDS "Content-Type: text/plain\r\nx-a: b\r\n"
#define LAST "Connection: close\r\n\r\n"

START_TEST(reply_is_written_in_http1)
{
	static const struct {
		int status;
		const char *body;
		const char *text;
	} rows[] = {
		{200, "t0ken\n", "HTTP/1.1 200 OK\r\n" FIELDS "Content-Length: 6\r\n" LAST "t0ken\n"},
		{400, NULL, "HTTP/1.1 400 Bad Request\r\n" FIELDS "Content-Length: 0\r\n" LAST},
		{204, "ignored", "HTTP/1.1 204 No Content\r\n" FIELDS LAST},
		{304, NULL, "HTTP/1.1 304 Not Modified\r\n" FIELDS LAST},
		/* RFC 9112 section 4: the space stays where there is no phrase */
		{599, "x", "HTTP/1.1 599 \r\n" FIELDS "Content-Length: 1\r\n" LAST "x"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct leg_reply reply = reply_with(rows[i].status, rows[i].body);
		SCOPED_BUF out;

		buf_init(&out, OUTPUT_MAX);
		leg_reply_write(&out, &reply);
		ck_assert_str_eq(buf_text(&out), rows[i].text);
	}
}
END_TEST

START_TEST(reply_holds_any_bytes)
{
	struct leg_reply reply = {.status = 200, .body = "a\0b", .body_len = 3};
	SCOPED_BUF out;

	buf_init(&out, OUTPUT_MAX);
	leg_reply_write(&out, &reply);
	ck_assert_ptr_nonnull(strstr(buf_text(&out), "Content-Length: 3\r\n"));
	ck_assert_mem_eq(out.data + out.len - 3, "a\0b", 3);
}
END_TEST

static void receive(struct leg_request *request, const char *text)
{
	leg_request_receive(request, (const uint8_t *)text, strlen(text));
}

/* All that comes out until nothing does. */
static void drain(struct buf *out, struct leg_request *request)
{
	const uint8_t *data;
	size_t len;

	while ((len = leg_request_output(request, &data)) > 0) {
		buf_append(out, data, len);
		leg_request_consume_output(request, len);
	}
}

static const struct {
	const char *text;
	enum leg_asked_state state;
	const char *target;
	bool has_token;
} asked_rows[] = {
	{"GET /a?b HTTP/1.1\r\nHost: x\r\n\r\n", LEG_ASKED, "/a?b", false},
	{"GET /t0ken HTTP/1.1\r\nHost: x\r\n\r\n", LEG_ASKED, "/t0ken", true},
	{"GET / HTTP/1.1\r\nHost: x\r\nx-y: t0ken\r\n\r\n", LEG_ASKED, "/", true},
	{"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\na\nt0ken", LEG_ASKED, "/", true},
	{"GET /\xe2\x80\xae HTTP/1.1\r\nHost: x\r\n\r\n", LEG_ASKED_NO_HTTP, NULL, false},
	{"GET / HTTP/1.1\r\n\r\n", LEG_ASKED_NO_HTTP, NULL, false},
	{"t0ken\r\n\r\n", LEG_ASKED_NO_HTTP, NULL, true},
	{"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n", LEG_ASKED_TOO_MUCH, NULL,
		false},
};

/* Byte by byte, as slow clients do. */
START_TEST(request_is_told_once_it_is_whole)
{
	for (size_t i = 0; i < COUNT_OF(asked_rows); i++) {
		const char *text = asked_rows[i].text;
		const struct leg_asked *asked = NULL;
		struct leg_request *request;
		struct arena arena;

		arena_init(&arena);
		request = leg_request_create(token, &arena);
		ck_assert_ptr_null(leg_request_next(request));
		for (; *text && !asked; text++) {
			leg_request_receive(request, (const uint8_t *)text, 1);
			asked = leg_request_next(request);
		}
		ck_assert_msg(asked != NULL, "row %zu is not told", i);
		ck_assert_int_eq(asked->state, asked_rows[i].state);
		ck_assert_msg(asked->has_token == asked_rows[i].has_token, "row %zu", i);
		if (asked_rows[i].target)
			ck_assert_str_eq(asked->target, asked_rows[i].target);
		else
			ck_assert_ptr_null(asked->target);
		ck_assert_uint_gt(leg_request_said(request), 0);
		ck_assert(!leg_request_is_over(request));
		leg_request_destroy(request);
		arena_finish(&arena);
	}
}
END_TEST

/* What has come already, and what comes after the first answer. */
START_TEST(requests_follow_on_one_that_stays_open)
{
	struct leg_reply reply = reply_with(200, "yes");
	const struct leg_asked *asked;
	struct leg_request *request;
	struct arena arena;
	SCOPED_BUF told;

	arena_init(&arena);
	buf_init(&told, OUTPUT_MAX);
	request = leg_request_create(token, &arena);
	receive(request, "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /t0ken HTTP/1.1\r\n");
	asked = leg_request_next(request);
	ck_assert(asked && !asked->has_token);
	reply.stays_open = true;
	leg_request_answer(request, &reply);
	ck_assert(!leg_request_is_over(request));
	ck_assert_ptr_null(leg_request_next(request));
	drain(&told, request);
	ck_assert_str_eq(buf_text(&told), "HTTP/1.1 200 OK\r\n" FIELDS "Content-Length: 3\r\n\r\nyes");
	receive(request, "Host: x\r\n\r\n");
	asked = leg_request_next(request);
	ck_assert(asked && asked->has_token);
	ck_assert_str_eq(asked->target, "/t0ken");
	reply.stays_open = false;
	leg_request_answer(request, &reply);
	ck_assert(leg_request_is_over(request));
	leg_request_destroy(request);
	arena_finish(&arena);
}
END_TEST

START_TEST(request_is_answered_once)
{
	struct leg_reply reply = reply_with(200, "yes");
	struct leg_request *request;
	struct arena arena;
	SCOPED_BUF told;
	SCOPED_BUF wanted;

	arena_init(&arena);
	buf_init(&told, OUTPUT_MAX);
	buf_init(&wanted, OUTPUT_MAX);
	leg_reply_write(&wanted, &reply);
	request = leg_request_create(token, &arena);
	receive(request, "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
	ck_assert_ptr_nonnull(leg_request_next(request));
	leg_request_answer(request, &reply);
	ck_assert_ptr_null(leg_request_next(request));
	receive(request, "GET /3 HTTP/1.1\r\nHost: x\r\n\r\n");
	ck_assert_ptr_null(leg_request_next(request));
	ck_assert(leg_request_is_over(request));
	drain(&told, request);
	ck_assert_str_eq(buf_text(&told), buf_text(&wanted));
	leg_request_destroy(request);
	leg_request_destroy(NULL);
	arena_finish(&arena);
}
END_TEST

/* A head without end: told at our limit, and what comes then is not kept. */
START_TEST(request_without_end_is_too_much)
{
	static uint8_t piece[PIECE];
	const struct leg_asked *asked = NULL;
	struct leg_request *request;
	struct arena arena;

	arena_init(&arena);
	memset(piece, 'x', sizeof(piece));
	request = leg_request_create(token, &arena);
	receive(request, "GET / HTTP/1.1\r\nHost: x\r\nx-y: ");
	for (size_t i = 0; i < HTTP_HEAD_MAX / PIECE + 1 && !asked; i++) {
		leg_request_receive(request, piece, sizeof(piece));
		asked = leg_request_next(request);
	}
	ck_assert_ptr_nonnull(asked);
	ck_assert_int_eq(asked->state, LEG_ASKED_TOO_MUCH);
	leg_request_destroy(request);
	arena_finish(&arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"reply", {reply_is_written_in_http1, reply_holds_any_bytes}},
		{"request",
			{request_is_told_once_it_is_whole, requests_follow_on_one_that_stays_open,
				request_is_answered_once, request_without_end_is_too_much}},
	};

	return unit_run("leg", cases, COUNT_OF(cases));
}
