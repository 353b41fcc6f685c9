#include "judge_steps.h"

#include <string.h>

#include "arena.h"
#include "buf.h"
#include "judge_side.h"
#include "scoped.h"

enum { WORDS_MAX = 4096 };

static const char *refusal_text(const struct refusal_way *refusal, struct arena *arena)
{
	return refusal->http_status ? arena_printf(arena, "http %d", refusal->http_status)
								: arena_printf(arena, "alert %s", tls_alert_name(refusal->alert));
}

/* "http 404 or alert unknown_ca" */
static const char *refusals_text(const struct step_expectation *expected, struct arena *arena)
{
	const char *all = "";

	for (size_t i = 0; i < expected->refusal_count; i++)
		all = arena_printf(
			arena, "%s%s%s", all, i ? " or " : "", refusal_text(&expected->refusals[i], arena));
	return all;
}

const char *judge_step_words(const struct step_expectation *expected, struct arena *arena)
{
	const struct expectation *connection = &expected->connection;
	SCOPED_BUF text;

	buf_init(&text, WORDS_MAX);
	if (expected->ours)
		buf_puts(&text, "our client refuses");
	else
		buf_puts(&text, outcome_words[connection->outcome]);
	if (connection->alert != TLS_ALERT_NONE)
		buf_printf(&text, " by alert %s", tls_alert_name(connection->alert));
	if (expected->http_status)
		buf_printf(&text, " %s http %d", connection->outcome == OUTCOME_ACCEPT ? "with" : "by",
			expected->http_status);
	if (expected->refusal_count > 1)
		buf_printf(&text, " by %s", refusals_text(expected, arena));
	if (expected->says)
		buf_printf(&text, ", saying \"%s\"", expected->says);
	if (expected->resumed != RESUMPTION_UNCHECKED)
		buf_puts(&text, expected->resumed == RESUMPTION_YES ? ", resumed" : ", not resumed");
	if (expected->ca_names.given)
		buf_puts(&text, ", asked for a certificate of the configured CAs alone");
	if (connection->level == LEVEL_SHOULD)
		buf_puts(&text, " (should)");
	return arena_strndup(arena, buf_text(&text), text.len);
}

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
		.unsolicited = step->unsolicited,
		.resumes = step->resumes,
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
	const char *how =
		facts->http_status || facts->alert != TLS_ALERT_NONE ? refusal_text(&came, arena) : "close";

	return arena_printf(
		arena, "refused by %s, where it is to be by %s", how, refusals_text(expected, arena));
}

/* What the answer or the session of one connection lacks, or NULL. */
static const char *find_lack(
	const struct judge_step *step, const struct observation *facts, struct arena *arena)
{
	const struct step_expectation *expected = &step->expected;

	if (expected->http_status && facts->http_status != expected->http_status)
		return facts->http_status ? arena_printf(arena, "answered with http %d", facts->http_status)
								  : "refused without an HTTP answer";
	if (expected->refusal_count > 1 && !is_among(expected, facts))
		return not_among(expected, facts, arena);
	if (expected->says && !facts->text_came)
		return arena_printf(arena, "the answer does not say \"%s\"%s%s%s", expected->says,
			facts->http_excerpt ? ", but \"" : "", facts->http_excerpt ? facts->http_excerpt : "",
			facts->http_excerpt ? "\"" : "");
	if (expected->resumed == RESUMPTION_YES && !facts->resumed)
		return "the session was not resumed";
	if (expected->resumed == RESUMPTION_NO && facts->resumed)
		return "the session was resumed";
	return judge_ca_names(facts, &step->ca_names, arena);
}

static void check_answers(struct cell_result *result, const struct judge_step *step,
	const struct judge_case *whole, struct arena *arena)
{
	for (size_t i = 0; i < step->subject_count; i++) {
		const char *lack = find_lack(step, &step->attempts[i].facts, arena);

		if (!lack)
			continue;
		if (i)
			lack = arena_printf(arena, "%s: %s", step->attempts[i].role, lack);
		if (step->expected.connection.level == LEVEL_MUST || whole->strict) {
			judge_fail(result, FAILURE_OTHERWISE, lack);
		} else {
			result->deviation = arena_printf(arena, "SHOULD be otherwise: %s", lack);
		}
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

static void judge_step(struct cell_result *result, const struct judge_step *step,
	const struct judge_case *whole, struct arena *arena)
{
	struct judge_case as_cell = case_of(step, whole);

	memset(result, 0, sizeof(*result));
	if (step->expected.ours) {
		judge_ours(result, step, arena);
		return;
	}
	judge(result, &as_cell, arena);
	/* what was not tried was not answered either */
	if (result->verdict == VERDICT_PASS && result->observed != OUTCOME_NONE)
		check_answers(result, step, whole, arena);
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

	if (steps[number].is_beside_the_point) {
		out->verdict = VERDICT_SKIP;
		out->reason = "the target gives no session that could be resumed";
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
	if (step->expected.ours && step->attempt_count && !as_cell.crash && !as_cell.trouble)
		judge_ours(out, step, arena);
	else
		judge(out, &as_cell, arena);
	if (out->verdict == VERDICT_PASS && out->observed != OUTCOME_NONE && !step->expected.ours)
		check_answers(out, step, whole, arena);
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
