#include "change.h"

#include <string.h>

#include "arena.h"
#include "id_index.h"
#include "scoped.h"
#include "text.h"

const char *const change_words[] = {"regressed", "fixed", "accepted", "unaccepted", "stale",
	"otherwise", "lost", "gained", "noted", NULL};
_Static_assert(COUNT_OF(change_words) == CHANGE_KIND_COUNT + 1, "a word for each kind");

const char *const change_titles[] = {"regressed", "fixed", "accepted by baseline",
	"no longer accepted", "stale declaration", "bad in another way", "no longer tested",
	"newly tested", "declared otherwise", NULL};
_Static_assert(COUNT_OF(change_titles) == CHANGE_KIND_COUNT + 1, "a title for each kind");

static bool same_end(const struct cell_result *a, const struct cell_result *b)
{
	return a->observed == b->observed && text_same(a->by, b->by);
}

/* Which verdict became which; CHANGE_KIND_COUNT: the same. A cell that is not planned is open. */
static enum change_kind kind_of(enum verdict before, enum verdict after)
{
	enum {
		REGRESSED = CHANGE_REGRESSED,
		FIXED = CHANGE_FIXED,
		ACCEPTED = CHANGE_ACCEPTED,
		EXPOSED = CHANGE_UNACCEPTED,
		STALE = CHANGE_STALE,
		OTHERWISE = CHANGE_OTHERWISE,
		LOST = CHANGE_LOST,
		GAINED = CHANGE_GAINED,
		NOTED = CHANGE_NOTED,
		SAME = CHANGE_KIND_COUNT,
	};
	/* columns: pass fail error skip xfail xpass not-run */
	static const int kinds[VERDICT_COUNT][VERDICT_COUNT] = {
		[VERDICT_PASS] = {SAME, REGRESSED, REGRESSED, LOST, ACCEPTED, STALE, LOST},
		[VERDICT_FAIL] = {FIXED, SAME, OTHERWISE, LOST, ACCEPTED, STALE, LOST},
		[VERDICT_ERROR] = {FIXED, OTHERWISE, SAME, LOST, ACCEPTED, STALE, LOST},
		[VERDICT_SKIP] = {GAINED, REGRESSED, REGRESSED, SAME, ACCEPTED, STALE, NOTED},
		[VERDICT_XFAIL] = {FIXED, EXPOSED, REGRESSED, LOST, SAME, STALE, LOST},
		[VERDICT_XPASS] = {NOTED, REGRESSED, REGRESSED, LOST, ACCEPTED, SAME, LOST},
		[VERDICT_NOT_RUN] = {GAINED, REGRESSED, REGRESSED, NOTED, ACCEPTED, STALE, SAME},
	};

	return (enum change_kind)kinds[before][after];
}

static bool is_open(enum verdict verdict)
{
	return verdict == VERDICT_SKIP || verdict == VERDICT_NOT_RUN;
}

/* Where it matters how it ended: another way of refusing by a pass is a note of the report, no
 * change. */
static bool is_bad(enum verdict verdict)
{
	return verdict == VERDICT_FAIL || verdict == VERDICT_ERROR || verdict == VERDICT_XFAIL;
}

/* False: nothing worth a line. */
static bool classify(
	enum change_kind *out, const struct cell_result *old, const struct cell_result *new)
{
	enum verdict before = old ? old->verdict : VERDICT_NOT_RUN;
	enum verdict after = new ? new->verdict : VERDICT_NOT_RUN;

	*out = kind_of(before, after);
	if (!old || !new) {
		*out = *out == CHANGE_KIND_COUNT ? CHANGE_NOTED : *out;
	} else if (!same_end(old, new)) {
		if (*out == CHANGE_KIND_COUNT && is_bad(after))
			*out = CHANGE_OTHERWISE;
		else if (*out == CHANGE_UNACCEPTED)
			*out = CHANGE_REGRESSED;
	}
	return *out != CHANGE_KIND_COUNT;
}

static const char *words(struct arena *arena, const struct cell_result *cell)
{
	const char *verdict;

	if (!cell)
		return "not planned";
	verdict = verdict_words[cell->verdict];
	if (is_open(cell->verdict) || cell->observed == OUTCOME_NONE)
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
		text = arena_printf(arena, "%s%zu %s, ", text, changes->counts[i], change_titles[i]);
	return arena_printf(arena, "%s%zu same", text, changes->same);
}

enum exit_code changes_exit_code(const struct run_changes *changes)
{
	if (changes->counts[CHANGE_REGRESSED] || changes->counts[CHANGE_UNACCEPTED])
		return EXIT_CONFORMANCE;
	return changes->counts[CHANGE_STALE] ? EXIT_EXPECTATION_STALE : EXIT_AS_EXPECTED;
}
