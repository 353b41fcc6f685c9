#include "test_verdict.h"

#include <string.h>

#include "arena.h"
#include "judge_fixture.h"

static struct arena arena;

START_TEST(reject_passes_with_evidence_and_control)
{
	struct observation expired = refused_by_alert(TLS_ALERT_CERTIFICATE_EXPIRED);
	struct cell_result result = run_judge(rejection_case(expired, expired, accepted()));

	ck_assert_int_eq(result.verdict, VERDICT_PASS);
	ck_assert_ptr_null(result.deviation);
	ck_assert_int_eq(result.control, CONTROL_PASS);
	ck_assert_str_eq(result.by, "alert certificate_expired");
	ck_assert(!result.backend);
}
END_TEST

START_TEST(reject_by_other_means_is_noted)
{
	struct observation by_http = refused_by_http(400);
	struct cell_result result = run_judge(rejection_case(by_http, by_http, accepted()));

	ck_assert_int_eq(result.verdict, VERDICT_PASS);
	ck_assert_ptr_nonnull(strstr(result.deviation, "http 400"));
	ck_assert_ptr_nonnull(strstr(result.deviation, "certificate_expired"));
}
END_TEST

START_TEST(reject_fails_when_let_in)
{
	struct observation expired = refused_by_alert(45);
	struct observation leaked = refused_by_http(400);

	check(rejection_case(accepted(), expired, accepted()), VERDICT_FAIL, "accepted");
	check(rejection_case(expired, accepted(), accepted()), VERDICT_FAIL, "second time");
	leaked.backend_saw = true;
	check(rejection_case(leaked, leaked, accepted()), VERDICT_FAIL, "reached the backend");
	/* let in and then hung is let in all the same */
	leaked = closed(END_DEADLINE);
	leaked.backend_saw = true;
	check(rejection_case(leaked, expired, accepted()), VERDICT_FAIL, "reached the backend");
}
END_TEST

START_TEST(reject_is_error_without_evidence)
{
	struct observation expired = refused_by_alert(45);

	check(rejection_case(not_connected(), not_connected(), not_connected()), VERDICT_ERROR, NULL);
	check(rejection_case(expired, closed(END_DEADLINE), accepted()), VERDICT_ERROR, "again");
	check(rejection_case(expired, expired, not_connected()), VERDICT_ERROR, "good client");
	check(rejection_case(expired, expired, expired), VERDICT_ERROR, "good client");
	check(rejection_case(refused_by_http(502), expired, accepted()), VERDICT_ERROR, "502");
}
END_TEST

START_TEST(reject_without_the_good_client_after_is_error)
{
	struct observation expired = refused_by_alert(45);
	struct judge_case judged = rejection_case(expired, expired, accepted());

	judged.attempt_count = 2;
	check(judged, VERDICT_ERROR, "not tried");
}
END_TEST

START_TEST(reject_of_something_else_than_meant_is_error)
{
	struct observation empty = refused_by_alert(TLS_ALERT_CERTIFICATE_REQUIRED);
	struct judge_case judged;

	empty.sent = SENT_EMPTY;
	check(rejection_case(empty, empty, accepted()), VERDICT_ERROR, "empty list");
	judged = rejection_case(empty, empty, accepted());
	judged.has_credential = false;
	check(judged, VERDICT_PASS, NULL);
	empty.sent = SENT_NOT_YET;
	judged = rejection_case(empty, empty, accepted());
	judged.mode = AUTH_NO_CLIENT_CERT;
	judged.unsolicited = true;
	check(judged, VERDICT_ERROR, "not yet");
	judged = rejection_case(empty, empty, accepted());
	judged.tls = TLS_1_1;
	check(judged, VERDICT_PASS, NULL);
}
END_TEST

START_TEST(reject_at_finished_says_nothing_of_a_message_before)
{
	struct observation upset = refused_by_alert(TLS_ALERT_DECRYPT_ERROR);
	struct judge_case judged;

	upset.sent = SENT_EMPTY;
	judged = rejection_case(upset, upset, accepted());
	judged.mode = AUTH_NO_CLIENT_CERT;
	judged.unsolicited = true;
	judged.tls = TLS_1_2;
	check(judged, VERDICT_ERROR, "Finished");
	judged.tls = TLS_1_3;
	check(judged, VERDICT_PASS, NULL);
}
END_TEST

START_TEST(reject_alert_of_the_version)
{
	ck_assert_int_eq(judge_expected_alert(TLS_ALERT_CERTIFICATE_REQUIRED, TLS_1_3), 116);
	ck_assert_int_eq(judge_expected_alert(TLS_ALERT_CERTIFICATE_REQUIRED, TLS_1_2), 40);
	ck_assert_int_eq(judge_expected_alert(TLS_ALERT_UNKNOWN_CA, TLS_1_2), TLS_ALERT_UNKNOWN_CA);
}
END_TEST

/* Of a client that offers TLS 1.1. */
static struct judge_case version_case(struct observation subject, enum tls_version negotiated)
{
	struct judge_case judged;

	subject.offered = TLS_1_1;
	subject.negotiated = negotiated;
	judged = rejection_case(subject, subject, accepted());
	judged.tls = TLS_1_1;
	judged.expected.alert = TLS_ALERT_PROTOCOL_VERSION;
	return judged;
}

static struct observation turned_away(struct observation facts)
{
	facts.handshake_done = facts.request_sent = false;
	facts.sent = SENT_NOT_ASKED;
	return facts;
}

START_TEST(reject_of_a_version_is_at_the_hello)
{
	static const enum tls_version taken[] = {TLS_1_0, TLS_1_1};
	struct observation alert = turned_away(refused_by_alert(TLS_ALERT_PROTOCOL_VERSION));
	struct judge_case judged;

	check(version_case(alert, TLS_VERSION_NONE), VERDICT_PASS, NULL);
	for (enum connection_end end = END_FIN; end <= END_RESET; end++) {
		struct observation shut = turned_away(closed(end));

		check(version_case(shut, TLS_VERSION_NONE), VERDICT_PASS, NULL);
		for (size_t i = 0; i < COUNT_OF(taken); i++)
			check(version_case(shut, taken[i]), VERDICT_FAIL, tls_version_name(taken[i]));
	}
	for (size_t i = 0; i < COUNT_OF(taken); i++) {
		check(version_case(alert, taken[i]), VERDICT_FAIL, "it agreed to");
		check(version_case(closed(END_DEADLINE), taken[i]), VERDICT_FAIL, "it agreed to");
		/* no control makes that better */
		judged = version_case(alert, taken[i]);
		judged.control_before = CONTROL_FAIL;
		check(judged, VERDICT_FAIL, "it agreed to");
	}
	check(version_case(accepted(), TLS_1_0), VERDICT_FAIL, "chose tls1.0 of what was offered");
	check(version_case(closed(END_DEADLINE), TLS_VERSION_NONE), VERDICT_ERROR, "in time");
	/* the version is not what must be refused */
	judged = version_case(alert, TLS_1_1);
	judged.expected.alert = TLS_ALERT_CERTIFICATE_EXPIRED;
	check(judged, VERDICT_PASS, NULL);
}
END_TEST

START_TEST(reject_crash_is_a_fail_and_trouble_an_error)
{
	struct observation expired = refused_by_alert(45);
	struct judge_case judged = rejection_case(expired, expired, not_connected());

	judged.crash = "killed by signal 11";
	check(judged, VERDICT_FAIL, "died of it");
	judged.crash = NULL;
	judged.trouble = "the target was killed";
	check(judged, VERDICT_ERROR, "killed");
}
END_TEST

START_TEST(accept_passes)
{
	check(accept_case(accepted()), VERDICT_PASS, NULL);
}
END_TEST

START_TEST(accept_fails_when_refused)
{
	check(accept_case(refused_by_alert(42)), VERDICT_FAIL, "refused (alert bad_certificate)");
	check(accept_case(refused_by_http(400)), VERDICT_FAIL, "refused (http 400)");
}
END_TEST

START_TEST(accept_is_error_without_evidence)
{
	check(accept_case(not_connected()), VERDICT_ERROR, "Connection refused");
	check(accept_case(closed(END_DEADLINE)), VERDICT_ERROR, "no answer");
}
END_TEST

START_TEST(accept_needs_the_right_question)
{
	struct observation facts = accepted();
	struct judge_case judged;

	facts.certificate_requested = false;
	facts.sent = SENT_NOT_ASKED;
	check(accept_case(facts), VERDICT_FAIL, "never asked");
	judged = accept_case(accepted());
	judged.mode = AUTH_NO_CLIENT_CERT;
	check(judged, VERDICT_FAIL, "must not");
	judged = accept_case(facts);
	judged.mode = AUTH_NO_CLIENT_CERT;
	check(judged, VERDICT_PASS, NULL);
}
END_TEST

START_TEST(accept_needs_what_was_meant_to_be_sent)
{
	struct observation facts = accepted();
	struct judge_case judged;

	facts.sent = SENT_EMPTY;
	judged = accept_case(facts);
	check(judged, VERDICT_ERROR,
		"accepted (http 200), but our Certificate message was \"empty list\"");
	judged.expected.level = LEVEL_SHOULD;
	check(judged, VERDICT_ERROR, "empty list");
	facts = refused_by_alert(80);
	facts.sent = SENT_NOT_YET;
	check(accept_case(facts), VERDICT_ERROR, "not yet");
}
END_TEST

/* Whichever of the two drivers it is that shows, or is asked, something else. */
START_TEST(accept_looks_at_both_drivers)
{
	struct observation facts = accepted();
	struct judge_case judged = accept_case(facts);

	judged.attempt_count = judged.subject_count = 2;
	judged.attempts[1].role = "subject";
	judged.attempts[1].driver = "http";
	check(judged, VERDICT_PASS, NULL);
	judged.attempts[1].facts.sent = SENT_EMPTY;
	check(judged, VERDICT_ERROR, "empty list");
	judged.attempts[1].facts = unsent(facts);
	check(judged, VERDICT_ERROR, "it offers a, b");
	judged.attempts[1].facts.sent = SENT_NOT_ASKED;
	judged.attempts[1].facts.unsent = NULL;
	judged.attempts[1].facts.certificate_requested = false;
	check(judged, VERDICT_FAIL, "never asked");
}
END_TEST

START_TEST(accept_checks_identity)
{
	struct judge_case judged = accept_case(accepted());

	judged.identity_problem = "the backend was told a lie";
	check(judged, VERDICT_FAIL, "a lie");
}
END_TEST

START_TEST(accept_notes_what_may_mislead)
{
	struct judge_case judged = accept_case(accepted());

	judged.identity_note = "a look-alike";
	check(judged, VERDICT_PASS, NULL);
	ck_assert_str_eq(run_judge(judged).deviation, "a look-alike");
	judged.strict = true;
	check(judged, VERDICT_FAIL, "a look-alike");
}
END_TEST

START_TEST(either_shows_and_never_judges)
{
	struct observation expired = refused_by_alert(45);
	struct judge_case judged = rejection_case(expired, expired, accepted());

	judged.expected.outcome = OUTCOME_EITHER;
	ck_assert_int_eq(run_judge(judged).observed, OUTCOME_REJECT);
	check(judged, VERDICT_PASS, NULL);
	judged = rejection_case(accepted(), accepted(), accepted());
	judged.expected.outcome = OUTCOME_EITHER;
	ck_assert_int_eq(run_judge(judged).observed, OUTCOME_ACCEPT);
	check(judged, VERDICT_PASS, NULL);
	expired.sent = SENT_EMPTY;
	judged = rejection_case(expired, expired, accepted());
	judged.expected.outcome = OUTCOME_EITHER;
	check(judged, VERDICT_ERROR, "\"empty list\" instead of");
	judged = rejection_case(not_connected(), expired, accepted());
	judged.expected.outcome = OUTCOME_EITHER;
	check(judged, VERDICT_ERROR, NULL);
}
END_TEST

/* The outcome is left to the target, what it tells of whom it lets in is not. */
START_TEST(either_checks_identity)
{
	struct observation expired = refused_by_alert(45);
	struct judge_case judged = rejection_case(accepted(), accepted(), accepted());

	judged.expected.outcome = OUTCOME_EITHER;
	judged.identity_note = "a look-alike";
	check(judged, VERDICT_PASS, NULL);
	ck_assert_str_eq(run_judge(judged).deviation, "a look-alike");
	judged.identity_problem = "the backend was told a lie";
	check(judged, VERDICT_FAIL, "accepted, but the backend was told a lie");
	judged = rejection_case(expired, expired, accepted());
	judged.expected.outcome = OUTCOME_EITHER;
	judged.identity_problem = "the good client's";
	check(judged, VERDICT_PASS, NULL);
}
END_TEST

START_TEST(control_gates_rejections)
{
	struct observation expired = refused_by_alert(45);
	struct judge_case judged = rejection_case(expired, expired, accepted());

	judged.control_before = CONTROL_FAIL;
	judged.control_reason = "http 400";
	check(judged, VERDICT_ERROR, "no control");
	judged.control_before = CONTROL_NONE;
	check(judged, VERDICT_ERROR, "no control");
}
END_TEST

/* Whoever got in, got in: no control makes the door less open. */
START_TEST(control_is_not_needed_to_see_an_open_door)
{
	struct observation expired = refused_by_alert(45);
	struct judge_case judged = rejection_case(accepted(), accepted(), refused_by_http(400));

	judged.control_before = CONTROL_FAIL;
	ck_assert_int_eq(check(judged, VERDICT_FAIL, "accepted").observed, OUTCOME_ACCEPT);
	judged = rejection_case(expired, accepted(), accepted());
	judged.control_before = CONTROL_NONE;
	check(judged, VERDICT_FAIL, "the second time");
	/* but what only should be refused is a matter of the whole */
	judged.expected.level = LEVEL_SHOULD;
	check(judged, VERDICT_ERROR, "no control");
	judged.strict = true;
	check(judged, VERDICT_FAIL, "the second time");
}
END_TEST

START_TEST(control_failing_is_a_finding_for_the_good_client_only)
{
	struct judge_case judged = accept_case(refused_by_http(400));

	judged.control_before = CONTROL_FAIL;
	check(judged, VERDICT_ERROR, "no control");
	judged.is_good_peer = true;
	check(judged, VERDICT_FAIL, "shut out: the good client is refused (http 400)");
	/* that may be right of whom others have set up */
	judged.runs_already = true;
	check(judged, VERDICT_ERROR, "no control: the good client is refused (http 400)");
	check(judged, VERDICT_ERROR, "--credential client=CERT,KEY");
	judged = accept_case(not_connected());
	judged.control_before = CONTROL_FAIL;
	judged.is_good_peer = true;
	check(judged, VERDICT_ERROR, "no control");
}
END_TEST

/* Who only closes may speak another protocol: only where that is known is it a refusal. */
START_TEST(control_closed_without_a_word_may_be_unclear)
{
	struct judge_case judged = accept_case(closed(END_FIN));

	judged.control_before = CONTROL_FAIL;
	judged.is_good_peer = true;
	judged.attempts[0].facts.handshake_done = true;
	check(judged, VERDICT_FAIL, "good client is refused");
	judged.silence_is_unclear = true;
	check(judged, VERDICT_ERROR, "no HTTP answer");
	judged.attempts[0].facts.alert = TLS_ALERT_UNKNOWN_CA;
	judged.attempts[0].facts.alert_from = PARTY_SERVER;
	check(judged, VERDICT_FAIL, "good client is refused");
}
END_TEST

START_TEST(deviation_declared_is_tested_each_time)
{
	struct judge_deviation known = {
		.observed = OUTCOME_REJECT, .reason = "forgives only four errors", .link = "https://x"};
	struct judge_case judged = accept_case(refused_by_http(400));
	struct cell_result result;

	judged.deviation = &known;
	result = run_judge(judged);
	ck_assert_int_eq(result.verdict, VERDICT_XFAIL);
	ck_assert_str_eq(result.reason, known.reason);
	ck_assert_str_eq(result.link, known.link);
	judged = accept_case(accepted());
	judged.deviation = &known;
	check(judged, VERDICT_XPASS, "does not happen any more");
	judged = accept_case(not_connected());
	judged.deviation = &known;
	check(judged, VERDICT_ERROR, NULL);
}
END_TEST

/* The client was to be accepted and was; what is declared is what the backend was told. */
START_TEST(deviation_in_what_the_backend_was_told)
{
	struct judge_deviation known = {.observed = OUTCOME_ACCEPT, .reason = "passes copies on"};
	struct judge_case judged = accept_case(accepted());

	judged.deviation = &known;
	check(judged, VERDICT_XPASS, "does not happen any more");
	judged.identity_problem = "a lie";
	check(judged, VERDICT_XFAIL, "passes copies on");
	/* another failure than the one that is declared is a failure */
	known.observed = OUTCOME_REJECT;
	check(judged, VERDICT_FAIL, "a lie");
}
END_TEST

START_TEST(strict_turns_notes_into_failures)
{
	struct observation by_http = refused_by_http(400);
	struct judge_case judged = rejection_case(by_http, by_http, accepted());

	judged.strict = true;
	check(judged, VERDICT_FAIL, "http 400");
}
END_TEST

START_TEST(strict_decides_over_should)
{
	struct judge_case judged = rejection_case(accepted(), accepted(), accepted());

	judged.expected.level = LEVEL_SHOULD;
	ck_assert_ptr_nonnull(strstr(run_judge(judged).deviation, "SHOULD"));
	check(judged, VERDICT_PASS, NULL);
	judged.strict = true;
	check(judged, VERDICT_FAIL, "accepted");
}
END_TEST

START_TEST(drivers_must_agree)
{
	struct observation expired = refused_by_alert(45);
	struct judge_case judged = rejection_case(expired, accepted(), accepted());

	judged.attempts[1].role = "subject";
	judged.attempts[1].driver = "http";
	check(judged, VERDICT_ERROR, "drivers disagree");
	judged = rejection_case(expired, refused_by_http(400), accepted());
	judged.attempts[1].role = "subject";
	judged.attempts[1].driver = "http";
	check(judged, VERDICT_PASS, NULL);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		connection_case(&arena),
		{"reject",
			{reject_passes_with_evidence_and_control, reject_by_other_means_is_noted,
				reject_fails_when_let_in, reject_is_error_without_evidence,
				reject_without_the_good_client_after_is_error,
				reject_of_something_else_than_meant_is_error,
				reject_at_finished_says_nothing_of_a_message_before, reject_alert_of_the_version,
				reject_of_a_version_is_at_the_hello, reject_crash_is_a_fail_and_trouble_an_error}},
		{"accept",
			{accept_passes, accept_fails_when_refused, accept_is_error_without_evidence,
				accept_needs_the_right_question, accept_needs_what_was_meant_to_be_sent,
				accept_looks_at_both_drivers, accept_checks_identity,
				accept_notes_what_may_mislead}},
		unsent_case(),
		{"either", {either_shows_and_never_judges, either_checks_identity}},
		{"control",
			{control_gates_rejections, control_is_not_needed_to_see_an_open_door,
				control_failing_is_a_finding_for_the_good_client_only,
				control_closed_without_a_word_may_be_unclear}},
		{"deviation",
			{deviation_declared_is_tested_each_time, deviation_in_what_the_backend_was_told}},
		{"strict", {strict_turns_notes_into_failures, strict_decides_over_should}},
		{"drivers", {drivers_must_agree}},
		client_connection_case(),
		client_cell_case(),
		client_presents_case(),
		decider_case(),
		request_case(),
		steps_case(),
		measure_case(),
	};
	int result;

	arena_init(&arena);
	result = unit_run("verdict", cases, COUNT_OF(cases));
	arena_finish(&arena);
	return result;
}
