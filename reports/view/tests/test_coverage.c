#include "coverage.h"

#include <string.h>

#include "arena.h"
#include "unit.h"

struct cell {
	const char *scenario;
	enum verdict verdict;
};

static void build(struct coverage *out, struct arena *arena, const struct plan_result *plan,
	const struct cell *cells, size_t count)
{
	struct run_result *run = ARENA_NEW(arena, struct run_result);
	struct view *view = ARENA_NEW(arena, struct view);

	run->plan = *plan;
	run->cells = ARENA_ARRAY(arena, struct cell_result, count + 1);
	run->cell_count = count;
	for (size_t i = 0; i < count; i++) {
		run->cells[i].id = arena_printf(arena, "%s@t:m/%zu", cells[i].scenario, i);
		run->cells[i].scenario = cells[i].scenario;
		run->cells[i].target = "t";
		run->cells[i].verdict = cells[i].verdict;
	}
	view_build(view, arena, run);
	coverage_build(out, view);
}

static const struct cell cells[] = {
	{"a/pass", VERDICT_PASS},
	{"a/pass", VERDICT_SKIP},
	{"b/fail", VERDICT_FAIL},
	{"b/fail", VERDICT_PASS},
	{"c/error", VERDICT_ERROR},
	{"d/xfail", VERDICT_XFAIL},
	{"e/skip", VERDICT_SKIP},
	{"f/xpass", VERDICT_XPASS},
};

START_TEST(test_states)
{
	static const struct {
		const char *scenarios[3];
		size_t count;
		enum coverage_state state;
	} rows[] = {
		{{NULL}, 0, COVERAGE_NONE},
		{{"not/here"}, 1, COVERAGE_ELSEWHERE},
		{{"e/skip", "not/here"}, 2, COVERAGE_UNTESTED},
		{{"a/pass", "b/fail"}, 2, COVERAGE_FAILS},
		{{"c/error", "b/fail"}, 2, COVERAGE_FAILS},
		{{"c/error", "d/xfail", "a/pass"}, 3, COVERAGE_ERRORS},
		{{"f/xpass", "a/pass"}, 2, COVERAGE_ERRORS},
		{{"d/xfail", "a/pass"}, 2, COVERAGE_DEVIATES},
		{{"a/pass", "e/skip", "not/here"}, 3, COVERAGE_PASSES},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *scenarios[3];
		struct rule_info rule = {
			.id = "R 1", .scenarios = scenarios, .scenario_count = rows[i].count};
		const struct plan_result plan = {.rules = &rule, .rule_count = 1};
		struct coverage coverage;
		struct arena arena;

		memcpy(scenarios, rows[i].scenarios, sizeof(scenarios));
		arena_init(&arena);
		build(&coverage, &arena, &plan, cells, COUNT_OF(cells));
		ck_assert_uint_eq(coverage.count, 1);
		ck_assert_ptr_null(coverage.groups[0].source);
		ck_assert_msg(coverage.groups[0].rows[0].state == rows[i].state, "row %zu: %s", i,
			coverage_words[coverage.groups[0].rows[0].state]);
		ck_assert_uint_eq(coverage.groups[0].states[rows[i].state], 1);
		arena_finish(&arena);
	}
}
END_TEST

START_TEST(test_groups)
{
	const char *scenarios[] = {"not/here", "a/pass", "b/fail"};
	struct rule_source_info sources[] = {{.id = "R"}, {.id = "S"}};
	struct rule_info rules[] = {
		{.id = "S 1", .source = "S", .scenarios = scenarios, .scenario_count = 3},
		{.id = "R 1", .source = "R"},
		{.id = "S 2", .source = "S"},
		{.id = "mine"},
		{.id = "odd", .source = "of nobody"},
	};
	const struct plan_result plan = {
		.rules = rules, .rule_count = 5, .rule_sources = sources, .rule_source_count = 2};
	struct coverage coverage;
	struct arena arena;

	arena_init(&arena);
	build(&coverage, &arena, &plan, cells, COUNT_OF(cells));
	ck_assert_uint_eq(coverage.count, 3);
	ck_assert_str_eq(coverage.groups[0].source->id, "S");
	ck_assert_uint_eq(coverage.groups[0].count, 2);
	ck_assert_uint_eq(coverage.groups[0].rows[0].verdicts[VERDICT_PASS], 2);
	ck_assert_uint_eq(coverage.groups[0].rows[0].verdicts[VERDICT_FAIL], 1);
	ck_assert_uint_eq(coverage.groups[0].rows[0].scenarios[0], VIEW_END);
	ck_assert_uint_eq(coverage.groups[0].rows[0].scenarios[1], 0);
	ck_assert_uint_eq(coverage.groups[0].states[COVERAGE_NONE], 1);
	ck_assert_ptr_null(coverage.groups[2].source);
	ck_assert_uint_eq(coverage.groups[2].count, 2);
	arena_finish(&arena);
}
END_TEST

/* An event file of before. */
START_TEST(test_no_rules)
{
	const struct plan_result plan = {.rule_count = 0};
	struct coverage coverage;
	struct arena arena;

	arena_init(&arena);
	build(&coverage, &arena, &plan, cells, COUNT_OF(cells));
	ck_assert_uint_eq(coverage.count, 0);
	arena_finish(&arena);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"coverage", {test_states, test_groups, test_no_rules}}};

	return unit_run("coverage", cases, COUNT_OF(cases));
}
