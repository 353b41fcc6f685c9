/*
 * One JSON document of a run, for programs: versions, totals, totals of each target and mode, and
 * one object for each cell without its evidence (which stands in the event file).
 *
 *   {"program":...,"openssl":...,"command":...,"title":...,"tester":...,"scope":...,
 *    "started":...,"exit_code":0,"interrupted":false,
 *    "duration_ms":...,"connections":...,"totals":{"pass":...,...},
 *    "classes":{"let in":...,"deceived":...,...},
 *    "targets":[{"name":...,"title":...,"version":...,"modes":[{"mode":...,"totals":{...},
 *                                                    "classes":{...}}]}],
 *    "rules":[{"id":...,"source":...,"state":"all pass","totals":{...},"scenarios":[...]}],
 *    "cells":[{"id":...,"verdict":...,"expected":...,"observed":...,"by":...,"reason":...}]}
 */
#include "structured_writers.h"

#include "arena.h"
#include "classes_json.h"
#include "coverage.h"
#include "differ.h"
#include "failures.h"
#include "json_out.h"
#include "kills_json.h"
#include "tally.h"
#include "view.h"

static json_t *totals(const size_t counts[VERDICT_COUNT])
{
	json_t *object = json_checked(json_object());

	for (int i = 0; i < VERDICT_COUNT; i++)
		json_put(object, verdict_words[i], json_count(counts[i]));
	return object;
}

static json_t *cell_object(const struct cell_result *cell)
{
	json_t *object = json_checked(json_object());

	json_put_text(object, "id", cell->id);
	json_put_text(object, "scenario", cell->scenario);
	json_put_text(object, "target", cell->target);
	json_put_text(object, "side", side_words[cell->side]);
	json_put_text(object, "mode", auth_mode_name(cell->mode));
	json_put_text(object, "tls", tls_version_name(cell->tls));
	json_put_text(object, "verdict", verdict_words[cell->verdict]);
	if (cell->failure != FAILURE_NONE)
		json_put_text(object, "class", failure_class_words[cell->failure]);
	json_put_text(object, "level", level_words[cell->level]);
	json_put_text(object, "expected", outcome_words[cell->expected]);
	json_put_text(object, "observed", outcome_words[cell->observed]);
	json_put_text(object, "by", cell->by);
	json_put_text(object, "deviation", cell->deviation);
	json_put_text(object, "reason", cell->reason);
	json_put_text(object, "link", cell->link);
	json_put_text(object, "reproduce", cell->reproduce);
	json_put(object, "duration_us", json_count(cell->duration_us));
	return object;
}

static json_t *target_modes(const struct view *view, size_t target)
{
	json_t *modes = json_checked(json_array());
	size_t counts[FAILURE_CLASS_COUNT];

	for (size_t i = 0; i < view->column_count; i++) {
		json_t *mode;

		if (view->columns[i].target != target)
			continue;
		mode = json_checked(json_object());
		json_put_text(mode, "mode", auth_mode_name(view->columns[i].mode));
		json_put(mode, "totals", totals(view->columns[i].counts));
		failures_count_column(counts, view, i);
		json_put(mode, "classes", classes_json(counts));
		json_push(modes, mode);
	}
	return modes;
}

static json_t *targets(const struct view *view)
{
	json_t *array = json_checked(json_array());

	for (size_t i = 0; i < view->target_count; i++) {
		const struct target_info *info = view->target_infos[i];
		json_t *object = json_checked(json_object());

		json_put_text(object, "name", view->targets[i]);
		json_put_text(object, "title", info ? info->title : NULL);
		json_put_text(object, "version", info ? info->version : NULL);
		json_put(object, "modes", target_modes(view, i));
		json_push(array, object);
	}
	return array;
}

static json_t *names(const struct view *view, const bool *side)
{
	json_t *array = json_checked(json_array());

	for (size_t i = 0; i < view->target_count; i++) {
		if (side[i])
			json_push(array, json_text(view->targets[i]));
	}
	return array;
}

/* Which targets accept and which refuse, where that is not the same for all. */
static json_t *differences(const struct view *view)
{
	json_t *array = json_checked(json_array());
	struct differ differ;

	differ_build(&differ, view);
	for (size_t i = 0; i < differ.count; i++) {
		const struct differ_row *row = &differ.rows[i];
		json_t *object = json_checked(json_object());
		json_t *places = json_checked(json_array());

		for (size_t j = 0; j < row->place_count; j++)
			json_push(places, json_text(row->places[j]));
		json_put_text(object, "scenario", view->scenarios[row->scenario]);
		json_put_text(object, "expected", outcome_words[row->expected]);
		json_put(object, "places", places);
		json_put(object, "accepted_by", names(view, row->accepts));
		json_put(object, "refused_by", names(view, row->refuses));
		json_push(array, object);
	}
	return array;
}

static json_t *rule_object(const struct coverage_row *row)
{
	json_t *object = json_checked(json_object());
	json_t *scenarios = json_checked(json_array());

	for (size_t i = 0; i < row->rule->scenario_count; i++)
		json_push(scenarios, json_text(row->rule->scenarios[i]));
	json_put_text(object, "id", row->rule->id);
	json_put_text(object, "source", row->rule->source);
	json_put_text(object, "title", row->rule->title);
	json_put_text(object, "state", coverage_words[row->state]);
	json_put(object, "totals", totals(row->verdicts));
	json_put(object, "scenarios", scenarios);
	json_put_text(object, "partly", row->rule->partly);
	json_put_text(object, "uncovered", row->rule->uncovered);
	return object;
}

/* What asks for what was looked at, and what came of it. */
static json_t *rules(const struct view *view)
{
	json_t *array = json_checked(json_array());
	struct coverage coverage;

	coverage_build(&coverage, view);
	for (size_t i = 0; i < coverage.count; i++) {
		for (size_t j = 0; j < coverage.groups[i].count; j++)
			json_push(array, rule_object(&coverage.groups[i].rows[j]));
	}
	return array;
}

static void put_cover(json_t *object, const struct cover *cover)
{
	if (cover->title)
		json_put_text(object, "title", cover->title);
	if (cover->tester)
		json_put_text(object, "tester", cover->tester);
	if (cover->scope)
		json_put_text(object, "scope", cover->scope);
}

void results_json_write(struct buf *out, const struct view *view)
{
	const struct run_result *run = view->run;
	json_t *object = json_checked(json_object());
	json_t *cells = json_checked(json_array());
	size_t counts[FAILURE_CLASS_COUNT];
	struct tally tally;

	tally_run(&tally, run);
	failures_count(counts, run);
	for (size_t i = 0; i < run->cell_count; i++)
		json_push(cells, cell_object(&run->cells[i]));
	json_put_text(object, "program", run->plan.program_version);
	json_put_text(object, "openssl", run->plan.openssl_version);
	json_put_text(object, "command", run->plan.command);
	put_cover(object, &run->plan.cover);
	json_put_text(object, "started", run->plan.started);
	json_put(object, "exit_code", json_integer(run->end.exit_code));
	json_put(object, "interrupted", json_boolean(run->end.interrupted || !run->has_end));
	json_put(object, "duration_ms", json_count(run->end.duration_us / 1000));
	json_put(object, "connections", json_count(tally.connections));
	json_put(object, "totals", totals(tally.verdicts));
	json_put(object, "classes", classes_json(counts));
	json_put(object, "targets", targets(view));
	json_put(object, "differences", differences(view));
	json_put(object, "rules", rules(view));
	json_put(object, "cells", cells);
	if (run->kills)
		json_put(object, "selftest", kills_json(run->kills));
	json_render(out, object);
}
