/* What a step expects of the answer's words, of the log, and of several requests. */
#include <string.h>

#include "arena.h"
#include "steps_fixture.h"

START_TEST(answers_with_words)
{
	static const struct header_expected headers[] = {{"x-a", "b"}};
	struct step_expectation asks = step_accept;
	struct sequence s;
	struct observation *facts;

	sequence_begin(&s);
	asks.says_not = "admin";
	asks.headers = headers;
	asks.header_count = 1;
	asks.log = "came";
	sequence_set(&s, 0, asks, accepted());
	facts = &s.steps[0].attempts[0].facts;
	sequence_expect(&s, VERDICT_FAIL, "its log does not say \"came\"");
	facts->log_came = true;
	sequence_expect(&s, VERDICT_PASS, NULL);
	ck_assert_str_eq(s.result.steps[0].expected,
		"accept, not saying \"admin\", x-a: b, with \"came\" in its log");
	facts->unwanted_came = true;
	sequence_expect(&s, VERDICT_FAIL, "the answer says \"admin\"");
	facts->unwanted_came = false;
	facts->wrong_header = "it has no x-a";
	sequence_expect(&s, VERDICT_FAIL, "the answer's head is another: it has no x-a");
	sequence_end(&s);
}
END_TEST

START_TEST(answers_refused_without)
{
	static const struct header_expected headers[] = {{"x-a", "b"}};
	struct step_expectation asks = {
		.connection = {.outcome = OUTCOME_REJECT, .alert = TLS_ALERT_NONE},
		.headers = headers,
		.header_count = 1};
	struct sequence s;

	sequence_begin(&s);
	sequence_set(&s, 1, asks, refused_by_alert(TLS_ALERT_UNKNOWN_CA));
	sequence_expect(&s, VERDICT_FAIL, "refused without an HTTP answer");
	sequence_set(&s, 1, asks, refused_by_http(400));
	sequence_expect(&s, VERDICT_PASS, NULL);
	sequence_end(&s);
}
END_TEST

/* All of them must be accepted, or all refused. */
START_TEST(answers_one_by_one)
{
	struct sequence s;

	sequence_begin(&s);
	s.steps[0].attempts[1] = s.steps[0].attempts[0];
	s.steps[0].attempts[1].role = "subject, request 2";
	s.steps[0].attempt_count = s.steps[0].subject_count = 2;
	sequence_expect(&s, VERDICT_PASS, NULL);
	s.steps[0].attempts[1].facts = refused_by_http(403);
	sequence_expect(&s, VERDICT_FAIL, "step 1 of 3 (first): refused (http 403");
	ck_assert_int_eq(s.result.observed, OUTCOME_REJECT);
	ck_assert_str_eq(s.result.by, "http 403");
	s.steps[0].attempts[1].facts = accepted();
	s.steps[1].attempts[1].facts = accepted();
	sequence_expect(&s, VERDICT_FAIL, "refused the first time, accepted the second time");
	sequence_end(&s);
}
END_TEST

START_TEST(answers_to_early_data)
{
	struct step_expectation asks = step_accept;
	struct sequence s;

	sequence_begin(&s);
	asks.early = EARLY_TAKEN;
	sequence_set(&s, 0, asks, accepted());
	s.steps[0].attempts[0].facts.early = EARLY_REJECTED;
	sequence_expect(&s, VERDICT_FAIL, "the request was not taken as early data");
	s.steps[0].attempts[0].facts.early = EARLY_ACCEPTED;
	sequence_expect(&s, VERDICT_PASS, NULL);
	ck_assert_str_eq(s.result.steps[0].expected, "accept, taken as early data");
	s.steps[0].expected.early = EARLY_NOT_TAKEN;
	sequence_expect(&s, VERDICT_FAIL, "the request was taken as early data");
	s.steps[0].expected.connection.level = LEVEL_SHOULD;
	sequence_expect(&s, VERDICT_PASS, NULL);
	ck_assert_ptr_nonnull(strstr(s.result.deviation, "SHOULD be otherwise"));
	sequence_end(&s);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"answers",
			{answers_with_words, answers_refused_without, answers_one_by_one,
				answers_to_early_data}},
	};

	return unit_run("judge_answer", cases, COUNT_OF(cases));
}
