/* `log_says`: what lines of a log say of one connection. */
#include <check.h>
#include <string.h>

#include "target_fixture.h"

#define TOKEN "0123456789abcdef0123456789abcdef"
#define OTHER "fedcba9876543210fedcba9876543210"
#define MINE "GET /mtlspec/" TOKEN " HTTP/1.1"
#define THEIRS "GET /mtlspec/" OTHER " HTTP/1.1"

static const char says[] = "log_says:\n"
						   "  - {find: no list, decides: revocation}\n"
						   "  - {find: too long, decides: depth}\n"
						   "  - {find: list is old, decides: revocation}\n";

static const struct {
	const char *log;
	const char *found; /* `find` of the row; NULL: nothing is told */
	bool own_only;
} rows[] = {
	{"", NULL, false},
	{"all is well\n", NULL, false},
	{"error: no list\n", "no list", false},
	{"error: no list", "no list", false},
	{"error: no list\nlist is old\n", "no list", false},
	/* whose is it? */
	{"error: no list\nchain too long\n", NULL, false},
	{"error: no list\n", NULL, true},
	{"no list: " THEIRS "\n", NULL, false},
	{"no list: " THEIRS "\ntoo long: " MINE "\n", "too long", false},
	{"no list\ntoo long: " MINE "\n", "too long", false},
	{"no list\ntoo long: " MINE "\n", "too long", true},
	{"too long: " MINE "\nno list: " MINE "\n", NULL, false},
	/* by the port of our end */
	{"127.0.0.1:4711 too long\n127.0.0.1:4712 no list\n", "no list", false},
	{"127.0.0.1:4711 too long\n", NULL, false},
	{"127.0.0.1:47123 too long\n", NULL, false},
	{"to 127.0.0.1:8443 from 127.0.0.1:4712: too long\n", "too long", true},
	{"client 127.0.0.1: too long\n", "too long", false},
	{"127.0.0.1:4712 from the log of another line\ntoo long\n", "too long", false},
};

static struct target *read_rows(struct target_fixture *f, const char *text)
{
	fixture_open(f, NULL);
	fixture_write(f, "target.yaml", arena_printf(&f->arena, LEAST "%s", text));
	return fixture_read(f);
}

START_TEST(test_lines_of_one_connection)
{
	struct log_trace trace = {.token = TOKEN, .host = "127.0.0.1", .port = 4712};
	struct target_fixture f;
	const struct target *target = read_rows(&f, says);

	ck_assert_ptr_nonnull(target);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct target_log_row *row;

		trace.own_only = rows[i].own_only;
		row = target_log_find(target, rows[i].log, strlen(rows[i].log), &trace);
		ck_assert_msg(!row == !rows[i].found, "row %zu: %s", i, row ? row->find : "nothing");
		if (row)
			ck_assert_str_eq(row->find, rows[i].found);
	}
	fixture_close(&f);
}
END_TEST

/* Written with brackets or without. */
START_TEST(test_ports_of_ipv6)
{
	static const char *const logs[][2] = {
		{"from [::1]:4712: no list\n", "no list"},
		{"client ::1:4712 no list\n", "no list"},
		{"from [::1]:4713: no list\n", NULL},
		{"client ::1:4713 no list\n", NULL},
	};
	const struct log_trace trace = {.token = TOKEN, .host = "::1", .port = 4712};
	struct target_fixture f;
	const struct target *target = read_rows(&f, says);

	for (size_t i = 0; i < COUNT_OF(logs); i++) {
		const struct target_log_row *row =
			target_log_find(target, logs[i][0], strlen(logs[i][0]), &trace);

		ck_assert_msg(!row == !logs[i][1], "row %zu", i);
	}
	fixture_close(&f);
}
END_TEST

START_TEST(test_texts_of_one_connection)
{
	static const struct {
		const char *log;
		bool holds;
	} logs[] = {
		{"nothing\n", false},
		{"it was refused\n", true},
		{"it was refused", true},
		{"client 127.0.0.1:4712 was refused\n", true},
		{"client 127.0.0.1:4713 was refused\n", false},
		{"client 127.0.0.1:4713 was refused\nit was refused\n", true},
		{"GET /mtlspec/0123 was refused\n", false},
		{"GET /mtlspec/" TOKEN " was refused\n", true},
	};
	const struct log_trace trace = {.token = TOKEN, .host = "127.0.0.1", .port = 4712};

	for (size_t i = 0; i < COUNT_OF(logs); i++)
		ck_assert_msg(target_log_holds(logs[i].log, strlen(logs[i].log), "was refused", &trace) ==
				logs[i].holds,
			"row %zu", i);
}
END_TEST

START_TEST(test_wrong_log_texts)
{
	static const char *const refusals[][2] = {
		{"log_says: [{find: x}]\n", "missing key 'decides'"},
		{"log_says: [{decides: trust}]\n", "missing key 'find'"},
		{"log_says: [{find: x, decides: none}]\n", "'none'"},
		{"log_says: [{find: \"a\\nb\", decides: trust}]\n", "line break"},
		{"log_says: [{find: x, decides: trust, directive: \"a\\nb\"}]\n", "line break"},
	};

	for (size_t i = 0; i < COUNT_OF(refusals); i++) {
		struct target_fixture f;

		ck_assert_msg(!read_rows(&f, refusals[i][0]), "taken: %s", refusals[i][0]);
		fixture_expect(&f, refusals[i][1]);
		fixture_close(&f);
	}
}
END_TEST

struct unit_case log_case(void)
{
	return (struct unit_case){"log",
		{test_lines_of_one_connection, test_ports_of_ipv6, test_texts_of_one_connection,
			test_wrong_log_texts}};
}
