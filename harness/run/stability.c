#include "stability.h"

#include "arena.h"
#include "buf.h"
#include "scoped.h"

enum { WORDS_MAX = 1024, ROUNDS_NAMED_MAX = 8 };

/* How a round can end. */
enum ending {
	ENDING_NONE,
	ENDING_ACCEPT,
	ENDING_REJECT,
	ENDING_PASS, /* where the outcome is the same */
	ENDING_FAIL,
	ENDING_COUNT,
};
static const char *const ending_words[ENDING_COUNT] = {
	[ENDING_ACCEPT] = "accept",
	[ENDING_REJECT] = "reject",
	[ENDING_PASS] = "pass",
	[ENDING_FAIL] = "fail",
};

static bool is_bad(const struct told_cell *round)
{
	return round->verdict == VERDICT_FAIL || round->verdict == VERDICT_XFAIL;
}

static bool counts(const struct told_cell *round)
{
	return round->told &&
		(is_bad(round) || round->verdict == VERDICT_PASS || round->verdict == VERDICT_XPASS);
}

static enum ending by_outcome(const struct told_cell *round)
{
	static const enum ending endings[OUTCOME_COUNT] = {
		[OUTCOME_ACCEPT] = ENDING_ACCEPT, [OUTCOME_REJECT] = ENDING_REJECT};

	return counts(round) ? endings[round->observed] : ENDING_NONE;
}

static enum ending by_verdict(const struct told_cell *round)
{
	if (!counts(round))
		return ENDING_NONE;
	return is_bad(round) ? ENDING_FAIL : ENDING_PASS;
}

struct census {
	enum ending (*of)(const struct told_cell *round);
	size_t counts[ENDING_COUNT];
	size_t kinds;
	enum ending rarest;
};

static bool take_census(struct census *out, enum ending (*of)(const struct told_cell *),
	const struct told_cell *rounds, size_t count)
{
	*out = (struct census){.of = of};
	for (size_t i = 0; i < count; i++)
		out->counts[of(&rounds[i])]++;
	for (int ending = ENDING_NONE + 1; ending < ENDING_COUNT; ending++) {
		if (!out->counts[ending])
			continue;
		if (!out->kinds++ || out->counts[ending] < out->counts[out->rarest])
			out->rarest = (enum ending)ending;
	}
	return out->kinds > 1;
}

/* The rounds of the rarest kind, by the numbers that their ids have. */
static void name_rounds(
	struct buf *text, const struct census *census, const struct told_cell *rounds, size_t count)
{
	size_t named = 0;

	buf_printf(text, " (%s in ", ending_words[census->rarest]);
	for (size_t i = 0; i < count && named < ROUNDS_NAMED_MAX; i++) {
		if (census->of(&rounds[i]) == census->rarest)
			buf_printf(text, "%s%zu", named++ ? ", " : "", i + 1);
	}
	buf_puts(text, census->counts[census->rarest] > named ? ", ...)" : ")");
}

static const char *tell_rounds(
	const struct census *census, const struct told_cell *rounds, size_t count, struct arena *arena)
{
	const char *between = "";
	SCOPED_BUF text;

	buf_init(&text, WORDS_MAX);
	buf_puts(&text, "unstable: ");
	for (int ending = ENDING_NONE + 1; ending < ENDING_COUNT; ending++) {
		if (!census->counts[ending])
			continue;
		buf_printf(&text, "%s%zu %s", between, census->counts[ending], ending_words[ending]);
		between = ", ";
	}
	buf_printf(&text, " in %zu rounds", count);
	name_rounds(&text, census, rounds, count);
	return arena_strndup(arena, buf_text(&text), text.len);
}

static bool is_undeclared(const struct told_cell *round)
{
	return round->told && (round->verdict == VERDICT_FAIL || round->verdict == VERDICT_PASS);
}

/* The first that is no failure already, or else the first of all. */
static size_t find_teller(const struct told_cell *rounds, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (counts(&rounds[i]) && rounds[i].verdict != VERDICT_FAIL)
			return i;
	}
	return 0;
}

static enum failure_class find_worst(const struct told_cell *rounds, size_t count)
{
	enum failure_class worst = FAILURE_OTHERWISE;

	for (size_t i = 0; i < count; i++) {
		if (is_bad(&rounds[i]) && rounds[i].failure != FAILURE_NONE && rounds[i].failure < worst)
			worst = rounds[i].failure;
	}
	return worst;
}

void stability_judge(
	struct stability *out, const struct told_cell *rounds, size_t count, struct arena *arena)
{
	struct census census;

	*out = (struct stability){.declared = true};
	if (!take_census(&census, by_outcome, rounds, count) &&
		!take_census(&census, by_verdict, rounds, count))
		return;
	out->unstable = true;
	out->failure = find_worst(rounds, count);
	out->words = tell_rounds(&census, rounds, count, arena);
	out->round = find_teller(rounds, count);
	for (size_t i = 0; i < count; i++)
		out->declared = out->declared && !is_undeclared(&rounds[i]);
}
