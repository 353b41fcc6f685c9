#include "plan_words.h"

#include <check.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "plan_fixture.h"

#define CELL "chain/wrong-ca@nginx:RequireAndVerifyClientCert/tls1.3"

START_TEST(test_words)
{
	static const struct {
		const char *expression;
		bool matches;
	} cases[] = {
		{"wrong-ca", true},
		{"WRONG", true},
		{"expired", false},
		{"not expired", true},
		{"not not chain", true},
		{"chain and tls1.2", false},
		{"chain and tls1.3", true},
		{"tls1.2 or nginx", true},
		/* `and` binds closer than `or` */
		{"nginx or chain and tls1.2", true},
		{"(nginx or chain) and tls1.2", false},
		{"not (tls1.2 or apache)", true},
		{"not tls1.2 and not apache", true},
		{"((chain))and(nginx)", true},
		{"chain/*", true},
		{"*tls1.?", true},
		{"*tls1.2", false},
		{"nginx*", false},
		/* part of a word is no operator */
		{"RequireAnd", true},
		{"order", false},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct plan_words *words;
		const char *why = "?";
		struct arena arena;

		arena_init(&arena);
		words = plan_words_parse(&why, &arena, cases[i].expression);
		ck_assert_msg(words && !why, "'%s': %s", cases[i].expression, why);
		ck_assert_msg(
			plan_words_match(words, CELL) == cases[i].matches, "'%s'", cases[i].expression);
		arena_finish(&arena);
	}
}
END_TEST

START_TEST(test_no_expression)
{
	static const struct {
		const char *expression;
		const char *why;
	} cases[] = {
		{"", "it ends where a word is wanted"},
		{"chain and", "it ends where a word is wanted"},
		{"and chain", "a word is wanted, not 'and'"},
		{"chain or or nginx", "a word is wanted, not 'or'"},
		{"()", "a word is wanted, not ')'"},
		{"(chain", "a ')' is missing"},
		{"chain)", "'and' or 'or' is wanted before ')'"},
		{"chain nginx", "'and' or 'or' is wanted before 'nginx'"},
		{"not", "it ends where a word is wanted"},
	};
	struct arena arena;
	const char *why;
	SCOPED_BUF deep;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		why = NULL;
		ck_assert_ptr_null(plan_words_parse(&why, &arena, cases[i].expression));
		ck_assert_str_eq(why, cases[i].why);
	}
	buf_init(&deep, 1024 * 1024);
	for (int i = 0; i < 100000; i++)
		buf_puts(&deep, "(");
	ck_assert_ptr_null(plan_words_parse(&why, &arena, buf_text(&deep)));
	ck_assert_str_eq(why, "it has too many levels");
	arena_finish(&arena);
}
END_TEST

/* With all other filters: what they leave. */
START_TEST(test_a_plan)
{
	static const char *const last[] = {
		"chain/pathlen@t:NoClientCert/tls1.2", "chain/pathlen@t:NoClientCert/tls1.3"};
	struct plan_fixture f;
	const char *why = NULL;

	fixture_open(&f);
	fixture_scenario(&f, "chain/pathlen");
	fixture_scenario(&f, "client-certificate/expired");
	fixture_target(&f, "t", TWO_MODES);
	f.request.modes[AUTH_NO_CLIENT_CERT] = true;
	f.request.words = plan_words_parse(&why, &f.arena, "pathlen or tls1.3");
	ck_assert_uint_eq(fixture_plan(&f)->cell_count, 3);
	f.request.only = (struct plan_only){true, last, COUNT_OF(last)};
	ck_assert_uint_eq(fixture_plan(&f)->cell_count, 2);
	f.request.words = plan_words_parse(&why, &f.arena, "tls1.3");
	ck_assert_uint_eq(fixture_plan(&f)->cell_count, 1);
	f.request.only.count = 0;
	ck_assert_uint_eq(fixture_plan(&f)->cell_count, 0);
	fixture_close(&f);
}
END_TEST

struct unit_case expressions_case(void)
{
	return (struct unit_case){"expressions", {test_words, test_no_expression, test_a_plan}};
}
