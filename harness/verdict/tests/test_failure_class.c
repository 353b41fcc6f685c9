/* What kind of harm each failure is. */
#include "test_verdict.h"

#include "judge_fixture.h"

static void check_class(struct judge_case judged, enum failure_class failure)
{
	struct cell_result result = check(judged, VERDICT_FAIL, NULL);

	ck_assert_msg(result.failure == failure, "%s, not %s (%s)", failure_class_words[result.failure],
		failure_class_words[failure], result.reason);
}

START_TEST(let_in_and_crashed)
{
	struct observation expired = refused_by_alert(45);
	struct judge_case crashed = rejection_case(expired, expired, accepted());

	check_class(rejection_case(accepted(), expired, accepted()), FAILURE_LET_IN);
	check_class(rejection_case(expired, accepted(), accepted()), FAILURE_LET_IN);
	crashed.crash = "killed by signal 11";
	check_class(crashed, FAILURE_CRASHED);
}
END_TEST

START_TEST(shut_out_with_and_without_a_control)
{
	struct judge_case judged = accept_case(refused_by_alert(45));

	check_class(judged, FAILURE_SHUT_OUT);
	judged.is_good_peer = true;
	judged.control_before = CONTROL_FAIL;
	check_class(judged, FAILURE_SHUT_OUT);
}
END_TEST

START_TEST(deceived_and_otherwise)
{
	struct observation unasked = accepted();
	struct judge_case deceived = accept_case(accepted());
	struct judge_case noted = accept_case(accepted());
	struct judge_case alert;

	deceived.identity_problem = "the backend was told CN=admin";
	check_class(deceived, FAILURE_DECEIVED);
	deceived.expected.outcome = OUTCOME_EITHER;
	check_class(deceived, FAILURE_DECEIVED);
	noted.identity_note = "it looks like SUCCESS";
	noted.strict = true;
	check_class(noted, FAILURE_DECEIVED);
	unasked.certificate_requested = false;
	check_class(accept_case(unasked), FAILURE_OTHERWISE);
	alert = rejection_case(refused_by_alert(40), refused_by_alert(40), accepted());
	alert.strict = true;
	check_class(alert, FAILURE_OTHERWISE);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"classes",
		{let_in_and_crashed, shut_out_with_and_without_a_control, deceived_and_otherwise}}};

	return unit_run("failure_class", cases, COUNT_OF(cases));
}
