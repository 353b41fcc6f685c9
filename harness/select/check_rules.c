#include "check_rules.h"

#include <string.h>

#include "catalogue.h"
#include "rule_cover.h"
#include "text.h"

static const char *const *scenario_ids(struct catalogue *catalogue)
{
	const struct scenario_set *set = &catalogue->scenarios;
	const char **ids = ARENA_ARRAY(&catalogue->arena, const char *, set->count + 1);

	for (size_t i = 0; i < set->count; i++)
		ids[i] = set->items[i]->id;
	return ids;
}

static void check_globs(
	struct catalogue *catalogue, const struct rule *rule, const char *const *ids)
{
	for (size_t i = 0; i < rule->scenarios.count; i++) {
		const char *glob = rule->scenarios.items[i];
		size_t at = 0;

		while (ids[at] && !text_glob(glob, ids[at]))
			at++;
		if (!ids[at])
			diag_error_suggest(&catalogue->diag, rule->scenarios.places[i], glob, ids,
				"rule '%s': no scenario '%s'", rule->id, glob);
	}
}

static void check_cover(struct diag *diag, const struct rule_cover *cover)
{
	const struct rule *rule = cover->rule;

	if (rule->uncovered && cover->scenario_count)
		diag_error(diag, rule->uncovered_place,
			"rule '%s' has a reason not to be covered, and is by %s; partly: what is left out",
			rule->id, cover->scenarios[0]);
	if (!rule->uncovered && !cover->scenario_count && !rule->scenarios.count)
		diag_error(diag, rule->place,
			"no scenario covers rule '%s': one must name it, or it says why; uncovered: the reason",
			rule->id);
}

void check_rules(struct catalogue *catalogue)
{
	const char *const *ids = scenario_ids(catalogue);
	size_t count;
	const struct rule_cover *covers = rule_cover_make(&count, catalogue);

	for (size_t i = 0; catalogue->registry && i < count; i++) {
		if (!covers[i].rule || strcmp(covers[i].rule->place.file, catalogue->registry) != 0)
			continue;
		check_globs(catalogue, covers[i].rule, ids);
		check_cover(&catalogue->diag, &covers[i]);
	}
}
