/*
 * SARIF 2.1.0 (OASIS), for code scanning: the failures for which a line of a configuration is to
 * blame, each at that line, with the scenario as its rule, the worst class first. Failures without
 * such a line are not in it.
 */
#include "structured_writers.h"

#include <string.h>

#include "arena.h"
#include "blame.h"
#include "explain.h"
#include "failures.h"
#include "json_out.h"
#include "view.h"

/* GitHub takes at most this many results of one run; the others are left to the other reports. */
enum { SARIF_RESULTS_MAX = 5000 };

static json_t *location(const struct blame *blame)
{
	return json_checked(
		json_pack("[{s:{s:{s:o}, s:{s:I}}}]", "physicalLocation", "artifactLocation", "uri",
			json_text(blame->file), "region", "startLine", (json_int_t)blame->line));
}

/* Whoever is shut out complains; of the others nobody hears. */
static const char *const levels[FAILURE_CLASS_COUNT] = {
	[FAILURE_NONE] = "error",
	[FAILURE_LET_IN] = "error",
	[FAILURE_DECEIVED] = "error",
	[FAILURE_CRASHED] = "error",
	[FAILURE_SHUT_OUT] = "warning",
	[FAILURE_OTHERWISE] = "warning",
};

static json_t *result(const struct view *view, size_t number, const struct blame *blame)
{
	struct arena *arena = view->arena;
	const struct cell_result *cell = &view->run->cells[number];
	const char *fix = explain_fix(arena, cell);
	const char *message = arena_printf(arena, "%s: expected %s, observed %s. %s", cell->id,
		explain_expected(arena, cell), explain_observed(arena, cell), fix ? fix : "");

	return json_pack("{s:o, s:s, s:{s:o}, s:o, s:{s:o}, s:{s:s}}", "ruleId",
		json_text(cell->scenario), "level", levels[cell->failure], "message", "text",
		json_text(message), "locations", location(blame), "partialFingerprints", "mtlspecCell/v1",
		json_text(cell->id), "properties", "class", failures_word(cell));
}

static json_t *rule(const struct scenario_info *scenario, const char *id)
{
	return json_pack("{s:o, s:{s:o}, s:{s:o}}", "id", json_text(id), "shortDescription", "text",
		json_text(scenario->title ? scenario->title : id), "fullDescription", "text",
		json_text(scenario->why ? scenario->why : id));
}

/* Those of a class, in the order of the plan. */
static void add_class(
	json_t *results, json_t *rules, const struct view *view, bool *named, int failure)
{
	for (size_t i = 0; i < view->run->cell_count; i++) {
		const struct cell_result *cell = &view->run->cells[i];
		size_t scenario = view->cells[i].scenario;
		struct blame blame;

		if (json_array_size(results) == SARIF_RESULTS_MAX)
			return;
		if (cell->verdict != VERDICT_FAIL || (int)cell->failure != failure ||
			!blame_find(&blame, view, i) || !blame.of_configuration)
			continue;
		if (!named[scenario])
			json_push(rules, rule(view_scenario(view, i), view->scenarios[scenario]));
		named[scenario] = true;
		json_push(results, result(view, i, &blame));
	}
}

/* Fills `results`, and `rules` with the scenarios that they name, each once. What has no room is
 * the mildest; old event files tell no class. */
static void add_results(json_t *results, json_t *rules, const struct view *view)
{
	bool *named = ARENA_ARRAY(view->arena, bool, view->scenario_count + 1);

	for (int failure = FAILURE_NONE + 1; failure < FAILURE_CLASS_COUNT; failure++)
		add_class(results, rules, view, named, failure);
	add_class(results, rules, view, named, FAILURE_NONE);
}

void sarif_write(struct buf *out, const struct view *view)
{
	json_t *driver = json_checked(json_pack("{s:s}", "name", "mtlspec"));
	json_t *rules = json_checked(json_array());
	json_t *results = json_checked(json_array());

	add_results(results, rules, view);
	json_put_text(driver, "version", view->run->plan.program_version);
	json_put(driver, "rules", rules);
	json_render(out,
		json_pack("{s:s, s:s, s:[{s:{s:o}, s:o}]}", "$schema",
			"https://json.schemastore.org/sarif-2.1.0.json", "version", "2.1.0", "runs", "tool",
			"driver", driver, "results", results));
}
