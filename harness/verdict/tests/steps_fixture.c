#include "steps_fixture.h"

#include <string.h>

static struct attempt_result attempt_of(const struct observation *facts, const char *role)
{
	return (struct attempt_result){
		.role = role, .driver = "tls", .credential = "x", .facts = *facts};
}

void sequence_set(struct sequence *sequence, size_t number, struct step_expectation expected,
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

const struct step_expectation step_accept = {
	.connection = {.outcome = OUTCOME_ACCEPT, .alert = TLS_ALERT_NONE}};
const struct step_expectation step_reject_400 = {
	.connection = {.outcome = OUTCOME_REJECT, .alert = TLS_ALERT_NONE}, .http_status = 400};
const struct step_expectation step_reject_ca = {
	.connection = {.outcome = OUTCOME_REJECT, .alert = TLS_ALERT_UNKNOWN_CA}};
const struct step_expectation step_we_refuse = {
	.connection = {.outcome = OUTCOME_REJECT, .alert = TLS_ALERT_UNKNOWN_CA}, .ours = true};

struct observation our_refusal(void)
{
	struct observation facts = refused_by_alert(TLS_ALERT_UNKNOWN_CA);

	facts.alert_from = PARTY_CLIENT;
	facts.server_trusted = facts.handshake_done = false;
	facts.server_trust_error = "unable to get local issuer certificate (certificate 1)";
	facts.sent = SENT_NOT_YET;
	return facts;
}

void sequence_begin(struct sequence *sequence)
{
	memset(sequence, 0, sizeof(*sequence));
	arena_init(&sequence->arena);
	sequence->whole = (struct judge_case){.tls = TLS_1_3};
	sequence_set(sequence, 0, step_accept, accepted());
	sequence_set(sequence, 1, step_reject_400, refused_by_http(400));
	sequence_set(sequence, 2, step_we_refuse, our_refusal());
	sequence->steps[0].name = "first";
	sequence->steps[1].name = "second";
	sequence->steps[2].name = "third";
}

void sequence_expect(struct sequence *sequence, enum verdict verdict, const char *reason)
{
	struct cell_result *result = &sequence->result;

	memset(result, 0, sizeof(*result));
	judge_steps(result, &sequence->whole, sequence->steps, STEPS, &sequence->arena);
	ck_assert_msg(result->verdict == verdict, "%s, not %s (%s)", verdict_words[result->verdict],
		verdict_words[verdict], result->reason ? result->reason : "");
	ck_assert_msg(!reason == !result->reason && (!reason || strstr(result->reason, reason)),
		"\"%s\" instead of \"%s\"", result->reason ? result->reason : "", reason ? reason : "");
}

void sequence_end(struct sequence *sequence)
{
	arena_finish(&sequence->arena);
}
