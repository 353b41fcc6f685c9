/* What rounds of one cell come to together. */
#include <string.h>

#include "arena.h"
#include "stability.h"
#include "unit.h"

enum { ROUNDS_MAX = 32 };

/*
 * A letter for each round: what was seen, capital where that is misbehaving.
 *   a A accept   r R reject   x an xpass, rejected   X an xfail, accepted
 *   e an error   s a skip   . not told
 */
static struct told_cell round_of(char letter)
{
	switch (letter) {
	case 'a':
		return (struct told_cell){true, VERDICT_PASS, OUTCOME_ACCEPT, FAILURE_NONE};
	case 'A':
		return (struct told_cell){true, VERDICT_FAIL, OUTCOME_ACCEPT, FAILURE_LET_IN};
	case 'r':
		return (struct told_cell){true, VERDICT_PASS, OUTCOME_REJECT, FAILURE_NONE};
	case 'R':
		return (struct told_cell){true, VERDICT_FAIL, OUTCOME_REJECT, FAILURE_SHUT_OUT};
	case 'x':
		return (struct told_cell){true, VERDICT_XPASS, OUTCOME_REJECT, FAILURE_NONE};
	case 'X':
		return (struct told_cell){true, VERDICT_XFAIL, OUTCOME_ACCEPT, FAILURE_LET_IN};
	case 'e':
		return (struct told_cell){true, VERDICT_ERROR, OUTCOME_ACCEPT, FAILURE_NONE};
	case 's':
		return (struct told_cell){true, VERDICT_SKIP, OUTCOME_NONE, FAILURE_NONE};
	default:
		return (struct told_cell){.told = false};
	}
}

static const struct row {
	const char *rounds;
	const char *words; /* NULL: stable */
	size_t round;
	bool declared;
} rows[] = {
	{"a", NULL, 0, false},
	{"aaaa", NULL, 0, false},
	{"AAAA", NULL, 0, false},
	{"RRe.s", NULL, 0, false},
	{"xxxx", NULL, 0, false},
	{"XX", NULL, 0, false},
	{"ee", NULL, 0, false},
	{"", NULL, 0, false},
	/* the first that passed tells it, since the failures have their own words */
	{"rAr", "unstable: 1 accept, 2 reject in 3 rounds (accept in 2)", 0, false},
	{"Arrr", "unstable: 1 accept, 3 reject in 4 rounds (accept in 1)", 1, false},
	/* each of them passes */
	{"aara", "unstable: 3 accept, 1 reject in 4 rounds (reject in 3)", 0, false},
	/* each of them fails */
	{"AR", "unstable: 1 accept, 1 reject in 2 rounds (accept in 1)", 0, false},
	/* what shows nothing is not counted, and does not tell it */
	{"e.Ara", "unstable: 2 accept, 1 reject in 5 rounds (reject in 4)", 3, false},
	/* the same outcome, and not all is well each time */
	{"aAaa", "unstable: 3 pass, 1 fail in 4 rounds (fail in 2)", 0, false},
	/* declared, as long as all of it is */
	{"xXx", "unstable: 1 accept, 2 reject in 3 rounds (accept in 2)", 0, true},
	{"XxA", "unstable: 2 accept, 1 reject in 3 rounds (reject in 2)", 0, false},
	{"eXx", "unstable: 1 accept, 1 reject in 3 rounds (accept in 2)", 1, true},
	{"rAAAAAAAAAArrrrrrrrrrr",
		"unstable: 10 accept, 12 reject in 22 rounds (accept in 2, 3, 4, 5, 6, 7, 8, 9, ...)", 0,
		false},
};

/* By the letters: the worst of what misbehaved. */
static enum failure_class worst_of(const char *rounds)
{
	if (strpbrk(rounds, "AX"))
		return FAILURE_LET_IN;
	return strchr(rounds, 'R') ? FAILURE_SHUT_OUT : FAILURE_OTHERWISE;
}

START_TEST(test_rounds)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct told_cell rounds[ROUNDS_MAX];
		struct stability stability;
		struct arena arena;
		size_t count = strlen(rows[i].rounds);

		arena_init(&arena);
		for (size_t j = 0; j < count; j++)
			rounds[j] = round_of(rows[i].rounds[j]);
		stability_judge(&stability, rounds, count, &arena);
		ck_assert_msg(
			stability.unstable == (rows[i].words != NULL), "%s: unstable", rows[i].rounds);
		if (stability.unstable) {
			ck_assert_str_eq(stability.words, rows[i].words);
			ck_assert_msg(stability.failure == worst_of(rows[i].rounds), "%s: class %s",
				rows[i].rounds, failure_class_words[stability.failure]);
			ck_assert_msg(
				stability.round == rows[i].round, "%s: round %zu", rows[i].rounds, stability.round);
			ck_assert_msg(stability.declared == rows[i].declared, "%s: declared", rows[i].rounds);
		}
		arena_finish(&arena);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"rounds", {test_rounds}}};

	return unit_run("stability", cases, COUNT_OF(cases));
}
