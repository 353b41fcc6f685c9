/* Which kind of directive is blamed for what. */
#include "judge_decider.h"

#include "test_verdict.h"

#include "arena.h"

#define MUST_VERIFY .mode = AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, .tls = TLS_1_3
#define LET_IN .verdict = VERDICT_FAIL, .expected = OUTCOME_REJECT, .observed = OUTCOME_ACCEPT
#define REFUSED .verdict = VERDICT_FAIL, .expected = OUTCOME_ACCEPT, .observed = OUTCOME_REJECT
#define ACCEPTED .verdict = VERDICT_FAIL, .expected = OUTCOME_ACCEPT, .observed = OUTCOME_ACCEPT
#define SERVER .side = SIDE_SERVER, .alert = TLS_ALERT_NONE
#define CLIENT .side = SIDE_CLIENT, .mode = AUTH_NO_CLIENT_CERT, .tls = TLS_1_3

static const struct {
	const char *what;
	enum directive_kind wanted;
	struct cell_result cell;
	struct decider_case rest; /* without the cell */
	bool not_asked; /* no certificate was asked for */
} rows[] = {
	{"nothing to explain", DIRECTIVE_NONE,
		{SERVER, MUST_VERIFY, .verdict = VERDICT_PASS, .observed = OUTCOME_REJECT}, {0}, false},
	{"known", DIRECTIVE_NONE,
		{SERVER, MUST_VERIFY, .verdict = VERDICT_XFAIL, .observed = OUTCOME_ACCEPT}, {0}, false},
	{"refused in another way, strictly", DIRECTIVE_NONE,
		{SERVER, MUST_VERIFY, .verdict = VERDICT_FAIL, .expected = OUTCOME_REJECT,
			.observed = OUTCOME_REJECT},
		{.chain_length = 2}, false},
	{"trouble of the environment", DIRECTIVE_NONE,
		{SERVER, MUST_VERIFY, .verdict = VERDICT_ERROR, .observed = OUTCOME_ACCEPT}, {0}, false},

	{"left to it, and it lied", DIRECTIVE_IDENTITY,
		{SERVER, .mode = AUTH_REQUEST_CLIENT_CERT, .tls = TLS_1_3, .verdict = VERDICT_FAIL,
			.expected = OUTCOME_EITHER, .observed = OUTCOME_ACCEPT},
		{.chain_length = 2}, false},

	{"no certificate, let in", DIRECTIVE_VERIFICATION, {SERVER, MUST_VERIFY, LET_IN}, {0}, false},
	{"never asked", DIRECTIVE_VERIFICATION, {SERVER, MUST_VERIFY, LET_IN, .wrong_ca = CONTROL_FAIL},
		{.chain_length = 2, .self_signed = CONTROL_PASS}, true},
	{"everybody gets in", DIRECTIVE_VERIFICATION,
		{SERVER, MUST_VERIFY, LET_IN, .wrong_ca = CONTROL_FAIL},
		{.chain_length = 2, .self_signed = CONTROL_FAIL}, false},
	{"the third control showed nothing", DIRECTIVE_VERIFICATION,
		{SERVER, MUST_VERIFY, LET_IN, .wrong_ca = CONTROL_FAIL}, {.chain_length = 2}, false},
	{"a CA too many", DIRECTIVE_TRUST,
		{SERVER, MUST_VERIFY, LET_IN, .wrong_ca = CONTROL_FAIL,
			.expected_alert = TLS_ALERT_UNKNOWN_CA},
		{.chain_length = 2, .self_signed = CONTROL_PASS}, false},
	{"an unknown CA, though not that of the control", DIRECTIVE_TRUST,
		{SERVER, MUST_VERIFY, LET_IN, .wrong_ca = CONTROL_PASS,
			.expected_alert = TLS_ALERT_UNKNOWN_CA},
		{.chain_length = 2}, false},
	{"expired", DIRECTIVE_VERIFICATION,
		{SERVER, MUST_VERIFY, LET_IN, .wrong_ca = CONTROL_PASS,
			.expected_alert = TLS_ALERT_CERTIFICATE_EXPIRED},
		{.chain_length = 2}, false},
	{"revoked", DIRECTIVE_REVOCATION,
		{SERVER, MUST_VERIFY, LET_IN, .wrong_ca = CONTROL_PASS,
			.expected_alert = TLS_ALERT_CERTIFICATE_REVOKED},
		{.chain_length = 2}, false},
	{"too deep", DIRECTIVE_DEPTH,
		{SERVER, MUST_VERIFY, LET_IN, .wrong_ca = CONTROL_PASS,
			.expected_alert = TLS_ALERT_UNKNOWN_CA},
		{.chain_length = 3}, false},
	{"old version", DIRECTIVE_VERSIONS,
		{SERVER, LET_IN, .mode = AUTH_NO_CLIENT_CERT, .tls = TLS_1_1}, {.chain_length = 2}, false},
	{"old version, refused after the Hello", DIRECTIVE_VERSIONS,
		{SERVER, .mode = AUTH_NO_CLIENT_CERT, .tls = TLS_1_1, .verdict = VERDICT_FAIL,
			.expected = OUTCOME_REJECT, .observed = OUTCOME_REJECT,
			.expected_alert = TLS_ALERT_PROTOCOL_VERSION},
		{.chain_length = 2}, false},
	{"in a mode that does not verify", DIRECTIVE_VERIFICATION,
		{SERVER, LET_IN, .mode = AUTH_REQUIRE_ANY_CLIENT_CERT, .tls = TLS_1_3}, {0}, false},

	{"the good one is refused", DIRECTIVE_TRUST,
		{SERVER, MUST_VERIFY, REFUSED, .control = CONTROL_FAIL},
		{.chain_length = 2, .good_refused = true}, false},
	{"so there is no control", DIRECTIVE_TRUST,
		{SERVER, MUST_VERIFY, .verdict = VERDICT_ERROR, .control = CONTROL_FAIL},
		{.chain_length = 2, .good_refused = true}, false},
	{"the good one is refused, though nobody is to look", DIRECTIVE_VERIFICATION,
		{SERVER, REFUSED, .mode = AUTH_REQUEST_CLIENT_CERT, .tls = TLS_1_3,
			.control = CONTROL_FAIL},
		{.chain_length = 2, .good_refused = true}, false},
	{"the good one's version is refused", DIRECTIVE_VERSIONS,
		{SERVER, MUST_VERIFY, .verdict = VERDICT_ERROR, .control = CONTROL_FAIL},
		{.good_refused = true, .good_refused_alert = TLS_ALERT_PROTOCOL_VERSION}, false},
	{"another good one is refused", DIRECTIVE_VERIFICATION, {SERVER, MUST_VERIFY, REFUSED},
		{.chain_length = 2}, false},
	{"its CA is unknown", DIRECTIVE_TRUST,
		{.side = SIDE_SERVER, MUST_VERIFY, REFUSED, .alert = TLS_ALERT_UNKNOWN_CA},
		{.chain_length = 2}, false},
	{"a longer way up", DIRECTIVE_DEPTH, {SERVER, MUST_VERIFY, REFUSED}, {.chain_length = 3},
		false},
	{"a depth that is enough for it", DIRECTIVE_VERIFICATION, {SERVER, MUST_VERIFY, REFUSED},
		{.chain_length = 3, .depth = DEPTH_FITS}, false},
	{"a depth that is too small for the good one", DIRECTIVE_DEPTH,
		{SERVER, MUST_VERIFY, REFUSED, .control = CONTROL_FAIL},
		{.chain_length = 2, .good_refused = true, .depth = DEPTH_TOO_SMALL}, false},
	{"and counts where chains are looked at", DIRECTIVE_VERIFICATION,
		{SERVER, REFUSED, .mode = AUTH_NO_CLIENT_CERT, .tls = TLS_1_3},
		{.chain_length = 2, .depth = DEPTH_TOO_SMALL}, false},
	{"the log says why the good one is refused", DIRECTIVE_REVOCATION,
		{SERVER, MUST_VERIFY, .verdict = VERDICT_ERROR, .control = CONTROL_FAIL},
		{.chain_length = 2, .good_refused = true, .log = DIRECTIVE_REVOCATION}, false},
	{"and why another one", DIRECTIVE_REVOCATION, {SERVER, MUST_VERIFY, REFUSED},
		{.chain_length = 3, .log = DIRECTIVE_REVOCATION}, false},
	{"a list that a good one lacks, where the usual good one is let in", DIRECTIVE_REVOCATION,
		{.side = SIDE_SERVER,
			MUST_VERIFY,
			REFUSED,
			.control = CONTROL_PASS,
			.alert = TLS_ALERT_UNKNOWN_CA},
		{.chain_length = 2, .lists = true}, false},
	{"or no list at all is in force", DIRECTIVE_TRUST,
		{.side = SIDE_SERVER,
			MUST_VERIFY,
			REFUSED,
			.control = CONTROL_PASS,
			.alert = TLS_ALERT_UNKNOWN_CA},
		{.chain_length = 2}, false},
	{"nobody asks the log about who got in", DIRECTIVE_VERIFICATION,
		{SERVER, MUST_VERIFY, LET_IN, .wrong_ca = CONTROL_PASS},
		{.chain_length = 2, .log = DIRECTIVE_REVOCATION}, false},
	{"without a certificate, in a mode for that", DIRECTIVE_VERIFICATION,
		{SERVER, REFUSED, .mode = AUTH_REQUEST_CLIENT_CERT, .tls = TLS_1_3}, {0}, false},
	{"its version", DIRECTIVE_VERSIONS,
		{.side = SIDE_SERVER, MUST_VERIFY, REFUSED, .alert = TLS_ALERT_PROTOCOL_VERSION},
		{.chain_length = 2}, false},
	{"the backend is told something else", DIRECTIVE_IDENTITY, {SERVER, MUST_VERIFY, ACCEPTED},
		{.chain_length = 2}, false},
	{"and it names CAs that nobody gave it", DIRECTIVE_TRUST, {SERVER, MUST_VERIFY, ACCEPTED},
		{.chain_length = 2, .names_others = true}, false},
	{"let in unasked", DIRECTIVE_VERIFICATION, {SERVER, MUST_VERIFY, ACCEPTED}, {.chain_length = 2},
		true},

	{"a client that trusts everybody", DIRECTIVE_VERIFICATION,
		{CLIENT, LET_IN, .wrong_ca = CONTROL_FAIL},
		{.chain_length = 2, .self_signed = CONTROL_FAIL, .name_differs = true}, false},
	{"and one with a CA too many", DIRECTIVE_TRUST, {CLIENT, LET_IN, .wrong_ca = CONTROL_FAIL},
		{.chain_length = 2, .self_signed = CONTROL_PASS}, false},
	{"under another name", DIRECTIVE_NAME,
		{CLIENT, LET_IN, .wrong_ca = CONTROL_PASS, .expected_alert = TLS_ALERT_BAD_CERTIFICATE},
		{.chain_length = 2, .name_differs = true}, false},
	{"a revoked server", DIRECTIVE_REVOCATION,
		{CLIENT, LET_IN, .wrong_ca = CONTROL_PASS, .expected_alert = TLS_ALERT_CERTIFICATE_REVOKED},
		{.chain_length = 2}, false},
	{"the good server is refused", DIRECTIVE_TRUST,
		{CLIENT, .verdict = VERDICT_ERROR, .control = CONTROL_FAIL},
		{.chain_length = 2, .good_refused = true, .good_refused_alert = TLS_ALERT_NONE}, false},
	{"is refused by our server", DIRECTIVE_CERTIFICATE,
		{.side = SIDE_CLIENT,
			MUST_VERIFY,
			REFUSED,
			.alert = TLS_ALERT_UNKNOWN_CA,
			.alert_from = PARTY_SERVER,
			.control = CONTROL_FAIL},
		{.chain_length = 2, .good_refused = true}, false},
	{"shows not what it has", DIRECTIVE_CERTIFICATE, {CLIENT, ACCEPTED}, {.chain_length = 2},
		false},
};

START_TEST(decider_names_a_kind)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct attempt_result attempt = {.facts = accepted()};
		struct cell_result cell = rows[i].cell;
		struct decider_case decided = rows[i].rest;
		enum directive_kind got;

		attempt.facts.certificate_requested = !rows[i].not_asked;
		cell.attempts = &attempt;
		cell.attempt_count = 1;
		decided.cell = &cell;
		got = judge_decider(&decided);
		ck_assert_msg(got == rows[i].wanted, "%s: %s", rows[i].what, directive_words[got]);
	}
}
END_TEST

/* Who speaks no TLS presents nothing either, but no word about verification lets him in. */
START_TEST(decider_without_tls)
{
	struct attempt_result attempt = {.facts = accepted()};
	struct cell_result cell = {SERVER, MUST_VERIFY, LET_IN};
	const struct decider_case decided = {.cell = &cell};

	attempt.facts.plain = true;
	attempt.facts.certificate_requested = false;
	cell.attempts = &attempt;
	cell.attempt_count = 1;
	ck_assert_int_eq(judge_decider(&decided), DIRECTIVE_PLAIN);
}
END_TEST

/* Every kind is the answer to something. */
START_TEST(decider_knows_every_kind)
{
	bool seen[DIRECTIVE_KIND_COUNT] = {[DIRECTIVE_PLAIN] = true};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		seen[rows[i].wanted] = true;
	for (int kind = 0; kind < DIRECTIVE_KIND_COUNT; kind++)
		ck_assert_msg(seen[kind], "no row for %s", directive_words[kind]);
}
END_TEST

struct unit_case decider_case(void)
{
	return (struct unit_case){
		"decider", {decider_names_a_kind, decider_without_tls, decider_knows_every_kind}};
}
