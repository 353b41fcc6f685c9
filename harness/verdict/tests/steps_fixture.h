#ifndef STEPS_FIXTURE_H
#define STEPS_FIXTURE_H
/* Three steps in a row, as judge_steps() sees them. */
#include "arena.h"
#include "judge_steps.h"
#include "test_verdict.h"

enum { ATTEMPTS_PER_STEP = 3, STEPS = 3 };

struct sequence {
	struct arena arena;
	struct attempt_result attempts[STEPS][ATTEMPTS_PER_STEP];
	struct judge_step steps[STEPS];
	struct judge_case whole;
	struct cell_result result;
};

extern const struct step_expectation step_accept;
extern const struct step_expectation step_reject_400;
extern const struct step_expectation step_reject_ca;
extern const struct step_expectation step_we_refuse;

struct observation our_refusal(void);
/* Accepted, refused by 400, our own refusal: all as expected. */
void sequence_begin(struct sequence *sequence);
/* A step that shows `subject` (twice, where it expects a refusal) and then the good client. */
void sequence_set(struct sequence *sequence, size_t number, struct step_expectation expected,
	struct observation subject);
void sequence_expect(struct sequence *sequence, enum verdict verdict, const char *reason);
void sequence_end(struct sequence *sequence);
#endif
