#include "alike.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "scoped.h"
#include "view.h"

enum { SIGNATURE_MAX = 64 * 1024 * 1024 };

struct signed_target {
	const char *signature;
	size_t target;
};

static int by_signature(const void *a, const void *b)
{
	const struct signed_target *x = a;
	const struct signed_target *y = b;
	int order = strcmp(x->signature, y->signature);

	return order ? order : (x->target > y->target) - (x->target < y->target);
}

/* What it did, in the order of the plan, which is the same for all. */
static const char *signature_of(const struct view *view, size_t target)
{
	SCOPED_BUF text;

	buf_init(&text, SIGNATURE_MAX);
	for (size_t i = 0; i < view->column_count; i++) {
		const struct view_column *column = &view->columns[i];

		if (column->target != target)
			continue;
		for (size_t at = column->first; at != VIEW_END; at = view->cells[at].next) {
			const struct cell_result *cell = &view->run->cells[at];

			buf_printf(&text, "%zu %d %d %d %d\n", view->cells[at].scenario, (int)cell->mode,
				(int)cell->tls, (int)cell->verdict, (int)cell->observed);
		}
	}
	return arena_strndup(view->arena, buf_text(&text), text.len);
}

void alike_find(struct alike *out, const struct view *view)
{
	struct signed_target *all =
		ARENA_ARRAY(view->arena, struct signed_target, view->target_count + 1);
	size_t *first = ARENA_ARRAY(view->arena, size_t, view->target_count + 1);
	size_t *count = ARENA_ARRAY(view->arena, size_t, view->target_count + 1);
	bool folds = view->target_count >= ALIKE_FROM;

	*out = (struct alike){first, count};
	for (size_t i = 0; i < view->target_count; i++)
		all[i] = (struct signed_target){folds ? signature_of(view, i) : "", i};
	if (folds)
		qsort(all, view->target_count, sizeof(*all), by_signature);
	for (size_t i = 0; i < view->target_count; i++) {
		bool same = folds && i && strcmp(all[i].signature, all[i - 1].signature) == 0;

		first[all[i].target] = same ? first[all[i - 1].target] : all[i].target;
		count[first[all[i].target]]++;
	}
}

const char *alike_name(
	struct arena *arena, const struct view *view, const struct alike *alike, size_t target)
{
	size_t others = alike->count[target] - (alike->count[target] > 0);

	return others ? arena_printf(arena, "%s and %zu alike", view->targets[target], others)
				  : view->targets[target];
}
