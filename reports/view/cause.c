#include "cause.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "buf.h"
#include "explain.h"
#include "failures.h"
#include "scoped.h"
#include "text.h"

enum { LIST_MAX = 1024 };

/* Failures first. */
static const int ranks[VERDICT_COUNT] = {
	[VERDICT_FAIL] = 0, [VERDICT_ERROR] = 1, [VERDICT_XPASS] = 2};

struct keyed {
	const char *key;
	const struct cell_result *result;
	size_t cell;
	size_t scenario;
	size_t target;
};

/* Old event files tell no class: such failures come after those that do. */
static int harm(enum failure_class failure)
{
	return failure == FAILURE_NONE ? FAILURE_CLASS_COUNT : (int)failure;
}

/* It stands there and must not, or something else must: no "look at", "or", "as it should". */
static bool is_certain(const struct directive_fix *directive)
{
	if (directive->decides == DIRECTIVE_NONE || !directive->file || !directive->line ||
		!directive->have || directive->also || directive->means || directive->log)
		return false;
	return directive->never || (directive->should && !explain_reads_right(directive));
}

/* What is to be looked at; NONE where it is not known, or is as it should be. */
static enum directive_kind suspected(const struct directive_fix *directive)
{
	return explain_reads_right(directive) && !directive->also ? DIRECTIVE_NONE : directive->decides;
}

/* "accepted", "the request reached the backend", at whatever step: what comes behind differs from
 * cell to cell. */
static const char *reason_head(struct arena *arena, const struct cell_result *cell)
{
	const char *reason = failures_reason(cell);
	const char *step = text_starts_with(reason, "step ") ? strstr(reason, "): ") : NULL;

	if (step)
		reason = step + strlen("): ");
	return view_is_untried(cell) ? reason : arena_strndup(arena, reason, strcspn(reason, "(:,;'"));
}

static const char *cause_key(struct arena *arena, const struct cell_result *cell, size_t target)
{
	const struct directive_fix *directive = &cell->directive;
	const char *common = arena_printf(arena, "%d\n%zu", ranks[cell->verdict], target);

	if (cell->verdict == VERDICT_FAIL && is_certain(directive))
		return arena_printf(arena, "%s\n%s\n%d\n%s\n%s", common, directive->file, directive->line,
			directive->have, directive->should ? directive->should : "");
	return arena_printf(arena, "%s\n%d\n%d\n%d\n%s", common, cell->failure, suspected(directive),
		view_is_untried(cell), reason_head(arena, cell));
}

/* By cause, then by scenario, then as in the plan. */
static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a;
	const struct keyed *y = b;
	int order = strcmp(x->key, y->key);

	if (order)
		return order;
	if (x->scenario != y->scenario)
		return x->scenario < y->scenario ? -1 : 1;
	return (x->cell > y->cell) - (x->cell < y->cell);
}

static int by_harm(const void *a, const void *b)
{
	const struct cause_row *x = a;
	const struct cause_row *y = b;

	if (x->failure != y->failure)
		return harm(x->failure) - harm(y->failure);
	return (x->first > y->first) - (x->first < y->first);
}

static struct cause_row take_row(struct arena *arena, const struct keyed *keyed, size_t count)
{
	struct cause_row row = {.scenario = keyed->scenario, .count = count};
	size_t *cells = ARENA_ARRAY(arena, size_t, count);
	const struct keyed *worst = keyed;

	for (size_t i = 0; i < count; i++) {
		if (keyed[i].target == keyed->target)
			cells[row.cell_count++] = keyed[i].cell;
		row.modes |= 1u << keyed[i].result->mode;
		row.versions |= 1u << keyed[i].result->tls;
		if (harm(keyed[i].result->failure) < harm(worst->result->failure))
			worst = &keyed[i];
	}
	row.first = worst->cell;
	row.cells = cells;
	row.failure = worst->result->failure;
	row.reason = failures_reason(worst->result);
	return row;
}

static void sum_up(struct cause *cause, const struct keyed *keyed, struct arena *arena)
{
	const struct cell_result *result = keyed->result;

	qsort(cause->rows, cause->row_count, sizeof(*cause->rows), by_harm);
	cause->first = cause->rows[0].first;
	cause->certain = result->verdict == VERDICT_FAIL && is_certain(&result->directive);
	cause->untried = view_is_untried(result);
	cause->alike = true;
	cause->reason = failures_reason(result);
	cause->fix = explain_fix(arena, result);
	for (size_t i = 0; i < cause->count; i++) {
		cause->classes[keyed[i].result->failure]++;
		if (!text_same(cause->reason, failures_reason(keyed[i].result)))
			cause->reason = NULL;
		if (cause->fix && !text_same(cause->fix, explain_fix(arena, keyed[i].result)))
			cause->fix = NULL;
	}
	for (size_t i = 0; i < cause->row_count; i++) {
		cause->modes |= cause->rows[i].modes;
		cause->versions |= cause->rows[i].versions;
		cause->alike = cause->alike && cause->rows[i].modes == cause->rows[0].modes &&
			cause->rows[i].versions == cause->rows[0].versions;
	}
}

static void take_cause(
	struct causes *out, struct arena *arena, const struct keyed *keyed, size_t count)
{
	struct cause *cause = ARENA_PUSH(arena, out->items, out->count);
	size_t end;

	*cause = (struct cause){.count = count};
	for (size_t i = 0; i < count; i = end) {
		for (end = i + 1; end < count && keyed[end].scenario == keyed[i].scenario;)
			end++;
		*ARENA_PUSH(arena, cause->rows, cause->row_count) = take_row(arena, &keyed[i], end - i);
	}
	sum_up(cause, keyed, arena);
}

/* With what its order is decided by beside it, as qsort carries nothing else. */
struct weighed {
	int rank;
	int harm;
	struct cause cause;
};

static int by_weight(const void *a, const void *b)
{
	const struct weighed *x = a;
	const struct weighed *y = b;

	if (x->rank != y->rank)
		return x->rank - y->rank;
	if (x->harm != y->harm)
		return x->harm - y->harm;
	if (x->cause.count != y->cause.count)
		return x->cause.count > y->cause.count ? -1 : 1;
	return (x->cause.first > y->cause.first) - (x->cause.first < y->cause.first);
}

static void sort(struct causes *causes, const struct view *view)
{
	struct weighed *weighed = ARENA_ARRAY(view->arena, struct weighed, causes->count + 1);

	for (size_t i = 0; i < causes->count; i++) {
		const struct cause *cause = &causes->items[i];

		weighed[i] = (struct weighed){
			ranks[view->run->cells[cause->first].verdict], harm(cause->rows[0].failure), *cause};
	}
	qsort(weighed, causes->count, sizeof(*weighed), by_weight);
	for (size_t i = 0; i < causes->count; i++)
		causes->items[i] = weighed[i].cause;
}

void causes_find(struct causes *out, const struct view *view)
{
	struct arena *arena = view->arena;
	struct keyed *keyed = ARENA_ARRAY(arena, struct keyed, view->run->cell_count + 1);
	size_t end;

	memset(out, 0, sizeof(*out));
	alike_find(&out->alike, view);
	for (size_t i = 0; i < view->run->cell_count; i++) {
		const struct cell_result *cell = &view->run->cells[i];

		if (verdict_is_trouble(cell->verdict))
			keyed[out->cells++] =
				(struct keyed){cause_key(arena, cell, out->alike.first[view->cells[i].target]),
					cell, i, view->cells[i].scenario, view->cells[i].target};
	}
	qsort(keyed, out->cells, sizeof(*keyed), by_key);
	for (size_t i = 0; i < out->cells; i = end) {
		for (end = i + 1; end < out->cells && strcmp(keyed[end].key, keyed[i].key) == 0;)
			end++;
		take_cause(out, arena, &keyed[i], end - i);
		out->items[out->count - 1].who =
			alike_name(arena, view, &out->alike, out->alike.first[keyed[i].target]);
	}
	sort(out, view);
}

const char *cause_modes(const struct view *view, size_t cell, unsigned modes)
{
	unsigned all = 0;

	for (size_t i = 0; i < view->column_count; i++) {
		if (view->columns[i].target == view->cells[cell].target)
			all |= 1u << view->columns[i].mode;
	}
	return modes == all && (all & (all - 1)) ? "all modes" : auth_mode_list(view->arena, modes);
}

const char *cause_versions(struct arena *arena, unsigned versions)
{
	const char *separator = "";
	SCOPED_BUF text;

	buf_init(&text, LIST_MAX);
	for (unsigned i = 0; i < TLS_VERSION_COUNT; i++) {
		const char *word = tls_version_words[i];

		if (!(versions & 1u << i))
			continue;
		buf_printf(&text, "%s%s", separator, text_starts_with(word, "tls") ? word + 3 : word);
		separator = " ";
	}
	return arena_strdup(arena, buf_text(&text));
}
