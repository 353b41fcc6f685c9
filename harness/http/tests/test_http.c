#include "test_http.h"

#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "file.h"
#include "http.h"

enum { CASES_MIN = 90, CASE_FILE_MAX = 64 * 1024 };

static struct arena arena;

static enum http_state read_text(struct http_message *out, enum http_kind kind, const char *text)
{
	return http_read(out, &arena, kind, text, strlen(text), false);
}

START_TEST(test_request_parts)
{
	struct http_message message;

	arena_init(&arena);
	ck_assert_int_eq(read_text(&message, HTTP_REQUEST,
						 "POST /a?b=c HTTP/1.1\r\nHOST:  a.test \t\r\nX-Two: 1\r\nx-two:2\r\n"
						 "Content-Length: 5\r\n\r\nhello and more"),
		HTTP_DONE);
	ck_assert_str_eq(message.method, "POST");
	ck_assert_str_eq(message.target, "/a?b=c");
	ck_assert_int_eq(message.status, 0);
	ck_assert_int_eq(message.minor_version, 1);
	ck_assert_str_eq(message.body, "hello");
	ck_assert_uint_eq(message.body_len, 5);
	ck_assert_ptr_null(message.why);
	ck_assert_uint_eq(message.header_count, 4);
	ck_assert_str_eq(http_header(&message, "host"), "a.test");
	ck_assert_str_eq(http_header(&message, "x-two"), "1");
	ck_assert_uint_eq(http_header_count(&message, "x-two"), 2);
	ck_assert_ptr_null(http_header(&message, "x-three"));
	ck_assert_uint_eq(http_header_count(&message, "x-three"), 0);
	arena_finish(&arena);
}
END_TEST

START_TEST(test_request_consumed)
{
	static const char two[] =
		"GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: b\r\n\r\n";
	struct http_message message;

	arena_init(&arena);
	ck_assert_int_eq(read_text(&message, HTTP_REQUEST, two), HTTP_DONE);
	ck_assert_uint_eq(message.consumed, strlen(two) / 2);
	ck_assert_int_eq(read_text(&message, HTTP_REQUEST, two + message.consumed), HTTP_DONE);
	ck_assert_str_eq(message.target, "/2");
	ck_assert_uint_eq(message.consumed, strlen(two) / 2);
	arena_finish(&arena);
}
END_TEST

START_TEST(test_request_hostile_value)
{
	struct http_message message;

	arena_init(&arena);
	ck_assert_int_eq(
		read_text(&message, HTTP_REQUEST, "GET / HTTP/1.0\r\nX: \x1b[31m\xff\x7f: \tz\r\n\r\n"),
		HTTP_DONE);
	ck_assert_str_eq(http_header(&message, "x"), "\x1b[31m\xff\x7f: \tz");
	arena_finish(&arena);
}
END_TEST

START_TEST(test_response_status_early)
{
	struct http_message message;

	arena_init(&arena);
	ck_assert_int_eq(read_text(&message, HTTP_RESPONSE, "HTTP/1.1 40"), HTTP_MORE);
	ck_assert_int_eq(message.status, 0);
	ck_assert_int_eq(read_text(&message, HTTP_RESPONSE, "HTTP/1.1 400 Bad\r\n"), HTTP_MORE);
	ck_assert_int_eq(message.status, 400);
	ck_assert_int_eq(
		read_text(&message, HTTP_RESPONSE, "HTTP/1.1 400 Bad\r\n\r\nbegun"), HTTP_MORE);
	ck_assert_int_eq(message.status, 400);
	ck_assert_uint_eq(message.consumed, 0);
	ck_assert_int_eq(read_text(&message, HTTP_RESPONSE, "HTTP/1.1 400 Bad\r\nX\r\n"), HTTP_BAD);
	ck_assert_int_eq(message.status, 400);
	ck_assert_int_eq(read_text(&message, HTTP_RESPONSE, "HTTP/1.1 100 Go\r\n\r\nHTTP"), HTTP_MORE);
	ck_assert_int_eq(message.status, 0);
	ck_assert_int_eq(read_text(&message, HTTP_RESPONSE, "HTTP/1.1 100 Go\r\n"), HTTP_MORE);
	ck_assert_int_eq(message.status, 0);
	arena_finish(&arena);
}
END_TEST

START_TEST(test_response_interim_bounded)
{
	struct http_message message;
	SCOPED_BUF text;

	arena_init(&arena);
	buf_init(&text, 4096);
	for (int i = 0; i < 20; i++)
		buf_puts(&text, "HTTP/1.1 100 Go on\r\n\r\n");
	ck_assert_int_eq(read_text(&message, HTTP_RESPONSE, buf_text(&text)), HTTP_BAD);
	ck_assert_str_eq(message.why, "too many informational answers");
	arena_finish(&arena);
}
END_TEST

START_TEST(test_framing_nul_in_body)
{
	static const char text[] = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na\0b";
	struct http_message message;

	arena_init(&arena);
	ck_assert_int_eq(
		http_read(&message, &arena, HTTP_RESPONSE, text, sizeof(text) - 1, false), HTTP_DONE);
	ck_assert_uint_eq(message.body_len, 3);
	ck_assert_mem_eq(message.body, "a\0b", 4);
	arena_finish(&arena);
}
END_TEST

/* Every prefix of a good message asks for more, and allocates nothing. */
static void check_prefixes(enum http_kind kind, const char *text)
{
	struct http_message message;

	arena_init(&arena);
	for (size_t len = 0; len < strlen(text); len++) {
		enum http_state state = http_read(&message, &arena, kind, text, len, false);

		ck_assert_msg(state == HTTP_MORE, "prefix of %zu bytes: %s", len, message.why);
		ck_assert_ptr_null(arena.blocks);
	}
	ck_assert_int_eq(read_text(&message, kind, text), HTTP_DONE);
	ck_assert_uint_eq(message.consumed, strlen(text));
	arena_finish(&arena);
}

START_TEST(test_growing_prefixes)
{
	check_prefixes(HTTP_REQUEST, "\r\nPOST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
	check_prefixes(HTTP_REQUEST,
		"PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
		"3;e=1\r\nabc\r\n1\r\nd\r\n0\r\nT: 1\r\n\r\n");
	check_prefixes(HTTP_RESPONSE,
		"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
	check_prefixes(HTTP_RESPONSE, "HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n");
}
END_TEST

START_TEST(test_chunked_one_byte_chunks)
{
	struct http_message message;
	SCOPED_BUF text;

	arena_init(&arena);
	buf_init(&text, 1024 * 1024);
	buf_puts(&text, "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
	for (int i = 0; i < 1000; i++)
		buf_printf(&text, "1\r\n%c\r\n", 'a' + i % 26);
	buf_puts(&text, "0\r\n\r\n");
	ck_assert_int_eq(read_text(&message, HTTP_REQUEST, buf_text(&text)), HTTP_DONE);
	ck_assert_uint_eq(message.body_len, 1000);
	ck_assert_uint_eq(strlen(message.body), 1000);
	ck_assert_int_eq(message.body[27], 'b');
	ck_assert_uint_eq(message.consumed, text.len);
	arena_finish(&arena);
}
END_TEST

static void check_limit(enum http_kind kind, const struct buf *text, const char *why)
{
	struct http_message message;
	enum http_state state;

	arena_init(&arena);
	state = http_read(&message, &arena, kind, buf_text(text), text->len, false);
	if (why) {
		ck_assert_int_eq(state, HTTP_BAD);
		ck_assert_str_eq(message.why, why);
		ck_assert(http_is_too_large(&message));
	} else {
		ck_assert_msg(state == HTTP_DONE, "%s", message.why);
	}
	arena_finish(&arena);
}

static void put_many(struct buf *text, size_t count, char byte)
{
	for (size_t i = 0; i < count; i++)
		buf_putc(text, byte);
}

START_TEST(test_limits_head)
{
	SCOPED_BUF text;

	buf_init(&text, (size_t)HTTP_HEAD_MAX * 2);
	buf_puts(&text, "GET / HTTP/1.0\r\nX: ");
	put_many(&text, HTTP_HEAD_MAX - text.len - 4, 'x');
	buf_puts(&text, "\r\n\r\n");
	check_limit(HTTP_REQUEST, &text, NULL);

	text.len -= 4;
	buf_puts(&text, "x\r\n\r\n");
	check_limit(HTTP_REQUEST, &text, "a head larger than the limit");

	/* also when its end does not come */
	text.len -= 4;
	put_many(&text, 100, 'x');
	check_limit(HTTP_REQUEST, &text, "a head larger than the limit");
}
END_TEST

START_TEST(test_limits_header_count)
{
	SCOPED_BUF text;

	buf_init(&text, HTTP_HEAD_MAX);
	buf_puts(&text, "GET / HTTP/1.0\r\n");
	for (int i = 0; i < HTTP_HEADERS_MAX; i++)
		buf_puts(&text, "X: y\r\n");
	buf_puts(&text, "\r\n");
	check_limit(HTTP_REQUEST, &text, NULL);
	text.len -= 2;
	buf_puts(&text, "X: y\r\n\r\n");
	check_limit(HTTP_REQUEST, &text, "too many headers");
}
END_TEST

START_TEST(test_limits_body)
{
	SCOPED_BUF text;

	buf_init(&text, (size_t)HTTP_BODY_MAX * 2);
	buf_printf(&text, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", HTTP_BODY_MAX);
	put_many(&text, HTTP_BODY_MAX, 'b');
	check_limit(HTTP_RESPONSE, &text, NULL);

	buf_clear(&text);
	buf_puts(&text, "HTTP/1.1 200 OK\r\n\r\n");
	put_many(&text, HTTP_BODY_MAX + 1, 'b');
	check_limit(HTTP_RESPONSE, &text, "a body larger than the limit");

	buf_clear(&text);
	buf_puts(&text, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
	for (int i = 0; i < 2; i++) {
		buf_puts(&text, "80001\r\n");
		put_many(&text, 0x80001, 'b');
		buf_puts(&text, "\r\n");
	}
	check_limit(HTTP_RESPONSE, &text, "a body larger than the limit");
}
END_TEST

START_TEST(test_limits_are_no_mistakes)
{
	struct http_message message;

	arena_init(&arena);
	ck_assert_int_eq(read_text(&message, HTTP_REQUEST, "GET / HTTP/1.1\r\n X\r\n"), HTTP_BAD);
	ck_assert(!http_is_too_large(&message));
	ck_assert_int_eq(read_text(&message, HTTP_REQUEST, "GET / HTTP/1.0\r\n\r\n"), HTTP_DONE);
	ck_assert(!http_is_too_large(&message));
	arena_finish(&arena);
}
END_TEST

START_TEST(test_limits_chunk_framing)
{
	SCOPED_BUF text;

	buf_init(&text, (size_t)HTTP_BODY_MAX * 3);
	buf_puts(&text, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;");
	put_many(&text, 2 * HTTP_BODY_MAX, 'x');
	check_limit(HTTP_RESPONSE, &text, "chunked framing larger than the limit");

	buf_clear(&text);
	buf_puts(&text, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n");
	for (int i = 0; i < HTTP_HEAD_MAX / 16 + 1; i++)
		buf_puts(&text, "0123456789: ab\r\n");
	check_limit(HTTP_RESPONSE, &text, "trailers larger than the limit");

	buf_clear(&text);
	buf_puts(&text, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n");
	check_limit(HTTP_RESPONSE, &text, "a chunk larger than the limit");
}
END_TEST

/* --- tests/cases.txt --- */

static int hex_value(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

static void unescape(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (*text != '\\') {
			buf_putc(out, *text);
		} else if (*++text == 'x') {
			buf_putc(out, (char)(hex_value(text[1]) * 16 + hex_value(text[2])));
			text += 2;
		} else {
			buf_putc(out, *text == 'r' ? '\r' : '\n');
		}
	}
}

static void describe(struct buf *out, enum http_state state, const struct http_message *message)
{
	if (state == HTTP_MORE)
		buf_puts(out, "more");
	else if (state == HTTP_BAD)
		buf_printf(out, "bad %s", message->why);
	else if (message->status)
		buf_printf(out, "done %d", message->status);
	else
		buf_printf(out, "done %s", message->method);
	if (state == HTTP_DONE)
		buf_printf(out, " %s %s", message->keep_alive ? "keep" : "close", message->body);
}

static void check_case(size_t number, char *line)
{
	char *bytes = strchr(line, '\t');
	char *wanted = bytes ? strchr(bytes + 1, '\t') : NULL;
	struct http_message message;
	enum http_kind kind;
	enum http_state state;
	SCOPED_BUF input;
	SCOPED_BUF got;

	ck_assert_msg(wanted, "cases.txt:%zu: three columns wanted", number);
	*bytes++ = *wanted++ = '\0';
	buf_init(&input, 4096);
	buf_init(&got, 4096);
	unescape(&input, bytes);
	kind = strcmp(line, "request") == 0 ? HTTP_REQUEST : HTTP_RESPONSE;
	state = http_read(
		&message, &arena, kind, buf_text(&input), input.len, strcmp(line, "answer!") == 0);
	describe(&got, state, &message);
	ck_assert_msg(strcmp(buf_text(&got), wanted) == 0, "cases.txt:%zu: wanted '%s', got '%s'",
		number, wanted, buf_text(&got));
}

START_TEST(test_golden)
{
	size_t number = 0;
	size_t cases = 0;
	char *text;
	size_t len;
	const char *why;

	arena_init(&arena);
	ck_assert_msg(
		file_read(&text, &len, &why, &arena, TEST_DATA_DIR "/cases.txt", CASE_FILE_MAX), "%s", why);
	for (char *line; (line = strsep(&text, "\n"));) {
		number++;
		if (!*line || *line == '#')
			continue;
		check_case(number, line);
		cases++;
	}
	ck_assert_uint_ge(cases, CASES_MIN);
	arena_finish(&arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"request", {test_request_parts, test_request_consumed, test_request_hostile_value}},
		{"response", {test_response_status_early, test_response_interim_bounded}},
		{"framing", {test_framing_nul_in_body}},
		{"chunked", {test_chunked_one_byte_chunks}},
		{"limits",
			{test_limits_head, test_limits_header_count, test_limits_body,
				test_limits_are_no_mistakes, test_limits_chunk_framing}},
		{"growing", {test_growing_prefixes}},
		{"golden", {test_golden}},
		proxy_header_case(),
		proxy_header_write_case(),
		retry_after_case(),
		https_url_case(),
	};
	return unit_run("http", cases, COUNT_OF(cases));
}
