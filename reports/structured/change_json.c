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
	json_t *root = json_checked(json_object());
	json_t *counts = json_checked(json_object());
	json_t *items = json_checked(json_array());

	for (int i = 0; i < CHANGE_KIND_COUNT; i++)
		json_put(counts, change_words[i], json_count(changes->counts[i]));
	json_put(counts, "same", json_count(changes->same));
	for (size_t i = 0; i < changes->count; i++) {
		json_t *item = json_checked(json_object());

		json_put_text(item, "kind", change_words[changes->items[i].kind]);
		json_put_text(item, "id", changes->items[i].id);
		json_put_text(item, "before", changes->items[i].before);
		json_put_text(item, "after", changes->items[i].after);
		json_push(items, item);
	}
	json_put(root, "old", run_object(changes->old));
	json_put(root, "new", run_object(new));
	json_put(root, "counts", counts);
	json_put(root, "changes", items);
	json_render(out, root);
}
