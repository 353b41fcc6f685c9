/* Targets that are clients: what our server and the other end saw, and what follows. */
#include "client_facts.h"

#include <string.h>

#include "arena.h"
#include "judge.h"

static struct arena arena; /* for the life of the program */

START_TEST(client_refusal_of_another_certificate_is_nothing)
{
	struct observation facts = refused();
	const char *by = NULL;

	ck_assert_int_eq(judge_client_connection(&facts, false, &by, &arena), OUTCOME_REJECT);
	facts.served = SENT_OTHER;
	ck_assert_int_eq(judge_client_connection(&facts, false, &by, &arena), OUTCOME_NONE);
	ck_assert_ptr_nonnull(strstr(by, "another certificate"));
}
END_TEST

/* Of a daemon there is the wire alone. */
static struct observation daemon_answered(void)
{
	struct observation facts = trusted();

	facts.exited = false;
	facts.by_wire = true;
	return facts;
}

static struct observation daemon_closed(void)
{
	struct observation facts = closed_by_client();

	facts.exited = false;
	facts.by_wire = true;
	return facts;
}

START_TEST(client_connection_outcomes)
{
	static const struct {
		struct observation (*facts)(void);
		enum outcome outcome;
		const char *by;
	} rows[] = {
		{trusted, OUTCOME_ACCEPT, "exit status 0"},
		{front_answer, OUTCOME_ACCEPT, "http 200"},
		{refused, OUTCOME_REJECT, "alert certificate_expired"},
		{closed_by_client, OUTCOME_REJECT, "close, exit status 60"},
		{gateway_error, OUTCOME_REJECT, "close, http 502"},
		{never_connected, OUTCOME_NONE, "it never connected (exit status 60)"},
		{hanging, OUTCOME_NONE, "it did not end in time"},
		{crashed, OUTCOME_NONE, "it came to no end of its own: killed by signal 11"},
		{repented, OUTCOME_NONE, "exit status 1, after it had sent application data"},
		{boasting, OUTCOME_REJECT, "alert certificate_expired"},
		{idle_success, OUTCOME_NONE,
			"it reports success (exit status 0), but our server got no request"},
		{in_plain_text, OUTCOME_REJECT, "its request came without TLS"},
		{before_our_certificate, OUTCOME_NONE, "it closed before our server's certificate"},
		{cached_answer, OUTCOME_REJECT, "close, http 200"},
		{another_answer, OUTCOME_NONE, "http 200 on its front, but not the answer of our server"},
		{passed_on, OUTCOME_ACCEPT, "http 503"},
		{made_another, OUTCOME_ACCEPT, "http 502"},
		{strange_answer, OUTCOME_NONE, "http 404 on its front is neither"},
		{answer_that_did_not_go_out, OUTCOME_NONE, "it reports success, but our server's answer"},
		{refused_by_us, OUTCOME_NONE, "our server ended the handshake first"},
		{daemon_answered, OUTCOME_ACCEPT, "its request was answered"},
		{daemon_closed, OUTCOME_REJECT, "close, no request of it"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct observation facts = rows[i].facts();
		const char *by = NULL;
		enum outcome outcome = judge_client_connection(&facts, false, &by, &arena);

		ck_assert_msg(
			outcome == rows[i].outcome, "row %zu: %s (%s)", i, outcome_words[outcome], by);
		ck_assert_msg(strncmp(by, rows[i].by, strlen(rows[i].by)) == 0, "row %zu: %s", i, by);
	}
}
END_TEST

/* Where the client has something wrong to show, it is our server that refuses. */
START_TEST(client_refused_by_our_server)
{
	const struct observation facts = refused_by_us();
	const char *by = NULL;

	ck_assert_int_eq(judge_client_connection(&facts, true, &by, &arena), OUTCOME_REJECT);
	ck_assert_str_eq(by, "alert certificate_expired of our server, and then exit status 60");
}
END_TEST

START_TEST(client_trouble_is_never_an_outcome)
{
	struct observation facts = trusted();
	const char *by = NULL;

	facts.trouble = "ours";
	ck_assert_int_eq(judge_client_connection(&facts, true, &by, &arena), OUTCOME_NONE);
	ck_assert_str_eq(by, "ours");
}
END_TEST

static struct attempt_result attempts[3];

static struct judge_case reject_case(struct observation (*first)(void),
	struct observation (*again)(void), struct observation (*after)(void))
{
	struct observation (*const facts[])(void) = {first, again, after};
	static const char *const roles[] = {"subject", "again", "good server after"};

	for (size_t i = 0; i < COUNT_OF(facts); i++)
		attempts[i] = (struct attempt_result){
			.role = roles[i], .driver = "program", .credential = "x", .facts = facts[i]()};
	return (struct judge_case){
		.side = SIDE_CLIENT,
		.mode = AUTH_NO_CLIENT_CERT,
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

static struct judge_case accept_case(struct observation (*facts)(void))
{
	struct judge_case judged = reject_case(facts, facts, facts);

	judged.attempt_count = judged.subject_count = 1;
	judged.is_good_peer = true;
	judged.expected.outcome = OUTCOME_ACCEPT;
	judged.expected.alert = TLS_ALERT_NONE;
	return judged;
}

static struct cell_result check(
	const struct judge_case *judged, enum verdict verdict, const char *reason)
{
	struct cell_result result;

	memset(&result, 0, sizeof(result));
	judge(&result, judged, &arena);
	ck_assert_msg(result.verdict == verdict, "verdict %s, not %s (%s)",
		verdict_words[result.verdict], verdict_words[verdict], result.reason ? result.reason : "");
	if (reason)
		ck_assert_msg(result.reason && strstr(result.reason, reason), "\"%s\" lacks \"%s\"",
			result.reason ? result.reason : "", reason);
	else
		ck_assert_ptr_null(result.reason);
	return result;
}

/* Whoever it was that turned away. */
START_TEST(client_that_reports_success)
{
	struct judge_case judged = reject_case(boasting, refused, trusted);
	struct cell_result result = check(&judged, VERDICT_FAIL, "it refused the server");

	ck_assert_int_eq(result.failure, FAILURE_OTHERWISE);
	attempts[0].facts.alert_from = PARTY_SERVER;
	attempts[0].facts.peer_presented = PRESENTED_OTHER;
	judged.is_good_peer = true;
	check(&judged, VERDICT_FAIL, "it was turned away");
	judged = reject_case(refused, boasting, trusted);
	check(&judged, VERDICT_FAIL, "but reports success (exit status 0)");
}
END_TEST

START_TEST(client_reject)
{
	static const struct {
		struct observation (*first)(void);
		struct observation (*again)(void);
		struct observation (*after)(void);
		enum verdict verdict;
		const char *reason;
	} rows[] = {
		{refused, refused, trusted, VERDICT_PASS, NULL},
		{closed_by_client, refused, trusted, VERDICT_PASS, NULL},
		{trusted, trusted, trusted, VERDICT_FAIL, "it trusted the server"},
		{refused, trusted, trusted, VERDICT_FAIL, "the second time it trusted the server"},
		{repented, refused, trusted, VERDICT_FAIL, "it sent application data to a server"},
		{refused, repented, trusted, VERDICT_FAIL, "it sent application data to a server"},
		{hanging, refused, trusted, VERDICT_ERROR, "subject: it did not end in time"},
		{never_connected, refused, trusted, VERDICT_ERROR, "subject: it never connected"},
		{idle_success, idle_success, trusted, VERDICT_ERROR, "our server got no request"},
		{in_plain_text, refused, trusted, VERDICT_FAIL, "and then sent its request without TLS"},
		{refused, in_plain_text, trusted, VERDICT_FAIL, "the second time it refused the server"},
		{refused_by_us, refused, trusted, VERDICT_ERROR, "our server ended the handshake first"},
		{refused, refused, refused, VERDICT_ERROR, "the good server was not accepted any more"},
		{refused, refused, hanging, VERDICT_ERROR, "good server after: it did not end in time"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct judge_case judged = reject_case(rows[i].first, rows[i].again, rows[i].after);

		check(&judged, rows[i].verdict, rows[i].reason);
	}
}
END_TEST

/* Not even to have trusted it is a finding. */
START_TEST(client_reject_needs_what_was_meant)
{
	struct judge_case judged = reject_case(trusted, trusted, trusted);

	attempts[0].facts.served = attempts[1].facts.served = SENT_OTHER;
	check(&judged, VERDICT_ERROR, "our server did not send the certificate meant");
	attempts[1].facts.served = SENT_AS_MEANT;
	check(&judged, VERDICT_FAIL, "it trusted the server");
}
END_TEST

START_TEST(client_reject_notes_the_way)
{
	struct judge_case judged = reject_case(closed_by_client, closed_by_client, trusted);
	struct cell_result result = check(&judged, VERDICT_PASS, NULL);

	ck_assert_str_eq(result.deviation,
		"refused by close, exit status 60 where the RFC names alert certificate_expired");
	judged.strict = true;
	check(&judged, VERDICT_FAIL, "where the RFC names");
}
END_TEST

/* Whoever came as far as Finished has taken the version. */
START_TEST(client_reject_of_a_version)
{
	struct judge_case judged = reject_case(refused, refused, trusted);

	judged.tls = TLS_1_1;
	judged.expected.alert = TLS_ALERT_PROTOCOL_VERSION;
	check(&judged, VERDICT_PASS, NULL);
	attempts[1].facts.handshake_done = true;
	attempts[1].facts.negotiated = TLS_1_1;
	check(&judged, VERDICT_FAIL, "it agreed to tls1.1");
	judged.expected.alert = TLS_ALERT_CERTIFICATE_EXPIRED;
	check(&judged, VERDICT_PASS, NULL);
}
END_TEST

START_TEST(client_reject_should)
{
	struct judge_case judged = reject_case(trusted, trusted, trusted);

	judged.expected.level = LEVEL_SHOULD;
	ck_assert_ptr_nonnull(check(&judged, VERDICT_PASS, NULL).deviation);
	judged.strict = true;
	check(&judged, VERDICT_FAIL, "it trusted the server");
}
END_TEST

START_TEST(client_that_dies_of_it)
{
	struct judge_case judged = reject_case(crashed, trusted, trusted);

	judged.subject_count = 1;
	judged.attempt_count = 2;
	judged.crash = "killed by signal 11";
	check(&judged, VERDICT_FAIL, "the target died of it");
}
END_TEST

START_TEST(client_accept)
{
	static const struct {
		struct observation (*facts)(void);
		enum verdict verdict;
		const char *reason;
	} rows[] = {
		{trusted, VERDICT_PASS, NULL},
		{front_answer, VERDICT_PASS, NULL},
		{refused, VERDICT_FAIL, "refused (alert certificate_expired)"},
		{gateway_error, VERDICT_FAIL, "refused (close, http 502)"},
		{repented, VERDICT_ERROR, "after it had sent application data"},
		{hanging, VERDICT_ERROR, "it did not end in time"},
		{never_connected, VERDICT_ERROR, "it never connected"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct judge_case judged = accept_case(rows[i].facts);

		check(&judged, rows[i].verdict, rows[i].reason);
	}
}
END_TEST

START_TEST(client_accept_needs_what_was_meant)
{
	struct judge_case judged = accept_case(trusted);

	attempts[0].facts.served = SENT_OTHER;
	check(&judged, VERDICT_ERROR, "our server did not send the certificate meant");
	judged.expected.level = LEVEL_SHOULD;
	check(&judged, VERDICT_ERROR, "our server did not send the certificate meant");
	judged.expected.outcome = OUTCOME_EITHER;
	check(&judged, VERDICT_ERROR, "our server did not send the certificate meant");
}
END_TEST

START_TEST(client_control)
{
	struct judge_case judged = reject_case(refused, refused, trusted);

	judged.control_before = CONTROL_FAIL;
	judged.control_reason = "why";
	check(&judged, VERDICT_ERROR, "no control: the good server was not accepted first (why)");
	judged = accept_case(refused);
	judged.control_before = CONTROL_FAIL;
	check(&judged, VERDICT_FAIL, "shut out: the good server is refused");
	/* what is not judged needs no control */
	judged = reject_case(refused, refused, refused);
	judged.control_before = CONTROL_FAIL;
	judged.expected.outcome = OUTCOME_EITHER;
	judged.expected.alert = TLS_ALERT_NONE;
	ck_assert_int_eq(check(&judged, VERDICT_PASS, NULL).observed, OUTCOME_REJECT);
}
END_TEST

/* Every rule with everything that may be presented. */
START_TEST(client_presents)
{
	static const bool wrong[][PRESENTED_COUNT] = {
		[PRESENTS_UNCHECKED] = {false},
		[PRESENTS_CONFIGURED] = {[PRESENTED_NONE] = true,
			[PRESENTED_EMPTY] = true,
			[PRESENTED_LEAF_ALONE] = true,
			[PRESENTED_OTHER] = true},
		[PRESENTS_NOTHING] = {[PRESENTED_CONFIGURED] = true,
			[PRESENTED_LEAF_ALONE] = true,
			[PRESENTED_OTHER] = true},
	};

	for (size_t rule = 0; rule < COUNT_OF(wrong); rule++) {
		for (int presented = 0; presented < PRESENTED_COUNT; presented++) {
			struct judge_case judged = accept_case(trusted);
			struct cell_result result;

			judged.presents = (enum presents_rule)rule;
			attempts[0].facts.peer_presented = (enum peer_presented)presented;
			check(&judged, wrong[rule][presented] ? VERDICT_FAIL : VERDICT_PASS,
				wrong[rule][presented] ? "it presented" : NULL);
			judged.presents_level = LEVEL_SHOULD;
			result = check(&judged, VERDICT_PASS, NULL);
			ck_assert_int_eq(result.deviation != NULL, wrong[rule][presented]);
		}
	}
}
END_TEST

/* Whoever opened it has shown something else, or has verified nobody. */
START_TEST(client_asks_on_a_kept_connection)
{
	struct judge_case judged = accept_case(trusted);

	judged.presents = PRESENTS_CONFIGURED;
	attempts[0].facts.peer_presented = PRESENTED_OTHER;
	attempts[0].facts.on_kept_connection = true;
	ck_assert_int_eq(
		check(&judged, VERDICT_FAIL, "over the connection of an earlier one, which was made with")
			.failure,
		FAILURE_DECEIVED);
	attempts[0].facts.peer_presented = PRESENTED_CONFIGURED;
	check(&judged, VERDICT_PASS, NULL);
	attempts[0].facts.on_kept_connection = false;
	attempts[0].facts.resumed = true;
	attempts[0].facts.peer_presented = PRESENTED_NONE;
	attempts[0].facts.served = SENT_NOT_YET;
	check(&judged, VERDICT_FAIL, "over the session of an earlier one, which was made with");
	judged = reject_case(trusted, trusted, trusted);
	attempts[0].facts.resumed = true;
	attempts[0].facts.served = SENT_NOT_YET;
	check(&judged, VERDICT_FAIL, "over the session of an earlier one, which had verified nobody");
	judged = reject_case(trusted, trusted, trusted);
	attempts[0].facts.on_kept_connection = true;
	ck_assert_int_eq(
		check(&judged, VERDICT_FAIL, "which had verified nobody").failure, FAILURE_LET_IN);
}
END_TEST

/* There was nothing of the client's that it could have refused. */
START_TEST(client_that_our_server_gave_up)
{
	struct observation facts = ended_by_us();
	struct judge_case judged;
	const char *by = NULL;

	ck_assert_int_eq(judge_client_connection(&facts, true, &by, &arena), OUTCOME_NONE);
	ck_assert_str_eq(by,
		"our server ended the handshake first, with alert handshake_failure; the client offers "
		"tls1.2; suites X; groups Y");
	facts.unsent = "x has an RSA key";
	ck_assert_int_eq(judge_client_connection(&facts, false, &by, &arena), OUTCOME_NONE);
	ck_assert_ptr_nonnull(strstr(by, "handshake_failure (x has an RSA key); the client"));
	facts.version_not_offered = true;
	ck_assert_int_eq(judge_client_connection(&facts, true, &by, &arena), OUTCOME_NONE);
	ck_assert_ptr_nonnull(strstr(by, "does not offer its version"));
	facts.version_out_of_reach = true;
	ck_assert_int_eq(judge_client_connection(&facts, false, &by, &arena), OUTCOME_REJECT);
	ck_assert_str_eq(by, "an offer with nothing of our server's version");
	judged = accept_case(ended_by_us);
	check(&judged, VERDICT_ERROR, "our server ended the handshake first");
	judged.control_before = CONTROL_FAIL;
	judged.control_reason = "why";
	check(&judged, VERDICT_ERROR, "no control: the good server was not accepted first (why)");
}
END_TEST

/* A key that is the point, and that the client does not take, was not tried. */
START_TEST(client_that_takes_no_such_key)
{
	struct judge_case judged = reject_case(ended_by_us, ended_by_us, trusted);

	check(&judged, VERDICT_ERROR, "our server ended the handshake first");
	attempts[0].facts.unsent = attempts[1].facts.unsent = "x has an RSA key";
	check(&judged, VERDICT_ERROR, "our server ended the handshake first");
	judged.key_in_question = true;
	check(&judged, VERDICT_SKIP, "not tried: x has an RSA key");
}
END_TEST

/* It may be right, unless it was seen to take such a chain. */
START_TEST(client_that_may_not_verify_our_chain)
{
	struct judge_case judged = accept_case(refused_chain);

	check(&judged, VERDICT_FAIL, "refused (alert certificate_expired)");
	judged.control_before = CONTROL_FAIL;
	check(&judged, VERDICT_ERROR, "our server's chain is signed with ecdsa_secp256r1_sha256");
	judged = reject_case(refused_chain, refused_chain, trusted);
	check(&judged, VERDICT_PASS, NULL);
}
END_TEST

/* With a control or without. */
START_TEST(client_refused_by_our_server_is_told_as_ours)
{
	static const char *const shown[PRESENTED_COUNT] = {
		[PRESENTED_LEAF_ALONE] = "it sent its certificate without the intermediate",
		[PRESENTED_EMPTY] = "it presented no certificate",
		[PRESENTED_OTHER] = "another chain than the one it is configured with",
	};

	for (int presented = PRESENTED_EMPTY; presented < PRESENTED_COUNT; presented++) {
		struct judge_case judged = accept_case(refused_by_us);

		attempts[0].facts.peer_presented = (enum peer_presented)presented;
		check(&judged, VERDICT_FAIL, shown[presented] ? shown[presented] : "our server refused");
		judged.control_before = CONTROL_FAIL;
		check(&judged, VERDICT_FAIL, "our server refused the client (alert ");
	}
}
END_TEST

/* It refuses the server, but only after having told it who it is. */
START_TEST(client_presents_to_one_that_it_refuses)
{
	struct judge_case judged = reject_case(refused, refused, trusted);

	judged.presents = PRESENTS_NOTHING;
	attempts[1].facts.peer_presented = PRESENTED_CONFIGURED;
	attempts[2].facts.peer_presented = PRESENTED_CONFIGURED;
	check(&judged, VERDICT_FAIL, "it presented its certificate to a server that must not get it");
	attempts[1].facts.peer_presented = PRESENTED_NONE;
	check(&judged, VERDICT_PASS, NULL);
}
END_TEST

struct unit_case client_connection_case(void)
{
	arena_init(&arena);
	return (struct unit_case){"client_connection",
		{client_connection_outcomes, client_refusal_of_another_certificate_is_nothing,
			client_refused_by_our_server, client_trouble_is_never_an_outcome}};
}

struct unit_case client_cell_case(void)
{
	return (struct unit_case){"client_cell",
		{client_reject, client_reject_needs_what_was_meant, client_reject_notes_the_way,
			client_reject_of_a_version, client_reject_should, client_that_dies_of_it, client_accept,
			client_accept_needs_what_was_meant, client_control, client_that_reports_success}};
}

struct unit_case client_presents_case(void)
{
	return (struct unit_case){"client_presents",
		{client_presents, client_asks_on_a_kept_connection, client_presents_to_one_that_it_refuses,
			client_refused_by_our_server_is_told_as_ours, client_that_our_server_gave_up,
			client_that_takes_no_such_key, client_that_may_not_verify_our_chain}};
}
