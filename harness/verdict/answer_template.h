#ifndef ANSWER_TEMPLATE_H
#define ANSWER_TEMPLATE_H
/*
 * What is stable in several answers to one and the same client: their words in order, with gaps
 * where they differed (a date, a request's number, a nonce). So another client's answer can be told
 * to be the same one, or not. Pure; no HTTP is read here.
 */
#include <stdbool.h>
#include <stddef.h>

struct answer_seen;
struct answer_template;
struct arena;

enum likeness {
	LIKENESS_SAME, /* all that is stable, and more only in the gaps */
	LIKENESS_ALIKE, /* at least half of the words are the same, in order */
	LIKENESS_OTHER,
	LIKENESS_COUNT,
};

/*
 * What is stable in `answer` and in all that `known` was made of (NULL: nothing yet). Made in the
 * arena; it points into the answers' texts.
 */
const struct answer_template *answer_template_learn(
	const struct answer_template *known, const struct answer_seen *answer, struct arena *arena);
/* Of texts that are not whole only as much is compared as both have. */
enum likeness answer_template_compare(
	const struct answer_template *known, const struct answer_seen *answer, struct arena *arena);
#endif
