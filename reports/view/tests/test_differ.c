#include <string.h>

#include "differ.h"
#include "arena.h"
#include "unit.h"

#define ACC OUTCOME_ACCEPT
#define REJ OUTCOME_REJECT

enum { CELLS = 6 };

static struct arena arena;

/* A scenario in one mode: targets by cell, and what was observed. */
static struct run_result *make(const char *const *targets, const enum outcome *observed)
{
	struct run_result *run;

	arena_finish(&arena);
	arena_init(&arena);
	run = ARENA_NEW(&arena, struct run_result);
	run->cell_count = CELLS;
	run->cells = ARENA_ARRAY(&arena, struct cell_result, CELLS);
	for (size_t i = 0; i < CELLS; i++) {
		run->cells[i] = (struct cell_result){.id = "s@t:RequestClientCert/tls1.2",
			.scenario = "s",
			.target = targets[i],
			.mode = AUTH_REQUEST_CLIENT_CERT,
			.tls = TLS_1_2,
			.verdict = VERDICT_PASS,
			.expected = OUTCOME_EITHER,
			.observed = observed[i]};
	}
	return run;
}

static const char *say(const struct run_result *run)
{
	struct view view;
	struct differ differ;
	const char *text = "";

	view_build(&view, &arena, run);
	differ_build(&differ, &view);
	for (size_t i = 0; i < differ.count; i++) {
		const struct differ_row *row = &differ.rows[i];

		text = arena_printf(
			&arena, "%s%s %s:", text, view.scenarios[row->scenario], outcome_words[row->expected]);
		text = arena_printf(
			&arena, "%s %s: %s\n", text, differ_places(&view, row), differ_say(&view, row));
	}
	return text;
}

static const char *const six[CELLS] = {"a", "b", "c", "d", "e", "f"};
static const char *const three_twice[CELLS] = {"a", "b", "c", "a", "b", "c"};

START_TEST(test_the_smaller_side_is_named)
{
	ck_assert_str_eq(say(make(six, (enum outcome[]){ACC, REJ, ACC, ACC, REJ, ACC})),
		"s either: RequestClientCert/tls1.2: accepted by the 4 others; refused by b, e\n");
	ck_assert_str_eq(say(make(six, (enum outcome[]){REJ, REJ, ACC, REJ, REJ, REJ})),
		"s either: RequestClientCert/tls1.2: accepted by c; refused by the 5 others\n");
	ck_assert_str_eq(say(make(six, (enum outcome[]){ACC, ACC, ACC, ACC, ACC, ACC})), "");
}
END_TEST

START_TEST(test_what_was_not_judged_says_nothing)
{
	static const enum verdict silent[] = {VERDICT_SKIP, VERDICT_ERROR, VERDICT_NOT_RUN};
	struct run_result *run = make(six, (enum outcome[]){ACC, ACC, ACC, ACC, ACC, REJ});

	for (size_t i = 0; i < COUNT_OF(silent); i++) {
		run->cells[5].verdict = silent[i];
		ck_assert_str_eq(say(run), "");
	}
	run->cells[5].verdict = VERDICT_XFAIL;
	ck_assert_str_ne(say(run), "");
	run->cells[5].observed = OUTCOME_NONE;
	ck_assert_str_eq(say(run), "");
}
END_TEST

START_TEST(test_places_with_the_same_sides_share_a_row)
{
	struct run_result *run = make(three_twice, (enum outcome[]){ACC, REJ, REJ, ACC, REJ, REJ});

	for (size_t i = 3; i < CELLS; i++)
		run->cells[i].tls = TLS_1_3;
	ck_assert_str_eq(say(run), "s either: RequestClientCert: accepted by a; refused by b, c\n");
	for (size_t i = 3; i < CELLS; i++)
		run->cells[i].mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT;
	ck_assert_str_eq(say(run),
		"s either: RequestClientCert/tls1.2, RequireAndVerifyClientCert/tls1.3: accepted by a; "
		"refused by b, c\n");
	run->cells[4].observed = OUTCOME_ACCEPT;
	ck_assert_str_eq(say(run),
		"s either: RequestClientCert/tls1.2: accepted by a; refused by b, c\n"
		"s either: RequireAndVerifyClientCert/tls1.3: accepted by a, b; refused by c\n");
}
END_TEST

START_TEST(test_what_may_be_either_comes_first)
{
	struct run_result *run = make(three_twice, (enum outcome[]){ACC, REJ, REJ, ACC, REJ, REJ});

	for (size_t i = 0; i < 3; i++) {
		run->cells[i].scenario = "must";
		run->cells[i].expected = OUTCOME_REJECT;
	}
	ck_assert_str_eq(say(run),
		"s either: RequestClientCert/tls1.2: accepted by a; refused by b, c\n"
		"must reject: RequestClientCert/tls1.2: accepted by a; refused by b, c\n");
}
END_TEST

START_TEST(test_one_that_does_both_is_on_both_sides)
{
	ck_assert_str_eq(say(make(three_twice, (enum outcome[]){ACC, REJ, REJ, ACC, ACC, REJ})),
		"s either: RequestClientCert/tls1.2: accepted by a, b; refused by b, c\n");
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"differ",
			{test_the_smaller_side_is_named, test_what_was_not_judged_says_nothing,
				test_places_with_the_same_sides_share_a_row, test_what_may_be_either_comes_first,
				test_one_that_does_both_is_on_both_sides}},
	};

	return unit_run("differ", cases, COUNT_OF(cases));
}
