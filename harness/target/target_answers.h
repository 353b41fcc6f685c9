#ifndef TARGET_ANSWERS_H
#define TARGET_ANSWERS_H
/*
 * What is asked for at a target, and what its answers mean, where nothing of ours answers: the keys
 * `backend`, `path`, `headers`, `accepted` and `accepted_if` of its file, and the options of the
 * same names (verdict/measure.h has the rules).
 */
#include <stdbool.h>

#include "diag.h"
#include "schema.h"

struct arena;
struct target;

struct target_answers {
	bool itself; /* `backend: none`: launched by us, but it answers itself */
	const char *path; /* NULL: one of our own */
	struct text_list headers; /* "Name: value", of every request */
	/* "http 404", "404" or a text of the answer: what who is let in gets; none: the good client's
	 * answer is the measure */
	struct text_list accepted;
};

/* `accepted_if`: both in one. */
struct accepted_if_text {
	const char *path;
	const char *says;
	struct place path_place;
	struct place says_place;
};

/* As written; target_answers_take makes a struct target_answers of it. */
struct answers_text {
	int backend_word;
	const char *path;
	struct text_list headers;
	struct text_list accepted;
	struct accepted_if_text accepted_if;
	struct place backend_place;
	struct place path_place;
	struct place accepted_if_place;
};

extern const struct schema target_answers_schema; /* of struct answers_text, at the file's level */

void target_answers_take(
	struct target *target, const struct answers_text *text, struct arena *arena, struct diag *diag);
/* True if the good client's own answer is the measure. `backend_behind`: targets that we did not
 * launch reach our backend. */
bool target_is_measured(const struct target *target, bool backend_behind);
/* Is `word` among its `refuses_by`? */
bool target_refuses_by(const struct target *target, const char *word);
/* Why that word can't say what an answer is: neither a status nor a text; or NULL. */
const char *target_answer_word_fault(const char *word, struct arena *arena);
#endif
