/*
 * A conformance claim: what can be said of one target after a run, for whoever asks "does this
 * product in this version keep the wrong certificates out?". Only what was run is claimed: a mode
 * is
 *   claimed   cells were judged and all of them came out as expected
 *   refuted   at least one failed (they are listed)
 *   deviates  none failed, but declared deviations happened (they are listed, with their links)
 *   open      errors, cells not run, or everything skipped: nothing is claimed
 */
#include "structured_writers.h"

#include <string.h>

#include "arena.h"
#include "json_out.h"
#include "view.h"

enum claim_state { CLAIM_CLAIMED, CLAIM_REFUTED, CLAIM_DEVIATES, CLAIM_OPEN };

static const char *const state_words[] = {"claimed", "refuted", "deviates", "open"};

static enum claim_state state_of(const struct view_column *column)
{
	const size_t *counts = column->counts;

	if (counts[VERDICT_FAIL])
		return CLAIM_REFUTED;
	if (counts[VERDICT_ERROR] || counts[VERDICT_NOT_RUN] || counts[VERDICT_XPASS])
		return CLAIM_OPEN;
	if (counts[VERDICT_XFAIL])
		return CLAIM_DEVIATES;
	return counts[VERDICT_PASS] ? CLAIM_CLAIMED : CLAIM_OPEN;
}

/* The cells of one verdict, with what is known of them. */
static void put_cells(json_t *mode, const char *key, const struct view *view,
	const struct view_column *column, enum verdict verdict)
{
	json_t *array = json_checked(json_array());

	for (size_t i = column->first; i != VIEW_END; i = view->cells[i].next) {
		const struct cell_result *cell = &view->run->cells[i];
		json_t *object;

		if (cell->verdict != verdict)
			continue;
		object = json_checked(json_object());
		json_put_text(object, "cell", cell->id);
		json_put_text(object, "reason", cell->reason);
		json_put_text(object, "link", cell->link);
		json_push(array, object);
	}
	if (json_array_size(array))
		json_put(mode, key, array);
	else
		json_decref(array);
}

static json_t *mode_object(const struct view *view, const struct view_column *column)
{
	json_t *object = json_checked(json_object());
	const size_t *counts = column->counts;

	json_put_text(object, "mode", auth_mode_name(column->mode));
	json_put_text(object, "state", state_words[state_of(column)]);
	json_put(object, "passed", json_count(counts[VERDICT_PASS]));
	json_put(object, "failed", json_count(counts[VERDICT_FAIL]));
	json_put(object, "errors", json_count(counts[VERDICT_ERROR]));
	json_put(object, "deviating", json_count(counts[VERDICT_XFAIL]));
	json_put(object, "unexpected", json_count(counts[VERDICT_XPASS]));
	json_put(object, "skipped", json_count(counts[VERDICT_SKIP]));
	json_put(object, "not_run", json_count(counts[VERDICT_NOT_RUN]));
	put_cells(object, "refuted_by", view, column, VERDICT_FAIL);
	put_cells(object, "deviations", view, column, VERDICT_XFAIL);
	return object;
}

void claim_write(struct buf *out, const struct view *view, size_t target)
{
	const struct run_result *run = view->run;
	const struct target_info *info = view->target_infos[target];
	json_t *object = json_checked(json_object());
	json_t *modes = json_checked(json_array());

	for (size_t i = 0; i < view->column_count; i++) {
		if (view->columns[i].target == target)
			json_push(modes, mode_object(view, &view->columns[i]));
	}
	json_put(object, "claim", json_integer(1));
	json_put_text(object, "target", view->targets[target]);
	json_put_text(object, "product", info ? info->title : NULL);
	json_put_text(object, "version", info ? info->version : NULL);
	json_put_text(object, "tested_with", run->plan.program_version);
	json_put_text(object, "tls_library", run->plan.openssl_version);
	json_put_text(object, "command", run->plan.command);
	json_put_text(object, "started", run->plan.started);
	json_put(object, "complete", json_boolean(run->has_end && !run->end.interrupted));
	json_put(object, "modes", modes);
	json_render(out, object);
}
