#ifndef MEASURE_H
#define MEASURE_H
/*
 * What an answer means where nothing of ours gives it: the good client's own answer is the measure,
 * whatever its status. In this order:
 *   what is called a refusal (`refuses_by`, --refused)                        refused
 *   what is called accepted (`accepted`, --accepted)                          let in
 *   the good client's own status and text                                     let in
 *     but a status that may be a refusal by itself (400, 403, ...)            nothing
 *   the same status with another text: one that refuses, quite another text   refused
 *                                      else                                   nothing
 *   another status, 3xx or 4xx                                                refused
 *   another, 5xx                                                              nothing
 *   another, 2xx                                                              nothing
 * It never takes a 2xx for a refusal, nor calls somebody let in where the answer does not show it.
 */
#include <stdbool.h>

#include "answer_template.h"
#include "expectation.h"

struct arena;
struct observation;

struct answer_measure {
	bool known; /* the good client was answered */
	int status;
	const struct answer_template *text; /* what is stable in his answers */
	bool said; /* what counts as accepted is said, and not measured */
	const struct answer_seen *first; /* his first answer */
	const char *excerpt; /* and the beginning of its body, cleaned, or NULL */
};

/* One more answer to the good client. What is made lives in the arena. */
void measure_learn(
	struct answer_measure *measure, const struct observation *facts, struct arena *arena);
/* True if that is what the good client got. */
bool measure_is_same(
	const struct answer_measure *measure, const struct observation *facts, struct arena *arena);
/*
 * `facts` hold an answer, `by` its status in words. `measure` may be NULL: he who comes is the
 * first, and any answer is one. `lenient`: whoever comes may be served: he is with the good
 * client's status alone, and is refused only by a status that refuses. For OUTCOME_NONE, `by` says
 * what to do about it.
 */
enum outcome measure_judge(const struct observation *facts, const struct answer_measure *measure,
	bool lenient, const char **by, struct arena *arena);
/* Why that one was let in, to be put behind its status. */
const char *measure_words(const struct observation *facts);
/* "HTTP 401, saying "..."": an answer for people. */
const char *measure_show(int status, const char *excerpt, struct arena *arena);
#endif
