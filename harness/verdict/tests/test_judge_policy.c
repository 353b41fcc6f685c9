/* Steps that are left to the policy of the virtual host that answers. */
#include "steps_fixture.h"

static const struct step_expectation by_policy = {
	.connection = {.given = true, .outcome = OUTCOME_EITHER, .alert = TLS_ALERT_NONE},
	.policy = true};

/* Whatever was asked and shown: who reaches a host that he satisfied is in order. */
START_TEST(policy_lets_in_who_satisfied_it)
{
	struct observation facts = accepted();
	struct sequence s;

	sequence_begin(&s);
	facts.certificate_requested = false;
	facts.sent = SENT_NOT_ASKED;
	sequence_set(&s, 1, by_policy, facts);
	s.steps[1].has_credential = true;
	sequence_expect(&s, VERDICT_PASS, NULL);
	ck_assert_str_eq(s.result.steps[1].expected, "as the policy of the host that answers");
	s.steps[1].policy_breach = "he reached 'partner' with nothing";
	sequence_expect(&s, VERDICT_FAIL, "he reached 'partner' with nothing");
	ck_assert_int_eq(s.result.failure, FAILURE_LET_IN);
	ck_assert(s.result.by_policy);
	sequence_end(&s);
}
END_TEST

/* A refusal has to be proved like any other: the good client comes after it. */
START_TEST(policy_refusals_are_proved)
{
	struct sequence s;

	sequence_begin(&s);
	sequence_set(&s, 1, by_policy, refused_by_alert(TLS_ALERT_UNKNOWN_CA));
	sequence_expect(&s, VERDICT_PASS, NULL);
	s.steps[1].attempts[2].facts = closed(END_FIN);
	sequence_expect(&s, VERDICT_ERROR, "no control");
	sequence_set(&s, 1, by_policy, refused_by_alert(TLS_ALERT_UNKNOWN_CA));
	s.steps[1].control_before = CONTROL_FAIL;
	sequence_expect(&s, VERDICT_ERROR, "no control");
	sequence_end(&s);
}
END_TEST

START_TEST(policy_of_nobody_is_not_known)
{
	struct sequence s;

	sequence_begin(&s);
	sequence_set(&s, 1, by_policy, accepted());
	s.steps[1].policy_trouble = "it reached a backend of nobody's";
	sequence_expect(&s, VERDICT_ERROR, "it reached a backend of nobody's");
	/* a door that stands open stands open */
	s.steps[1].policy_breach = "he reached 'partner'";
	sequence_expect(&s, VERDICT_FAIL, "he reached 'partner'");
	sequence_end(&s);
}
END_TEST

/* What only some backends take for what is protected. */
START_TEST(policy_notes_what_backends_differ_in)
{
	struct sequence s;

	sequence_begin(&s);
	sequence_set(&s, 1, by_policy, accepted());
	s.steps[1].policy_note = "got //private/ through";
	sequence_expect(&s, VERDICT_PASS, NULL);
	ck_assert_ptr_nonnull(strstr(s.result.deviation, "SHOULD be otherwise: got //private/"));
	s.whole.strict = true;
	sequence_expect(&s, VERDICT_FAIL, "got //private/ through");
	ck_assert_int_eq(s.result.failure, FAILURE_OTHERWISE);
	s.whole.strict = false;
	s.steps[1].policy_breach = "he reached 'partner'";
	sequence_expect(&s, VERDICT_FAIL, "he reached 'partner'");
	sequence_end(&s);
}
END_TEST

START_TEST(policy_tells_the_truth)
{
	struct sequence s;

	sequence_begin(&s);
	sequence_set(&s, 1, by_policy, accepted());
	s.steps[1].identity_problem = "the backend was told of somebody else";
	sequence_expect(&s, VERDICT_FAIL, "told of somebody else");
	ck_assert_int_eq(s.result.failure, FAILURE_DECEIVED);
	sequence_end(&s);
}
END_TEST

START_TEST(answered_by_the_host_that_is_named)
{
	struct step_expectation expected = step_accept;
	struct observation facts = accepted();
	struct sequence s;

	sequence_begin(&s);
	expected.answered_by = "open";
	facts.answered_by = "open";
	sequence_set(&s, 1, expected, facts);
	sequence_expect(&s, VERDICT_PASS, NULL);
	facts.answered_by = "home";
	sequence_set(&s, 1, expected, facts);
	sequence_expect(&s, VERDICT_FAIL, "answered by host home");
	facts.answered_by = NULL;
	sequence_set(&s, 1, expected, facts);
	sequence_expect(&s, VERDICT_FAIL, "answered by no host of the target's file");
	sequence_end(&s);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"policy",
			{policy_lets_in_who_satisfied_it, policy_refusals_are_proved,
				policy_of_nobody_is_not_known, policy_tells_the_truth,
				policy_notes_what_backends_differ_in, answered_by_the_host_that_is_named}},
	};

	return unit_run("judge_policy", cases, COUNT_OF(cases));
}
