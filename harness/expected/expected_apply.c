/* Entries against judged cells. */
#include <string.h>

#include "arena.h"
#include "expected.h"
#include "text.h"

const char *const expected_state_words[] = {"", "names no cell of this plan",
	"is past its last day", "some of its cells pass now", "some of its cells fail otherwise now",
	NULL};
_Static_assert(COUNT_OF(expected_state_words) == EXPECTED_STATE_COUNT + 1, "all words");

enum expected_state expected_state(const struct expected_entry *entry)
{
	if (!entry->use.planned)
		return EXPECTED_STALE;
	if (entry->expired)
		return EXPECTED_EXPIRED;
	if (entry->use.passed)
		return EXPECTED_PASSES;
	return entry->use.changed ? EXPECTED_CHANGED : EXPECTED_IN_ORDER;
}

const char *expected_signature(struct arena *arena, const struct cell_result *cell)
{
	const char *word = cell->observed == OUTCOME_NONE ? "none" : outcome_words[cell->observed];

	return cell->by ? arena_printf(arena, "%s by %s", word, cell->by) : word;
}

void expected_count_plan(struct expected *expected, const char *const *cells, size_t count)
{
	for (size_t i = 0; i < expected->count; i++) {
		struct expected_entry *entry = &expected->entries[i];

		for (size_t cell = 0; cell < count; cell++) {
			bool named = false;

			for (size_t glob = 0; glob < entry->cells.count; glob++) {
				bool matches = text_glob(entry->cells.items[glob], cells[cell]);

				entry->cell_use[glob].planned += matches;
				named = named || matches;
			}
			entry->use.planned += named;
		}
	}
}

/* What an entry has to say of a cell that it names. */
enum effect { EFFECT_NONE, EFFECT_HAPPENED, EFFECT_PASSED, EFFECT_CHANGED };

static enum effect effect_of(
	const struct expected_entry *entry, const struct cell_result *cell, const char *signature)
{
	static const enum verdict verdicts[EXPECTED_VERDICT_COUNT] = {
		[EXPECTED_FAIL] = VERDICT_FAIL, [EXPECTED_ERROR] = VERDICT_ERROR};

	if (cell->verdict == VERDICT_PASS)
		return EFFECT_PASSED;
	if (cell->verdict != VERDICT_FAIL && cell->verdict != VERDICT_ERROR)
		return EFFECT_NONE;
	if (cell->verdict == verdicts[entry->verdict] &&
		(!entry->observed || strcmp(entry->observed, signature) == 0))
		return EFFECT_HAPPENED;
	return EFFECT_CHANGED;
}

static void count(struct expected_use *use, enum effect effect)
{
	use->happened += effect == EFFECT_HAPPENED;
	use->passed += effect == EFFECT_PASSED;
	use->changed += effect == EFFECT_CHANGED;
}

static bool count_entry(
	struct expected_entry *entry, const struct cell_result *cell, enum effect effect)
{
	bool named = false;

	for (size_t i = 0; i < entry->cells.count; i++) {
		if (!text_glob(entry->cells.items[i], cell->id))
			continue;
		count(&entry->cell_use[i], effect);
		named = true;
	}
	if (named)
		count(&entry->use, effect);
	return named;
}

static const char *place_text(
	struct arena *arena, const struct expected *expected, const struct expected_entry *entry)
{
	return arena_printf(arena, "%s:%zu", expected->path, entry->place.line);
}

static void take_effect(struct cell_result *cell, const struct expected *expected,
	const struct expected_entry *entry, enum effect effect, struct arena *arena)
{
	const char *place = place_text(arena, expected, entry);
	const char *reason = cell->reason ? cell->reason : "";

	if (effect == EFFECT_HAPPENED || effect == EFFECT_PASSED)
		cell->judged = verdict_words[cell->verdict];
	if (effect == EFFECT_HAPPENED) {
		cell->verdict = VERDICT_XFAIL;
		cell->reason = arena_printf(arena, "%s (expected: %s)", entry->reason, place);
		cell->link = entry->link;
	} else if (effect == EFFECT_PASSED) {
		cell->verdict = VERDICT_XPASS;
		cell->reason = arena_printf(arena,
			"passes, but %s expects a failure: %s; take the entry out", place, entry->reason);
		cell->link = entry->link;
	} else if (effect == EFFECT_CHANGED) {
		cell->reason = arena_printf(arena, "%s (not the failure that %s expects: %s%s)", reason,
			place, expected_verdict_words[entry->verdict],
			entry->observed ? arena_printf(arena, ", %s", entry->observed) : "");
	}
}

/* The file was applied before, perhaps in another state: what the judge said counts. */
static void take_back(struct cell_result *cell)
{
	for (int i = 0; cell->judged && verdict_words[i]; i++) {
		if (strcmp(verdict_words[i], cell->judged) == 0)
			cell->verdict = (enum verdict)i;
	}
	cell->judged = NULL;
}

void expected_apply(struct expected *expected, struct cell_result *cell, struct arena *arena)
{
	const char *signature = expected_signature(arena, cell);
	const struct expected_entry *decisive = NULL;
	enum effect decided = EFFECT_NONE;

	take_back(cell);
	for (size_t i = 0; i < expected->count; i++) {
		struct expected_entry *entry = &expected->entries[i];
		enum effect effect = effect_of(entry, cell, signature);

		if (effect == EFFECT_NONE || !count_entry(entry, cell, effect) || entry->expired)
			continue;
		/* of several entries the one that tells what happened speaks */
		if (!decisive || (effect == EFFECT_HAPPENED && decided != EFFECT_HAPPENED)) {
			decisive = entry;
			decided = effect;
		}
	}
	if (decisive)
		take_effect(cell, expected, decisive, decided, arena);
}
