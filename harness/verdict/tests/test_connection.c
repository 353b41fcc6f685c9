#include "test_verdict.h"

#include <string.h>

#include "judge.h"

static struct arena *arena;

START_TEST(connection_outcomes)
{
	struct {
		struct observation facts;
		enum outcome outcome;
		const char *by;
	} rows[] = {
		{accepted(), OUTCOME_ACCEPT, "http 200"},
		{refused_by_alert(48), OUTCOME_REJECT, "alert unknown_ca"},
		{refused_by_alert(199), OUTCOME_REJECT, "alert alert_199"},
		{refused_by_http(400), OUTCOME_REJECT, "http 400"},
		{refused_by_http(403), OUTCOME_REJECT, "http 403"},
		{refused_by_http(421), OUTCOME_REJECT, "http 421"},
		{refused_by_http(495), OUTCOME_REJECT, "http 495"},
		{refused_by_http(496), OUTCOME_REJECT, "http 496"},
		{refused_by_http(404), OUTCOME_NONE, "HTTP 404"},
		{refused_by_http(502), OUTCOME_NONE, "HTTP 502"},
		{refused_by_http(504), OUTCOME_NONE, "HTTP 504"},
		{closed(END_FIN), OUTCOME_REJECT, "close"},
		{closed(END_RESET), OUTCOME_REJECT, "close"},
		{closed(END_DEADLINE), OUTCOME_NONE, "no answer in time"},
		{closed(END_OURS), OUTCOME_NONE, "neither"},
		{not_connected(), OUTCOME_NONE, "Connection refused"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *by = NULL;

		ck_assert_int_eq(
			judge_connection(&rows[i].facts, NULL, false, &by, arena), rows[i].outcome);
		ck_assert_msg(strstr(by, rows[i].by) != NULL, "row %zu: \"%s\"", i, by);
	}
}
END_TEST

/* What the target's file calls a refusal is one; what it says of a success, never. */
START_TEST(connection_declared_refusals)
{
	const int statuses[] = {302, 401, 404, 503};
	const char *by = NULL;
	struct observation facts;

	for (size_t i = 0; i < COUNT_OF(statuses); i++) {
		facts = refused_by_http(statuses[i]);
		ck_assert_int_eq(judge_connection(&facts, NULL, false, &by, arena), OUTCOME_NONE);
		facts.called_refusal = true;
		ck_assert_int_eq(judge_connection(&facts, NULL, false, &by, arena), OUTCOME_REJECT);
	}
	facts = accepted();
	facts.called_refusal = true;
	ck_assert_int_eq(judge_connection(&facts, NULL, false, &by, arena), OUTCOME_ACCEPT);
}
END_TEST

/* So is what the step names, if the target has no answer of ours for it. */
START_TEST(connection_named_refusals)
{
	const char *by = NULL;
	struct observation facts = refused_by_http(404);

	facts.named_refusal = true;
	ck_assert_int_eq(judge_connection(&facts, NULL, false, &by, arena), OUTCOME_REJECT);
	facts = accepted();
	facts.named_refusal = true;
	ck_assert_int_eq(judge_connection(&facts, NULL, false, &by, arena), OUTCOME_ACCEPT);
}
END_TEST

/* Who speaks no TLS is sent away in any words, but not by trouble, nor once he got through. */
START_TEST(connection_plain_refusals)
{
	const struct {
		int status;
		enum outcome outcome;
	} rows[] = {{301, OUTCOME_REJECT}, {308, OUTCOME_REJECT}, {400, OUTCOME_REJECT},
		{404, OUTCOME_REJECT}, {426, OUTCOME_REJECT}, {500, OUTCOME_NONE}, {503, OUTCOME_NONE}};
	const char *by = NULL;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct observation facts = refused_by_http(rows[i].status);

		facts.plain = true;
		ck_assert_int_eq(judge_connection(&facts, NULL, false, &by, arena), rows[i].outcome);
	}
	for (size_t i = 0; i < 2; i++) {
		struct observation facts = refused_by_http(404);

		facts.plain = true;
		facts.backend_saw = i;
		facts.backend_observed = i;
		ck_assert_int_eq(judge_connection(&facts, NULL, false, &by, arena), OUTCOME_NONE);
	}
}
END_TEST

START_TEST(connection_trouble_is_never_an_outcome)
{
	const char *by = NULL;
	struct observation facts = refused_by_alert(48);

	facts.server_trust_error = "self-signed certificate";
	ck_assert_int_eq(judge_connection(&facts, NULL, false, &by, arena), OUTCOME_NONE);
	facts = refused_by_alert(48);
	facts.alert_from = PARTY_CLIENT;
	ck_assert_int_eq(judge_connection(&facts, NULL, false, &by, arena), OUTCOME_NONE);
	facts = refused_by_alert(48);
	facts.sent = SENT_OTHER;
	ck_assert_int_eq(judge_connection(&facts, NULL, false, &by, arena), OUTCOME_NONE);
	facts = closed(END_FIN);
	facts.request_sent = false;
	facts.sent = SENT_NOT_YET;
	ck_assert_int_eq(judge_connection(&facts, NULL, false, &by, arena), OUTCOME_NONE);
	facts.sent = SENT_AS_MEANT;
	ck_assert_int_eq(judge_connection(&facts, NULL, false, &by, arena), OUTCOME_REJECT);
	facts = not_connected();
	facts.connect_errno = 0;
	facts.end = END_DEADLINE;
	ck_assert_int_eq(judge_connection(&facts, NULL, false, &by, arena), OUTCOME_NONE);
	ck_assert_str_eq(by, "no TCP connection: none was made in time");
	facts = accepted();
	facts.trouble = "ours";
	ck_assert_int_eq(judge_connection(&facts, NULL, false, &by, arena), OUTCOME_NONE);
}
END_TEST

START_TEST(connection_2xx_must_come_from_our_backend)
{
	const char *by = NULL;
	struct observation facts = accepted();

	facts.backend_saw = false;
	ck_assert_int_eq(judge_connection(&facts, NULL, false, &by, arena), OUTCOME_NONE);
	facts = accepted();
	facts.token_echoed = false;
	ck_assert_int_eq(judge_connection(&facts, NULL, false, &by, arena), OUTCOME_NONE);
	facts.backend_observed = facts.backend_saw = false;
	ck_assert_int_eq(judge_connection(&facts, NULL, false, &by, arena), OUTCOME_ACCEPT);
}
END_TEST

struct unit_case connection_case(struct arena *shared)
{
	arena = shared;
	return (struct unit_case){"connection",
		{connection_outcomes, connection_declared_refusals, connection_named_refusals,
			connection_plain_refusals, connection_trouble_is_never_an_outcome,
			connection_2xx_must_come_from_our_backend}};
}
