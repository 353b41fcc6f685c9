/* Paths of a target that have policies of their own. */
#include "target_fixture.h"
#include "target_hosts.h"
#include "target_paths.h"

static const char whole[] =
	LEAST "paths: [{role: private, path: /private/, mode: RequireAndVerifyClientCert},\n"
		  "  {role: inner, path: /private/in, mode: RequireAnyClientCert, control: client-rsa,\n"
		  "   client_ca: client-root, beside: [NoClientCert, RequestClientCert]}]\n"
		  "args: [\"${path.private} ${path.inner}\"]\n";

START_TEST(test_paths_read)
{
	struct target_fixture f;
	struct target *target;
	const struct target_path *inner;

	fixture_open(&f, whole);
	target = fixture_read(&f);
	if (!target)
		fixture_expect(&f, "nothing");
	ck_assert_uint_eq(target_path_count(target), 2);
	inner = target_paths_find(target, "inner");
	ck_assert_ptr_eq(inner, target_path_number(target, 1));
	ck_assert_str_eq(inner->control, "client-rsa");
	ck_assert(target_path_is_beside(inner, AUTH_NO_CLIENT_CERT));
	ck_assert(!target_path_is_beside(inner, AUTH_VERIFY_CLIENT_CERT_IF_GIVEN));
	ck_assert(target_path_is_beside(target_path_number(target, 0), AUTH_NO_CLIENT_CERT));
	ck_assert_str_eq(target_paths_name(target, "inner"), "/private/in");
	ck_assert_str_eq(target_paths_name(target, "/x"), "/x");
	ck_assert_ptr_null(target_paths_name(target, NULL));
	ck_assert_ptr_null(target_paths_find(target, NULL));
	fixture_close(&f);
}
END_TEST

/* The longest that the request lies within, however it is written. */
START_TEST(test_path_that_is_asked_for)
{
	static const struct {
		const char *asked;
		enum path_reading reading;
		const char *role; /* or NULL */
	} rows[] = {
		{"/private/", PATH_BY_RFC, "private"},
		{"/open/../private/in/side", PATH_BY_RFC, "inner"},
		{"/private/inn", PATH_BY_RFC, "private"},
		{"/private", PATH_BY_RFC, NULL},
		{"/private", PATH_LOOSELY, "private"},
		{"//private;x/in", PATH_BY_RFC, NULL},
		{"//private;x/in", PATH_LOOSELY, "inner"},
		{"/", PATH_LOOSELY, NULL},
		{"*", PATH_LOOSELY, NULL},
		{NULL, PATH_BY_RFC, NULL},
	};
	struct target_fixture f;
	struct target *target;

	fixture_open(&f, whole);
	target = fixture_read(&f);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct target_path *path =
			target_paths_asked(target, NULL, rows[i].asked, rows[i].reading, &f.arena);

		ck_assert_msg(path == target_paths_find(target, rows[i].role), "%s", rows[i].asked);
	}
	fixture_close(&f);
}
END_TEST

/* A path of some hosts alone is nothing special at the others. */
START_TEST(test_path_of_hosts)
{
	static const char yaml[] = LEAST
		"hosts: [{role: home, name: h.test}, {role: open, name: o.test, mode: NoClientCert}]\n"
		"paths: [{role: a, path: /private/, mode: RequireAndVerifyClientCert, hosts: [home]},\n"
		"  {role: b, path: /all/, mode: RequireAndVerifyClientCert}]\n"
		"args: [\"${path.a} ${path.b} ${host.home.backend_port} ${host.open.backend_port}\"]\n";
	static const struct {
		const char *host, *asked, *role;
	} rows[] = {
		{"home", "/private/x", "a"},
		{"open", "/private/x", NULL},
		{NULL, "/private/x", NULL},
		{"home", "/all/x", "b"},
		{"open", "/all/x", "b"},
		{NULL, "/all/x", "b"},
	};
	struct target_fixture f;
	struct target *target;

	fixture_open(&f, yaml);
	target = fixture_read(&f);
	if (!target)
		fixture_expect(&f, "nothing");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct target_path *path = target_paths_asked(
			target, target_hosts_find(target, rows[i].host), rows[i].asked, PATH_BY_RFC, &f.arena);

		ck_assert_msg(path == target_paths_find(target, rows[i].role), "row %zu", i);
	}
	fixture_close(&f);
}
END_TEST

START_TEST(test_paths_refused)
{
#define MODE "mode: NoClientCert"
	static const struct {
		const char *yaml;
		const char *said;
	} rows[] = {
		{LEAST "paths: [{role: a, path: x, " MODE "}]\n",
			"yaml:5:25: error: 'x' can't be protected"},
		{LEAST "paths: [{role: a, path: /, " MODE "}]\n", "'/' can't be protected"},
		{LEAST "paths: [{role: a, path: /b/../c, " MODE "}]\n", "'/b/../c' can't be protected"},
		{LEAST "paths: [{role: a/b, path: /x, " MODE "}]\n", "'a/b' can't be a path's role"},
		{LEAST "paths: [{role: a, path: /x, " MODE "}, {role: a, path: /y, " MODE "}]\n",
			"a second path in the role 'a'"},
		{LEAST "paths: [{role: a, path: /x, " MODE ", beside: [NoClientCrt]}]\n",
			"did you mean 'NoClientCert'"},
		{LEAST "paths: [{role: a, path: /x, " MODE ", hosts: [home]}]\n",
			"no virtual host has the role 'home'"},
		{LEAST "paths: [{role: a, path: /x}]\n", "missing key 'mode' in path"},
		{LEAST "args: [\"${path.a}\"]\n", "unknown name '${path.a}'"},
		{"title: x\nprogram: sh\nclient: {kind: program, args: [a]}\n"
		 "paths: [{role: a, path: /x, " MODE "}]\n",
			"'paths' are for targets that are servers"},
	};
#undef MODE

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct target_fixture f;

		fixture_open(&f, rows[i].yaml);
		ck_assert_msg(fixture_read(&f) == NULL, "taken: %s", rows[i].yaml);
		fixture_expect(&f, rows[i].said);
		fixture_close(&f);
	}
}
END_TEST

struct unit_case paths_case(void)
{
	return (struct unit_case){"paths",
		{test_paths_read, test_path_that_is_asked_for, test_path_of_hosts, test_paths_refused}};
}
