/* Which resource a request line asks for, and the ways to write one. */
#include <string.h>

#include "arena.h"
#include "path_spelling.h"
#include "request_path.h"
#include "unit.h"

static const struct {
	const char *target;
	const char *by_rfc; /* NULL: no path */
	const char *loosely;
} rows[] = {
	{"/private/", "/private/", "/private/"},
	{"/private/a?b=/c#d", "/private/a", "/private/a/"},
	{"/", "/", "/"},
	{"https://a.test/private/", "/private/", "/private/"},
	{"https://a.test:1/x/../private/", "/private/", "/private/"},
	{"https://a.test", "/", "/"},
	{"https://a.test?/private/", "/", "/"},
	{"HTTP://a.test#/private/", "/", "/"},
	{"*", NULL, NULL},
	{"a.test:443", NULL, NULL},
	{"", NULL, NULL},
	{"a/b://c/private/", NULL, NULL},
	{"/PRIVATE/", "/PRIVATE/", "/PRIVATE/"},
	{"/./private/.", "/private/", "/private/"},
	{"/open/../private/", "/private/", "/private/"},
	{"/open/%2e%2E/private/", "/private/", "/private/"},
	{"/../../private/", "/private/", "/private/"},
	{"/private/..", "/", "/"},
	{"/private/../open/", "/open/", "/open/"},
	{"/a/b/c/./../../g", "/a/g", "/a/g/"},
	{"/...", "/...", "/.../"},
	{"/open/..;/private/", "/open/..;/private/", "/private/"},
	{"//private/", "//private/", "/private/"},
	{"/open//../private/", "/open/private/", "/private/"},
	{"/%2Fprivate/", "/%2Fprivate/", "/private/"},
	{"/%2fprivate/", "/%2Fprivate/", "/private/"},
	{"/open%2F..%2Fprivate/", "/open%2F..%2Fprivate/", "/private/"},
	{"/private%2F", "/private%2F", "/private/"},
	{"/open\\..\\private/", "/open\\..\\private/", "/private/"},
	{"/open%5C..%5Cprivate/", "/open%5C..%5Cprivate/", "/private/"},
	{"/%70rivate/", "/private/", "/private/"},
	/* nothing is decoded into another percent-encoding */
	{"/%%666", "/%%666", "/\xf6/"},
	{"/%6%36/%61", "/%6%36/a", "/f/a/"},
	{"/%2570rivate/", "/%2570rivate/", "/private/"},
	{"/open%C0%AF..%C0%AFprivate/", "/open%C0%AF..%C0%AFprivate/", "/private/"},
	{"/%c1%b0rivate/", "/%C1%B0rivate/", "/private/"},
	{"/private%00/", "/private%00/", "/private/"},
	{"/private;x=1/", "/private;x=1/", "/private/"},
	{"/private;x=1", "/private;x=1", "/private/"},
	{"/private", "/private", "/private/"},
	{"/%", "/%", "/%/"},
	{"/%7", "/%7", "/%7/"},
	{"/%zz", "/%zz", "/%zz/"},
	{"/open/?/../private/", "/open/", "/open/"},
	{"/open/#/../private/", "/open/", "/open/"},
};

START_TEST(paths_are_read)
{
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *by_rfc = request_path_read(rows[i].target, PATH_BY_RFC, &arena);
		const char *loosely = request_path_read(rows[i].target, PATH_LOOSELY, &arena);

		ck_assert_msg((by_rfc == NULL) == (rows[i].by_rfc == NULL) &&
				(!by_rfc || strcmp(by_rfc, rows[i].by_rfc) == 0),
			"%s: %s", rows[i].target, by_rfc);
		ck_assert_msg((loosely == NULL) == (rows[i].loosely == NULL) &&
				(!loosely || strcmp(loosely, rows[i].loosely) == 0),
			"%s loosely: %s", rows[i].target, loosely);
	}
	ck_assert_ptr_null(request_path_read(NULL, PATH_BY_RFC, &arena));
	arena_finish(&arena);
}
END_TEST

START_TEST(paths_below)
{
	ck_assert(request_path_is_below("/private/", "/private/"));
	ck_assert(request_path_is_below("/private/a", "/private/"));
	ck_assert(!request_path_is_below("/private", "/private/"));
	ck_assert(!request_path_is_below("/privateer/", "/private/"));
	ck_assert(request_path_is_below("/private", "/private"));
	ck_assert(request_path_is_below("/private/a", "/private"));
	ck_assert(!request_path_is_below("/privateer", "/private"));
}
END_TEST

/* What each spelling is to the RFC, and to a backend that is kind: P the path, O another. */
static const struct {
	enum path_spelling way;
	const char *written;
	const char *is;
} spellings[PATH_SPELLING_COUNT] = {
	{PATH_USUAL, "/api/", "PP"},
	{PATH_CAPITALS, "/API/", "OO"},
	{PATH_CAPITAL, "/Api/", "OO"},
	{PATH_DOT, "/./api/", "PP"},
	{PATH_DOTS, "/open/../api/", "PP"},
	{PATH_ENCODED_DOTS, "/open/%2e%2e/api/", "PP"},
	{PATH_DOTS_PARAMETER, "/open/..;/api/", "OP"},
	{PATH_SLASHES, "//api/", "OP"},
	{PATH_ENCODED_SLASH, "/%2Fapi/", "OP"},
	{PATH_ENCODED_SLASHES, "/open%2F..%2Fapi/", "OP"},
	{PATH_ENCODED_END, "/api%2F", "OP"},
	{PATH_BACKSLASHES, "/open\\..\\api/", "OP"},
	{PATH_ENCODED_LETTER, "/%61pi/", "PP"},
	{PATH_ENCODED_TWICE, "/%2561pi/", "OP"},
	{PATH_OVERLONG, "/open%C0%AF..%C0%AFapi/", "OP"},
	{PATH_NUL, "/api%00/", "OP"},
	{PATH_PARAMETER, "/api;x=1/", "OP"},
	{PATH_NO_SLASH, "/api", "OP"},
	{PATH_QUERY, "/api/?/../../open/", "PP"},
	{PATH_FRAGMENT, "/api/#/../../open/", "PP"},
	{PATH_DOTS_IN_QUERY, "/open/?/../../api/", "OO"},
	{PATH_DOTS_IN_FRAGMENT, "/open/#/../../api/", "OO"},
};

START_TEST(paths_are_spelt)
{
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(spellings); i++) {
		const char *spelt = path_spell("/api/", spellings[i].way, &arena);

		ck_assert_str_eq(spelt, spellings[i].written);
		for (int reading = PATH_BY_RFC; reading <= PATH_LOOSELY; reading++)
			ck_assert_msg(
				request_path_is_below(request_path_read(spelt, (enum path_reading)reading, &arena),
					"/api/") == (spellings[i].is[reading] == 'P'),
				"%s", spelt);
	}
	ck_assert_str_eq(path_spell("/a/b", PATH_DOTS, &arena), "/open/../a/b/");
	ck_assert_str_eq(path_spell("/", PATH_ENCODED_LETTER, &arena), "/");
	arena_finish(&arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"request_path", {paths_are_read, paths_below, paths_are_spelt}}};

	return unit_run("request_path", cases, COUNT_OF(cases));
}
