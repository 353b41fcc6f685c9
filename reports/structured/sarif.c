/*
 * SARIF 2.1.0 (OASIS), for code scanning: the failures for which a line of a configuration is to
 * blame, each at that line, with the scenario as its rule. Failures without such a line are not in
 * it.
 */
#include "structured_writers.h"

#include <string.h>

#include "arena.h"
#include "blame.h"
#include "explain.h"
#include "json_out.h"
#include "view.h"

/* GitHub takes at most this many results of one run; the others are left to the other reports. */
enum { SARIF_RESULTS_MAX = 5000 };

/* {"text": ...} */
static json_t *message(const char *text)
{
	json_t *object = json_checked(json_object());

	json_put(object, "text", json_text(text ? text : ""));
	return object;
}

static json_t *location(const struct blame *blame)
{
	json_t *artifact = json_checked(json_object());
	json_t *region = json_checked(json_object());
	json_t *physical = json_checked(json_object());
	json_t *object = json_checked(json_object());
	json_t *array = json_checked(json_array());

	json_put_text(artifact, "uri", blame->file);
	json_put(region, "startLine", json_integer(blame->line));
	json_put(physical, "artifactLocation", artifact);
	json_put(physical, "region", region);
	json_put(object, "physicalLocation", physical);
	json_push(array, object);
	return array;
}

static json_t *result(const struct view *view, size_t number, const struct blame *blame)
{
	struct arena *arena = view->arena;
	const struct cell_result *cell = &view->run->cells[number];
	json_t *object = json_checked(json_object());
	json_t *fingerprints = json_checked(json_object());
	const char *fix = explain_fix(arena, cell);

	json_put_text(object, "ruleId", cell->scenario);
	json_put_text(object, "level", "error");
	json_put(object, "message",
		message(arena_printf(arena, "%s: expected %s, observed %s. %s", cell->id,
			explain_expected(arena, cell), explain_observed(arena, cell), fix ? fix : "")));
	json_put(object, "locations", location(blame));
	json_put_text(fingerprints, "mtlspecCell/v1", cell->id);
	json_put(object, "partialFingerprints", fingerprints);
	return object;
}

static json_t *rule(const struct scenario_info *scenario, const char *id)
{
	json_t *object = json_checked(json_object());

	json_put_text(object, "id", id);
	json_put(object, "shortDescription", message(scenario->title ? scenario->title : id));
	json_put(object, "fullDescription", message(scenario->why ? scenario->why : id));
	return object;
}

static json_t *tool(const struct run_result *run, json_t *rules)
{
	json_t *driver = json_checked(json_object());
	json_t *object = json_checked(json_object());

	json_put_text(driver, "name", "mtlspec");
	json_put_text(driver, "version", run->plan.program_version);
	json_put(driver, "rules", rules);
	json_put(object, "driver", driver);
	return object;
}

/* Fills `results`, and `rules` with the scenarios that they name, each once. */
static void add_results(json_t *results, json_t *rules, const struct view *view)
{
	bool *named = ARENA_ARRAY(view->arena, bool, view->scenario_count + 1);

	for (size_t i = 0; i < view->run->cell_count; i++) {
		size_t scenario = view->cells[i].scenario;
		struct blame blame;

		if (json_array_size(results) == SARIF_RESULTS_MAX)
			return;
		if (view->run->cells[i].verdict != VERDICT_FAIL || !blame_find(&blame, view, i) ||
			!blame.of_configuration)
			continue;
		if (!named[scenario])
			json_push(rules, rule(view_scenario(view, i), view->scenarios[scenario]));
		named[scenario] = true;
		json_push(results, result(view, i, &blame));
	}
}

void sarif_write(struct buf *out, const struct view *view)
{
	json_t *root = json_checked(json_object());
	json_t *one = json_checked(json_object());
	json_t *runs = json_checked(json_array());
	json_t *rules = json_checked(json_array());
	json_t *results = json_checked(json_array());

	add_results(results, rules, view);
	json_put(one, "tool", tool(view->run, rules));
	json_put(one, "results", results);
	json_push(runs, one);
	json_put_text(root, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	json_put_text(root, "version", "2.1.0");
	json_put(root, "runs", runs);
	json_render(out, root);
}
