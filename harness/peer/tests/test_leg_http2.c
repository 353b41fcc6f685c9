/* The same in HTTP/2: a session of libnghttp2's is the client, in memory. */
#include <nghttp2/nghttp2.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "http.h"
#include "leg_reply.h"
#include "leg_request.h"
#include "unit.h"

enum { TEXT_MAX = 4 * 1024 * 1024, ROUNDS_MAX = 2000, ASKED_MAX = 128 };
static const char token[] = "t0ken";

/* What one client sees and our side is asked. */
struct talk {
	nghttp2_session *client;
	struct leg_request *request;
	struct arena arena;
	struct buf told; /* "STREAM name: value\n", "STREAM data\n" and so on, in order */
	struct leg_asked asked[ASKED_MAX];
	size_t asked_count;
	bool is_mute; /* nothing is answered */
	bool is_endless; /* they have no end */
	bool is_stuck; /* the client's bodies do not come */
	size_t piece; /* bytes that our side gets at a time */
	size_t body_left; /* of what the client sends */
	const char *body;
	int status; /* of what it is answered */
};

static int on_header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name,
	size_t name_len, const uint8_t *value, size_t value_len, uint8_t flags, void *owner)
{
	struct talk *talk = owner;

	(void)session;
	(void)flags;
	buf_printf(&talk->told, "%d %.*s: %.*s\n", frame->hd.stream_id, (int)name_len,
		(const char *)name, (int)value_len, (const char *)value);
	return 0;
}

static int on_data(nghttp2_session *session, uint8_t flags, int32_t id, const uint8_t *data,
	size_t len, void *owner)
{
	struct talk *talk = owner;

	(void)session;
	(void)flags;
	buf_printf(&talk->told, "%d %zu bytes, the first %02x\n", id, len, len ? data[0] : 0);
	return 0;
}

static int on_frame(nghttp2_session *session, const nghttp2_frame *frame, void *owner)
{
	struct talk *talk = owner;

	(void)session;
	if (frame->hd.type == NGHTTP2_GOAWAY)
		buf_printf(&talk->told, "goodbye after %d: %s\n", frame->goaway.last_stream_id,
			nghttp2_http2_strerror(frame->goaway.error_code));
	return 0;
}

static int on_close(nghttp2_session *session, int32_t id, uint32_t code, void *owner)
{
	struct talk *talk = owner;

	(void)session;
	buf_printf(&talk->told, "%d ends: %s\n", id, nghttp2_http2_strerror(code));
	return 0;
}

static void begin(struct talk *talk)
{
	nghttp2_session_callbacks *callbacks;

	memset(talk, 0, sizeof(*talk));
	talk->status = 200;
	talk->piece = SIZE_MAX;
	arena_init(&talk->arena);
	buf_init(&talk->told, TEXT_MAX);
	nghttp2_session_callbacks_new(&callbacks);
	nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
	nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
	nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
	nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_close);
	ck_assert_int_eq(nghttp2_session_client_new(&talk->client, callbacks, talk), 0);
	nghttp2_session_callbacks_del(callbacks);
	nghttp2_submit_settings(talk->client, NGHTTP2_FLAG_NONE, NULL, 0);
	talk->request = leg_request_create(token, &talk->arena);
}

static void finish(struct talk *talk)
{
	nghttp2_session_del(talk->client);
	leg_request_destroy(talk->request);
	buf_finish(&talk->told);
	arena_finish(&talk->arena);
}

static ssize_t on_read(nghttp2_session *session, int32_t stream, uint8_t *out, size_t room,
	uint32_t *flags, nghttp2_data_source *source, void *owner)
{
	struct talk *talk = owner;
	size_t len = talk->body_left < room ? talk->body_left : room;

	(void)session;
	(void)stream;
	(void)source;
	if (talk->is_stuck || (talk->is_endless && !talk->body_left))
		return NGHTTP2_ERR_DEFERRED;
	memset(out, 'x', len);
	if (talk->body)
		memcpy(out, talk->body, len);
	talk->body_left -= len;
	if (!talk->body_left && !talk->is_endless)
		*flags = NGHTTP2_DATA_FLAG_EOF;
	return (ssize_t)len;
}

/* `more`: "name: value", or NULL. */
static int32_t ask(struct talk *talk, const char *method, const char *path, const char *more)
{
	const char *const words[][2] = {
		{":method", method}, {":path", path}, {":scheme", "https"}, {":authority", "x"}};
	const nghttp2_data_provider body = {.read_callback = on_read};
	nghttp2_nv fields[COUNT_OF(words) + 1];
	const char *colon = more ? strstr(more, ": ") : NULL;

	for (size_t i = 0; i < COUNT_OF(words); i++)
		fields[i] = (nghttp2_nv){(uint8_t *)words[i][0], (uint8_t *)words[i][1],
			strlen(words[i][0]), strlen(words[i][1]), NGHTTP2_NV_FLAG_NONE};
	if (colon)
		fields[COUNT_OF(words)] = (nghttp2_nv){(uint8_t *)more, (uint8_t *)colon + 2,
			(size_t)(colon - more), strlen(colon + 2), NGHTTP2_NV_FLAG_NONE};
	return nghttp2_submit_request(talk->client, NULL, fields, COUNT_OF(words) + (colon != NULL),
		talk->body_left ? &body : NULL, NULL);
}

static void answer_all(struct talk *talk)
{
	static const struct http_header headers[] = {
		{"Content-Type", "text/plain"}, {"X-Mtlspec", "yes"}, {"Connection", "close"}};
	const struct leg_reply reply = {.status = talk->status,
		.headers = headers,
		.header_count = COUNT_OF(headers),
		.body = "answer",
		.body_len = 6};
	const struct leg_asked *asked;

	while (!talk->is_mute && (asked = leg_request_next(talk->request))) {
		ck_assert_uint_lt(talk->asked_count, ASKED_MAX);
		talk->asked[talk->asked_count++] = *asked;
		leg_request_answer(talk->request, &reply);
	}
}

static void hear(struct talk *talk, const uint8_t *data, size_t len)
{
	while (len) {
		size_t piece = len < talk->piece ? len : talk->piece;

		leg_request_receive(talk->request, data, piece);
		answer_all(talk);
		data += piece;
		len -= piece;
	}
}

/* Whether our side says anything. */
static bool attend(struct talk *talk)
{
	const uint8_t *data;
	bool some = false;
	size_t said;

	answer_all(talk);
	while ((said = leg_request_output(talk->request, &data)) > 0) {
		nghttp2_session_mem_recv(talk->client, data, said);
		leg_request_consume_output(talk->request, said);
		some = true;
	}
	return some;
}

/* Both speak until neither has anything to say. */
static void run(struct talk *talk)
{
	const uint8_t *data;
	bool some = true;

	for (int i = 0; i < ROUNDS_MAX && some; i++) {
		ssize_t len;

		some = false;
		while ((len = nghttp2_session_mem_send(talk->client, &data)) > 0) {
			hear(talk, data, (size_t)len);
			some = true;
		}
		some |= attend(talk);
	}
	ck_assert(!some);
}

static void says(const struct talk *talk, const char *text)
{
	ck_assert_msg(strstr(buf_text(&talk->told), text) != NULL, "no '%s' in:\n%s", text,
		buf_text(&talk->told));
}

static void says_not(const struct talk *talk, const char *text)
{
	ck_assert_msg(
		strstr(buf_text(&talk->told), text) == NULL, "'%s' in:\n%s", text, buf_text(&talk->told));
}

#define SERVED "1 :status: 200\n1 content-length: 6\n1 content-type: text/plain\n1 x-mtlspec: yes\n"
#define BODY "1 6 bytes, the first 61\n"
#define GOODBYE "1 ends: NO_ERROR\ngoodbye after 1: NO_ERROR\n"
#define GRPC                                                                                       \
	"1 :status: 200\n1 content-type: application/grpc\n1 x-mtlspec: yes\n1 5 bytes, the first "    \
	"00\n1 grpc-status: 0\n"

static const struct {
	const char *method;
	const char *path;
	const char *more;
	const char *body;
	int status;
	bool has_token;
	const char *told;
} rows[] = {
	{"GET", "/a?b", NULL, NULL, 200, false, SERVED BODY GOODBYE},
	{"GET", "/t0ken", NULL, NULL, 200, true, SERVED BODY GOODBYE},
	{"GET", "/", "x-y: t0ken", NULL, 200, true, SERVED BODY GOODBYE},
	{"POST", "/", "x-y: z", "a t0ken b", 200, true, SERVED BODY GOODBYE},
	{"HEAD", "/", NULL, NULL, 200, false, SERVED GOODBYE},
	{"GET", "/", NULL, NULL, 204, false,
		"1 :status: 204\n1 content-type: text/plain\n1 x-mtlspec: yes\n" GOODBYE},
	{"POST", "/a.B/C", "content-type: application/grpc", "\1", 200, false, GRPC GOODBYE},
	{"POST", "/a.B/C", "content-type: application/grpc+proto", "t0ken", 200, true, GRPC GOODBYE},
	{"POST", "/a.B/C", "content-type: application/grpc-web", "\1", 200, false, SERVED BODY GOODBYE},
	/* a status that gRPC understands as it is */
	{"POST", "/a.B/C", "content-type: application/grpc", "\1", 401, false,
		"1 :status: 401\n1 content-length: 6\n"},
};

/* Also byte by byte. */
START_TEST(http2_is_answered)
{
	for (size_t i = 0; i < 2 * COUNT_OF(rows); i++) {
		size_t row = i / 2;
		struct talk talk;

		begin(&talk);
		talk.piece = i % 2 ? 1 : SIZE_MAX;
		talk.status = rows[row].status;
		talk.body = rows[row].body;
		talk.body_left = talk.body ? strlen(talk.body) : 0;
		ck_assert_int_eq(ask(&talk, rows[row].method, rows[row].path, rows[row].more), 1);
		run(&talk);
		ck_assert_uint_eq(talk.asked_count, 1);
		ck_assert_int_eq(talk.asked[0].state, LEG_ASKED);
		ck_assert_str_eq(talk.asked[0].target, rows[row].path);
		ck_assert_msg(talk.asked[0].has_token == rows[row].has_token, "row %zu", row);
		says(&talk, rows[row].told);
		says_not(&talk, "connection: close");
		ck_assert(leg_request_is_over(talk.request));
		finish(&talk);
	}
}
END_TEST

START_TEST(http2_target_is_cleaned)
{
	struct talk talk;

	begin(&talk);
	ask(&talk, "GET", "/\xe2\x80\xae", NULL);
	run(&talk);
	ck_assert_uint_eq(talk.asked_count, 1);
	ck_assert_str_eq(talk.asked[0].target, "/\\xe2\\x80\\xae");
	finish(&talk);
}
END_TEST

START_TEST(http2_takes_several_streams)
{
	struct talk talk;

	begin(&talk);
	ask(&talk, "GET", "/1", NULL);
	ask(&talk, "GET", "/2", "x-y: t0ken");
	ask(&talk, "GET", "/3", NULL);
	run(&talk);
	ck_assert_uint_eq(talk.asked_count, 3);
	ck_assert_str_eq(talk.asked[1].target, "/2");
	ck_assert(!talk.asked[0].has_token && talk.asked[1].has_token && !talk.asked[2].has_token);
	says(&talk, "5 :status: 200\n");
	says(&talk, "3 ends: NO_ERROR\n");
	says(&talk, "goodbye after 5: NO_ERROR\n");
	ck_assert(leg_request_is_over(talk.request));
	finish(&talk);
}
END_TEST

/* Once the first is whole, whatever comes then; what is no gRPC is never whole without its end. */
START_TEST(http2_answers_a_stream_of_messages)
{
	static const char *const types[] = {
		"content-type: application/grpc", "content-type: text/plain"};

	for (size_t i = 0; i < COUNT_OF(types); i++) {
		struct talk talk;

		begin(&talk);
		talk.is_endless = true;
		talk.body = "\0\0\0\0\5t0k";
		talk.body_left = 8;
		ask(&talk, "POST", "/a.B/C", types[i]);
		run(&talk);
		ck_assert_uint_eq(talk.asked_count, 0);
		talk.body = "en";
		talk.body_left = 2;
		nghttp2_session_resume_data(talk.client, 1);
		run(&talk);
		ck_assert_uint_eq(talk.asked_count, i == 0);
		ck_assert(leg_request_is_over(talk.request) == (i == 0));
		if (i == 0) {
			ck_assert(talk.asked[0].has_token);
			says(&talk, GRPC "goodbye after 1: NO_ERROR\n");
		}
		finish(&talk);
	}
}
END_TEST

/* Settings and pings are answered; nothing is asked, and nothing over. */
START_TEST(http2_waits_for_a_request)
{
	struct talk talk;

	begin(&talk);
	nghttp2_submit_ping(talk.client, NGHTTP2_FLAG_NONE, NULL);
	run(&talk);
	ck_assert_uint_eq(talk.asked_count, 0);
	ck_assert_uint_eq(leg_request_said(talk.request), 0);
	ck_assert(!leg_request_is_over(talk.request));
	ask(&talk, "GET", "/", NULL);
	run(&talk);
	ck_assert_uint_eq(talk.asked_count, 1);
	ck_assert_uint_gt(leg_request_said(talk.request), 0);
	ck_assert(leg_request_is_over(talk.request));
	finish(&talk);
}
END_TEST

/* A client that asks and hangs up has asked. */
START_TEST(http2_outlives_a_reset)
{
	struct talk talk;
	int32_t stream;

	begin(&talk);
	talk.is_mute = true;
	stream = ask(&talk, "GET", "/", "x-y: t0ken");
	run(&talk);
	nghttp2_submit_rst_stream(talk.client, NGHTTP2_FLAG_NONE, stream, NGHTTP2_CANCEL);
	talk.is_mute = false;
	run(&talk);
	ck_assert_uint_eq(talk.asked_count, 1);
	ck_assert(talk.asked[0].has_token);
	ck_assert(leg_request_is_over(talk.request));
	finish(&talk);
}
END_TEST

START_TEST(http2_body_without_end_is_too_much)
{
	struct talk talk;

	begin(&talk);
	talk.status = 400;
	talk.body_left = 8 * 1024 * 1024;
	ask(&talk, "POST", "/", NULL);
	run(&talk);
	ck_assert_uint_eq(talk.asked_count, 1);
	ck_assert_int_eq(talk.asked[0].state, LEG_ASKED_TOO_MUCH);
	ck_assert_ptr_null(talk.asked[0].target);
	says(&talk, "1 :status: 400\n");
	ck_assert(leg_request_is_over(talk.request));
	finish(&talk);
}
END_TEST

/* Requests that are taken back as fast as they come. */
START_TEST(http2_streams_without_end_are_too_much)
{
	struct talk talk;

	begin(&talk);
	talk.is_stuck = true;
	for (int i = 0; i < ASKED_MAX && !talk.asked_count; i++) {
		int32_t stream;

		talk.body_left = 1;
		stream = ask(&talk, "POST", "/", NULL);
		run(&talk);
		nghttp2_submit_rst_stream(talk.client, NGHTTP2_FLAG_NONE, stream, NGHTTP2_CANCEL);
		run(&talk);
	}
	ck_assert_uint_eq(talk.asked_count, 1);
	ck_assert_int_eq(talk.asked[0].state, LEG_ASKED_TOO_MUCH);
	says(&talk, "ENHANCE_YOUR_CALM");
	ck_assert(leg_request_is_over(talk.request));
	finish(&talk);
}
END_TEST

#define PREFACE "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
#define SETTINGS "\0\0\0\4\0\0\0\0\0"

/* What no client says that means well; "no HTTP", or nothing that asks for an answer. */
START_TEST(http2_is_told_from_nonsense)
{
	static const struct {
		const char *bytes;
		size_t len;
		bool is_told;
	} cases[] = {
#define BYTES(text) text, sizeof(text) - 1
		{BYTES("PRI * HTTP/2.0\r\n\r\nSMTP\r\n"), true},
		{BYTES("PRI * HTTP/1.1\r\nHost: x\r\n"), false},
		{BYTES(PREFACE), false},
		{BYTES(PREFACE SETTINGS), false},
		/* no SETTINGS first; DATA of no stream; a frame longer than it may be; HPACK of nonsense */
		{BYTES(PREFACE "\0\0\0\0\0\0\0\0\1"), true},
		{BYTES(PREFACE SETTINGS "\0\0\0\0\1\0\0\0\0"), true},
		{BYTES(PREFACE SETTINGS "\xff\xff\xff\1\5\0\0\0\1"), true},
		{BYTES(PREFACE SETTINGS "\0\0\1\1\5\0\0\0\1\xff\xff\xff"), true},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct talk talk;

		begin(&talk);
		leg_request_receive(talk.request, (const uint8_t *)cases[i].bytes, cases[i].len);
		while (attend(&talk))
			continue;
		ck_assert_msg((talk.asked_count == 1) == cases[i].is_told, "row %zu", i);
		if (cases[i].is_told)
			ck_assert_int_eq(talk.asked[0].state, LEG_ASKED_NO_HTTP);
		ck_assert_msg(leg_request_is_over(talk.request) == cases[i].is_told, "row %zu", i);
		finish(&talk);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"http2",
			{http2_is_answered, http2_target_is_cleaned, http2_takes_several_streams,
				http2_answers_a_stream_of_messages, http2_waits_for_a_request,
				http2_outlives_a_reset, http2_body_without_end_is_too_much,
				http2_streams_without_end_are_too_much, http2_is_told_from_nonsense}},
	};

	return unit_run("leg_http2", cases, COUNT_OF(cases));
}
