/* Our servers under a name of somebody else's. */
#include "server_naming.h"

#include <string.h>

#include "arena.h"
#include "host_address.h"
#include "unit.h"

START_TEST(test_naming)
{
	static const struct {
		const char *text;
		size_t len; /* 0: up to its end */
		const char *name;
		const char *is;
	} rows[] = {
		{"server.mtlspec.test", 0, "api.corp.example", "api.corp.example"},
		{"server.mtlspec.test.", 0, "api.corp.example", "api.corp.example."},
		{"server.mtlspec.test\0.evil.example", 33, "api.corp.example",
			"api.corp.example\0.evil.example"},
		{"notserver.mtlspec.test", 0, "api.corp.example", "notapi.corp.example"},
		{"server.mtlspec.test.elsewhere.test", 0, "api.corp.example",
			"api.corp.example.elsewhere.test"},
		{"mtlspec.test", 0, "api.corp.example", "corp.example"},
		{"mtlspec.test", 0, "10.1.2.3", "mtlspec.test"},
		{"*.mtlspec.test", 0, "api.corp.example", "*.corp.example"},
		{"elsewhere.mtlspec.test", 0, "api.corp.example", "elsewhere.corp.example"},
		{"a.b.mtlspec.test", 0, "api.corp.example", "a.b.corp.example"},
		{"serv*.mtlspec.test", 0, "server7.corp.example", "serve*.corp.example"},
		{"serv*.mtlspec.test", 0, "api.corp.example", "a*.corp.example"},
		{"localhost", 0, "api.corp.example", "localhost"},
		{"other.example", 0, "api.corp.example", "other.example"},
		{"", 0, "api.corp.example", ""},
		{"*.mtlspec.test", 0, "printer", "*.printer"},
		{"server.mtlspec.test", 0, "10.1.2.3", "10.1.2.3"},
		{"*.mtlspec.test", 0, "10.1.2.3", "*.mtlspec.test"},
		{"server.mtlspec.test", 0, "fd00::7", "fd00::7"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		size_t len = rows[i].len ? rows[i].len : strlen(rows[i].text);
		size_t is_len = rows[i].len ? len - 3 : strlen(rows[i].is);
		struct arena arena;
		const char *is;

		arena_init(&arena);
		is = server_naming(&len, &arena, rows[i].text, len, rows[i].name);
		ck_assert_msg(len == is_len && memcmp(is, rows[i].is, len) == 0, "row %zu: %s", i, is);
		arena_finish(&arena);
	}
}
END_TEST

START_TEST(test_addresses)
{
	struct arena arena;

	arena_init(&arena);
	ck_assert_str_eq(host_before_port("::1", &arena), "[::1]");
	ck_assert_str_eq(host_before_port("10.1.2.3", &arena), "10.1.2.3");
	ck_assert_str_eq(host_before_port("a.test", &arena), "a.test");
	arena_finish(&arena);
	ck_assert(host_is_address("10.1.2.3") && host_is_address("::1"));
	ck_assert(!host_is_address("a.b.example") && !host_is_address("x1.y2"));
	ck_assert(!host_is_address("localhost") && !host_is_address("a."));
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"naming", {test_naming, test_addresses}}};

	return unit_run("server_naming", cases, COUNT_OF(cases));
}
