#include "judge_fixture.h"

#include <string.h>

#include "arena.h"
#include "unit.h"

static struct arena arena; /* for the life of the program */
static struct attempt_result attempts[3];

struct judge_case rejection_case(
	struct observation first, struct observation again, struct observation after)
{
	struct observation facts[] = {first, again, after};
	static const char *const roles[] = {"subject", "again", "good client after"};

	for (size_t i = 0; i < 3; i++) {
		attempts[i] = (struct attempt_result){
			.role = roles[i], .driver = "tls", .credential = "x", .facts = facts[i]};
	}
	return (struct judge_case){
		.mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
		.tls = TLS_1_3,
		.expected = {.given = true,
			.outcome = OUTCOME_REJECT,
			.alert = TLS_ALERT_CERTIFICATE_EXPIRED},
		.has_credential = true,
		.attempts = attempts,
		.attempt_count = 3,
		.subject_count = 2,
		.control_before = CONTROL_PASS,
	};
}

struct judge_case accept_case(struct observation first)
{
	struct judge_case judged = rejection_case(first, first, first);

	judged.attempt_count = judged.subject_count = 1;
	judged.expected.outcome = OUTCOME_ACCEPT;
	judged.expected.alert = TLS_ALERT_NONE;
	return judged;
}

struct cell_result run_judge(struct judge_case judged)
{
	struct cell_result result = {0};

	judge(&result, &judged, &arena);
	/* a failure has a class, and nothing else has one */
	if (result.verdict != VERDICT_XFAIL)
		ck_assert_int_eq(result.verdict == VERDICT_FAIL, result.failure != FAILURE_NONE);
	return result;
}

struct cell_result check(struct judge_case judged, enum verdict verdict, const char *in_reason)
{
	struct cell_result result = run_judge(judged);

	ck_assert_msg(result.verdict == verdict, "verdict %s, not %s (%s)",
		verdict_words[result.verdict], verdict_words[verdict], result.reason ? result.reason : "");
	ck_assert_msg(!in_reason || (result.reason && strstr(result.reason, in_reason)),
		"\"%s\" lacks \"%s\"", result.reason ? result.reason : "", in_reason);
	return result;
}
