#ifndef EXPECTATION_H
#define EXPECTATION_H
/* What a scenario says must happen in one mode. */
#include <stdbool.h>

enum outcome {
	OUTCOME_ACCEPT, /* the request reached the backend and its answer came back */
	OUTCOME_REJECT, /* it did not, and there is positive evidence of refusal */
	OUTCOME_EITHER, /* expectation only: good stacks differ; observed and shown, never judged */
	OUTCOME_NONE, /* observation only: neither was seen; nothing can be concluded */
	OUTCOME_COUNT,
};

enum level { LEVEL_MUST, LEVEL_SHOULD, LEVEL_COUNT };

struct expectation {
	bool given; /* the scenario says something about this mode */
	enum outcome outcome;
	int alert; /* the alert that the RFC names for a rejection, or TLS_ALERT_NONE */
	enum level level;
};

extern const char *const outcome_words[]; /* accept reject either none */
extern const char *const level_words[]; /* must should */
#endif
