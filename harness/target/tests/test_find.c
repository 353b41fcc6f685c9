#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "home.h"
#include "target_fixture.h"
#include "target_parts.h"
#include "text.h"

START_TEST(test_finds_by_folder_and_file)
{
	static const char *const ends[] = {"", "/", "/target.yaml", "/../sample/target.yaml"};

	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct target_fixture f;
		struct target *target;

		fixture_open(&f, LEAST);
		target = target_read(&f.arena, &f.diag, arena_printf(&f.arena, "%s%s", f.dir, ends[i]));
		ck_assert_ptr_nonnull(target);
		ck_assert_str_eq(target->name, "sample");
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_file_of_another_name)
{
	struct target_fixture f;
	struct target *target;

	fixture_open(&f, NULL);
	fixture_write(&f, "variant.yaml", LEAST);
	target = target_read(&f.arena, &f.diag, arena_printf(&f.arena, "%s/variant.yaml", f.dir));
	ck_assert_str_eq(target->name, "variant");
	fixture_close(&f);
}
END_TEST

START_TEST(test_with_defects_it_is_another)
{
	struct target_fixture f;
	struct target *target;

	fixture_open(&f, LEAST);
	target = target_read(&f.arena, &f.diag, arena_printf(&f.arena, "%s+one+two", f.dir));
	ck_assert_ptr_nonnull(target);
	ck_assert_str_eq(target->name, "sample+one+two");
	ck_assert_str_eq(target->defects, "one,two");
	/* that it takes none is for its reader to say */
	ck_assert_str_eq(target_defects(target, "three", &f.arena), "");
	target->takes_defects = true;
	ck_assert_str_eq(target_defects(target, "three", &f.arena), "one,two,three");
	ck_assert_str_eq(target_defects(target, NULL, &f.arena), "one,two");
	target = target_read(&f.arena, &f.diag, f.dir);
	ck_assert_str_eq(target->name, "sample");
	target->takes_defects = true;
	ck_assert_str_eq(target_defects(target, NULL, &f.arena), "");
	ck_assert_str_eq(target_defects(target, "three", &f.arena), "three");
	fixture_close(&f);
}
END_TEST

START_TEST(test_unknown_names)
{
	static const struct {
		const char *name;
		const char *said;
	} cases[] = {
		{"ngnix", "unknown target 'ngnix'"},
		{"ngnix", "known are: nginx, "},
		{"referense", "known are: reference, "},
		{"", "unknown target ''"},
		{"./nowhere", "there is no file './nowhere'"},
		{"https://localhost:8443", "without scheme and path: localhost:8443"},
		{"https://localhost/status?x=1", "without scheme and path: localhost:443"},
		{"https://joe@[fe80::1%lo]:8443/", "without scheme and path: [fe80::1%lo]:8443"},
		{"localhost:8443/status", "without scheme and path: localhost:8443"},
		{"ftp://a:b:c", "there is no file"},
		{"127.0.0.1", "is named HOST:PORT: 127.0.0.1:443"},
		{"api.example.test", "is named HOST:PORT: api.example.test:443"},
		{"no/where.yaml", "there is no file 'no/where.yaml'"},
		{"nowhere.yaml", "there is no file 'nowhere.yaml'"},
		{"localhost:0", "'0' is no port"},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct target_fixture f;

		fixture_open(&f, NULL);
		ck_assert_ptr_null(target_read(&f.arena, &f.diag, cases[i].name));
		fixture_expect(&f, cases[i].said);
		fixture_close(&f);
	}
}
END_TEST

START_TEST(test_folder_name_must_fit_a_cell_id)
{
	struct target_fixture f;
	const char *why;
	const char *odd;

	fixture_open(&f, NULL);
	odd = arena_printf(&f.arena, "%s/a@b c", f.root);
	ck_assert(file_make_dirs(&why, &f.arena, odd));
	ck_assert(file_write(
		&why, &f.arena, arena_printf(&f.arena, "%s/target.yaml", odd), LEAST, strlen(LEAST), 0600));
	ck_assert_ptr_null(target_read(&f.arena, &f.diag, odd));
	fixture_expect(&f, "goes into cell ids");
	fixture_close(&f);
}
END_TEST

START_TEST(test_addresses)
{
	static const struct {
		const char *text;
		const char *host; /* NULL: refused */
		int port;
		const char *why;
	} cases[] = {
		{"localhost:8443", "localhost", 8443, NULL},
		{"127.0.0.1:1", "127.0.0.1", 1, NULL},
		{"[::1]:65535", "::1", 65535, NULL},
		{"[fe80::1%lo]:443", "fe80::1%lo", 443, NULL},
		{"::1:443", NULL, 0, "brackets; write [::1]:443"},
		{"::1", NULL, 0, "brackets; write [::1]:443"},
		{"fe80::1%lo:8443", NULL, 0, "brackets; write [fe80::1%lo]:8443"},
		{"[::1]", NULL, 0, "write [::1]:443"},
		{"::zz:443", NULL, 0, "an IPv6 address stands in brackets"},
		{"[]:443", NULL, 0, "no host"},
		{"host", NULL, 0, "no HOST:PORT; write host:443"},
		{":443", NULL, 0, "no HOST:PORT"},
		{"host:", NULL, 0, "the port is missing; write host:443"},
		{"joe@host:8443", NULL, 0, "'joe@host' is no host in 'joe@host:8443'; write host:8443"},
		{"host:0", NULL, 0, "no port"},
		{"host:65536", NULL, 0, "no port"},
		{"host:4 43", NULL, 0, "no port"},
		{"host:-1", NULL, 0, "no port"},
		{"host:99999999999999999999", NULL, 0, "no port"},
		{"a b:443", NULL, 0, "no host"},
		{"[::1:443", NULL, 0, "brackets; write [::1]:443"},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct arena arena;
		const char *host;
		const char *why = "";
		int port;
		bool ok;

		arena_init(&arena);
		ok = target_parse_address(&host, &port, &why, &arena, cases[i].text);
		ck_assert_msg(ok == (cases[i].host != NULL), "%s: %s", cases[i].text, why);
		if (ok) {
			ck_assert_str_eq(host, cases[i].host);
			ck_assert_int_eq(port, cases[i].port);
		} else {
			ck_assert_msg(strstr(why, cases[i].why) != NULL, "%s: %s", cases[i].text, why);
		}
		arena_finish(&arena);
	}
}
END_TEST

START_TEST(test_address_as_target)
{
	struct target_fixture f;
	struct target *target;

	fixture_open(&f, NULL);
	target = target_read(&f.arena, &f.diag, "[::1]:8443");
	ck_assert_ptr_nonnull(target);
	ck_assert_str_eq(target->name, "[::1]:8443");
	ck_assert_str_eq(target->connect_host, "::1");
	ck_assert_ptr_null(target->path);
	for (int mode = 0; mode < AUTH_MODE_COUNT; mode++)
		ck_assert(target->modes[mode].given && !target->modes[mode].unsupported);
	fixture_close(&f);
}
END_TEST

START_TEST(test_names)
{
	static const struct {
		const char *text;
		bool server_name;
		bool host;
	} rows[] = {
		{"proxy.example.org", true, true},
		{"127.0.0.1", true, true},
		{"::1", true, true},
		{"proxy.example.org:8443", false, true},
		{"", false, false},
		{"a b", false, false},
		{".example.org", false, true},
		{"a\r\nX-Forged: 1", false, false},
		{"\xc3\xbc.test", false, false},
	};
	char longest[400];

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		ck_assert_msg(target_is_server_name(rows[i].text) == rows[i].server_name &&
				target_is_host(rows[i].text) == rows[i].host,
			"%s", rows[i].text);
	}
	memset(longest, 'a', sizeof(longest));
	longest[254] = '\0';
	ck_assert(!target_is_server_name(longest) && target_is_host(longest));
	longest[253] = '\0';
	ck_assert(target_is_server_name(longest));
	memset(longest, 'a', sizeof(longest));
	longest[260] = '\0';
	ck_assert(!target_is_host(longest));
}
END_TEST

START_TEST(test_connect_in_a_file)
{
	struct target_fixture f;
	struct target *target;

	fixture_open(&f, "title: t\nconnect: localhost:8443\nmodes: {NoClientCert: {setting: s}}\n");
	target = fixture_read(&f);
	ck_assert_ptr_nonnull(target);
	ck_assert_str_eq(target->connect_host, "localhost");
	ck_assert_int_eq(target->connect_port, 8443);
	ck_assert_ptr_null(target->program);
	fixture_close(&f);
}
END_TEST

START_TEST(test_names_in_a_file)
{
	struct target_fixture f;
	struct target *target;

	fixture_open(&f,
		"title: t\nconnect: localhost:8443\nserver_name: a.test\nhost: b.test:8443\n"
		"modes: {NoClientCert: {setting: s}}\n");
	target = fixture_read(&f);
	ck_assert_ptr_nonnull(target);
	ck_assert_str_eq(target->server_name, "a.test");
	ck_assert_str_eq(target_host(target, "a.test"), "b.test:8443");
	target->host = NULL;
	ck_assert_str_eq(target_host(target, "a.test"), "a.test");
	fixture_close(&f);
}
END_TEST

START_TEST(test_program_beside_the_file)
{
	struct target_fixture f;
	const char *found;

	fixture_open(&f, NULL);
	fixture_write(&f, "serve", "#!/bin/sh\n");
	ck_assert_ptr_null(target_find_program(&f.arena, "./serve", f.dir));
	ck_assert_int_eq(chmod(arena_printf(&f.arena, "%s/serve", f.dir), 0700), 0);
	found = target_find_program(&f.arena, "./serve", f.dir);
	ck_assert_ptr_nonnull(found);
	ck_assert(text_starts_with(found, f.dir));
	ck_assert_ptr_null(target_find_program(&f.arena, "serve", f.dir));
	fixture_close(&f);
}
END_TEST

START_TEST(test_program_on_path)
{
	struct target_fixture f;
	char *old = strdup(getenv("PATH"));

	fixture_open(&f, NULL);
	fixture_write(&f, "serve-sample", "#!/bin/sh\n");
	ck_assert_int_eq(chmod(arena_printf(&f.arena, "%s/serve-sample", f.dir), 0700), 0);
	ck_assert_ptr_null(target_find_program(&f.arena, "serve-sample", "."));
	setenv("PATH", arena_printf(&f.arena, ":/nowhere::%s:", f.dir), 1);
	ck_assert_ptr_nonnull(target_find_program(&f.arena, "serve-sample", "."));
	setenv("PATH", "", 1);
	ck_assert_ptr_null(target_find_program(&f.arena, "serve-sample", "."));
	/* a folder is no program */
	setenv("PATH", f.root, 1);
	ck_assert_ptr_null(target_find_program(&f.arena, "sample", "."));
	setenv("PATH", old, 1);
	free(old);
	fixture_close(&f);
}
END_TEST

START_TEST(test_program_is_ours)
{
	struct target_fixture f;

	fixture_open(&f, NULL);
	ck_assert_str_eq(target_find_program(&f.arena, "${mtlspec}", "."), home_program(&f.arena));
	fixture_close(&f);
}
END_TEST

START_TEST(test_missing_program_is_no_error)
{
	struct target_fixture f;
	struct target *target;

	fixture_open(&f, "title: t\nprogram: no-such-program\nmodes: {NoClientCert: {setting: s}}\n");
	target = fixture_read(&f);
	ck_assert_ptr_nonnull(target);
	ck_assert_ptr_null(target->program_path);
	fixture_close(&f);
}
END_TEST

struct unit_case find_case(void)
{
	return (struct unit_case){"find",
		{test_finds_by_folder_and_file, test_file_of_another_name, test_with_defects_it_is_another,
			test_unknown_names, test_folder_name_must_fit_a_cell_id}};
}

struct unit_case address_case(void)
{
	return (struct unit_case){"address",
		{test_addresses, test_address_as_target, test_connect_in_a_file, test_names,
			test_names_in_a_file}};
}

struct unit_case program_case(void)
{
	return (struct unit_case){"program",
		{test_program_beside_the_file, test_program_on_path, test_program_is_ours,
			test_missing_program_is_no_error}};
}
