#include <string.h>

#include "arena.h"
#include "doctor_check.h"
#include "http_driver_library.h"
#include "run_limits.h"
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

static struct unit_case doctor_case(void)
{
	return (struct unit_case){"doctor",
		{test_openssl, test_libcurl, test_limits, test_clock, test_what_we_are_built_with}};
}

int main(void)
{
	const struct unit_case cases[] = {doctor_case()};

	return unit_run("doctor", cases, COUNT_OF(cases));
}
