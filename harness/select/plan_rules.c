#include "plan_rules.h"

#include <string.h>

#include "result.h"
#include "rule_cover.h"
#include "selection.h"

static bool is_planned(const struct plan_result *plan, const struct rule_cover *cover)
{
	for (size_t i = 0; i < cover->scenario_count; i++) {
		for (size_t j = 0; j < plan->scenario_count; j++) {
			if (strcmp(plan->scenarios[j].id, cover->scenarios[i]) == 0)
				return true;
		}
	}
	return false;
}

static void add_source(
	struct plan_result *out, const struct rule_source *source, struct arena *arena)
{
	for (size_t i = 0; i < out->rule_source_count; i++) {
		if (strcmp(out->rule_sources[i].id, source->id) == 0)
			return;
	}
	*ARENA_PUSH(arena, out->rule_sources, out->rule_source_count) = (struct rule_source_info){
		source->id, source->title, rule_kind_words[source->kind], source->url, source->extent};
}

static void add(struct plan_result *out, const struct rule_cover *cover, struct arena *arena)
{
	struct rule_info *info = ARENA_PUSH(arena, out->rules, out->rule_count);
	const struct rule *rule = cover->rule;

	*info = (struct rule_info){
		.id = cover->id, .scenarios = cover->scenarios, .scenario_count = cover->scenario_count};
	if (!rule)
		return;
	info->title = rule->title;
	info->source = rule->source->id;
	info->partly = rule->partly;
	info->uncovered = rule->uncovered;
	add_source(out, rule->source, arena);
}

void plan_rules_add(struct plan_result *out, struct selection *selection)
{
	size_t count;
	const struct rule_cover *covers = rule_cover_make(&count, &selection->catalogue);

	for (size_t i = 0; i < count; i++) {
		if (selection->whole || is_planned(out, &covers[i]))
			add(out, &covers[i], &selection->catalogue.arena);
	}
}
