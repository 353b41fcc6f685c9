/* Several connections in order: which step decides, and what its evidence must be. */
#include <string.h>

#include "arena.h"
#include "judge_steps.h"
#include "test_verdict.h"

enum { ATTEMPTS_PER_STEP = 3, STEPS = 3 };

struct sequence {
	struct arena arena;
	struct attempt_result attempts[STEPS][ATTEMPTS_PER_STEP];
	struct judge_step steps[STEPS];
	struct judge_case whole;
	struct cell_result result;
};

static struct attempt_result attempt_of(const struct observation *facts, const char *role)
{
	return (struct attempt_result){
		.role = role, .driver = "tls", .credential = "x", .facts = *facts};
}

/* A step that shows `subject` (twice, where it expects a refusal) and then the good client. */
static void set_step(struct sequence *sequence, size_t number, struct step_expectation expected,
	struct observation subject)
{
	struct observation good = accepted();
	struct judge_step *step = &sequence->steps[number];
	struct attempt_result *attempts = sequence->attempts[number];

	expected.connection.given = true;
	*step = (struct judge_step){.name = "a step",
		.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
		.expected = expected,
		.has_credential = true,
		.control_before = CONTROL_PASS,
		.attempts = attempts,
		.attempt_count = 1,
		.subject_count = 1};
	attempts[0] = attempt_of(&subject, "subject");
	if (expected.connection.outcome == OUTCOME_ACCEPT)
		return;
	if (!expected.ours)
		attempts[step->subject_count++] = attempt_of(&subject, "again");
	attempts[step->subject_count] = attempt_of(&good, "good client after");
	step->attempt_count = step->subject_count + 1;
}

static const struct step_expectation accept = {
	.connection = {.outcome = OUTCOME_ACCEPT, .alert = TLS_ALERT_NONE}};
static const struct step_expectation reject_400 = {
	.connection = {.outcome = OUTCOME_REJECT, .alert = TLS_ALERT_NONE}, .http_status = 400};
static const struct step_expectation reject_ca = {
	.connection = {.outcome = OUTCOME_REJECT, .alert = TLS_ALERT_UNKNOWN_CA}};
static const struct step_expectation we_refuse = {
	.connection = {.outcome = OUTCOME_REJECT, .alert = TLS_ALERT_UNKNOWN_CA}, .ours = true};

static struct observation our_refusal(void)
{
	struct observation facts = refused_by_alert(TLS_ALERT_UNKNOWN_CA);

	facts.alert_from = PARTY_CLIENT;
	facts.server_trusted = facts.handshake_done = false;
	facts.server_trust_error = "unable to get local issuer certificate (certificate 1)";
	facts.sent = SENT_NOT_YET;
	return facts;
}

/* Accepted, refused by 400, our own refusal: all as expected. */
static void begin(struct sequence *sequence)
{
	memset(sequence, 0, sizeof(*sequence));
	arena_init(&sequence->arena);
	sequence->whole = (struct judge_case){.tls = TLS_1_3};
	set_step(sequence, 0, accept, accepted());
	set_step(sequence, 1, reject_400, refused_by_http(400));
	set_step(sequence, 2, we_refuse, our_refusal());
	sequence->steps[0].name = "first";
	sequence->steps[1].name = "second";
	sequence->steps[2].name = "third";
}

static void expect_verdict(struct sequence *sequence, enum verdict verdict, const char *reason)
{
	struct cell_result *result = &sequence->result;

	memset(result, 0, sizeof(*result));
	judge_steps(result, &sequence->whole, sequence->steps, STEPS, &sequence->arena);
	ck_assert_msg(result->verdict == verdict, "%s, not %s (%s)", verdict_words[result->verdict],
		verdict_words[verdict], result->reason ? result->reason : "");
	ck_assert_msg(!reason == !result->reason && (!reason || strstr(result->reason, reason)),
		"\"%s\" instead of \"%s\"", result->reason ? result->reason : "", reason ? reason : "");
}

static void end(struct sequence *sequence)
{
	arena_finish(&sequence->arena);
}

START_TEST(steps_pass_when_each_does)
{
	struct sequence s;

	begin(&s);
	expect_verdict(&s, VERDICT_PASS, NULL);
	ck_assert_uint_eq(s.result.step_count, STEPS);
	ck_assert_str_eq(s.result.steps[1].name, "second");
	ck_assert_str_eq(s.result.steps[1].expected, "reject by http 400");
	ck_assert_str_eq(s.result.steps[1].observed, "reject: http 400");
	ck_assert_str_eq(s.result.steps[2].expected, "our client refuses by alert unknown_ca");
	ck_assert_str_eq(s.result.steps[2].observed, "reject: alert unknown_ca of our client");
	ck_assert_int_eq(s.result.control, CONTROL_PASS);
	end(&s);
}
END_TEST

START_TEST(steps_first_that_misses_decides)
{
	struct sequence s;

	begin(&s);
	set_step(&s, 1, reject_400, accepted());
	s.steps[1].name = "second";
	s.steps[0].attempts[0].facts = refused_by_alert(TLS_ALERT_UNKNOWN_CA);
	expect_verdict(&s, VERDICT_FAIL, "step 1 of 3 (first): refused (alert unknown_ca)");
	ck_assert_int_eq(s.result.expected, OUTCOME_ACCEPT);
	ck_assert_int_eq(s.result.observed, OUTCOME_REJECT);
	ck_assert_int_eq(s.result.steps[0].verdict, VERDICT_FAIL);
	ck_assert_int_eq(s.result.steps[1].verdict, VERDICT_FAIL);
	ck_assert_int_eq(s.result.steps[2].verdict, VERDICT_PASS);
	s.steps[0].attempts[0].facts = accepted();
	expect_verdict(&s, VERDICT_FAIL, "step 2 of 3 (second): accepted (http 200");
	ck_assert_int_eq(s.result.observed, OUTCOME_ACCEPT);
	end(&s);
}
END_TEST

START_TEST(steps_that_were_not_made_prove_nothing)
{
	struct sequence s;

	begin(&s);
	s.steps[2].attempt_count = s.steps[2].subject_count = 0;
	expect_verdict(&s, VERDICT_ERROR, "step 3 of 3 (third): was not made");
	ck_assert_int_eq(s.result.steps[2].verdict, VERDICT_NOT_RUN);
	ck_assert_ptr_null(s.result.steps[2].observed);
	s.steps[1].attempts[0].facts = not_connected();
	expect_verdict(&s, VERDICT_ERROR, "step 2 of 3 (second): subject: no TCP connection");
	end(&s);
}
END_TEST

START_TEST(steps_need_their_controls)
{
	struct sequence s;

	begin(&s);
	s.steps[1].control_before = CONTROL_FAIL;
	expect_verdict(&s, VERDICT_ERROR, "step 2 of 3 (second): no control");
	s.steps[1].control_before = CONTROL_PASS;
	s.steps[1].attempts[2].facts = refused_by_http(400);
	s.steps[1].attempts[2].credential = "client-bob";
	expect_verdict(&s, VERDICT_ERROR,
		"step 2 of 3 (second): no control: after it the good client was not accepted any more "
		"(client-bob: http 400");
	end(&s);
	begin(&s);
	s.steps[2].control_before = CONTROL_NONE;
	expect_verdict(&s, VERDICT_ERROR, "step 3 of 3 (third): no control");
	s.steps[2].control_before = CONTROL_PASS;
	s.steps[2].attempts[1].facts = our_refusal();
	expect_verdict(&s, VERDICT_ERROR, "no control: the good client, who trusts the server");
	s.steps[2].attempt_count = 1;
	expect_verdict(&s, VERDICT_ERROR, "no control: the good client was not tried afterwards");
	end(&s);
}
END_TEST

START_TEST(steps_our_refusal_is_ours)
{
	struct sequence s;
	struct observation *facts;

	begin(&s);
	facts = &s.steps[2].attempts[0].facts;
	facts->alert_from = PARTY_SERVER;
	facts->server_trust_error = NULL;
	expect_verdict(&s, VERDICT_ERROR, "step 3 of 3 (third): our client should have refused");
	*facts = our_refusal();
	facts->alert = TLS_ALERT_BAD_CERTIFICATE;
	expect_verdict(&s, VERDICT_ERROR, "our client should have refused");
	*facts = accepted();
	expect_verdict(&s, VERDICT_ERROR, "our client should have refused");
	*facts = our_refusal();
	facts->backend_saw = true;
	expect_verdict(&s, VERDICT_ERROR, "our client should have refused");
	end(&s);
}
END_TEST

START_TEST(steps_ask_for_the_answer)
{
	struct step_expectation asks = reject_400;
	struct sequence s;

	begin(&s);
	s.steps[1].attempts[0].facts = s.steps[1].attempts[1].facts =
		refused_by_alert(TLS_ALERT_UNKNOWN_CA);
	expect_verdict(&s, VERDICT_FAIL, "step 2 of 3 (second): refused without an HTTP answer");
	s.steps[1].attempts[0].facts = s.steps[1].attempts[1].facts = refused_by_http(403);
	expect_verdict(&s, VERDICT_FAIL, "answered with http 403");
	asks.says = "No certificate";
	set_step(&s, 1, asks, refused_by_http(400));
	s.steps[1].attempts[0].facts.http_excerpt = "other words";
	expect_verdict(&s, VERDICT_FAIL, "does not say \"No certificate\", but \"other words\"");
	s.steps[1].attempts[0].facts.text_came = true;
	expect_verdict(&s, VERDICT_FAIL, "does not say"); /* the second time */
	s.steps[1].attempts[1].facts.text_came = true;
	expect_verdict(&s, VERDICT_PASS, NULL);
	s.steps[1].attempts[0].facts.text_came = false;
	s.steps[1].expected.connection.level = LEVEL_SHOULD;
	expect_verdict(&s, VERDICT_PASS, NULL);
	ck_assert_ptr_nonnull(strstr(s.result.deviation, "step 2 of 3"));
	s.whole.strict = true;
	expect_verdict(&s, VERDICT_FAIL, "does not say");
	end(&s);
}
END_TEST

START_TEST(steps_another_alert_is_a_deviation)
{
	struct sequence s;

	begin(&s);
	set_step(&s, 1, reject_ca, refused_by_alert(TLS_ALERT_BAD_CERTIFICATE));
	expect_verdict(&s, VERDICT_PASS, NULL);
	ck_assert_ptr_nonnull(strstr(s.result.deviation, "step 2 of 3 (a step): refused by alert"));
	s.whole.strict = true;
	expect_verdict(&s, VERDICT_FAIL, "step 2 of 3 (a step): refused by alert bad_certificate");
	end(&s);
}
END_TEST

START_TEST(steps_ask_for_the_session)
{
	struct step_expectation resumed = accept;
	struct observation facts = accepted();
	struct sequence s;

	begin(&s);
	resumed.resumed = RESUMPTION_YES;
	set_step(&s, 1, resumed, facts);
	expect_verdict(&s, VERDICT_FAIL, "the session was not resumed");
	/* no certificates in such a handshake, and that is in order */
	facts.resumed = true;
	facts.certificate_requested = false;
	facts.sent = SENT_NOT_ASKED;
	set_step(&s, 1, resumed, facts);
	expect_verdict(&s, VERDICT_PASS, NULL);
	resumed.resumed = RESUMPTION_NO;
	set_step(&s, 1, resumed, facts);
	expect_verdict(&s, VERDICT_FAIL, "the session was resumed");
	facts = refused_by_http(400);
	facts.resumed = true;
	facts.sent = SENT_NOT_ASKED;
	set_step(&s, 1, reject_400, facts);
	expect_verdict(&s, VERDICT_PASS, NULL);
	end(&s);
}
END_TEST

/* Also where it is left open whether the client gets in, and each time that it is offered. */
START_TEST(steps_ask_for_the_session_of_either)
{
	struct step_expectation either = {
		.connection = {.outcome = OUTCOME_EITHER, .alert = TLS_ALERT_NONE}};
	struct step_expectation reject = reject_400;
	struct observation full = accepted();
	struct observation resumed = accepted();
	struct sequence s;

	begin(&s);
	resumed.resumed = true;
	resumed.certificate_requested = false;
	resumed.sent = SENT_NOT_ASKED;
	either.resumed = RESUMPTION_NO;
	set_step(&s, 1, either, full);
	expect_verdict(&s, VERDICT_PASS, NULL);
	set_step(&s, 1, either, resumed);
	expect_verdict(&s, VERDICT_FAIL, "the session was resumed");
	either.connection.level = LEVEL_SHOULD;
	set_step(&s, 1, either, resumed);
	expect_verdict(&s, VERDICT_PASS, NULL);
	ck_assert_ptr_nonnull(strstr(s.result.deviation, "SHOULD be otherwise: the session was"));
	either.connection.level = LEVEL_MUST;
	either.resumed = RESUMPTION_YES;
	set_step(&s, 1, either, resumed);
	expect_verdict(&s, VERDICT_PASS, NULL);
	s.attempts[1][1].facts = full;
	expect_verdict(&s, VERDICT_FAIL, "again: the session was not resumed");
	reject.resumed = RESUMPTION_YES;
	resumed.http_status = 400;
	resumed.backend_saw = resumed.token_echoed = false;
	set_step(&s, 1, reject, resumed);
	expect_verdict(&s, VERDICT_PASS, NULL);
	s.attempts[1][1].facts = refused_by_http(400);
	expect_verdict(&s, VERDICT_FAIL, "again: the session was not resumed");
	end(&s);
}
END_TEST

START_TEST(steps_that_met_an_obstacle)
{
	struct sequence s;

	begin(&s);
	s.steps[2].attempt_count = s.steps[2].subject_count = 0;
	s.steps[2].obstacle = "the target gave no session to resume at step 1 (first)";
	expect_verdict(&s, VERDICT_ERROR,
		"step 3 of 3 (third): the target gave no session to resume at step 1 (first)");
	ck_assert_str_eq(s.result.steps[2].note, s.steps[2].obstacle);
	/* what missed before decides */
	set_step(&s, 1, reject_400, accepted());
	expect_verdict(&s, VERDICT_FAIL, "step 2 of 3 (a step): accepted");
	end(&s);
}
END_TEST

/* As in cells of one connection: see test_unsent.c. */
START_TEST(steps_show_what_was_meant)
{
	struct step_expectation should = accept;
	struct sequence s;

	begin(&s);
	set_step(&s, 0, accept, unsent(accepted()));
	expect_verdict(&s, VERDICT_ERROR, "it offers a, b");
	should.connection.level = LEVEL_SHOULD;
	should.http_status = 201;
	set_step(&s, 0, should, unsent(accepted()));
	expect_verdict(&s, VERDICT_ERROR, "it offers a, b");
	s.steps[0].key_in_question = true;
	expect_verdict(&s, VERDICT_PASS, NULL);
	ck_assert_ptr_nonnull(strstr(s.result.deviation, "not tried: it offers a, b"));
	end(&s);
}
END_TEST

START_TEST(steps_plain_needs_no_certificate)
{
	struct observation facts = accepted();
	struct sequence s;

	begin(&s);
	facts.certificate_requested = false;
	facts.sent = SENT_NOT_ASKED;
	set_step(&s, 1, accept, facts);
	expect_verdict(&s, VERDICT_FAIL, "never asked for a certificate");
	s.steps[1].plain = true;
	s.steps[1].has_credential = false;
	expect_verdict(&s, VERDICT_PASS, NULL);
	end(&s);
}
END_TEST

/* No backend stands behind a file: the mark in it is the proof. */
START_TEST(steps_a_file_is_proved_by_its_mark)
{
	struct observation facts = accepted();
	struct sequence s;

	begin(&s);
	facts.backend_observed = facts.backend_saw = facts.token_echoed = false;
	facts.file_meant = true;
	set_step(&s, 0, accept, facts);
	expect_verdict(&s, VERDICT_ERROR, "not with the file that the target serves");
	s.steps[0].attempts[0].facts.file_came = true;
	expect_verdict(&s, VERDICT_PASS, NULL);
	/* whatever the status says, the file got out */
	facts = refused_by_http(403);
	facts.file_meant = facts.file_came = true;
	set_step(&s, 1, reject_400, facts);
	expect_verdict(&s, VERDICT_FAIL, "the file came before");
	end(&s);
}
END_TEST

START_TEST(steps_crash_trouble_and_known_deviation)
{
	const struct judge_deviation known = {
		.observed = OUTCOME_ACCEPT, .reason = "known", .link = "l"};
	struct sequence s;

	begin(&s);
	s.whole.trouble = "it went away";
	expect_verdict(&s, VERDICT_ERROR, "it went away");
	s.whole.crash = "signal 11";
	expect_verdict(&s, VERDICT_FAIL, "the target died of it: signal 11");
	end(&s);
	begin(&s);
	s.whole.deviation = &known;
	expect_verdict(&s, VERDICT_XPASS, "does not happen any more");
	set_step(&s, 1, reject_400, accepted());
	expect_verdict(&s, VERDICT_XFAIL, "known");
	set_step(&s, 1, reject_400, refused_by_http(502));
	expect_verdict(&s, VERDICT_ERROR, "502");
	end(&s);
}
END_TEST

/* A SHOULD that is missed as declared happens; another failure than the declared one is one. */
START_TEST(steps_known_deviation_is_looked_for)
{
	struct judge_deviation known = {.observed = OUTCOME_ACCEPT, .reason = "known"};
	struct step_expectation should = reject_400;
	struct sequence s;

	begin(&s);
	s.whole.deviation = &known;
	should.connection.level = LEVEL_SHOULD;
	set_step(&s, 2, should, accepted());
	expect_verdict(&s, VERDICT_XFAIL, "known");
	known.observed = OUTCOME_REJECT;
	set_step(&s, 2, reject_400, accepted());
	expect_verdict(&s, VERDICT_FAIL, "step 3 of 3");
	end(&s);
}
END_TEST

/* The only step's answer is part of what happens. */
START_TEST(steps_known_deviation_of_an_answer)
{
	struct judge_deviation known = {.observed = OUTCOME_REJECT, .reason = "known"};
	struct step_expectation says = accept;
	struct cell_result result = {0};
	struct sequence s;

	begin(&s);
	s.whole.deviation = &known;
	says.says = "hello";
	set_step(&s, 0, says, accepted());
	s.steps[0].name = NULL;
	judge_steps(&result, &s.whole, s.steps, 1, &s.arena);
	ck_assert_int_eq(result.verdict, VERDICT_FAIL);
	known.observed = OUTCOME_ACCEPT;
	judge_steps(&result, &s.whole, s.steps, 1, &s.arena);
	ck_assert_int_eq(result.verdict, VERDICT_XFAIL);
	s.whole.crash = "signal 11";
	judge_steps(&result, &s.whole, s.steps, 1, &s.arena);
	ck_assert_int_eq(result.verdict, VERDICT_FAIL);
	end(&s);
}
END_TEST

struct unit_case steps_case(void)
{
	return (struct unit_case){"steps",
		{steps_pass_when_each_does, steps_first_that_misses_decides,
			steps_that_were_not_made_prove_nothing, steps_need_their_controls,
			steps_our_refusal_is_ours, steps_ask_for_the_answer, steps_another_alert_is_a_deviation,
			steps_ask_for_the_session, steps_ask_for_the_session_of_either,
			steps_that_met_an_obstacle, steps_show_what_was_meant, steps_plain_needs_no_certificate,
			steps_a_file_is_proved_by_its_mark, steps_crash_trouble_and_known_deviation,
			steps_known_deviation_is_looked_for, steps_known_deviation_of_an_answer}};
}
