#include "change.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "console_text.h"
#include "id_index.h"
#include "json_out.h"
#include "scoped.h"
#include "text.h"

enum { TEXT_MAX = 256 * 1024 * 1024 };

const char *const change_words[] = {
	"regressed", "fixed", "otherwise", "lost", "gained", "noted", NULL};
_Static_assert(COUNT_OF(change_words) == CHANGE_KIND_COUNT + 1, "a word for each kind");

/* What a verdict means for a comparison. */
enum standing { STANDING_GOOD, STANDING_BAD, STANDING_OPEN };

static enum standing standing_of(enum verdict verdict)
{
	static const enum standing standings[VERDICT_COUNT] = {
		[VERDICT_PASS] = STANDING_GOOD,
		[VERDICT_FAIL] = STANDING_BAD,
		[VERDICT_ERROR] = STANDING_BAD,
		[VERDICT_SKIP] = STANDING_OPEN,
		[VERDICT_XFAIL] = STANDING_GOOD,
		[VERDICT_XPASS] = STANDING_BAD,
		[VERDICT_NOT_RUN] = STANDING_OPEN,
	};

	return standings[verdict];
}

static bool same_end(const struct cell_result *a, const struct cell_result *b)
{
	return a->verdict == b->verdict && a->observed == b->observed && text_same(a->by, b->by);
}

/* False: nothing worth a line. */
static bool classify(
	enum change_kind *out, const struct cell_result *old, const struct cell_result *new)
{
	static const enum change_kind kinds[3][3] = {
		[STANDING_GOOD] = {CHANGE_NOTED, CHANGE_REGRESSED, CHANGE_LOST},
		[STANDING_BAD] = {CHANGE_FIXED, CHANGE_OTHERWISE, CHANGE_LOST},
		[STANDING_OPEN] = {CHANGE_GAINED, CHANGE_REGRESSED, CHANGE_NOTED},
	};
	enum standing before = old ? standing_of(old->verdict) : STANDING_OPEN;
	enum standing after = new ? standing_of(new->verdict) : STANDING_OPEN;

	*out = kinds[before][after];
	if (!old || !new)
		return true;
	/* another way of being refused is a note of the report, no change */
	return before != after || (before == STANDING_BAD && !same_end(old, new)) ||
		old->verdict != new->verdict;
}

static const char *words(struct arena *arena, const struct cell_result *cell)
{
	const char *verdict;

	if (!cell)
		return "not planned";
	verdict = verdict_words[cell->verdict];
	if (standing_of(cell->verdict) == STANDING_OPEN || cell->observed == OUTCOME_NONE)
		return cell->reason ? arena_printf(arena, "%s: %s", verdict, cell->reason) : verdict;
	return arena_printf(arena, "%s: %s%s%s", verdict, outcome_words[cell->observed],
		cell->by ? " by " : "", cell->by ? cell->by : "");
}

struct finder {
	struct run_changes *out;
	struct arena *arena;
	struct change *all;
	size_t count;
};

static void compare(
	struct finder *finder, const struct cell_result *old, const struct cell_result *new)
{
	enum change_kind kind;
	struct change *change;

	if (!classify(&kind, old, new)) {
		finder->out->same++;
		return;
	}
	change = ARENA_PUSH(finder->arena, finder->all, finder->count);
	*change = (struct change){.kind = kind,
		.id = new ? new->id : old->id,
		.before = words(finder->arena, old),
		.after = words(finder->arena, new)};
	finder->out->counts[kind]++;
}

void changes_find(struct run_changes *out, struct arena *arena, const struct run_result *old,
	const struct run_result *new)
{
	struct finder finder = {.out = out, .arena = arena};
	struct id_index olds;
	struct id_index news;

	memset(out, 0, sizeof(*out));
	out->old = old;
	id_index_build(&olds, arena, old->cells, sizeof(*old->cells), old->cell_count);
	id_index_build(&news, arena, new->cells, sizeof(*new->cells), new->cell_count);
	for (size_t i = 0; i < new->cell_count; i++) {
		size_t at = id_index_find(&olds, new->cells[i].id);

		compare(&finder, at == ID_NOT_FOUND ? NULL : &old->cells[at], &new->cells[i]);
	}
	for (size_t i = 0; i < old->cell_count; i++) {
		if (id_index_find(&news, old->cells[i].id) == ID_NOT_FOUND)
			compare(&finder, &old->cells[i], NULL);
	}
	out->items = ARENA_ARRAY(arena, struct change, finder.count + 1);
	for (int kind = 0; kind < CHANGE_KIND_COUNT; kind++) {
		for (size_t i = 0; i < finder.count; i++) {
			if ((int)finder.all[i].kind == kind)
				out->items[out->count++] = finder.all[i];
		}
	}
}

const char *changes_counts(struct arena *arena, const struct run_changes *changes)
{
	const char *text = "";

	for (int i = 0; i < CHANGE_KIND_COUNT; i++)
		text = arena_printf(arena, "%s%zu %s, ", text, changes->counts[i], change_words[i]);
	return arena_printf(arena, "%s%zu same", text, changes->same);
}

void changes_print(FILE *out, const struct run_changes *changes, bool color)
{
	struct arena arena;
	SCOPED_BUF text;

	arena_init(&arena);
	buf_init(&text, TEXT_MAX);
	for (size_t i = 0; i < changes->count; i++) {
		const struct change *change = &changes->items[i];

		if (!i || change->kind != change[-1].kind) {
			buf_puts(&text, i ? "\n" : "");
			console_bold(&text, change_words[change->kind], color);
			buf_putc(&text, '\n');
		}
		buf_printf(&text, "  %s\n    before  %s\n    now     %s\n", change->id, change->before,
			change->after);
	}
	buf_printf(
		&text, "%smtlspec diff: %s\n", changes->count ? "\n" : "", changes_counts(&arena, changes));
	fwrite(buf_text(&text), 1, text.len, out);
	arena_finish(&arena);
}

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
