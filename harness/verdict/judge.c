#include "judge.h"

#include <string.h>

#include "arena.h"
#include "judge_side.h"
#include "judge_well.h"

enum { ALERT_HANDSHAKE_FAILURE = 40 };

int judge_expected_alert(int alert, enum tls_version version)
{
	/* RFC 5246 7.4.6: no acceptable certificate is handshake_failure; 116 came with RFC 8446 */
	if (alert == TLS_ALERT_CERTIFICATE_REQUIRED && version <= TLS_1_2)
		return ALERT_HANDSHAKE_FAILURE;
	return alert;
}

static void conclude(struct cell_result *out, enum verdict verdict, const char *reason)
{
	out->verdict = verdict;
	out->reason = reason;
}

void judge_fail(struct cell_result *out, enum failure_class failure, const char *reason)
{
	conclude(out, VERDICT_FAIL, reason);
	out->failure = failure;
}

/* Facts of the first connection that showed the credential, as the cell's own. */
static void copy_facts(struct cell_result *out, const struct judge_case *judged)
{
	out->expected = judged->expected.outcome;
	out->level = judged->expected.level;
	out->expected_alert = judge_expected_alert(judged->expected.alert, judged->tls);
	out->attempts = judged->attempts;
	out->attempt_count = judged->attempt_count;
	out->control = judged->control_before;
	out->observed = OUTCOME_NONE;
	out->alert = TLS_ALERT_NONE;
	if (judged->attempt_count) {
		const struct attempt_result *first = &judged->attempts[0];

		out->observed = first->outcome;
		out->by = first->outcome == OUTCOME_NONE ? NULL : first->by;
		out->alert = first->facts.alert;
		out->alert_from = first->facts.alert_from;
		out->handshake_client = first->facts.handshake_done;
		out->backend_observed = first->facts.backend_observed;
	}
	for (size_t i = 0; i < judged->attempt_count && i < judged->subject_count; i++)
		out->backend = out->backend || judged->attempts[i].facts.backend_saw;
}

const char *judge_ordinal(size_t index)
{
	return index == 0 ? "the first time" : "the second time";
}

static const struct judge_side *const sides[SIDE_COUNT] = {
	[SIDE_SERVER] = &judge_side_server,
	[SIDE_CLIENT] = &judge_side_client,
};

static const char *unshown(const struct judge_case *judged, size_t index, struct arena *arena)
{
	return sides[judged->side]->unshown(judged, index, arena);
}

/* Whoever got in without having shown what was meant proves nothing. */
static bool got_in(const struct judge_case *judged, size_t index, struct arena *arena)
{
	return sides[judged->side]->got_in(&judged->attempts[index]) && !unshown(judged, index, arena);
}

/*
 * Where the version is what must be refused, the Hello is the moment for it (RFC 8996 sections 4
 * and 5): who goes on in the handshake has taken it, whatever becomes of the connection.
 */
static const struct attempt_result *find_took_version(const struct judge_case *judged)
{
	if (judged->expected.alert != TLS_ALERT_PROTOCOL_VERSION)
		return NULL;
	for (size_t i = 0; i < judged->attempt_count && i < judged->subject_count; i++) {
		if (sides[judged->side]->took_version(&judged->attempts[i]))
			return &judged->attempts[i];
	}
	return NULL;
}

/* Number of the first subject that got in, or subject_count. */
static size_t find_got_in(const struct judge_case *judged, struct arena *arena)
{
	for (size_t i = 0; i < judged->attempt_count && i < judged->subject_count; i++) {
		if (got_in(judged, i, arena))
			return i;
	}
	return judged->subject_count;
}

const char *judge_no_control(enum side side, const char *reason, struct arena *arena)
{
	return arena_printf(arena, "no control: the good %s was not accepted first (%s)",
		sides[side]->good, reason ? reason : "not tried");
}

/* Is there a subject connection that shows nothing? Then the cell is an error. */
static const struct attempt_result *find_blind(const struct judge_case *judged)
{
	for (size_t i = 0; i < judged->attempt_count; i++) {
		if (judged->attempts[i].outcome == OUTCOME_NONE)
			return &judged->attempts[i];
	}
	return NULL;
}

/* The two drivers are two clients of ours: where they see different things, we are the trouble. */
static const char *find_disagreement(const struct judge_case *judged, struct arena *arena)
{
	const struct attempt_result *first = &judged->attempts[0];

	for (size_t i = 1; i < judged->attempt_count && i < judged->subject_count; i++) {
		const struct attempt_result *other = &judged->attempts[i];

		if (unshown(judged, 0, arena) || unshown(judged, i, arena))
			continue;
		if (strcmp(other->role, first->role) == 0 &&
			got_in(judged, i, arena) != got_in(judged, 0, arena))
			return arena_printf(arena, "our drivers disagree: %s saw %s (%s), %s saw %s (%s)",
				first->driver, outcome_words[first->outcome], first->by, other->driver,
				outcome_words[other->outcome], other->by);
	}
	return NULL;
}

static void note_deviation(
	struct cell_result *out, const struct judge_case *judged, struct arena *arena)
{
	if (out->expected_alert == TLS_ALERT_NONE || out->alert == out->expected_alert)
		return;
	out->deviation = arena_printf(arena, "refused by %s where the RFC names alert %s", out->by,
		tls_alert_name(out->expected_alert));
	if (judged->strict)
		judge_fail(out, FAILURE_OTHERWISE, out->deviation);
}

/* A SHOULD that is missed is a note, and a failure only with --strict. */
static void miss(struct cell_result *out, const struct judge_case *judged,
	enum failure_class failure, const char *what, struct arena *arena)
{
	if (judged->expected.level == LEVEL_MUST || judged->strict) {
		judge_fail(out, failure, what);
		return;
	}
	conclude(out, VERDICT_PASS, NULL);
	out->deviation = arena_printf(arena, "SHOULD be otherwise: %s", what);
}

const char *judge_who(const struct attempt_result *attempt, struct arena *arena)
{
	const char *presented = presented_word(attempt->credential, attempt->presents_nothing);

	return presented ? arena_printf(arena, "%s: %s", presented, attempt->by) : attempt->by;
}

static const char *check_after(const struct judge_case *judged, struct arena *arena)
{
	for (size_t i = judged->subject_count; i < judged->attempt_count; i++) {
		if (!judge_is_well_after(judged, &judged->attempts[i]))
			return arena_printf(arena,
				"no control: after it the good %s was not accepted any more (%s)",
				sides[judged->side]->good, judge_who(&judged->attempts[i], arena));
	}
	return judged->attempt_count > judged->subject_count
		? NULL
		: arena_printf(
			  arena, "no control: the good %s was not tried afterwards", sides[judged->side]->good);
}

/* An outcome that does not answer what was meant to be shown proves nothing. */
static const char *find_unshown(const struct judge_case *judged, struct arena *arena)
{
	const char *why = NULL;

	for (size_t i = 0; !why && i < judged->attempt_count && i < judged->subject_count; i++)
		why = unshown(judged, i, arena);
	return why;
}

/*
 * Which kinds of keys a server takes is for who runs it to say, and a CertificateRequest that
 * offers nothing for one says it. Nothing was shown and nothing refused: where the scenario leaves
 * the kind to the target, that is its answer, and where it is a must, it was not tried.
 */
static bool is_key_declined(struct cell_result *out, const struct judge_case *judged,
	const struct attempt_result *blind, struct arena *arena)
{
	bool left_open =
		judged->expected.outcome == OUTCOME_EITHER || judged->expected.level == LEVEL_SHOULD;
	const char *what;

	if (!judged->key_in_question || !blind->facts.unsent)
		return false;
	what = arena_printf(arena, "not tried: %s", blind->facts.unsent);
	conclude(out, left_open ? VERDICT_PASS : VERDICT_SKIP, left_open ? NULL : what);
	out->deviation = left_open ? what : NULL;
	return true;
}

/* A client says in its Hello which keys it takes, and no server gets further with another. */
static void conclude_blind(struct cell_result *out, const struct judge_case *judged,
	const struct attempt_result *blind, struct arena *arena)
{
	if (judged->side == SIDE_CLIENT && judged->key_in_question && blind->facts.unsent)
		conclude(out, VERDICT_SKIP, arena_printf(arena, "not tried: %s", blind->facts.unsent));
	else
		conclude(out, VERDICT_ERROR, arena_printf(arena, "%s: %s", blind->role, blind->by));
}

static void judge_reject(
	struct cell_result *out, const struct judge_case *judged, struct arena *arena)
{
	const struct attempt_result *blind = find_blind(judged);
	const struct attempt_result *took = find_took_version(judged);
	size_t open = find_got_in(judged, arena);
	const char *why;
	const char *after;

	if (open < judged->subject_count) {
		out->observed = OUTCOME_ACCEPT;
		out->by = judged->attempts[open].by;
		miss(out, judged, FAILURE_LET_IN, sides[judged->side]->describe_accept(judged, open, arena),
			arena);
		return;
	}
	if (took) {
		miss(out, judged, FAILURE_OTHERWISE,
			arena_printf(arena, "it agreed to %s, and the connection ended only then (%s)",
				tls_version_name(took->facts.negotiated ? took->facts.negotiated : judged->tls),
				took->by),
			arena);
		return;
	}
	if (blind) {
		conclude_blind(out, judged, blind, arena);
		return;
	}
	why = find_unshown(judged, arena);
	if (why) {
		conclude(out, VERDICT_ERROR, why);
		return;
	}
	after = check_after(judged, arena);
	out->control = after ? CONTROL_FAIL : CONTROL_PASS;
	conclude(out, after ? VERDICT_ERROR : VERDICT_PASS, after);
	if (!after)
		note_deviation(out, judged, arena);
}

/* Told as ours where we did it, else by `words`. */
static const char *refusal_words(const struct judge_case *judged,
	const struct attempt_result *attempt, const char *words, struct arena *arena)
{
	const struct judge_side *side = sides[judged->side];
	const char *ours = side->own_refusal ? side->own_refusal(attempt, arena) : NULL;

	return ours ? ours : arena_printf(arena, "%s (%s)", words, attempt->by);
}

/* Which kinds of keys are taken is worth knowing where it was tried with another. */
static void note_keys(struct cell_result *out, const struct judge_case *judged, struct arena *arena)
{
	const struct observation *facts = judged->attempt_count ? &judged->attempts[0].facts : NULL;
	const char *before = out->deviation;

	if (!judged->key_in_question || !facts || !facts->keys_asked || out->verdict != VERDICT_PASS ||
		out->observed == OUTCOME_NONE)
		return;
	out->deviation = arena_printf(arena, "%s%sthe server asks for keys of these kinds: %s",
		before ? before : "", before ? "; " : "", facts->keys_asked);
}

/* What the backend was told that may mislead it. */
static void conclude_note(struct cell_result *out, const struct judge_case *judged)
{
	out->deviation = judged->identity_note;
	if (judged->identity_note && judged->strict)
		judge_fail(out, FAILURE_DECEIVED, judged->identity_note);
	else
		conclude(out, VERDICT_PASS, NULL);
}

/* Of several requests on a connection the one that was not accepted, else the first. */
static const struct attempt_result *find_refused(const struct judge_case *judged)
{
	for (size_t i = 1; i < judged->attempt_count && i < judged->subject_count; i++) {
		if (judged->attempts[i].outcome != OUTCOME_ACCEPT)
			return &judged->attempts[i];
	}
	return &judged->attempts[0];
}

static void judge_accept(
	struct cell_result *out, const struct judge_case *judged, struct arena *arena)
{
	const struct attempt_result *first = find_refused(judged);
	const char *wrong = NULL;
	const char *why;

	if (first->outcome == OUTCOME_NONE) {
		if (!is_key_declined(out, judged, first, arena))
			conclude(out, VERDICT_ERROR, first->by);
		return;
	}
	if (first->outcome == OUTCOME_ACCEPT && sides[judged->side]->accepted_wrongly)
		wrong = sides[judged->side]->accepted_wrongly(judged);
	if (wrong) {
		judge_fail(out, wrong == judged->identity_problem ? FAILURE_DECEIVED : FAILURE_OTHERWISE,
			arena_printf(arena, "accepted, but %s", wrong));
		return;
	}
	why = find_unshown(judged, arena);
	if (why) {
		conclude(out, VERDICT_ERROR, why);
		return;
	}
	why = first->outcome == OUTCOME_REJECT && judged->attempt_count > judged->subject_count
		? check_after(judged, arena)
		: NULL;
	if (why) {
		conclude(out, VERDICT_ERROR, why);
		return;
	}
	if (first->outcome == OUTCOME_REJECT) {
		out->observed = OUTCOME_REJECT;
		out->by = first->by;
		miss(out, judged, FAILURE_SHUT_OUT, refusal_words(judged, first, "refused", arena), arena);
		return;
	}
	conclude_note(out, judged);
}

static void judge_either(
	struct cell_result *out, const struct judge_case *judged, struct arena *arena)
{
	const struct attempt_result *blind = find_blind(judged);
	const char *why = find_unshown(judged, arena);

	if (blind && is_key_declined(out, judged, blind, arena))
		return;
	if (blind || why) {
		conclude(out, VERDICT_ERROR,
			blind ? arena_printf(arena, "%s: %s", blind->role, blind->by) : why);
		return;
	}
	if (find_got_in(judged, arena) < judged->subject_count)
		out->observed = OUTCOME_ACCEPT;
	/* what the backend was told is not left to the target */
	if (out->observed == OUTCOME_ACCEPT && judged->identity_problem)
		judge_fail(out, FAILURE_DECEIVED,
			arena_printf(arena, "accepted, but %s", judged->identity_problem));
	else
		conclude_note(out, judged);
}

void judge_apply_deviation(
	struct cell_result *out, const struct judge_deviation *known, struct arena *arena)
{
	/* what was not tried says nothing of it either */
	if (!known || out->verdict == VERDICT_ERROR || out->observed == OUTCOME_NONE)
		return;
	out->link = known->link;
	/* where the outcome itself is as expected, the deviation is in what was said on top of it */
	if (out->observed == known->observed &&
		(out->observed != out->expected || out->verdict == VERDICT_FAIL))
		conclude(out, VERDICT_XFAIL, known->reason);
	else if (out->verdict != VERDICT_FAIL)
		conclude(out, VERDICT_XPASS,
			arena_printf(arena, "the target file declares \"%s\", but it does not happen any more",
				known->reason));
}

/* Somebody got in who must not, or a version was taken that must not be. */
static bool is_open(const struct judge_case *judged, struct arena *arena)
{
	if (judged->expected.outcome != OUTCOME_REJECT ||
		(judged->expected.level != LEVEL_MUST && !judged->strict))
		return false;
	return find_got_in(judged, arena) < judged->subject_count || find_took_version(judged);
}

/* The handshake is done, the request is out, and all that comes is the end. */
static bool is_unanswered(const struct judge_case *judged)
{
	const struct attempt_result *first = &judged->attempts[0];

	return judged->silence_is_unclear && judged->is_good_peer && judged->attempt_count &&
		first->outcome == OUTCOME_REJECT && first->facts.handshake_done &&
		first->facts.alert == TLS_ALERT_NONE && !first->facts.http_status;
}

/*
 * What was set up by a file is set up for our good peer. Others may have been set up for another,
 * and be right to refuse this one.
 */
static void conclude_shut_out(
	struct cell_result *out, const struct judge_case *judged, struct arena *arena)
{
	const char *good = sides[judged->side]->good;
	const char *by = judged->attempts[0].by;

	if (judged->runs_already)
		conclude(out, VERDICT_ERROR,
			arena_printf(arena,
				"no control: the good %s is refused (%s). Either it is none that must get in there "
				"(--pki DIR and --credential client=CERT,KEY name another), or it is shut out",
				good, by));
	else
		judge_fail(out, FAILURE_SHUT_OUT,
			refusal_words(judged, &judged->attempts[0],
				arena_printf(arena, "shut out: the good %s is refused", good), arena));
}

/*
 * Without a control nothing counts, but that our good peer itself was positively refused, and that
 * somebody got in who must not: no control makes a door less open.
 */
static bool judge_control(
	struct cell_result *out, const struct judge_case *judged, struct arena *arena)
{
	if (judged->control_before == CONTROL_PASS || !sides[judged->side]->needs_control(judged))
		return true;
	if (is_open(judged, arena))
		return true;
	if (is_unanswered(judged)) {
		conclude(out, VERDICT_ERROR,
			"the good client got no HTTP answer: his connection was closed without a word after "
			"his "
			"request. Either it refuses him in silence, or it speaks another protocol than HTTP");
		return false;
	}
	if (judged->is_good_peer && judged->attempt_count &&
		judged->attempts[0].outcome == OUTCOME_REJECT &&
		judged->expected.outcome == OUTCOME_ACCEPT) {
		const char *why = unshown(judged, 0, arena);

		if (why)
			conclude(out, VERDICT_ERROR, why);
		else
			conclude_shut_out(out, judged, arena);
		return false;
	}
	conclude(out, VERDICT_ERROR, judge_no_control(judged->side, judged->control_reason, arena));
	return false;
}

void judge(struct cell_result *out, const struct judge_case *judged, struct arena *arena)
{
	static void (*const by_outcome[OUTCOME_COUNT])(
		struct cell_result *, const struct judge_case *, struct arena *) = {
		[OUTCOME_ACCEPT] = judge_accept,
		[OUTCOME_REJECT] = judge_reject,
		[OUTCOME_EITHER] = judge_either,
	};
	const char *disagreement;

	for (size_t i = 0; i < judged->attempt_count; i++) {
		struct attempt_result *attempt = &judged->attempts[i];

		attempt->outcome = sides[judged->side]->connection(judged, i, &attempt->by, arena);
	}
	copy_facts(out, judged);
	if (judged->crash) {
		judge_fail(
			out, FAILURE_CRASHED, arena_printf(arena, "the target died of it: %s", judged->crash));
		return;
	}
	if (judged->trouble) {
		conclude(out, VERDICT_ERROR, judged->trouble);
		return;
	}
	if (!judge_control(out, judged, arena))
		return;
	if (!judged->attempt_count) {
		conclude(out, VERDICT_ERROR, "no connection was made");
		return;
	}
	disagreement = find_disagreement(judged, arena);
	if (disagreement) {
		conclude(out, VERDICT_ERROR, disagreement);
		return;
	}
	by_outcome[judged->expected.outcome](out, judged, arena);
	if (sides[judged->side]->finish && out->verdict == VERDICT_PASS)
		sides[judged->side]->finish(out, judged, arena);
	note_keys(out, judged, arena);
	judge_apply_deviation(out, judged->deviation, arena);
}
