#ifndef EXPECT_ANSWER_H
#define EXPECT_ANSWER_H
/*
 * What is expected of the answer's words, and of the log:
 *
 *   says: TEXT                  # stands in the answer's body
 *   says_not: TEXT              # stands nowhere in it
 *   header: {NAME: TEXT}        # its head has that line, and nothing else under that name
 *   log: TEXT                   # stands in a line of the target's log that came meanwhile
 *
 * The texts may hold the names of client_word.h.
 */
#include "diag.h"
#include "expectation.h"
#include "schema.h"

struct answer_form {
	const char *says;
	struct place says_place;
	const char *says_not;
	struct place says_not_place;
	struct pair_list headers;
	struct place headers_place;
	const char *log;
	struct place log_place;
};

extern const struct schema expect_answer_schema;
void expect_answer_take(struct step_expectation *out, const struct answer_form *form,
	struct arena *arena, struct diag *diag);
/* Of the first word about the answer itself; line 0: there is none. */
struct place expect_answer_place(const struct answer_form *form);
#endif
