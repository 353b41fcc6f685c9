#include <string.h>

#include "arena.h"
#include "diag.h"
#include "doctor_check.h"
#include "http_driver_library.h"
#include "needs.h"
#include "observation.h"
#include "program_ask.h"
#include "recipe.h"
#include "run_limits.h"
#include "target.h"
#include "tls_library.h"
#include "unit.h"

START_TEST(test_openssl)
{
	static const struct {
		const char *library;
		const char *headers;
		enum check_state state;
	} rows[] = {
		{"OpenSSL 3.0.15 3 Sep 2024", "OpenSSL 3.0.15 3 Sep 2024", CHECK_OK},
		{"OpenSSL 3.5.0 8 Apr 2025", "OpenSSL 3.0.15 3 Sep 2024", CHECK_OK},
		{"OpenSSL 4.0.0", "OpenSSL 3.0.15 3 Sep 2024", CHECK_BAD},
		{"OpenSSL 1.1.1w", "OpenSSL 3.0.15", CHECK_BAD},
	};
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct doctor_check check = doctor_judge_openssl(rows[i].library, rows[i].headers, &arena);

		ck_assert_msg(check.state == rows[i].state, "%s", rows[i].library);
		ck_assert_int_eq(check.advice == NULL, check.state == CHECK_OK);
		ck_assert_ptr_nonnull(strstr(check.found, rows[i].library));
	}
	arena_finish(&arena);
}
END_TEST

START_TEST(test_libcurl)
{
	static const struct {
		struct http_driver_library library;
		enum check_state state;
		const char *found;
	} rows[] = {
		{{"8.1", "8.0", "OpenSSL/3.0.15", true}, CHECK_OK,
			"libcurl 8.1, headers 8.0, TLS by OpenSSL/3.0.15, HTTP/2"},
		{{"8.1", "8.0", "OpenSSL/3.0.15", false}, CHECK_WARNING, "no HTTP/2"},
		{{"8.1", "8.0", "GnuTLS/3.7.9", true}, CHECK_BAD, "TLS by GnuTLS/3.7.9"},
		{{"8.1", "8.0", NULL, true}, CHECK_BAD, "TLS by nobody"},
	};
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct doctor_check check = doctor_judge_libcurl(&rows[i].library, &arena);

		ck_assert_int_eq(check.state, rows[i].state);
		ck_assert_msg(strstr(check.found, rows[i].found) != NULL, "%s", check.found);
	}
	arena_finish(&arena);
}
END_TEST

START_TEST(test_limits)
{
	struct arena arena;
	struct doctor_check check;

	arena_init(&arena);
	ck_assert_uint_gt(doctor_files_needed(RUN_JOBS_MAX), doctor_files_needed(RUN_JOBS_DEFAULT));
	ck_assert_int_eq(doctor_judge_files(200, 200, &arena).state, CHECK_OK);
	check = doctor_judge_files(199, 200, &arena);
	ck_assert_int_eq(check.state, CHECK_BAD);
	ck_assert_str_eq(check.advice, "raise it: ulimit -n 200");
	ck_assert_int_eq(doctor_judge_files(UINT64_MAX, 200, &arena).state, CHECK_OK);
	ck_assert_int_eq(doctor_judge_space("/tmp", 64 * 1024 * 1024, &arena).state, CHECK_OK);
	ck_assert_int_eq(doctor_judge_space("/tmp", 64 * 1024 * 1024 - 1, &arena).state, CHECK_BAD);
	arena_finish(&arena);
}
END_TEST

START_TEST(test_clock)
{
	const time_t built = 1700000000;
	struct arena arena;

	arena_init(&arena);
	ck_assert_int_eq(doctor_judge_clock(built, built, 5, 5, &arena).state, CHECK_OK);
	ck_assert_int_eq(doctor_judge_clock(built - 1, built, 5, 6, &arena).state, CHECK_BAD);
	ck_assert_int_eq(doctor_judge_clock(0, built, 5, 6, &arena).state, CHECK_BAD);
	ck_assert_int_eq(doctor_judge_clock(built, built, 6, 5, &arena).state, CHECK_BAD);
	ck_assert_str_eq(doctor_judge_clock(built, built, 5, 5, &arena).found, "2023-11-14T22:13:20Z");
	arena_finish(&arena);
}
END_TEST

START_TEST(test_what_we_are_built_with)
{
	struct http_driver_library curl;
	struct arena arena;

	arena_init(&arena);
	http_driver_library(&curl);
	ck_assert_int_eq(doctor_judge_libcurl(&curl, &arena).state, CHECK_OK);
	ck_assert_int_eq(
		doctor_judge_openssl(tls_library_version(), tls_library_headers(), &arena).state, CHECK_OK);
	arena_finish(&arena);
}
END_TEST

START_TEST(test_handshakes_are_recorded_whole)
{
	struct arena arena;
	struct diag diag;
	struct recipe *recipe;
	struct doctor_check check;

	arena_init(&arena);
	diag_init(&diag);
	recipe = recipe_read(&arena, &diag, TEST_SOURCE_DIR "/ca-fixtures/pki.yaml");
	ck_assert_ptr_nonnull(recipe);
	check = doctor_check_handshakes(recipe, &arena);
	ck_assert_msg(check.state == CHECK_OK && !check.advice, "%s", check.found);
	diag_finish(&diag);
	arena_finish(&arena);
}
END_TEST

/* RFC 8446 section 2, figure 1, with a client certificate; and what comes beside it. */
static struct moment moments_13[] = {
	{.sender = PARTY_CLIENT, .what = "ClientHello"},
	{.sender = PARTY_SERVER, .what = "ServerHello"},
	{.sender = PARTY_SERVER, .what = "EncryptedExtensions"},
	{.sender = PARTY_SERVER, .what = "CertificateRequest"},
	{.sender = PARTY_SERVER, .what = "Certificate (2 certificates)"},
	{.sender = PARTY_SERVER, .what = "CertificateVerify"},
	{.sender = PARTY_SERVER, .what = "Finished"},
	{.sender = PARTY_CLIENT, .what = "Certificate (1 certificate)"},
	{.sender = PARTY_CLIENT, .what = "CertificateVerify"},
	{.sender = PARTY_CLIENT, .what = "Finished"},
};
/* RFC 5246 section 7.3, figure 1, the same */
static struct moment moments_12[] = {
	{.sender = PARTY_CLIENT, .what = "ClientHello"},
	{.sender = PARTY_SERVER, .what = "ServerHello"},
	{.sender = PARTY_SERVER, .what = "Certificate (2 certificates)"},
	{.sender = PARTY_SERVER, .what = "ServerKeyExchange"},
	{.sender = PARTY_SERVER, .what = "CertificateRequest"},
	{.sender = PARTY_SERVER, .what = "ServerHelloDone"},
	{.sender = PARTY_CLIENT, .what = "Certificate (1 certificate)"},
	{.sender = PARTY_CLIENT, .what = "ClientKeyExchange"},
	{.sender = PARTY_CLIENT, .what = "CertificateVerify"},
	{.sender = PARTY_CLIENT, .what = "Finished"},
	{.sender = PARTY_SERVER, .what = "Finished"},
};

static const struct {
	enum tls_version version;
	struct moment *moments;
	size_t count;
} timelines[] = {
	{TLS_1_0, moments_12, COUNT_OF(moments_12)},
	{TLS_1_2, moments_12, COUNT_OF(moments_12)},
	{TLS_1_3, moments_13, COUNT_OF(moments_13)},
};

static void record(struct observation *client, struct observation *server, size_t timeline)
{
	observation_init(client);
	client->negotiated = timelines[timeline].version;
	client->certificate_requested = true;
	client->sent = SENT_AS_MEANT;
	client->server_trusted = true;
	client->handshake_done = true;
	client->moments = timelines[timeline].moments;
	client->moment_count = timelines[timeline].count;
	*server = *client;
	server->sent = SENT_OTHER; /* a server can't know */
	server->served = SENT_AS_MEANT;
	server->peer_presented = PRESENTED_CONFIGURED;
	server->data_received = 4;
}

START_TEST(test_a_message_that_is_not_seen)
{
	struct arena arena;
	struct observation ends[2];

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(timelines); i++) {
		enum tls_version version = timelines[i].version;

		record(&ends[0], &ends[1], i);
		ck_assert_ptr_null(doctor_handshake_gap(version, &ends[0], &ends[1], &arena));
		for (size_t j = 0; j < 2 * timelines[i].count; j++) {
			size_t size = timelines[i].count * sizeof(struct moment);
			struct observation blind = ends[j % 2];
			const char *gap;

			blind.moments = memcpy(arena_alloc(&arena, size), timelines[i].moments, size);
			blind.moments[j / 2].what = "CompressedCertificate";
			gap = doctor_handshake_gap(
				version, j % 2 ? &ends[0] : &blind, j % 2 ? &blind : &ends[1], &arena);
			ck_assert_msg(gap != NULL, "%s is not missed", timelines[i].moments[j / 2].what);
			ck_assert_ptr_nonnull(strstr(gap, j % 2 ? "our server" : "our client"));
			ck_assert_ptr_nonnull(strstr(gap, "CompressedCertificate"));
		}
	}
	arena_finish(&arena);
}
END_TEST

START_TEST(test_a_handshake_that_is_not_as_meant)
{
	struct arena arena;
	struct observation good[2];
	struct observation bad[11][2];

	arena_init(&arena);
	record(&good[0], &good[1], 2);
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		memcpy(bad[i], good, sizeof(good));
	bad[0][0].negotiated = TLS_1_2;
	bad[1][0].certificate_requested = false;
	bad[2][0].sent = SENT_EMPTY;
	bad[3][0].server_trusted = false;
	bad[4][0].handshake_done = false;
	bad[5][0].alert = 0;
	bad[6][1].served = SENT_OTHER;
	bad[7][1].peer_presented = PRESENTED_OTHER;
	bad[8][1].data_received = 0;
	bad[9][1].trouble = "it can't";
	bad[10][0].moment_count = 0;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		ck_assert_msg(
			doctor_handshake_gap(TLS_1_3, &bad[i][0], &bad[i][1], &arena) != NULL, "row %zu", i);
	arena_finish(&arena);
}
END_TEST

START_TEST(test_what_a_target_needs)
{
	static const char *const words[][2] = {
		{"-c", "exit 0"}, {"-c", "exit 3"}, {"-c", "kill -9 $$"}, {"-c", "exit 4"}};
	static const struct {
		const char *program;
		size_t first, count;
		const char *lacks;
	} rows[] = {
		{"/bin/sh", 0, 0, NULL},
		{"/bin/sh", 0, 1, NULL},
		{"/bin/sh", 0, 2, "need 1"},
		{"/bin/sh", 2, 2, "need 2"},
		{"/no/such/program", 0, 1, "need 0"},
		{NULL, 1, 1, NULL},
	};
	struct target_need needs[COUNT_OF(words)] = {{0}};
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		needs[i].what = arena_printf(&arena, "need %zu", i);
		*ARENA_PUSH(&arena, needs[i].args.items, needs[i].args.count) = words[i][0];
		*ARENA_PUSH(&arena, needs[i].args.items, needs[i].args.count) = words[i][1];
	}
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct target target = {.program_path = rows[i].program,
			.needs = needs + rows[i].first,
			.need_count = rows[i].count};

		needs_look(&target, &arena);
		ck_assert_pstr_eq(target.lacks, rows[i].lacks);
	}
	arena_finish(&arena);
}
END_TEST

START_TEST(test_an_answer_in_time)
{
	struct target target = {.program_path = "/bin/sh"};
	struct text_list words = {0};
	struct program_answer answer;
	struct arena arena;

	arena_init(&arena);
	*ARENA_PUSH(&arena, words.items, words.count) = "-c";
	*ARENA_PUSH(&arena, words.items, words.count) = "echo here; exit 7";
	program_ask(&answer, &target, &words, 20000, &arena);
	ck_assert(answer.ended);
	ck_assert_int_eq(answer.status, 7);
	ck_assert_str_eq(answer.said, "here\n");
	words.items[1] = "sleep 60";
	program_ask(&answer, &target, &words, 50, &arena);
	ck_assert(!answer.ended);
	arena_finish(&arena);
}
END_TEST

static struct unit_case doctor_case(void)
{
	return (struct unit_case){"doctor",
		{test_openssl, test_libcurl, test_limits, test_clock, test_what_we_are_built_with,
			test_handshakes_are_recorded_whole, test_a_message_that_is_not_seen,
			test_a_handshake_that_is_not_as_meant, test_what_a_target_needs,
			test_an_answer_in_time}};
}

int main(void)
{
	const struct unit_case cases[] = {doctor_case()};

	return unit_run("doctor", cases, COUNT_OF(cases));
}
