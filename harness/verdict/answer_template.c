#include "answer_template.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "fatal.h"
#include "observation.h"

/* More words than this are not compared; and what stands alone between two gaps says nothing if it
 * is shorter. */
enum { WORDS_MAX = 1024, ISLAND_MIN = 3 };

/* A run of letters and digits, a run of white space, or one other byte. */
struct word {
	const char *at;
	size_t len;
	bool gap; /* anything may stand before it */
};

struct answer_template {
	struct word *words;
	size_t count;
	bool gap_at_end;
	bool open; /* the texts were cut somewhere behind it */
};

/* A table of the longest common subsequences of all tails: rows for `a`, columns for `b`. */
struct tails {
	const struct word *a;
	const struct word *b;
	size_t a_count;
	size_t b_count;
	uint16_t *lengths;
};

static int kind_of(char c)
{
	unsigned char byte = (unsigned char)c;

	return isalnum(byte) || c == '_' || byte >= 0x80 ? 1 : isspace(byte) ? 2 : 0;
}

static size_t word_length(const char *at, size_t len)
{
	int kind = kind_of(*at);
	size_t end = 1;

	while (kind && end < len && kind_of(at[end]) == kind)
		end++;
	return end;
}

static void split(
	struct answer_template *out, const struct answer_seen *answer, struct arena *arena)
{
	size_t at = 0;

	*out = (struct answer_template){.open = !answer->whole};
	while (at < answer->len && out->count < WORDS_MAX) {
		size_t len = word_length(answer->text + at, answer->len - at);

		*ARENA_PUSH(arena, out->words, out->count) =
			(struct word){.at = answer->text + at, .len = len};
		at += len;
	}
	out->open = out->open || at < answer->len;
	/* the last may have been cut in two */
	if (out->open && out->count)
		out->count--;
}

static bool is_same(const struct word *a, const struct word *b)
{
	return a->len == b->len && memcmp(a->at, b->at, a->len) == 0;
}

static uint16_t *tail(const struct tails *tails, size_t i, size_t j)
{
	return &tails->lengths[i * (tails->b_count + 1) + j];
}

static void measure_tails(struct tails *tails)
{
	tails->lengths =
		fatal_alloc((tails->a_count + 1) * (tails->b_count + 1) * sizeof(*tails->lengths));
	for (size_t i = tails->a_count; i-- > 0;) {
		for (size_t j = tails->b_count; j-- > 0;) {
			uint16_t down = *tail(tails, i + 1, j);
			uint16_t right = *tail(tails, i, j + 1);

			*tail(tails, i, j) = is_same(&tails->a[i], &tails->b[j])
				? (uint16_t)(*tail(tails, i + 1, j + 1) + 1)
				: down > right ? down
							   : right;
		}
	}
}

/* The words that both have, in order, and a gap wherever one of them has something else. */
static void intersect(struct answer_template *out, const struct answer_template *known,
	const struct answer_template *next, struct arena *arena)
{
	struct tails tails = {known->words, next->words, known->count, next->count, NULL};
	bool gap = false;
	size_t i = 0;
	size_t j = 0;

	measure_tails(&tails);
	while (i < tails.a_count && j < tails.b_count) {
		if (is_same(&tails.a[i], &tails.b[j])) {
			*ARENA_PUSH(arena, out->words, out->count) = (struct word){
				.at = tails.a[i].at, .len = tails.a[i].len, .gap = gap || tails.a[i].gap};
			gap = false;
			i++;
			j++;
			continue;
		}
		gap = true;
		if (*tail(&tails, i + 1, j) >= *tail(&tails, i, j + 1))
			i++;
		else
			j++;
	}
	out->gap_at_end = known->gap_at_end || gap || i < tails.a_count || j < tails.b_count;
	free(tails.lengths);
}

/* End of the words that begin at `from` and stand without a gap. */
static size_t run_end(const struct answer_template *known, size_t from)
{
	size_t end = from + 1;

	while (end < known->count && !known->words[end].gap)
		end++;
	return end;
}

/* Between two gaps a few bytes may be the same by chance. */
static void drop_islands(struct answer_template *known)
{
	size_t kept = 0;
	bool gap = false;

	for (size_t at = 0; at < known->count;) {
		size_t end = run_end(known, at);
		bool gap_after = end < known->count || known->gap_at_end;
		size_t bytes = 0;

		for (size_t i = at; i < end; i++)
			bytes += known->words[i].len;
		gap = gap || known->words[at].gap;
		if (gap && gap_after && bytes < ISLAND_MIN) {
			at = end;
			continue;
		}
		known->words[at].gap = gap;
		gap = false;
		while (at < end)
			known->words[kept++] = known->words[at++];
	}
	known->gap_at_end = known->gap_at_end || gap;
	known->count = kept;
}

static bool stands_at(const struct answer_template *known, size_t from, size_t end,
	const struct answer_template *seen, size_t at)
{
	for (size_t i = from; i < end; i++, at++) {
		if (at >= seen->count)
			return seen->open;
		if (!is_same(&known->words[i], &seen->words[at]))
			return false;
	}
	return true;
}

/* The first place from `at` on where that run stands, or -1. */
static long find_run(const struct answer_template *known, size_t from, size_t end,
	const struct answer_template *seen, size_t at)
{
	bool last = end == known->count && !known->gap_at_end && !known->open && !seen->open;

	if (!known->words[from].gap)
		return stands_at(known, from, end, seen, at) ? (long)at : -1;
	if (last && seen->count >= at + (end - from))
		at = seen->count - (end - from);
	for (; at < seen->count || (at == seen->count && seen->open); at++) {
		if (stands_at(known, from, end, seen, at))
			return (long)at;
	}
	return -1;
}

static bool matches(const struct answer_template *known, const struct answer_template *seen)
{
	size_t at = 0;

	for (size_t from = 0; from < known->count;) {
		size_t end = run_end(known, from);
		long found = find_run(known, from, end, seen, at);

		if (found < 0)
			return false;
		at = (size_t)found + (end - from);
		from = end;
	}
	return at >= seen->count || known->gap_at_end || known->open;
}

/* Half of what is stable, and of what was seen. */
static bool is_alike(const struct answer_template *known, const struct answer_template *seen)
{
	struct tails tails = {known->words, seen->words, known->count, seen->count, NULL};
	size_t more = known->count > seen->count ? known->count : seen->count;
	size_t common;

	measure_tails(&tails);
	common = *tail(&tails, 0, 0);
	free(tails.lengths);
	return common * 2 >= more;
}

const struct answer_template *answer_template_learn(
	const struct answer_template *known, const struct answer_seen *answer, struct arena *arena)
{
	struct answer_template *out = ARENA_NEW(arena, struct answer_template);
	struct answer_template next;

	split(&next, answer, arena);
	if (!known) {
		*out = next;
		return out;
	}
	if (matches(known, &next) && known->open == next.open)
		return known;
	intersect(out, known, &next, arena);
	drop_islands(out);
	out->open = known->open || next.open;
	return out;
}

enum likeness answer_template_compare(
	const struct answer_template *known, const struct answer_seen *answer, struct arena *arena)
{
	struct answer_template seen;

	split(&seen, answer, arena);
	if (matches(known, &seen))
		return LIKENESS_SAME;
	return is_alike(known, &seen) ? LIKENESS_ALIKE : LIKENESS_OTHER;
}
