/* What a step says of its session, and of how it is refused. */
#include <string.h>

#include "steps_fixture.h"

enum { ALERT_HANDSHAKE_FAILURE = 40 };

/* Where several ways are named it is by one of them: an alert by its name in that version. */
START_TEST(steps_refused_by_one_of_several)
{
	static const struct refusal_way ways[] = {
		{.alert = TLS_ALERT_NONE, .http_status = 404}, {.alert = TLS_ALERT_CERTIFICATE_REQUIRED}};
	struct step_expectation expected = {
		.connection = {.outcome = OUTCOME_REJECT, .alert = TLS_ALERT_NONE},
		.refusals = ways,
		.refusal_count = COUNT_OF(ways)};
	struct observation facts = refused_by_http(404);
	struct sequence s;

	sequence_begin(&s);
	facts.named_refusal = true;
	sequence_set(&s, 1, expected, facts);
	sequence_expect(&s, VERDICT_PASS, NULL);
	ck_assert_str_eq(
		s.result.steps[1].expected, "reject by http 404 or alert certificate_required");
	facts = refused_by_alert(ALERT_HANDSHAKE_FAILURE);
	facts.offered = facts.negotiated = s.whole.tls = TLS_1_2;
	sequence_set(&s, 1, expected, facts);
	sequence_set(&s, 0, step_accept, accepted());
	sequence_expect(&s, VERDICT_PASS, NULL);
	facts.offered = facts.negotiated = s.whole.tls = TLS_1_3;
	sequence_set(&s, 1, expected, facts);
	sequence_expect(&s, VERDICT_FAIL,
		"refused by alert handshake_failure, where it is to be by http 404 or alert "
		"certificate_required");
	sequence_set(&s, 1, expected, refused_by_http(403));
	sequence_expect(&s, VERDICT_FAIL, "refused by http 403, where it is to be");
	sequence_set(&s, 1, expected, closed(END_FIN));
	sequence_expect(&s, VERDICT_FAIL, "refused by close, where it is to be");
	sequence_end(&s);
}
END_TEST

START_TEST(steps_ask_for_the_session)
{
	struct step_expectation resumed = step_accept;
	struct observation facts = accepted();
	struct sequence s;

	sequence_begin(&s);
	resumed.resumed = RESUMPTION_YES;
	sequence_set(&s, 1, resumed, facts);
	sequence_expect(&s, VERDICT_FAIL, "the session was not resumed");
	/* no certificates in such a handshake, and that is in order */
	facts.resumed = true;
	facts.certificate_requested = false;
	facts.sent = SENT_NOT_ASKED;
	sequence_set(&s, 1, resumed, facts);
	sequence_expect(&s, VERDICT_PASS, NULL);
	resumed.resumed = RESUMPTION_NO;
	sequence_set(&s, 1, resumed, facts);
	sequence_expect(&s, VERDICT_FAIL, "the session was resumed");
	facts = refused_by_http(400);
	facts.resumed = true;
	facts.sent = SENT_NOT_ASKED;
	sequence_set(&s, 1, step_reject_400, facts);
	sequence_expect(&s, VERDICT_PASS, NULL);
	sequence_end(&s);
}
END_TEST

/* Also where it is left open whether the client gets in, and each time that it is offered. */
START_TEST(steps_ask_for_the_session_of_either)
{
	struct step_expectation either = {
		.connection = {.outcome = OUTCOME_EITHER, .alert = TLS_ALERT_NONE}};
	struct step_expectation reject = step_reject_400;
	struct observation full = accepted();
	struct observation resumed = accepted();
	struct sequence s;

	sequence_begin(&s);
	resumed.resumed = true;
	resumed.certificate_requested = false;
	resumed.sent = SENT_NOT_ASKED;
	either.resumed = RESUMPTION_NO;
	sequence_set(&s, 1, either, full);
	sequence_expect(&s, VERDICT_PASS, NULL);
	sequence_set(&s, 1, either, resumed);
	sequence_expect(&s, VERDICT_FAIL, "the session was resumed");
	either.connection.level = LEVEL_SHOULD;
	sequence_set(&s, 1, either, resumed);
	sequence_expect(&s, VERDICT_PASS, NULL);
	ck_assert_ptr_nonnull(strstr(s.result.deviation, "SHOULD be otherwise: the session was"));
	either.connection.level = LEVEL_MUST;
	either.resumed = RESUMPTION_YES;
	sequence_set(&s, 1, either, resumed);
	sequence_expect(&s, VERDICT_PASS, NULL);
	s.attempts[1][1].facts = full;
	sequence_expect(&s, VERDICT_FAIL, "again: the session was not resumed");
	reject.resumed = RESUMPTION_YES;
	resumed.http_status = 400;
	resumed.backend_saw = resumed.token_echoed = false;
	sequence_set(&s, 1, reject, resumed);
	sequence_expect(&s, VERDICT_PASS, NULL);
	s.attempts[1][1].facts = refused_by_http(400);
	sequence_expect(&s, VERDICT_FAIL, "again: the session was not resumed");
	sequence_end(&s);
}
END_TEST

/* A session that libssl keeps to itself was not refused, and not taken up. */
START_TEST(steps_offer_their_session)
{
	struct observation facts = accepted();
	struct sequence s;

	sequence_begin(&s);
	sequence_set(&s, 0, step_accept, facts);
	s.steps[0].name = "first";
	s.steps[0].resumes = true;
	sequence_expect(&s, VERDICT_ERROR,
		"step 1 of 3 (first): subject: accepted (http 200), but libssl did not offer the session");
	s.attempts[0][0].facts.session_offered = true;
	sequence_expect(&s, VERDICT_PASS, NULL);
	sequence_set(&s, 1, step_reject_400, refused_by_http(400));
	s.steps[1].resumes = true;
	sequence_expect(&s, VERDICT_ERROR, "refused (http 400), but libssl did not offer");
	s.attempts[1][0].facts.session_offered = s.attempts[1][1].facts.session_offered = true;
	sequence_expect(&s, VERDICT_PASS, NULL);
	sequence_end(&s);
}
END_TEST

/* To give none is a server's right: only who asks for one can't be judged. */
START_TEST(steps_without_a_session)
{
	struct sequence s;

	sequence_begin(&s);
	s.steps[2].attempt_count = s.steps[2].subject_count = 0;
	s.steps[2].obstacle = "the target gave no session";
	sequence_expect(&s, VERDICT_ERROR, "step 3 of 3 (third): the target gave no session");
	s.steps[2].beside_the_point = "the target gives no session that could be resumed";
	sequence_expect(&s, VERDICT_SKIP, "the target gives no session that could be resumed");
	/* what came before is judged all the same */
	s.steps[0].attempts[0].facts = refused_by_http(400);
	sequence_expect(&s, VERDICT_FAIL, "step 1 of 3 (first)");
	sequence_end(&s);
}
END_TEST

/* It may be refused as soon as it is shown, by a close as well as by an alert. */
START_TEST(steps_refused_at_the_hello)
{
	struct observation facts = closed(END_FIN);
	struct step_expectation reject = step_reject_400;
	struct sequence s;

	sequence_begin(&s);
	reject.http_status = 0;
	facts.handshake_done = facts.certificate_requested = facts.request_sent = false;
	facts.sent = SENT_NOT_ASKED;
	facts.negotiated = TLS_VERSION_NONE;
	sequence_set(&s, 1, reject, facts);
	sequence_expect(&s, VERDICT_ERROR, "closed before our flight was sent");
	facts.hello_in_question = facts.session_offered = true;
	sequence_set(&s, 1, reject, facts);
	s.steps[1].resumes = true;
	sequence_expect(&s, VERDICT_PASS, NULL);
	facts = refused_by_http(421);
	facts.sent = SENT_NOT_ASKED;
	facts.certificate_requested = false;
	sequence_set(&s, 1, reject, facts);
	sequence_expect(&s, VERDICT_ERROR, "refused (http 421), but our Certificate message was");
	facts.hello_in_question = true;
	sequence_set(&s, 1, reject, facts);
	sequence_expect(&s, VERDICT_PASS, NULL);
	facts = closed(END_OURS);
	facts.handshake_done = facts.certificate_requested = facts.request_sent = false;
	facts.session_offered = true;
	facts.sent = SENT_NOT_ASKED;
	facts.alert = TLS_ALERT_UNKNOWN_CA;
	facts.alert_from = PARTY_SERVER;
	facts.hello_in_question = false;
	sequence_set(&s, 1, reject, facts);
	s.steps[1].resumes = true;
	sequence_expect(&s, VERDICT_PASS, NULL);
	sequence_end(&s);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"sessions",
			{steps_refused_by_one_of_several, steps_ask_for_the_session,
				steps_ask_for_the_session_of_either, steps_offer_their_session,
				steps_without_a_session, steps_refused_at_the_hello}},
	};

	return unit_run("judge_sessions", cases, COUNT_OF(cases));
}
