#ifndef JUDGE_WORDS_H
#define JUDGE_WORDS_H
/* What a step expects, as reports say it. All in the arena. */
#include "expectation.h"

struct arena;

/* "http 404" */
const char *judge_refusal_words(const struct refusal_way *refusal, struct arena *arena);
/* "http 404 or alert unknown_ca" */
const char *judge_refusals_words(const struct step_expectation *expected, struct arena *arena);
/* "reject by http 400, saying ..." */
const char *judge_step_words(const struct step_expectation *expected, struct arena *arena);
#endif
