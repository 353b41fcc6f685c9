/*
 * SARIF 2.1.0 (OASIS), for code scanning: a result for each failure, the worst class first, with
 * the scenario as its rule; at the line of the configuration that is to blame, or else the
 * scenario's. What was not judged stands in the invocation (sarif_invocation.c). Files below the
 * workspace are relative to %SRCROOT%, which whoever reads it knows.
 */
#include "structured_writers.h"

#include <string.h>

#include "arena.h"
#include "blame.h"
#include "explain.h"
#include "failures.h"
#include "json_out.h"
#include "sarif_parts.h"
#include "view.h"
#include "workspace.h"

/* GitHub takes at most this many results of one run; the others are left to the other reports. */
enum { SARIF_RESULTS_MAX = 5000 };
#define SOURCE_ROOT "%SRCROOT%"

static json_t *artifact(const struct view *view, const char *file)
{
	const char *uri = workspace_uri(view->arena, view->workspace, file);
	json_t *object = json_checked(json_object());

	json_put(object, "uri", json_text(uri));
	if (*workspace_path(view->arena, view->workspace, file) != '/')
		json_put(object, "uriBaseId", json_text(SOURCE_ROOT));
	return object;
}

/* Of the target at least, where no file is known. */
static json_t *locations(const struct view *view, size_t number)
{
	json_t *location = json_checked(json_object());
	struct blame blame;

	if (blame_find(&blame, view, number) && *blame.file)
		json_put(location, "physicalLocation",
			json_pack("{s:o, s:{s:I}}", "artifactLocation", artifact(view, blame.file), "region",
				"startLine", (json_int_t)blame.line));
	json_put(location, "logicalLocations",
		json_pack("[{s:o, s:s}]", "name", json_text(view->targets[view->cells[number].target]),
			"kind", "resource"));
	return json_pack("[o]", location);
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

/* The results as they are gathered, and the rules that they name, each once. */
struct log {
	const struct view *view;
	json_t *results;
	json_t *rules;
	size_t *numbers; /* of each scenario among the rules, plus one; 0: not named yet */
	size_t left_out;
};

static json_t *result(const struct log *log, size_t number)
{
	const struct view *view = log->view;
	struct arena *arena = view->arena;
	const struct cell_result *cell = &view->run->cells[number];
	size_t rule = log->numbers[view->cells[number].scenario] - 1;
	const char *fix = explain_fix(arena, cell);
	const char *message = arena_printf(arena, "%s: expected %s, observed %s.%s%s", cell->id,
		explain_expected(arena, cell), explain_observed(arena, cell), fix ? " Fix: " : "",
		fix ? fix : "");

	return json_pack("{s:o, s:I, s:s, s:s, s:{s:o}, s:o, s:{s:o}, s:{s:s}}", "ruleId",
		json_text(view->scenarios[view->cells[number].scenario]), "ruleIndex", (json_int_t)rule,
		"kind", "fail", "level", levels[cell->failure], "message", "text", json_text(message),
		"locations", locations(view, number), "partialFingerprints", "mtlspecCell/v1",
		json_text(cell->id), "properties", "class", failures_word(cell));
}

static void add_result(struct log *log, size_t number)
{
	size_t scenario = log->view->cells[number].scenario;

	if (json_array_size(log->results) == SARIF_RESULTS_MAX) {
		log->left_out++;
		return;
	}
	if (!log->numbers[scenario]) {
		json_push(log->rules, sarif_rule(log->view, scenario));
		log->numbers[scenario] = json_array_size(log->rules);
	}
	json_push(log->results, result(log, number));
}

/* Those of a class, in the order of the plan. */
static void add_class(struct log *log, int failure)
{
	const struct run_result *run = log->view->run;

	for (size_t i = 0; i < run->cell_count; i++) {
		if (run->cells[i].verdict == VERDICT_FAIL && (int)run->cells[i].failure == failure)
			add_result(log, i);
	}
}

/* What has no room is the mildest; old event files tell no class. */
static void gather(struct log *log)
{
	for (int failure = FAILURE_NONE + 1; failure < FAILURE_CLASS_COUNT; failure++)
		add_class(log, failure);
	add_class(log, FAILURE_NONE);
}

static bool is_version(const char *text)
{
	static const char digits[] = "0123456789";

	for (int i = 0; i < 3; i++) {
		size_t len = strspn(text, digits);

		if (!len || (len > 1 && *text == '0') || text[len] != (i < 2 ? '.' : '\0'))
			return false;
		text += len + 1;
	}
	return true;
}

static json_t *driver(const struct log *log)
{
	const char *program = log->view->run->plan.program_version;
	const char *blank = program ? strrchr(program, ' ') : NULL;
	json_t *object = json_checked(json_pack("{s:s}", "name", "mtlspec"));

	json_put_text(object, "fullName", program);
	if (blank && is_version(blank + 1)) {
		json_put_text(object, "version", blank + 1);
		json_put_text(object, "semanticVersion", blank + 1);
	}
	json_put(object, "rules", log->rules);
	json_put(object, "notifications", sarif_notifications());
	return object;
}

void sarif_write(struct buf *out, const struct view *view)
{
	struct log log = {.view = view,
		.results = json_checked(json_array()),
		.rules = json_checked(json_array()),
		.numbers = ARENA_ARRAY(view->arena, size_t, view->scenario_count + 1)};
	json_t *run = json_checked(json_object());

	gather(&log);
	json_put(run, "tool", json_pack("{s:o}", "driver", driver(&log)));
	json_put(run, "invocations", json_pack("[o]", sarif_invocation(view, log.left_out)));
	json_put(run, "originalUriBaseIds",
		json_pack("{s:{s:{s:s}}}", SOURCE_ROOT, "description", "text",
			"The checked-out tree, or the folder in which the report was written"));
	json_put(run, "results", log.results);
	json_render(out,
		json_pack("{s:s, s:s, s:[o]}", "$schema", "https://json.schemastore.org/sarif-2.1.0.json",
			"version", "2.1.0", "runs", run));
}
