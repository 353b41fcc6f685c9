#include "judge_steps.h"

#include <string.h>

#include "arena.h"
#include "judge_hello.h"
#include "judge_side.h"
#include "judge_words.h"
#include "text.h"

bool judge_is_our_refusal(const struct observation *facts)
{
	return facts->connected && facts->server_trust_error && facts->alert_from == PARTY_CLIENT &&
		!facts->http_status && !facts->backend_saw;
}

static struct judge_case case_of(const struct judge_step *step, const struct judge_case *whole)
{
	return (struct judge_case){
		.side = whole->side,
		/* without TLS nobody can be asked for a certificate */
		.mode = step->plain ? AUTH_NO_CLIENT_CERT : step->mode,
		.tls = whole->tls,
		.expected = step->expected.connection,
		.has_credential = step->has_credential,
		.key_in_question = step->key_in_question,
		.cant_be_asked = step->cant_be_asked,
		.unsolicited = step->unsolicited,
		.renegotiates = step->renegotiates,
		.has_later_credential = step->has_later_credential,
		.later_is_other = step->later_is_other,
		.resumes = step->resumes,
		.good_may_be_refused = step->good_may_be_refused,
		.silence_is_unclear = step->silence_is_unclear,
		.is_good_peer = step->is_good_peer,
		.runs_already = whole->runs_already,
		.presents = step->presents,
		.presents_level = step->presents_level,
		.attempts = step->attempts,
		.attempt_count = step->attempt_count,
		.subject_count = step->subject_count,
		.control_before = step->control_before,
		.control_reason = step->control_reason,
		.measure = step->measure,
		.identity_problem = step->identity_problem,
		.identity_note = step->identity_note,
		.strict = whole->strict,
	};
}

/* Where several are named: one of them came. */
static bool is_among(const struct step_expectation *expected, const struct observation *facts)
{
	for (size_t i = 0; i < expected->refusal_count; i++) {
		const struct refusal_way *named = &expected->refusals[i];

		if (facts->http_status ? named->http_status == facts->http_status
							   : named->alert != TLS_ALERT_NONE &&
					facts->alert == judge_expected_alert(named->alert, facts->offered))
			return true;
	}
	return false;
}

static const char *not_among(
	const struct step_expectation *expected, const struct observation *facts, struct arena *arena)
{
	const struct refusal_way came = {.alert = facts->alert, .http_status = facts->http_status};
	const char *how = facts->http_status || facts->alert != TLS_ALERT_NONE
		? judge_refusal_words(&came, arena)
		: "close";

	return arena_printf(arena, "refused by %s, where it is to be by %s", how,
		judge_refusals_words(expected, arena));
}

/* What the words of the answer, or of the log, lack; or NULL. */
static const char *find_lack_of_words(
	const struct step_expectation *expected, const struct observation *facts, struct arena *arena)
{
	if (expected->says && !facts->text_came)
		return arena_printf(arena, "the answer does not say \"%s\"%s%s%s", expected->says,
			facts->http_excerpt ? ", but \"" : "", facts->http_excerpt ? facts->http_excerpt : "",
			facts->http_excerpt ? "\"" : "");
	if (expected->says_not && facts->unwanted_came)
		return arena_printf(arena, "the answer says \"%s\"", expected->says_not);
	if (expected->header_count && !facts->http_status)
		return "refused without an HTTP answer";
	if (expected->header_count && facts->wrong_header)
		return arena_printf(arena, "the answer's head is another: %s", facts->wrong_header);
	if (expected->log && !facts->log_came)
		return arena_printf(arena, "its log does not say \"%s\"", expected->log);
	return NULL;
}

static const char *find_answer_lack(
	const struct step_expectation *expected, const struct observation *facts, struct arena *arena)
{
	if (expected->http_status && facts->http_status != expected->http_status)
		return facts->http_status ? arena_printf(arena, "answered with http %d", facts->http_status)
								  : "refused without an HTTP answer";
	if (expected->refusal_count > 1 && !is_among(expected, facts))
		return not_among(expected, facts, arena);
	if (expected->answered_by && !text_same(expected->answered_by, facts->answered_by))
		return arena_printf(arena, "answered by %s%s", facts->answered_by ? "host " : "no host of ",
			facts->answered_by ? facts->answered_by : "the target's file");
	return find_lack_of_words(expected, facts, arena);
}

/* What the answer or the session of one connection lacks, or NULL. */
static const char *find_lack(
	const struct judge_step *step, const struct observation *facts, struct arena *arena)
{
	const struct step_expectation *expected = &step->expected;
	const char *lack = find_answer_lack(expected, facts, arena);

	if (lack)
		return lack;
	if (expected->resumed == RESUMPTION_YES && !facts->resumed)
		return "the session was not resumed";
	if (expected->resumed == RESUMPTION_NO && facts->resumed)
		return "the session was resumed";
	if (expected->early == EARLY_TAKEN && facts->early != EARLY_ACCEPTED)
		return "the request was not taken as early data";
	if (expected->early == EARLY_NOT_TAKEN && facts->early == EARLY_ACCEPTED)
		return "the request was taken as early data";
	lack = judge_ca_names(facts, &step->ca_names, arena);
	if (!lack)
		lack = judge_request(facts, expected, arena);
	return lack ? lack : judge_hello(facts, &expected->hello, step->told, arena);
}

/* What was to be looked at must have come. */
static const char *find_unseen(const struct judge_step *step, const struct attempt_result *attempt)
{
	const char *unseen = judge_request_unseen(&attempt->facts, &step->expected);

	if (!unseen && attempt->outcome == OUTCOME_ACCEPT &&
		step->expected.connection.outcome == OUTCOME_ACCEPT)
		unseen = judge_hello_unseen(&attempt->facts, &step->expected.hello);
	return unseen;
}

static void check_answers(struct cell_result *result, const struct judge_step *step,
	const struct judge_case *whole, struct arena *arena)
{
	for (size_t i = 0; i < step->subject_count; i++) {
		const struct observation *facts = &step->attempts[i].facts;
		const char *lack = find_lack(step, facts, arena);
		const char *unseen = find_unseen(step, &step->attempts[i]);

		if (!lack && step->expected.fetches_nothing && facts->fetched)
			lack = judge_fetched(facts->fetched, arena);
		if (!lack && unseen) {
			result->verdict = VERDICT_ERROR;
			result->reason = unseen;
			return;
		}
		if (!lack)
			continue;
		if (i)
			lack = arena_printf(arena, "%s: %s", step->attempts[i].role, lack);
		if (step->expected.connection.level == LEVEL_MUST || whole->strict) {
			judge_fail(result, FAILURE_OTHERWISE, lack);
		} else {
			result->deviation = arena_printf(arena, "%s%sSHOULD be otherwise: %s",
				result->deviation ? result->deviation : "", result->deviation ? "; " : "", lack);
		}
		return;
	}
}

/* Who was refused for another reason, or let in unasked, shows nothing of what the answer does. */
static void check_asked(struct cell_result *result, const struct judge_step *step)
{
	for (size_t i = 0; step->expected.asks_status && i < step->subject_count; i++) {
		if (step->attempts[i].facts.fetched)
			continue;
		result->verdict = VERDICT_ERROR;
		result->reason =
			"our OCSP responder, whose address stands in the certificate, was not asked";
		return;
	}
}

/* Why that is not our refusal, proved; or NULL. */
static const char *find_our_fault(const struct judge_step *step, struct arena *arena)
{
	int alert = step->expected.connection.alert;

	if (step->control_before != CONTROL_PASS)
		return judge_no_control(SIDE_SERVER, step->control_reason, arena);
	for (size_t i = 0; i < step->subject_count; i++) {
		const struct attempt_result *subject = &step->attempts[i];

		if (!judge_is_our_refusal(&subject->facts) || subject->facts.alert != alert)
			return arena_printf(arena, "our client should have refused the server by alert %s: %s",
				tls_alert_name(alert), subject->by);
	}
	for (size_t i = step->subject_count; i < step->attempt_count; i++) {
		if (step->attempts[i].outcome != OUTCOME_ACCEPT)
			return arena_printf(arena,
				"no control: the good client, who trusts the server, got nowhere after it (%s)",
				judge_who(&step->attempts[i], arena));
	}
	return step->attempt_count > step->subject_count
		? NULL
		: "no control: the good client was not tried afterwards";
}

/* Our own doing: it passes, or it is no finding about the target. */
static void judge_ours(
	struct cell_result *result, const struct judge_step *step, struct arena *arena)
{
	const struct attempt_result *first = &step->attempts[0];

	for (size_t i = 0; i < step->attempt_count; i++) {
		struct attempt_result *attempt = &step->attempts[i];

		attempt->outcome =
			judge_connection(&attempt->facts, step->measure, true, &attempt->by, arena);
		if (i >= step->subject_count || !judge_is_our_refusal(&attempt->facts))
			continue;
		attempt->outcome = OUTCOME_REJECT;
		attempt->by =
			arena_printf(arena, "alert %s of our client", tls_alert_name(attempt->facts.alert));
	}
	result->expected = OUTCOME_REJECT;
	result->expected_alert = step->expected.connection.alert;
	result->observed = first->outcome;
	result->by = first->by;
	result->alert = first->facts.alert;
	result->alert_from = first->facts.alert_from;
	result->handshake_client = first->facts.handshake_done;
	result->backend_observed = first->facts.backend_observed;
	result->reason = find_our_fault(step, arena);
	result->control = result->reason ? CONTROL_FAIL : CONTROL_PASS;
	result->verdict = result->reason ? VERDICT_ERROR : VERDICT_PASS;
}

static bool got_somewhere(const struct judge_step *step)
{
	for (size_t i = 0; i < step->subject_count; i++) {
		if (step->attempts[i].facts.backend_saw)
			return true;
	}
	return false;
}

/* A refusal is right whoever comes, and has to be proved; to be let in is right for who satisfied
 * the host that answered. */
static void judge_policy(struct cell_result *result, const struct judge_step *step,
	struct judge_case *as_cell, struct arena *arena)
{
	as_cell->by_policy = true;
	as_cell->expected.outcome = got_somewhere(step) ? OUTCOME_EITHER : OUTCOME_REJECT;
	judge(result, as_cell, arena);
	result->expected = OUTCOME_EITHER;
	result->by_policy = true;
	if (as_cell->crash || as_cell->trouble)
		return;
	if (step->policy_breach) {
		judge_fail(result, FAILURE_LET_IN, step->policy_breach);
	} else if (step->policy_trouble) {
		result->verdict = VERDICT_ERROR;
		result->reason = step->policy_trouble;
	} else if (step->policy_note && as_cell->strict && result->verdict == VERDICT_PASS) {
		judge_fail(result, FAILURE_OTHERWISE, step->policy_note);
	} else if (step->policy_note && result->verdict == VERDICT_PASS) {
		result->deviation = arena_printf(arena, "SHOULD be otherwise: %s", step->policy_note);
	}
}

/* By what the step leaves to others, else as any cell. */
static void judge_by_kind(struct cell_result *result, const struct judge_step *step,
	struct judge_case *as_cell, struct arena *arena)
{
	bool tried = step->attempt_count && !as_cell->crash && !as_cell->trouble;

	if (step->expected.ours && tried)
		judge_ours(result, step, arena);
	else if (step->expected.policy)
		judge_policy(result, step, as_cell, arena);
	else
		judge(result, as_cell, arena);
	/* what was not tried was not answered either */
	if (result->verdict == VERDICT_PASS && result->observed != OUTCOME_NONE && !step->expected.ours)
		check_answers(result, step, as_cell, arena);
	if (result->verdict == VERDICT_PASS && result->observed != OUTCOME_NONE)
		check_asked(result, step);
}

static void judge_step(struct cell_result *result, const struct judge_step *step,
	const struct judge_case *whole, struct arena *arena)
{
	struct judge_case as_cell = case_of(step, whole);

	memset(result, 0, sizeof(*result));
	judge_by_kind(result, step, &as_cell, arena);
}

static void fill_row(struct step_result *row, const struct judge_step *step,
	const struct cell_result *result, struct arena *arena)
{
	row->name = step->name;
	row->expected = judge_step_words(&step->expected, arena);
	row->verdict = VERDICT_NOT_RUN;
	row->note = step->obstacle;
	if (!step->attempt_count)
		return;
	row->verdict = result->verdict;
	row->note = result->reason ? result->reason : result->deviation;
	row->observed = result->observed == OUTCOME_NONE
		? "nothing conclusive"
		: arena_printf(
			  arena, "%s: %s", outcome_words[result->observed], result->by ? result->by : "?");
}

/* The cell says what the step says that decides. */
static void take_step(
	struct cell_result *out, const struct cell_result *step, const struct attempt_result *first)
{
	out->verdict = step->verdict;
	out->failure = step->failure;
	out->expected = step->expected;
	out->by_policy = step->by_policy;
	out->level = step->level;
	out->expected_alert = step->expected_alert;
	out->observed = step->observed;
	out->by = step->by;
	out->alert = step->alert;
	out->alert_from = step->alert_from;
	out->handshake_client = step->handshake_client;
	out->backend_observed = step->backend_observed;
	out->backend = step->backend;
	out->control = step->control;
	out->credential = first->credential;
	out->presents_nothing = first->presents_nothing;
}

static const char *in_step(const struct judge_step *steps, size_t number, size_t count,
	const char *what, struct arena *arena)
{
	return arena_printf(
		arena, "step %zu of %zu (%s): %s", number + 1, count, steps[number].name, what);
}

static void tell_unmade(struct cell_result *out, const struct judge_step *steps, size_t number,
	size_t count, struct arena *arena)
{
	const char *obstacle = steps[number].obstacle;

	if (steps[number].beside_the_point) {
		out->verdict = VERDICT_SKIP;
		out->reason = steps[number].beside_the_point;
		return;
	}
	out->verdict = VERDICT_ERROR;
	out->reason = in_step(steps, number, count, obstacle ? obstacle : "was not made", arena);
}

/* Goes through them in order; the first that misses decides, else the last. */
static void judge_in_order(struct cell_result *out, const struct judge_case *whole,
	const struct judge_step *steps, size_t count, struct arena *arena)
{
	bool missed = false;

	for (size_t i = 0; i < count; i++) {
		struct cell_result result = {0};

		if (steps[i].attempt_count)
			judge_step(&result, &steps[i], whole, arena);
		fill_row(&out->steps[i], &steps[i], &result, arena);
		if (result.verdict == VERDICT_PASS && result.deviation && !out->deviation)
			out->deviation = in_step(steps, i, count, result.deviation, arena);
		if (missed)
			continue;
		missed = result.verdict != VERDICT_PASS || !steps[i].attempt_count;
		if (!steps[i].attempt_count) {
			tell_unmade(out, steps, i, count, arena);
			continue;
		}
		take_step(out, &result, &steps[i].attempts[0]);
		if (missed)
			out->reason = in_step(steps, i, count, result.reason, arena);
	}
}

/* A cell without steps is its only step. */
static void judge_only(struct cell_result *out, const struct judge_case *whole,
	const struct judge_step *step, struct arena *arena)
{
	struct judge_case as_cell = case_of(step, whole);

	as_cell.crash = whole->crash;
	as_cell.trouble = whole->trouble ? whole->trouble : step->obstacle;
	judge_by_kind(out, step, &as_cell, arena);
	if (!whole->crash)
		judge_apply_deviation(out, whole->deviation, arena);
}

static void judge_several(struct cell_result *out, const struct judge_case *whole,
	const struct judge_step *steps, size_t count, struct arena *arena)
{
	out->steps = ARENA_ARRAY(arena, struct step_result, count);
	out->step_count = count;
	judge_in_order(out, whole, steps, count, arena);
	if (whole->crash) {
		judge_fail(
			out, FAILURE_CRASHED, arena_printf(arena, "the target died of it: %s", whole->crash));
	} else if (whole->trouble) {
		out->verdict = VERDICT_ERROR;
		out->reason = whole->trouble;
	} else {
		judge_apply_deviation(out, whole->deviation, arena);
	}
}

void judge_steps(struct cell_result *out, const struct judge_case *whole,
	const struct judge_step *steps, size_t count, struct arena *arena)
{
	if (count == 1 && !steps[0].name)
		judge_only(out, whole, &steps[0], arena);
	else
		judge_several(out, whole, steps, count, arena);
	/* in the order in which they were made */
	out->attempts = whole->attempts;
	out->attempt_count = whole->attempt_count;
}
