/* A credential that did not go out proves nothing, whatever became of its connection. */
#include "test_verdict.h"

#include <string.h>

#include "judge_fixture.h"

/* In no form and in no mode does a verdict rest on a credential that did not go out. */
START_TEST(unsent_proves_nothing)
{
	const struct observation shown[] = {accepted(), refused_by_alert(116), refused_by_http(400),
		refused_by_http(502), closed(END_FIN), closed(END_DEADLINE)};

	for (int mode = AUTH_REQUEST_CLIENT_CERT; mode < AUTH_MODE_COUNT; mode++) {
		for (int outcome = OUTCOME_ACCEPT; outcome <= OUTCOME_EITHER; outcome++) {
			for (size_t i = 0; i < COUNT_OF(shown) * 4; i++) {
				struct observation facts = unsent(shown[i / 4]);
				struct judge_case judged = rejection_case(facts, facts, accepted());

				judged.mode = (enum auth_mode)mode;
				judged.expected.outcome = (enum outcome)outcome;
				judged.expected.level = i & 1 ? LEVEL_SHOULD : LEVEL_MUST;
				judged.strict = i & 2;
				ck_assert_int_eq(
					check(judged, VERDICT_ERROR, "it offers a, b").observed, OUTCOME_NONE);
			}
		}
	}
}
END_TEST

START_TEST(unsent_in_one_of_several)
{
	struct observation expired = refused_by_alert(45);
	struct observation leaked = unsent(refused_by_http(400));
	struct judge_case judged;

	leaked.backend_saw = true;
	check(
		rejection_case(expired, unsent(accepted()), accepted()), VERDICT_ERROR, "again: it offers");
	check(rejection_case(expired, leaked, accepted()), VERDICT_ERROR, "again: it offers");
	check(rejection_case(expired, expired, unsent(accepted())), VERDICT_ERROR, "it offers");
	/* who did show it, and got in, did get in */
	check(rejection_case(unsent(accepted()), accepted(), accepted()), VERDICT_FAIL, "accepted");
	/* the good client himself */
	judged = accept_case(unsent(refused_by_http(400)));
	judged.is_good_peer = true;
	judged.control_before = CONTROL_FAIL;
	judged.control_reason = "it offers a, b";
	check(judged, VERDICT_ERROR,
		"no control: the good client was not accepted first (it offers a, b)");
}
END_TEST

/* What kinds of keys there are beside the good client's is for the target to say. */
START_TEST(unsent_key_that_is_left_to_the_target)
{
	struct judge_deviation known = {.observed = OUTCOME_REJECT, .reason = "no such keys"};
	struct judge_case judged = accept_case(unsent(refused_by_alert(116)));
	struct cell_result result;

	judged.key_in_question = true;
	judged.expected.level = LEVEL_SHOULD;
	for (int strict = 0; strict <= 1; strict++) {
		judged.strict = strict;
		result = check(judged, VERDICT_PASS, NULL);
		ck_assert_int_eq(result.observed, OUTCOME_NONE);
		ck_assert_str_eq(result.deviation, "not tried: it offers a, b; x has another key");
	}
	judged.deviation = &known;
	check(judged, VERDICT_PASS, NULL);
	judged.deviation = NULL;
	judged.expected =
		(struct expectation){.given = true, .outcome = OUTCOME_EITHER, .alert = TLS_ALERT_NONE};
	check(judged, VERDICT_PASS, NULL);
	judged.expected.outcome = OUTCOME_REJECT;
	judged.expected.level = LEVEL_SHOULD;
	check(judged, VERDICT_ERROR, "it offers a, b");
}
END_TEST

/* Where the kind is a must, a server that does not ask for it passes nothing and fails nothing. */
START_TEST(unsent_key_that_is_a_must)
{
	const struct observation shown[] = {accepted(), refused_by_alert(116), refused_by_http(400)};

	for (size_t i = 0; i < COUNT_OF(shown) * 2; i++) {
		struct judge_case judged = accept_case(unsent(shown[i / 2]));
		struct cell_result result;

		judged.strict = i & 1;
		check(judged, VERDICT_ERROR, "it offers a, b");
		judged.key_in_question = true;
		result = check(judged, VERDICT_SKIP, "not tried: it offers a, b; x has another key");
		ck_assert_int_eq(result.observed, OUTCOME_NONE);
		ck_assert_ptr_null(result.deviation);
	}
}
END_TEST

/* And a pass says which kinds the server does ask for. */
START_TEST(pass_says_which_keys_are_asked_for)
{
	struct observation facts = accepted();
	struct judge_case judged;

	facts.keys_asked = "RSA, P-256";
	judged = accept_case(facts);
	ck_assert_ptr_null(check(judged, VERDICT_PASS, NULL).deviation);
	judged.key_in_question = true;
	for (int strict = 0; strict <= 1; strict++) {
		judged.strict = strict;
		ck_assert_str_eq(check(judged, VERDICT_PASS, NULL).deviation,
			"the server asks for keys of these kinds: RSA, P-256");
	}
	judged.strict = false;
	judged.identity_note = "two headers";
	ck_assert_str_eq(check(judged, VERDICT_PASS, NULL).deviation,
		"two headers; the server asks for keys of these kinds: RSA, P-256");
	judged.expected.outcome = OUTCOME_EITHER;
	check(judged, VERDICT_PASS, NULL);
	/* a failure has its own to say */
	facts = refused_by_alert(43);
	facts.keys_asked = "RSA, P-256";
	judged = accept_case(facts);
	judged.key_in_question = true;
	ck_assert_ptr_null(check(judged, VERDICT_FAIL, "refused").deviation);
}
END_TEST

/* A target may turn a client away before it asks for a certificate. */
START_TEST(refused_before_any_request)
{
	struct observation facts = refused_by_alert(112);
	struct judge_case judged;

	facts.handshake_done = facts.certificate_requested = false;
	facts.sent = SENT_NOT_ASKED;
	judged = rejection_case(facts, facts, accepted());
	check(judged, VERDICT_PASS, NULL);
	check(accept_case(facts), VERDICT_FAIL, "refused (alert ");
	/* but who was not asked in a whole handshake was refused for something else */
	facts.handshake_done = true;
	check(rejection_case(facts, facts, accepted()), VERDICT_ERROR, "not asked");
	check(accept_case(facts), VERDICT_FAIL, "refused (alert ");
}
END_TEST

/* A server that asks after the handshake was right to refuse a message before. */
START_TEST(refused_before_it_was_asked_late)
{
	struct observation facts = refused_by_alert(10);
	struct judge_case judged;

	facts.sent = SENT_EMPTY;
	facts.certificate_requested = false;
	judged = accept_case(facts);
	judged.unsolicited = true;
	judged.has_credential = false;
	check(judged, VERDICT_ERROR, "out of turn");
	judged.attempts[0].facts.certificate_requested = true;
	check(judged, VERDICT_FAIL, "refused (alert ");
	judged = rejection_case(facts, facts, accepted());
	judged.unsolicited = true;
	judged.has_credential = false;
	check(judged, VERDICT_PASS, NULL);
}
END_TEST

struct unit_case unsent_case(void)
{
	return (struct unit_case){"unsent",
		{unsent_proves_nothing, unsent_in_one_of_several, unsent_key_that_is_left_to_the_target,
			unsent_key_that_is_a_must, pass_says_which_keys_are_asked_for,
			refused_before_any_request, refused_before_it_was_asked_late}};
}
