#ifndef JUDGE_STEPS_H
#define JUDGE_STEPS_H
/*
 * The verdict on several connections in order. Each step is judged as a cell of its own (judge.h):
 * evidence, controls and levels are the same. What it asks of the answer (status, text) and of the
 * session comes on top. The first step that misses decides over the cell.
 *
 * A step in which our own client refuses the server is proved by our alert, by its reason, and by
 * the good client, who trusts the same server before and after.
 */
#include "judge.h"
#include "judge_request.h"

struct judge_step {
	const char *name; /* NULL: the only one, of a scenario without steps */
	bool plain; /* HTTP without TLS */
	enum auth_mode mode; /* of the port and name that it goes to */
	struct step_expectation expected;
	bool has_credential;
	bool key_in_question;
	bool cant_be_asked; /* after the handshake */
	bool unsolicited;
	bool renegotiates; /* begins a second handshake, with a credential or without */
	bool has_later_credential;
	bool later_is_other; /* than what it shows in the first */
	bool resumes; /* offers a session */
	bool good_may_be_refused; /* after it, in words: judge.h */
	bool silence_is_unclear;
	bool is_good_peer;
	const char *told; /* name that a target that is the client was given */
	enum presents_rule presents; /* of a target that is the client */
	enum level presents_level;
	enum control_state control_before;
	const char *control_reason;
	const struct answer_measure *measure;
	const char *identity_problem;
	const char *identity_note;
	const char *policy_breach; /* who reached which host without its leave, or NULL */
	const char
		*policy_note; /* what was let in and, to some backends, is what must not be; or NULL */
	const char *policy_trouble; /* why that can't be told, or NULL */
	struct ca_names_allowed ca_names;
	struct attempt_result *attempts; /* subjects first; none: the step was not made */
	const char *obstacle; /* why it could not be made, or NULL */
	const char *beside_the_point; /* and that is the target's right: why the cell is a skip */
	size_t attempt_count;
	size_t subject_count;
};

/* True if that is what our client's refusal looks like. */
bool judge_is_our_refusal(const struct observation *facts);
/*
 * As judge(), and fills steps and step_count, but for a step without name: that is told as a cell
 * without steps. Of `whole` it takes what the steps have in common: side, tls, runs_already,
 * attempts, crash, trouble, deviation, strict.
 */
void judge_steps(struct cell_result *out, const struct judge_case *whole,
	const struct judge_step *steps, size_t count, struct arena *arena);
#endif
