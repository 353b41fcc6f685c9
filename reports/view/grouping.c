#include "grouping.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"

struct keyed {
	const char *key;
	size_t cell;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a;
	const struct keyed *y = b;
	int order = strcmp(x->key, y->key);

	return order ? order : (x->cell > y->cell) - (x->cell < y->cell);
}

static int by_weight(const void *a, const void *b)
{
	const struct group *x = a;
	const struct group *y = b;

	if (x->verdict != y->verdict)
		return x->verdict < y->verdict ? -1 : 1;
	if (x->failure != y->failure)
		return x->failure < y->failure ? -1 : 1;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return (x->cells[0] > y->cells[0]) - (x->cells[0] < y->cells[0]);
}

static const char *trouble(struct arena *arena, const struct cell_result *cell)
{
	if (cell->verdict != VERDICT_FAIL && cell->verdict != VERDICT_ERROR &&
		cell->verdict != VERDICT_XPASS)
		return NULL;
	return arena_printf(arena, "%s\n%s\n%s\n%s", verdict_words[cell->verdict], cell->target,
		auth_mode_name(cell->mode), cell->reason ? cell->reason : "");
}

/* What the group of the cell has in common, or NULL: it does not belong to any. */
static const char *key_of(struct arena *arena, const struct cell_result *cell, enum group_by by)
{
	switch (by) {
	case GROUP_DEVIATION:
		if (cell->verdict != VERDICT_PASS || !cell->deviation)
			return NULL;
		return arena_printf(arena, "%s: %s", cell->target, cell->deviation);
	case GROUP_UNOBSERVED:
		if (cell->side != SIDE_SERVER || cell->backend_observed || cell->observed == OUTCOME_NONE)
			return NULL;
		return arena_printf(
			arena, "%s: whether a request got through is the client's word alone", cell->target);
	case GROUP_TROUBLE:
		return trouble(arena, cell);
	default:
		if ((unsigned)cell->verdict != (unsigned)by)
			return NULL;
		return arena_printf(
			arena, "%s: %s", cell->target, cell->reason ? cell->reason : "no reason was given");
	}
}

void grouping_build(struct grouping *out, const struct view *view, enum group_by by)
{
	struct arena *arena = view->arena;
	size_t total = view->run->cell_count;
	struct keyed *keyed = ARENA_ARRAY(arena, struct keyed, total);
	size_t *cells = ARENA_ARRAY(arena, size_t, total);

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < total; i++) {
		const char *text = key_of(arena, &view->run->cells[i], by);

		if (text)
			keyed[out->cells++] = (struct keyed){text, i};
	}
	if (!out->cells)
		return;
	qsort(keyed, out->cells, sizeof(*keyed), by_key);
	for (size_t i = 0; i < out->cells; i++) {
		cells[i] = keyed[i].cell;
		if (i == 0 || strcmp(keyed[i - 1].key, keyed[i].key) != 0) {
			struct group *group = ARENA_PUSH(arena, out->groups, out->count);

			*group = (struct group){.key = keyed[i].key,
				.cells = &cells[i],
				.verdict = view->run->cells[keyed[i].cell].verdict,
				.failure = view->run->cells[keyed[i].cell].failure};
		}
		out->groups[out->count - 1].count++;
	}
	qsort(out->groups, out->count, sizeof(*out->groups), by_weight);
}
