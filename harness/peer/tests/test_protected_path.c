/* The reference server's protected path, and the mistakes that are made of it. */
#include <string.h>

#include "arena.h"
#include "http.h"
#include "protected_path.h"
#include "tls_server.h"
#include "unit.h"

static const struct {
	enum tls_defect defect; /* DEFECT_COUNT: none */
	const char *method, *target;
	bool verified, resumed;
	size_t number; /* of the request */
	bool refused;
	const char *handed_on;
} rows[] = {
	{DEFECT_COUNT, "GET", "/private/", false, false, 1, true, "/private/"},
	{DEFECT_COUNT, "GET", "/private/", true, false, 1, false, "/private/"},
	{DEFECT_COUNT, "GET", "/open/", false, false, 1, false, "/open/"},
	{DEFECT_COUNT, "GET", "/open/../private/", false, false, 1, true, "/open/../private/"},
	{DEFECT_COUNT, "GET", "//private", false, true, 2, true, "//private"},
	{DEFECT_COUNT, "OPTIONS", "*", false, false, 1, false, "*"},
	{DEFECT_PATH_UNPROTECTED, "GET", "/private/", false, false, 1, false, "/private/"},
	{DEFECT_PATH_AS_WRITTEN, "GET", "/private/", false, false, 1, true, "/private/"},
	{DEFECT_PATH_AS_WRITTEN, "GET", "/%70rivate/", false, false, 1, false, "/%70rivate/"},
	{DEFECT_PATH_CASE_BLIND, "GET", "/PRIVATE/", false, false, 1, false, "/private/"},
	{DEFECT_PATH_CLEANED_LATE, "GET", "//private;x", false, false, 1, false, "/private/"},
	{DEFECT_PATH_CLEANED_LATE, "GET", "/./private/", false, false, 1, true, "/private/"},
	{DEFECT_PATH_CLEANED_LATE, "OPTIONS", "*", false, false, 1, false, "*"},
	{DEFECT_FIRST_REQUEST_DECIDES, "GET", "/private/", false, false, 1, true, "/private/"},
	{DEFECT_FIRST_REQUEST_DECIDES, "GET", "/private/", false, false, 2, false, "/private/"},
	{DEFECT_SESSION_IS_ENOUGH, "GET", "/private/", false, false, 1, true, "/private/"},
	{DEFECT_SESSION_IS_ENOUGH, "GET", "/private/", false, true, 1, false, "/private/"},
	{DEFECT_GET_ALONE_IS_PROTECTED, "GET", "/private/", false, false, 1, true, "/private/"},
	{DEFECT_GET_ALONE_IS_PROTECTED, "POST", "/private/", false, false, 1, false, "/private/"},
};

START_TEST(what_is_refused)
{
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		bool defects[DEFECT_COUNT + 1] = {false};
		const struct protected_path path = {"/private/", 0, defects};
		const struct http_message request = {.method = rows[i].method, .target = rows[i].target};
		const struct tls_peer peer = {.verified = rows[i].verified};

		defects[rows[i].defect] = true;
		ck_assert_msg(protected_path_refuses(&path, &request, &peer, rows[i].resumed,
						  rows[i].number, &arena) == rows[i].refused,
			"row %zu: %s", i, rows[i].target);
		ck_assert_str_eq(
			protected_path_handed_on(&path, rows[i].target, &arena), rows[i].handed_on);
	}
	arena_finish(&arena);
}
END_TEST

/* It is protected at each virtual host, but for a mistake. */
START_TEST(of_each_host)
{
	bool defects[DEFECT_COUNT] = {false};
	const struct http_message request = {.method = "GET", .target = "/private/"};
	const struct tls_peer peer = {.verified = false};
	struct arena arena;

	arena_init(&arena);
	for (int host = 0; host < 3; host++) {
		const struct protected_path path = {"/private/", host, defects};

		defects[DEFECT_PATH_OF_FIRST_HOST_ALONE] = false;
		ck_assert(protected_path_refuses(&path, &request, &peer, false, 1, &arena));
		defects[DEFECT_PATH_OF_FIRST_HOST_ALONE] = true;
		ck_assert_int_eq(
			protected_path_refuses(&path, &request, &peer, false, 1, &arena), host == 0);
	}
	arena_finish(&arena);
}
END_TEST

START_TEST(nothing_is_protected)
{
	bool defects[DEFECT_COUNT] = {[DEFECT_PATH_CASE_BLIND] = true};
	const struct protected_path path = {NULL, 0, defects};
	const struct http_message request = {.method = "GET", .target = "/A"};
	const struct tls_peer peer = {0};
	struct arena arena;

	arena_init(&arena);
	ck_assert(!protected_path_refuses(&path, &request, &peer, false, 1, &arena));
	ck_assert_str_eq(protected_path_handed_on(&path, "/A", &arena), "/A");
	arena_finish(&arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"protected", {what_is_refused, of_each_host, nothing_is_protected}}};

	return unit_run("protected_path", cases, COUNT_OF(cases));
}
