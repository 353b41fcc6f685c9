#include "differ.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"

enum { NAMES_MAX = 64 * 1024, NAMED_MAX = 3 /* of the larger side; more are counted */ };

/* A cell and the place in which it is compared with others. */
struct spot {
	size_t scenario;
	enum auth_mode mode;
	enum tls_version tls;
	size_t cell;
};

static int compare(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

static int compare_places(const struct spot *x, const struct spot *y)
{
	int order = compare(x->scenario, y->scenario);

	order = order ? order : compare(x->mode, y->mode);
	return order ? order : compare(x->tls, y->tls);
}

static int by_place(const void *a, const void *b)
{
	const struct spot *x = a;
	const struct spot *y = b;
	int order = compare_places(x, y);

	return order ? order : compare(x->cell, y->cell);
}

static struct spot *collect(size_t *count, const struct view *view)
{
	struct spot *spots = ARENA_ARRAY(view->arena, struct spot, view->run->cell_count + 1);

	*count = 0;
	for (size_t i = 0; i < view->run->cell_count; i++) {
		const struct cell_result *cell = &view->run->cells[i];
		bool judged = cell->verdict != VERDICT_SKIP && cell->verdict != VERDICT_ERROR &&
			cell->verdict != VERDICT_NOT_RUN;

		if (judged && (cell->observed == OUTCOME_ACCEPT || cell->observed == OUTCOME_REJECT))
			spots[(*count)++] = (struct spot){view->cells[i].scenario, cell->mode, cell->tls, i};
	}
	qsort(spots, *count, sizeof(*spots), by_place);
	return spots;
}

static size_t count_of(const struct view *view, const bool *side)
{
	size_t count = 0;

	for (size_t i = 0; i < view->target_count; i++)
		count += side[i];
	return count;
}

static bool same_sides(
	const struct view *view, const struct differ_row *a, const struct differ_row *b)
{
	size_t size = view->target_count * sizeof(bool);

	return a->scenario == b->scenario && a->expected == b->expected &&
		memcmp(a->accepts, b->accepts, size) == 0 && memcmp(a->refuses, b->refuses, size) == 0;
}

/* Places come mode by mode: a second one of a mode takes the version from its name. */
static void add_mode(
	struct differ_row *row, const char *mode, const char *place, struct arena *arena)
{
	const char *last = row->mode_count ? row->modes[row->mode_count - 1] : "";
	size_t len = strlen(mode);

	if (strncmp(last, mode, len) == 0 && (last[len] == '/' || !last[len]))
		row->modes[row->mode_count - 1] = mode;
	else
		*ARENA_PUSH(arena, row->modes, row->mode_count) = place;
}

static void add_row(struct differ *out, const struct view *view, const struct differ_row *found,
	const struct spot *spot)
{
	const char *mode = auth_mode_name(spot->mode);
	const char *place = arena_printf(view->arena, "%s/%s", mode, tls_version_name(spot->tls));
	size_t at = out->count;

	while (at > 0 && out->rows[at - 1].scenario == found->scenario &&
		!same_sides(view, &out->rows[at - 1], found))
		at--;
	if (at == 0 || out->rows[at - 1].scenario != found->scenario) {
		*ARENA_PUSH(view->arena, out->rows, out->count) = *found;
		at = out->count;
	}
	*ARENA_PUSH(view->arena, out->rows[at - 1].places, out->rows[at - 1].place_count) = place;
	add_mode(&out->rows[at - 1], mode, place, view->arena);
}

/* The cells of one place, `count` from `spots` on. */
static void look_at(
	struct differ *out, const struct view *view, const struct spot *spots, size_t count)
{
	bool *accepts = ARENA_ARRAY(view->arena, bool, view->target_count + 1);
	bool *refuses = ARENA_ARRAY(view->arena, bool, view->target_count + 1);
	struct differ_row row = {.scenario = spots->scenario,
		.expected = view->run->cells[spots->cell].expected,
		.accepts = accepts,
		.refuses = refuses};

	for (size_t i = 0; i < count; i++) {
		size_t target = view->cells[spots[i].cell].target;

		if (view->run->cells[spots[i].cell].observed == OUTCOME_ACCEPT)
			accepts[target] = true;
		else
			refuses[target] = true;
	}
	row.accept_count = count_of(view, accepts);
	row.refuse_count = count_of(view, refuses);
	if (row.accept_count && row.refuse_count)
		add_row(out, view, &row, spots);
}

static int by_expectation(const void *a, const void *b)
{
	const struct differ_row *x = a;
	const struct differ_row *y = b;
	int order = (y->expected == OUTCOME_EITHER) - (x->expected == OUTCOME_EITHER);

	order = order ? order : compare(x->scenario, y->scenario);
	return order ? order : strcmp(x->places[0], y->places[0]);
}

void differ_build(struct differ *out, const struct view *view)
{
	size_t count;
	const struct spot *spots = collect(&count, view);

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < count;) {
		size_t end = i + 1;

		while (end < count && compare_places(&spots[i], &spots[end]) == 0)
			end++;
		look_at(out, view, &spots[i], end - i);
		i = end;
	}
	if (out->count)
		qsort(out->rows, out->count, sizeof(*out->rows), by_expectation);
}

const char *differ_places(const struct view *view, const struct differ_row *row)
{
	SCOPED_BUF text;

	buf_init(&text, NAMES_MAX);
	for (size_t i = 0; i < row->mode_count; i++)
		buf_printf(&text, "%s%s", i ? ", " : "", row->modes[i]);
	return arena_strdup(view->arena, buf_text(&text));
}

const char *differ_names(const struct view *view, const bool *side)
{
	SCOPED_BUF names;

	buf_init(&names, NAMES_MAX);
	for (size_t i = 0; i < view->target_count; i++) {
		if (side[i])
			buf_printf(&names, "%s%s", names.len ? ", " : "", view->targets[i]);
	}
	return arena_strdup(view->arena, buf_text(&names));
}

static const char *say_side(const struct view *view, const bool *side, size_t count, bool larger)
{
	if (larger && count > NAMED_MAX)
		return arena_printf(view->arena, "the %zu others", count);
	return differ_names(view, side);
}

const char *differ_say(const struct view *view, const struct differ_row *row)
{
	bool more_accept = row->accept_count > row->refuse_count;

	return arena_printf(view->arena, "accepted by %s; refused by %s",
		say_side(view, row->accepts, row->accept_count, more_accept),
		say_side(view, row->refuses, row->refuse_count, !more_accept));
}
