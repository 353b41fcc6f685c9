/* {"old":...,"new":...,"counts":{...},"changes":[{"kind":..,"id":..,"before":..,"after":..}]} */
#include "structured_writers.h"

#include "change.h"
#include "json_out.h"

static json_t *run_object(const struct run_result *run)
{
	json_t *object = json_checked(json_object());

	json_put_text(object, "command", run->plan.command);
	json_put_text(object, "started", run->plan.started);
	json_put_text(object, "program", run->plan.program_version);
	json_put(object, "cells", json_count(run->cell_count));
	return object;
}

void changes_json(struct buf *out, const struct run_changes *changes, const struct run_result *new)
{
	json_t *counts = json_checked(json_object());
	json_t *items = json_checked(json_array());

	for (int i = 0; i < CHANGE_KIND_COUNT; i++)
		json_put(counts, change_words[i], json_count(changes->counts[i]));
	json_put(counts, "same", json_count(changes->same));
	for (size_t i = 0; i < changes->count; i++) {
		const struct change *change = &changes->items[i];

		json_push(items,
			json_pack("{s:s, s:o, s:o, s:o}", "kind", change_words[change->kind], "id",
				json_text(change->id), "before", json_text(change->before), "after",
				json_text(change->after)));
	}
	json_render(out,
		json_pack("{s:o, s:o, s:o, s:o}", "old", run_object(changes->old), "new", run_object(new),
			"counts", counts, "changes", items));
}
