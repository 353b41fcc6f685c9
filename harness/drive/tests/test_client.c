/* What belongs to targets that are clients: the bytes before TLS, a proxy's front, the server
 * leg. */

#include <string.h>
#include <uv.h>

#include "arena.h"
#include "connect_proxy.h"
#include "front.h"
#include "leg_facts.h"
#include "server_leg.h"
#include "socket_address.h"
#include "unit.h"

#define HEAD_END "Host: x\r\n\r\n"

START_TEST(connect_first_bytes)
{
	static const struct {
		const char *bytes;
		size_t len; /* 0: as a text */
		const char *name;
		enum connect_state state;
		size_t consumed;
	} rows[] = {
		{"", 0, "a.test", CONNECT_MORE, 0},
		{"\x16\x03\x01", 0, "a.test", CONNECT_NOT, 0},
		{"\x16", 0, "a.test", CONNECT_NOT, 0},
		{"C", 0, "a.test", CONNECT_MORE, 0},
		{"CONNECT a.test:443 HTTP/1.1\r\n", 0, "a.test", CONNECT_MORE, 0},
		{"CONNECT a.test:443 HTTP/1.1\r\n\r\n\x16", 0, "a.test", CONNECT_ASKED, 31},
		{"CONNECT A.Test:443 HTTP/1.1\r\n" HEAD_END, 0, "a.test", CONNECT_ASKED, 40},
		{"CONNECT a.test:443 HTTP/1.1\r\n\r\n", 0, "a.test.", CONNECT_ASKED, 31},
		{"CONNECT [::1]:443 HTTP/1.1\r\n\r\n", 0, "::1", CONNECT_ASKED, 30},
		{"CONNECT b.test:443 HTTP/1.1\r\n\r\n", 0, "a.test", CONNECT_ELSEWHERE, 31},
		{"CONNECT a.test:444 HTTP/1.1\r\n\r\n", 0, "a.test", CONNECT_ELSEWHERE, 31},
		{"CONNECT a.test HTTP/1.1\r\n\r\n", 0, "a.test", CONNECT_ELSEWHERE, 27},
		{"CONNECT ", 0, "a.test", CONNECT_MORE, 0},
		{"CONNECT \r\n\r\n", 0, "a.test", CONNECT_ELSEWHERE, 12},
		{"GET / HTTP/1.1\r\n\r\n", 0, "a.test", CONNECT_PLAIN, 18},
		{"GET / HTTP/1.1\r\n", 0, "a.test", CONNECT_MORE, 0},
		{"GET http://b.test/ HTTP/1.1\r\n\r\n", 0, "a.test", CONNECT_ELSEWHERE, 31},
		{"GET http://a.test.b.test/ HTTP/1.1\r\n\r\n", 0, "a.test", CONNECT_ELSEWHERE, 38},
		{"GET http://A.test/x HTTP/1.1\r\n\r\n", 0, "a.test", CONNECT_PLAIN, 32},
		{"GET http://a.test:80/ HTTP/1.1\r\n\r\n", 0, "a.test", CONNECT_PLAIN, 34},
		{"COPY", 0, "a.test", CONNECT_MORE, 0},
		{"ABCDEFGHIJKLMNOPQRSTUVWXYZ", 0, "a.test", CONNECT_BAD, 0},
		{"EHLO\r\n", 0, "a.test", CONNECT_BAD, 0},
		{"\x80\x2e\x01", 0, "a.test", CONNECT_BAD, 0},
		{"\0\0", 2, "a.test", CONNECT_BAD, 0},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		size_t len = rows[i].len ? rows[i].len : strlen(rows[i].bytes);
		const char *problem = NULL;
		enum connect_state state;
		struct arena arena;
		size_t consumed;

		arena_init(&arena);
		state =
			connect_proxy_read(&consumed, &problem, rows[i].bytes, len, rows[i].name, 443, &arena);
		ck_assert_msg(state == rows[i].state, "row %zu: %d", i, state);
		ck_assert_msg(consumed == rows[i].consumed, "row %zu: %zu bytes", i, consumed);
		ck_assert_int_eq(state >= CONNECT_ELSEWHERE, problem != NULL);
		arena_finish(&arena);
	}
}
END_TEST

START_TEST(connect_without_end)
{
	static char endless[CONNECT_PROXY_MAX + 1];
	const char *problem = NULL;
	struct arena arena;
	size_t consumed;

	arena_init(&arena);
	memset(endless, 'x', sizeof(endless) - 1);
	memcpy(endless, "CONNECT ", 8);
	ck_assert_int_eq(
		connect_proxy_read(&consumed, &problem, endless, CONNECT_PROXY_MAX, "a", 1, &arena),
		CONNECT_BAD);
	arena_finish(&arena);
}
END_TEST

/* A proxy that gives one answer, whatever it is asked. */
struct fake {
	uv_loop_t loop;
	uv_tcp_t listener;
	uv_tcp_t peer;
	uv_write_t writing;
	const char *answer;
	char asked[4096];
	size_t asked_len;
	struct arena arena;
	struct observation facts;
	struct front *front;
	struct sockaddr_storage address;
	char chunk[4096];
};

static void on_fake_written(uv_write_t *writing, int status)
{
	struct fake *fake = writing->data;

	(void)status;
	uv_close((uv_handle_t *)&fake->peer, NULL);
}

static void on_fake_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
	struct fake *fake = handle->data;

	(void)suggested;
	*out = uv_buf_init(fake->chunk, sizeof(fake->chunk));
}

static void on_fake_data(uv_stream_t *stream, ssize_t len, const uv_buf_t *data)
{
	struct fake *fake = stream->data;
	uv_buf_t piece = uv_buf_init((char *)fake->answer, (unsigned)strlen(fake->answer));

	if (len <= 0 || fake->asked_len)
		return;
	memcpy(fake->asked, data->base, (size_t)len);
	fake->asked_len = (size_t)len;
	fake->writing.data = fake;
	ck_assert_int_eq(uv_write(&fake->writing, stream, &piece, 1, on_fake_written), 0);
}

static void on_fake_connection(uv_stream_t *listener, int status)
{
	struct fake *fake = listener->data;

	ck_assert_int_eq(status, 0);
	uv_tcp_init(&fake->loop, &fake->peer);
	fake->peer.data = fake;
	ck_assert_int_eq(uv_accept(listener, (uv_stream_t *)&fake->peer), 0);
	uv_read_start((uv_stream_t *)&fake->peer, on_fake_allocate, on_fake_data);
}

static void on_front_done(void *owner)
{
	struct fake *fake = owner;

	front_destroy(fake->front);
	uv_close((uv_handle_t *)&fake->listener, NULL);
}

static void ask_fake(struct fake *fake, const char *answer)
{
	struct front_request request = {.address = &fake->address,
		.ask = {.token = "the-token", .host = "a.test"},
		.facts = &fake->facts,
		.arena = &fake->arena,
		.done = on_front_done,
		.owner = fake};
	int len = sizeof(fake->address);

	memset(fake, 0, sizeof(*fake));
	fake->answer = answer;
	arena_init(&fake->arena);
	observation_init(&fake->facts);
	uv_loop_init(&fake->loop);
	uv_tcp_init(&fake->loop, &fake->listener);
	fake->listener.data = fake;
	ck_assert_int_eq(socket_address_parse(&fake->address, "127.0.0.1", 0), 0);
	ck_assert_int_eq(uv_tcp_bind(&fake->listener, (struct sockaddr *)&fake->address, 0), 0);
	uv_tcp_getsockname(&fake->listener, (struct sockaddr *)&fake->address, &len);
	/* no answer at all: nobody listens */
	if (answer)
		uv_listen((uv_stream_t *)&fake->listener, 4, on_fake_connection);
	fake->front = front_start(&fake->loop, &request);
	uv_run(&fake->loop, UV_RUN_DEFAULT);
	ck_assert_int_eq(uv_loop_close(&fake->loop), 0);
}

START_TEST(front_answers)
{
	static const struct {
		const char *answer;
		int status;
		enum far_end far_end;
	} rows[] = {
		{"HTTP/1.1 200 OK\r\nX-Mtlspec-Token: the-token\r\nContent-Length: 0\r\n\r\n", 200,
			FAR_SUCCESS},
		/* whosever answer it is */
		{"HTTP/1.1 200 OK\r\nX-Mtlspec-Token: another\r\nContent-Length: 0\r\n\r\n", 200,
			FAR_SUCCESS},
		{"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, FAR_SUCCESS},
		{"HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n", 500, FAR_FAILURE},
		{"HTTP/1.1 502 x\r\nContent-Length: 0\r\n\r\n", 502, FAR_FAILURE},
		{"HTTP/1.0 503 x\r\n\r\nsorry", 503, FAR_FAILURE},
		{"HTTP/1.1 504 x\r\nContent-Length: 0\r\n\r\n", 504, FAR_FAILURE},
		{"HTTP/1.1 404 x\r\nContent-Length: 0\r\n\r\n", 404, FAR_NONE},
		{"HTTP/1.1 501 x\r\nContent-Length: 0\r\n\r\n", 501, FAR_NONE},
		{"", 0, FAR_FAILURE},
		{"garbage\r\n\r\n", 0, FAR_FAILURE},
		{NULL, 0, FAR_NONE},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fake fake;

		ask_fake(&fake, rows[i].answer);
		ck_assert_int_eq(fake.facts.http_status, rows[i].status);
		ck_assert_msg(fake.facts.far_end == rows[i].far_end, "row %zu: %s", i,
			far_end_words[fake.facts.far_end]);
		ck_assert_int_eq(fake.facts.connected, rows[i].answer != NULL);
		ck_assert_int_eq(fake.facts.connect_errno != 0, rows[i].answer == NULL);
		if (rows[i].answer)
			ck_assert_ptr_nonnull(strstr(fake.asked, "GET /mtlspec/the-token HTTP/1.1\r\n"));
		arena_finish(&fake.arena);
	}
}
END_TEST

/* A leg with nobody to expect: who connects is sent away at once, and it is quiet then. */
START_TEST(leg_expects_nobody)
{
	struct fake fake;
	struct front_request request = {.address = &fake.address,
		.ask = {.token = "t", .host = "a.test"},
		.facts = &fake.facts,
		.arena = &fake.arena,
		.done = on_front_done,
		.owner = &fake};
	struct server_leg *leg;
	const char *why = NULL;

	memset(&fake, 0, sizeof(fake));
	arena_init(&fake.arena);
	observation_init(&fake.facts);
	uv_loop_init(&fake.loop);
	uv_tcp_init(&fake.loop, &fake.listener);
	leg = server_leg_listen(&fake.loop, NULL, &fake.arena, &why);
	ck_assert_ptr_nonnull(leg);
	ck_assert(server_leg_quiet(leg));
	ck_assert_int_eq(socket_address_parse(&fake.address, "127.0.0.1", server_leg_port(leg)), 0);
	fake.front = front_start(&fake.loop, &request);
	while (!uv_is_closing((uv_handle_t *)&fake.listener))
		uv_run(&fake.loop, UV_RUN_ONCE);
	ck_assert(fake.facts.connected);
	ck_assert_int_eq(fake.facts.far_end, FAR_FAILURE);
	ck_assert(server_leg_quiet(leg));
	server_leg_forget(leg);
	server_leg_close(leg);
	server_leg_close(NULL);
	uv_run(&fake.loop, UV_RUN_DEFAULT);
	ck_assert_int_eq(uv_loop_close(&fake.loop), 0);
	arena_finish(&fake.arena);
}
END_TEST

/* Two connections in either order: the one that brought data speaks, the rest adds up. */
START_TEST(leg_facts_of_two_connections)
{
	for (int data_first = 0; data_first < 2; data_first++) {
		struct observation refused;
		struct observation trusting;
		struct observation *first = data_first ? &trusting : &refused;
		struct observation *second = data_first ? &refused : &trusting;
		struct arena arena;

		arena_init(&arena);
		observation_init(&refused);
		observation_init(&trusting);
		refused.alert = TLS_ALERT_UNKNOWN_CA;
		refused.alert_from = PARTY_CLIENT;
		refused.served = trusting.served = SENT_AS_MEANT;
		refused.peer_presented = PRESENTED_EMPTY;
		refused.end = END_RESET;
		trusting.data_received = 7;
		trusting.handshake_done = true;
		trusting.peer_presented = PRESENTED_CONFIGURED;
		trusting.negotiated = TLS_1_3;
		trusting.end = END_FIN;
		observation_note(second, &arena, 5, PARTY_CLIENT, "ClientHello", 100);
		leg_facts_add(first, second, "connection 2", &arena);
		ck_assert_uint_eq(first->data_received, 7);
		ck_assert(first->handshake_done);
		ck_assert_int_eq(first->peer_presented, PRESENTED_CONFIGURED);
		ck_assert_int_eq(first->negotiated, TLS_1_3);
		ck_assert_int_eq(first->end, END_FIN);
		ck_assert_int_eq(first->alert, TLS_ALERT_NONE);
		ck_assert_uint_eq(first->moment_count, 1);
		ck_assert_str_eq(first->moments[0].what, "connection 2: ClientHello");
		arena_finish(&arena);
	}
}
END_TEST

/* Without data the first alert stays. */
START_TEST(leg_facts_of_two_refusals)
{
	struct observation first;
	struct observation second;
	struct arena arena;

	arena_init(&arena);
	observation_init(&first);
	observation_init(&second);
	second.alert = TLS_ALERT_UNKNOWN_CA;
	second.alert_from = PARTY_CLIENT;
	leg_facts_add(&first, &second, "connection 2", &arena);
	ck_assert_int_eq(first.alert, TLS_ALERT_UNKNOWN_CA);
	ck_assert_int_eq(first.alert_from, PARTY_CLIENT);
	second.alert = TLS_ALERT_BAD_CERTIFICATE;
	leg_facts_add(&first, &second, "connection 3", &arena);
	ck_assert_int_eq(first.alert, TLS_ALERT_UNKNOWN_CA);
	arena_finish(&arena);
}
END_TEST

START_TEST(leg_facts_keep_trouble_and_what_was_served)
{
	struct observation first;
	struct observation second;
	struct arena arena;

	arena_init(&arena);
	observation_init(&first);
	observation_init(&second);
	second.trouble = "ours";
	second.served = SENT_AS_MEANT;
	leg_facts_add(&first, &second, "connection 2", &arena);
	ck_assert_str_eq(first.trouble, "ours");
	ck_assert_int_eq(first.served, SENT_AS_MEANT);
	second.trouble = "later";
	leg_facts_add(&first, &second, "connection 3", &arena);
	ck_assert_str_eq(first.trouble, "ours");
	arena_finish(&arena);
}
END_TEST

/* Who never came through our proxy is judged by nothing; who did, by what came of it. */
START_TEST(leg_facts_of_a_relay)
{
	static const struct {
		size_t connections;
		size_t data;
		int alert;
		enum party from;
		const char *trouble;
	} rows[] = {
		{0, 0, TLS_ALERT_NONE, PARTY_NONE, NULL},
		{1, 40, TLS_ALERT_NONE, PARTY_NONE, NULL},
		{2, 40, TLS_ALERT_UNKNOWN_CA, PARTY_CLIENT, NULL},
		{1, 0, TLS_ALERT_UNKNOWN_CA, PARTY_CLIENT, "it refused our proxy (alert unknown_ca)"},
		{1, 0, 40, PARTY_SERVER,
			"it did not come to terms with our proxy (alert handshake_failure)"},
		{1, 0, TLS_ALERT_NONE, PARTY_NONE, "it left our proxy before the end of the handshake"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct observation facts;
		struct observation relayed;
		struct arena arena;

		arena_init(&arena);
		observation_init(&facts);
		observation_init(&relayed);
		relayed.connections = rows[i].connections;
		relayed.data_received = rows[i].data;
		relayed.alert = rows[i].alert;
		relayed.alert_from = rows[i].from;
		observation_note(&relayed, &arena, 7, PARTY_CLIENT, "connection 1: ClientHello", 0);
		leg_facts_add_relay(&facts, &relayed, &arena);
		ck_assert_pstr_eq(facts.trouble, rows[i].trouble);
		ck_assert_uint_eq(facts.moment_count, 1);
		ck_assert_str_eq(facts.moments[0].what, "proxy: connection 1: ClientHello");
		arena_finish(&arena);
	}
}
END_TEST

static struct unit_case client_case(void)
{
	return (struct unit_case){"client",
		{connect_first_bytes, connect_without_end, front_answers, leg_expects_nobody,
			leg_facts_of_two_connections, leg_facts_of_two_refusals,
			leg_facts_keep_trouble_and_what_was_served, leg_facts_of_a_relay}};
}

int main(void)
{
	const struct unit_case cases[] = {client_case()};

	return unit_run("drive", cases, COUNT_OF(cases));
}
