/* Several connections in order: which step decides, and what its evidence must be. */
#include <string.h>

#include "arena.h"
#include "steps_fixture.h"

START_TEST(steps_pass_when_each_does)
{
	struct sequence s;

	sequence_begin(&s);
	sequence_expect(&s, VERDICT_PASS, NULL);
	ck_assert_uint_eq(s.result.step_count, STEPS);
	ck_assert_str_eq(s.result.steps[1].name, "second");
	ck_assert_str_eq(s.result.steps[1].expected, "reject by http 400");
	ck_assert_str_eq(s.result.steps[1].observed, "reject: http 400");
	ck_assert_str_eq(s.result.steps[2].expected, "our client refuses by alert unknown_ca");
	ck_assert_str_eq(s.result.steps[2].observed, "reject: alert unknown_ca of our client");
	ck_assert_int_eq(s.result.control, CONTROL_PASS);
	sequence_end(&s);
}
END_TEST

START_TEST(steps_first_that_misses_decides)
{
	struct sequence s;

	sequence_begin(&s);
	sequence_set(&s, 1, step_reject_400, accepted());
	s.steps[1].name = "second";
	s.steps[0].attempts[0].facts = refused_by_alert(TLS_ALERT_UNKNOWN_CA);
	sequence_expect(&s, VERDICT_FAIL, "step 1 of 3 (first): refused (alert unknown_ca)");
	ck_assert_int_eq(s.result.expected, OUTCOME_ACCEPT);
	ck_assert_int_eq(s.result.observed, OUTCOME_REJECT);
	ck_assert_int_eq(s.result.steps[0].verdict, VERDICT_FAIL);
	ck_assert_int_eq(s.result.steps[1].verdict, VERDICT_FAIL);
	ck_assert_int_eq(s.result.steps[2].verdict, VERDICT_PASS);
	s.steps[0].attempts[0].facts = accepted();
	sequence_expect(&s, VERDICT_FAIL, "step 2 of 3 (second): accepted (http 200");
	ck_assert_int_eq(s.result.observed, OUTCOME_ACCEPT);
	sequence_end(&s);
}
END_TEST

/* Wherever the addresses are to be left alone, and nowhere else. */
START_TEST(steps_leave_addresses_alone)
{
	static const char went[] = "step 2 of 3 (second): it went to the address for \"ocsp\"";
	struct step_expectation expected = step_reject_400;
	struct sequence s;

	sequence_begin(&s);
	s.attempts[1][1].facts.fetched = "ocsp";
	sequence_expect(&s, VERDICT_PASS, NULL);
	expected.fetches_nothing = true;
	s.steps[1].expected = expected;
	sequence_expect(
		&s, VERDICT_FAIL, "step 2 of 3 (second): again: it went to the address for \"ocsp\"");
	ck_assert_int_eq(s.result.failure, FAILURE_OTHERWISE);
	ck_assert_str_eq(s.result.steps[1].expected, "reject by http 400, fetching nothing");
	s.attempts[1][0].facts.fetched = "ocsp";
	sequence_expect(&s, VERDICT_FAIL, went);
	/* of the good client it is no matter */
	s.attempts[1][0].facts.fetched = s.attempts[1][1].facts.fetched = NULL;
	s.attempts[1][2].facts.fetched = "ocsp";
	sequence_expect(&s, VERDICT_PASS, NULL);
	sequence_end(&s);
}
END_TEST

START_TEST(steps_that_were_not_made_prove_nothing)
{
	struct sequence s;

	sequence_begin(&s);
	s.steps[2].attempt_count = s.steps[2].subject_count = 0;
	sequence_expect(&s, VERDICT_ERROR, "step 3 of 3 (third): was not made");
	ck_assert_int_eq(s.result.steps[2].verdict, VERDICT_NOT_RUN);
	ck_assert_ptr_null(s.result.steps[2].observed);
	s.steps[1].attempts[0].facts = not_connected();
	sequence_expect(&s, VERDICT_ERROR, "step 2 of 3 (second): subject: no TCP connection");
	sequence_end(&s);
}
END_TEST

START_TEST(steps_need_their_controls)
{
	struct sequence s;

	sequence_begin(&s);
	s.steps[1].control_before = CONTROL_FAIL;
	sequence_expect(&s, VERDICT_ERROR, "step 2 of 3 (second): no control");
	s.steps[1].control_before = CONTROL_PASS;
	s.steps[1].attempts[2].facts = refused_by_http(400);
	s.steps[1].attempts[2].credential = "client-bob";
	sequence_expect(&s, VERDICT_ERROR,
		"step 2 of 3 (second): no control: after it the good client was not accepted any more "
		"(client-bob: http 400");
	sequence_end(&s);
	sequence_begin(&s);
	s.steps[2].control_before = CONTROL_NONE;
	sequence_expect(&s, VERDICT_ERROR, "step 3 of 3 (third): no control");
	s.steps[2].control_before = CONTROL_PASS;
	s.steps[2].attempts[1].facts = our_refusal();
	sequence_expect(&s, VERDICT_ERROR, "no control: the good client, who trusts the server");
	s.steps[2].attempt_count = 1;
	sequence_expect(&s, VERDICT_ERROR, "no control: the good client was not tried afterwards");
	sequence_end(&s);
}
END_TEST

START_TEST(steps_our_refusal_is_ours)
{
	struct sequence s;
	struct observation *facts;

	sequence_begin(&s);
	facts = &s.steps[2].attempts[0].facts;
	facts->alert_from = PARTY_SERVER;
	facts->server_trust_error = NULL;
	sequence_expect(&s, VERDICT_ERROR, "step 3 of 3 (third): our client should have refused");
	*facts = our_refusal();
	facts->alert = TLS_ALERT_BAD_CERTIFICATE;
	sequence_expect(&s, VERDICT_ERROR, "our client should have refused");
	*facts = accepted();
	sequence_expect(&s, VERDICT_ERROR, "our client should have refused");
	*facts = our_refusal();
	facts->backend_saw = true;
	sequence_expect(&s, VERDICT_ERROR, "our client should have refused");
	sequence_end(&s);
}
END_TEST

START_TEST(steps_ask_for_the_answer)
{
	struct step_expectation asks = step_reject_400;
	struct sequence s;

	sequence_begin(&s);
	s.steps[1].attempts[0].facts = s.steps[1].attempts[1].facts =
		refused_by_alert(TLS_ALERT_UNKNOWN_CA);
	sequence_expect(&s, VERDICT_FAIL, "step 2 of 3 (second): refused without an HTTP answer");
	s.steps[1].attempts[0].facts = s.steps[1].attempts[1].facts = refused_by_http(403);
	sequence_expect(&s, VERDICT_FAIL, "answered with http 403");
	asks.says = "No certificate";
	sequence_set(&s, 1, asks, refused_by_http(400));
	s.steps[1].attempts[0].facts.http_excerpt = "other words";
	sequence_expect(&s, VERDICT_FAIL, "does not say \"No certificate\", but \"other words\"");
	s.steps[1].attempts[0].facts.text_came = true;
	sequence_expect(&s, VERDICT_FAIL, "does not say"); /* the second time */
	s.steps[1].attempts[1].facts.text_came = true;
	sequence_expect(&s, VERDICT_PASS, NULL);
	s.steps[1].attempts[0].facts.text_came = false;
	s.steps[1].expected.connection.level = LEVEL_SHOULD;
	sequence_expect(&s, VERDICT_PASS, NULL);
	ck_assert_ptr_nonnull(strstr(s.result.deviation, "step 2 of 3"));
	s.whole.strict = true;
	sequence_expect(&s, VERDICT_FAIL, "does not say");
	sequence_end(&s);
}
END_TEST

START_TEST(steps_another_alert_is_a_deviation)
{
	struct sequence s;

	sequence_begin(&s);
	sequence_set(&s, 1, step_reject_ca, refused_by_alert(TLS_ALERT_BAD_CERTIFICATE));
	sequence_expect(&s, VERDICT_PASS, NULL);
	ck_assert_ptr_nonnull(strstr(s.result.deviation, "step 2 of 3 (a step): refused by alert"));
	s.whole.strict = true;
	sequence_expect(&s, VERDICT_FAIL, "step 2 of 3 (a step): refused by alert bad_certificate");
	sequence_end(&s);
}
END_TEST

START_TEST(steps_that_met_an_obstacle)
{
	struct sequence s;

	sequence_begin(&s);
	s.steps[2].attempt_count = s.steps[2].subject_count = 0;
	s.steps[2].obstacle = "the target gave no session to resume at step 1 (first)";
	sequence_expect(&s, VERDICT_ERROR,
		"step 3 of 3 (third): the target gave no session to resume at step 1 (first)");
	ck_assert_str_eq(s.result.steps[2].note, s.steps[2].obstacle);
	/* what missed before decides */
	sequence_set(&s, 1, step_reject_400, accepted());
	sequence_expect(&s, VERDICT_FAIL, "step 2 of 3 (a step): accepted");
	sequence_end(&s);
}
END_TEST

/* As in cells of one connection: see test_unsent.c. */
START_TEST(steps_show_what_was_meant)
{
	struct step_expectation should = step_accept;
	struct sequence s;

	sequence_begin(&s);
	sequence_set(&s, 0, step_accept, unsent(accepted()));
	sequence_expect(&s, VERDICT_ERROR, "it offers a, b");
	should.connection.level = LEVEL_SHOULD;
	should.http_status = 201;
	sequence_set(&s, 0, should, unsent(accepted()));
	sequence_expect(&s, VERDICT_ERROR, "it offers a, b");
	s.steps[0].key_in_question = true;
	sequence_expect(&s, VERDICT_PASS, NULL);
	ck_assert_ptr_nonnull(strstr(s.result.deviation, "not tried: it offers a, b"));
	sequence_end(&s);
}
END_TEST

START_TEST(steps_plain_needs_no_certificate)
{
	struct observation facts = accepted();
	struct sequence s;

	sequence_begin(&s);
	facts.certificate_requested = false;
	facts.sent = SENT_NOT_ASKED;
	sequence_set(&s, 1, step_accept, facts);
	sequence_expect(&s, VERDICT_FAIL, "never asked for a certificate");
	s.steps[1].plain = true;
	s.steps[1].has_credential = false;
	sequence_expect(&s, VERDICT_PASS, NULL);
	sequence_end(&s);
}
END_TEST

/* No backend stands behind a file: the mark in it is the proof. */
START_TEST(steps_a_file_is_proved_by_its_mark)
{
	struct observation facts = accepted();
	struct sequence s;

	sequence_begin(&s);
	facts.backend_observed = facts.backend_saw = facts.token_echoed = false;
	facts.file_meant = true;
	sequence_set(&s, 0, step_accept, facts);
	sequence_expect(&s, VERDICT_ERROR, "not with the file that the target serves");
	s.steps[0].attempts[0].facts.file_came = true;
	sequence_expect(&s, VERDICT_PASS, NULL);
	/* whatever the status says, the file got out */
	facts = refused_by_http(403);
	facts.file_meant = facts.file_came = true;
	sequence_set(&s, 1, step_reject_400, facts);
	sequence_expect(&s, VERDICT_FAIL, "the file came before");
	sequence_end(&s);
}
END_TEST

START_TEST(steps_crash_trouble_and_known_deviation)
{
	const struct judge_deviation known = {
		.observed = OUTCOME_ACCEPT, .reason = "known", .link = "l"};
	struct sequence s;

	sequence_begin(&s);
	s.whole.trouble = "it went away";
	sequence_expect(&s, VERDICT_ERROR, "it went away");
	s.whole.crash = "signal 11";
	sequence_expect(&s, VERDICT_FAIL, "the target died of it: signal 11");
	sequence_end(&s);
	sequence_begin(&s);
	s.whole.deviation = &known;
	sequence_expect(&s, VERDICT_XPASS, "does not happen any more");
	sequence_set(&s, 1, step_reject_400, accepted());
	sequence_expect(&s, VERDICT_XFAIL, "known");
	sequence_set(&s, 1, step_reject_400, refused_by_http(502));
	sequence_expect(&s, VERDICT_ERROR, "502");
	sequence_end(&s);
}
END_TEST

/* A SHOULD that is missed as declared happens; another failure than the declared one is one. */
START_TEST(steps_known_deviation_is_looked_for)
{
	struct judge_deviation known = {.observed = OUTCOME_ACCEPT, .reason = "known"};
	struct step_expectation should = step_reject_400;
	struct sequence s;

	sequence_begin(&s);
	s.whole.deviation = &known;
	should.connection.level = LEVEL_SHOULD;
	sequence_set(&s, 2, should, accepted());
	sequence_expect(&s, VERDICT_XFAIL, "known");
	known.observed = OUTCOME_REJECT;
	sequence_set(&s, 2, step_reject_400, accepted());
	sequence_expect(&s, VERDICT_FAIL, "step 3 of 3");
	sequence_end(&s);
}
END_TEST

/* The only step's answer is part of what happens. */
START_TEST(steps_known_deviation_of_an_answer)
{
	struct judge_deviation known = {.observed = OUTCOME_REJECT, .reason = "known"};
	struct step_expectation says = step_accept;
	struct cell_result result = {0};
	struct sequence s;

	sequence_begin(&s);
	s.whole.deviation = &known;
	says.says = "hello";
	sequence_set(&s, 0, says, accepted());
	s.steps[0].name = NULL;
	judge_steps(&result, &s.whole, s.steps, 1, &s.arena);
	ck_assert_int_eq(result.verdict, VERDICT_FAIL);
	known.observed = OUTCOME_ACCEPT;
	judge_steps(&result, &s.whole, s.steps, 1, &s.arena);
	ck_assert_int_eq(result.verdict, VERDICT_XFAIL);
	s.whole.crash = "signal 11";
	judge_steps(&result, &s.whole, s.steps, 1, &s.arena);
	ck_assert_int_eq(result.verdict, VERDICT_FAIL);
	sequence_end(&s);
}
END_TEST

struct unit_case steps_case(void)
{
	return (struct unit_case){"steps",
		{steps_pass_when_each_does, steps_first_that_misses_decides, steps_leave_addresses_alone,
			steps_that_were_not_made_prove_nothing, steps_need_their_controls,
			steps_our_refusal_is_ours, steps_ask_for_the_answer, steps_another_alert_is_a_deviation,

			steps_that_met_an_obstacle, steps_show_what_was_meant, steps_plain_needs_no_certificate,
			steps_a_file_is_proved_by_its_mark, steps_crash_trouble_and_known_deviation,
			steps_known_deviation_is_looked_for, steps_known_deviation_of_an_answer}};
}
