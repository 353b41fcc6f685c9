#include "coverage.h"

#include <string.h>

#include "arena.h"
#include "id_index.h"
#include "text.h"

const char *const coverage_words[] = {"not covered", "not in this run", "not tested", "failures",
	"errors", "known deviations", "all pass", NULL};
_Static_assert(COUNT_OF(coverage_words) == COVERAGE_STATE_COUNT + 1, "a word for each state");

struct count {
	size_t verdicts[VERDICT_COUNT];
};

static struct count *count_scenarios(const struct view *view)
{
	struct count *counts = ARENA_ARRAY(view->arena, struct count, view->scenario_count + 1);

	for (size_t i = 0; i < view->run->cell_count; i++)
		counts[view->cells[i].scenario].verdicts[view->run->cells[i].verdict]++;
	return counts;
}

static enum coverage_state state_of(const struct coverage_row *row, bool in_run)
{
	const size_t *verdicts = row->verdicts;

	if (!row->rule->scenario_count)
		return COVERAGE_NONE;
	if (!in_run)
		return COVERAGE_ELSEWHERE;
	if (verdicts[VERDICT_FAIL])
		return COVERAGE_FAILS;
	if (verdicts[VERDICT_ERROR] || verdicts[VERDICT_XPASS])
		return COVERAGE_ERRORS;
	if (verdicts[VERDICT_XFAIL])
		return COVERAGE_DEVIATES;
	return verdicts[VERDICT_PASS] ? COVERAGE_PASSES : COVERAGE_UNTESTED;
}

static void fill(struct coverage_row *row, const struct rule_info *rule, const struct view *view,
	const struct id_index *scenarios, const struct count *counts)
{
	bool in_run = false;

	row->rule = rule;
	row->scenarios = ARENA_ARRAY(view->arena, size_t, rule->scenario_count + 1);
	for (size_t i = 0; i < rule->scenario_count; i++) {
		size_t number = id_index_find(scenarios, rule->scenarios[i]);

		row->scenarios[i] = number == ID_NOT_FOUND ? VIEW_END : number;
		if (number == ID_NOT_FOUND)
			continue;
		in_run = true;
		for (int j = 0; j < VERDICT_COUNT; j++)
			row->verdicts[j] += counts[number].verdicts[j];
	}
	row->state = state_of(row, in_run);
}

static const struct rule_source_info *find_source(const struct plan_result *plan, const char *id)
{
	for (size_t i = 0; id && i < plan->rule_source_count; i++) {
		if (text_same(plan->rule_sources[i].id, id))
			return &plan->rule_sources[i];
	}
	return NULL;
}

static struct coverage_group *find_group(
	struct coverage *out, const struct rule_source_info *source, struct arena *arena)
{
	struct coverage_group *group;

	for (size_t i = 0; i < out->count; i++) {
		if (out->groups[i].source == source)
			return &out->groups[i];
	}
	group = ARENA_PUSH(arena, out->groups, out->count);
	group->source = source;
	return group;
}

void coverage_build(struct coverage *out, const struct view *view)
{
	const struct plan_result *plan = &view->run->plan;
	const struct count *counts = count_scenarios(view);
	struct id_index scenarios;

	*out = (struct coverage){NULL, 0};
	id_index_build(&scenarios, view->arena, view->scenarios, ID_STRIDE_TEXT, view->scenario_count);
	for (size_t i = 0; i < plan->rule_count; i++) {
		const struct rule_info *rule = &plan->rules[i];
		struct coverage_group *group =
			find_group(out, find_source(plan, rule->source), view->arena);
		struct coverage_row *row = ARENA_PUSH(view->arena, group->rows, group->count);

		fill(row, rule, view, &scenarios, counts);
		group->states[row->state]++;
	}
}
