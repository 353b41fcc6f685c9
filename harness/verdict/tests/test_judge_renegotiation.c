/* A client that begins a second handshake: what it showed last is what is judged. */
#include "judge_fixture.h"
#include "test_verdict.h"

#define NO_RENEGOTIATION 100

static struct observation made(struct observation facts, enum certificate_sent sent)
{
	facts.negotiated = TLS_1_2;
	facts.renegotiation = RENEGOTIATION_MADE;
	facts.asked_late = true;
	facts.sent = sent;
	return facts;
}

static struct observation refused(void)
{
	struct observation facts = refused_by_alert(NO_RENEGOTIATION);

	facts.negotiated = TLS_1_2;
	facts.request_sent = false;
	facts.renegotiation = RENEGOTIATION_REFUSED;
	return facts;
}

static struct observation accepted_before(void)
{
	struct observation facts = accepted();

	facts.negotiated = TLS_1_2;
	return facts;
}

/* With a certificate first, and none in the second handshake. */
static struct judge_case nobody_later(struct observation first, struct observation again)
{
	struct judge_case judged = rejection_case(first, again, accepted_before());

	judged.tls = TLS_1_2;
	judged.expected.alert = TLS_ALERT_NONE;
	judged.renegotiates = judged.later_is_other = true;
	return judged;
}

static struct judge_case either(struct judge_case judged)
{
	judged.expected.outcome = OUTCOME_EITHER;
	return judged;
}

START_TEST(let_in_afterwards)
{
	struct observation open = made(accepted(), SENT_EMPTY);

	check(nobody_later(open, open), VERDICT_FAIL, "accepted (http 200");
	check(nobody_later(refused(), open), VERDICT_FAIL, "refused the first time");
	/* what was meant did not go out */
	open.sent = SENT_AS_MEANT;
	check(nobody_later(open, open), VERDICT_ERROR, "our Certificate message was");
}
END_TEST

START_TEST(refused_afterwards)
{
	struct observation late = made(refused_by_alert(40), SENT_EMPTY);
	struct judge_case judged;

	late.renegotiation = RENEGOTIATION_BEGUN;
	late.request_sent = false;
	check(nobody_later(refused(), refused()), VERDICT_PASS, NULL);
	check(nobody_later(late, late), VERDICT_PASS, NULL);
	/* by a close */
	late.alert = TLS_ALERT_NONE;
	late.alert_from = PARTY_NONE;
	late.sent = SENT_NOT_ASKED;
	late.end = END_FIN;
	late.asked_late = late.certificate_requested = false;
	judged = either(nobody_later(late, late));
	judged.mode = AUTH_NO_CLIENT_CERT;
	check(judged, VERDICT_PASS, NULL);
	late.renegotiation = RENEGOTIATION_NONE;
	judged = either(nobody_later(late, late));
	judged.mode = AUTH_NO_CLIENT_CERT;
	check(judged, VERDICT_ERROR, "before our flight was sent");
}
END_TEST

/* It never came to what was meant. */
START_TEST(nothing_begun)
{
	struct observation before = refused_by_alert(48);

	before.negotiated = TLS_1_2;
	check(nobody_later(before, before), VERDICT_ERROR, "before it could renegotiate");
	check(either(nobody_later(before, before)), VERDICT_ERROR, "before it could renegotiate");
}
END_TEST

/* He is still who he was: that he is served says nothing of who he would have been. */
START_TEST(not_asked_again)
{
	struct observation still = made(accepted(), SENT_AS_MEANT);
	struct judge_case judged;

	still.asked_late = false;
	check(nobody_later(still, still), VERDICT_ERROR, "without having been asked");
	check(either(nobody_later(still, still)), VERDICT_PASS, NULL);
	/* but what is told of him is looked at */
	judged = either(nobody_later(still, still));
	judged.identity_problem = "the backend was told of nobody";
	check(judged, VERDICT_FAIL, "told of nobody");
	/* and where a second handshake itself is what must not be */
	judged = nobody_later(still, still);
	judged.later_is_other = false;
	judged.has_later_credential = true;
	check(judged, VERDICT_FAIL, "accepted (http 200");
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"renegotiation", {let_in_afterwards, refused_afterwards, nothing_begun, not_asked_again}},
	};

	return unit_run("judge_renegotiation", cases, COUNT_OF(cases));
}
