/* What a client says in its Hello and signs with, and whether and how a server asks. */
#include <string.h>

#include "arena.h"
#include "client_facts.h"
#include "judge_hello.h"
#include "judge_words.h"
#include "steps_fixture.h"

static const char *h2[] = {"h2"};
static const char *both[] = {"h2", "http/1.1"};
static const char *ftp[] = {"h2", "ftp"};
static const char *ed25519[] = {"ed25519"};
static const char *edwards[] = {"ed25519", "ed448"};
static const char *weak[] = {"sha1", "md5"};

#define TOLD "server.mtlspec.test"

static const struct row {
	struct hello_rule rule;
	const char *told, *name;
	const char **protocols;
	size_t protocol_count;
	const char *signature;
	const char *says; /* NULL: all is well */
} rows[] = {
	{{.sni = SNI_TOLD}, TOLD, TOLD, NULL, 0, NULL, NULL},
	{{.sni = SNI_TOLD}, TOLD, "Server.mtlspec.TEST", NULL, 0, NULL, NULL},
	{{.sni = SNI_TOLD}, TOLD ".", TOLD, NULL, 0, NULL, NULL},
	{{.sni = SNI_TOLD}, TOLD ".", TOLD ".", NULL, 0, NULL,
		"names the server \"" TOLD ".\", where it is to name \"" TOLD "\""},
	{{.sni = SNI_TOLD}, TOLD, "other.mtlspec.test", NULL, 0, NULL,
		"names the server \"other.mtlspec.test\", where it is to name \"" TOLD "\""},
	{{.sni = SNI_TOLD}, TOLD, NULL, NULL, 0, NULL, "names no server (no SNI)"},
	{{.sni = SNI_NAMED, .name = "a.test"}, TOLD, "a.test", NULL, 0, NULL, NULL},
	{{.sni = SNI_NAMED, .name = "a.test"}, TOLD, TOLD, NULL, 0, NULL, "to name \"a.test\""},
	{{.sni = SNI_NONE}, "127.0.0.1", NULL, NULL, 0, NULL, NULL},
	{{.sni = SNI_NONE}, "127.0.0.1", "127.0.0.1", NULL, 0, NULL,
		"names the server \"127.0.0.1\", where it is to name none"},
	{{.protocols_given = true, .protocols = both, .protocol_count = 2}, TOLD, NULL, h2, 1, NULL,
		NULL},
	{{.protocols_given = true, .protocols = both, .protocol_count = 2}, TOLD, NULL, ftp, 2, NULL,
		"it offers the protocols h2, ftp by ALPN, where it is to offer h2, http/1.1"},
	{{.protocols_given = true, .protocols = both, .protocol_count = 2}, TOLD, NULL, NULL, 0, NULL,
		"it offers no protocol (no ALPN)"},
	{{.protocols_given = true}, TOLD, NULL, NULL, 0, NULL, NULL},
	{{.protocols_given = true}, TOLD, NULL, h2, 1, NULL, "h2 by ALPN, where it is to offer none"},
	{{.signature = {.given = true, .only = edwards, .only_count = 2}}, TOLD, NULL, NULL, 0, "ed448",
		NULL},
	{{.signature = {.given = true, .only = edwards, .only_count = 2}}, TOLD, NULL, NULL, 0,
		"rsa_pkcs1_sha1", "is signed with rsa_pkcs1_sha1, where it is to be one of ed25519, ed448"},
	{{.signature = {.given = true, .never = weak, .never_count = 2}}, TOLD, NULL, NULL, 0,
		"ecdsa_sha1", "is signed with ecdsa_sha1, where it is to be nothing of sha1, md5"},
	{{.signature = {.given = true, .never = weak, .never_count = 2}}, TOLD, NULL, NULL, 0, "0x0101",
		"is signed with 0x0101"},
	{{.signature = {.given = true, .never = weak, .never_count = 2}}, TOLD, NULL, NULL, 0,
		"ecdsa_secp256r1_sha256", NULL},
	/* it signed nothing */
	{{.signature = {.given = true, .only = ed25519, .only_count = 1}}, TOLD, NULL, NULL, 0, NULL,
		NULL},
};

START_TEST(hello_against_the_rule)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct row *row = &rows[i];
		struct observation facts = trusted();
		struct arena arena;
		const char *wrong;

		arena_init(&arena);
		facts.offered = TLS_1_3;
		facts.server_name = row->name;
		facts.protocols = row->protocols;
		facts.protocol_count = row->protocol_count;
		facts.signature = row->signature;
		wrong = judge_hello(&facts, &row->rule, row->told, &arena);
		ck_assert_msg(!wrong == !row->says, "row %zu: %s", i, wrong ? wrong : "nothing");
		ck_assert_msg(!wrong || strstr(wrong, row->says), "row %zu: %s", i, wrong);
		/* no Hello came that could be read */
		facts.offered = TLS_VERSION_NONE;
		ck_assert_ptr_null(judge_hello(&facts, &row->rule, row->told, &arena));
		arena_finish(&arena);
	}
}
END_TEST

/* One connection of a client, as a cell. */
static struct cell_result judge_one(
	struct arena *arena, const struct step_expectation *expected, const struct observation *facts)
{
	struct attempt_result *attempt = ARENA_NEW(arena, struct attempt_result);
	const struct judge_case whole = {.side = SIDE_CLIENT, .tls = TLS_1_3};
	struct judge_step step = {.mode = AUTH_REQUEST_CLIENT_CERT,
		.expected = *expected,
		.has_credential = true,
		.told = TOLD,
		.control_before = CONTROL_PASS,
		.attempts = attempt,
		.attempt_count = 1,
		.subject_count = 1};
	struct cell_result result = {0};

	step.expected.connection.given = true;
	*attempt = (struct attempt_result){
		.role = "subject", .driver = "program", .credential = "server", .facts = *facts};
	judge_steps(&result, &whole, &step, 1, arena);
	return result;
}

START_TEST(hello_of_a_cell)
{
	struct step_expectation asks = step_accept;
	struct observation facts = trusted();
	struct cell_result result;
	struct arena arena;

	arena_init(&arena);
	facts.offered = facts.negotiated = TLS_1_3;
	asks.hello.sni = SNI_TOLD;
	ck_assert_int_eq(judge_one(&arena, &asks, &facts).verdict, VERDICT_FAIL);
	asks.connection.outcome = OUTCOME_EITHER;
	ck_assert_int_eq(judge_one(&arena, &asks, &facts).verdict, VERDICT_FAIL);
	asks.connection.level = LEVEL_SHOULD;
	result = judge_one(&arena, &asks, &facts);
	ck_assert_int_eq(result.verdict, VERDICT_PASS);
	ck_assert_ptr_nonnull(strstr(result.deviation, "SHOULD be otherwise: its ClientHello"));
	facts.server_name = TOLD;
	ck_assert_ptr_null(judge_one(&arena, &asks, &facts).deviation);
	arena_finish(&arena);
}
END_TEST

/* Let in, and nothing was signed: nothing is proved. */
START_TEST(hello_without_a_signature)
{
	struct step_expectation asks = step_accept;
	struct observation facts = trusted();
	struct cell_result result;
	struct arena arena;

	arena_init(&arena);
	facts.offered = facts.negotiated = TLS_1_3;
	asks.hello.signature = (struct scheme_rule){.given = true, .only = ed25519, .only_count = 1};
	result = judge_one(&arena, &asks, &facts);
	ck_assert_int_eq(result.verdict, VERDICT_ERROR);
	ck_assert_ptr_nonnull(strstr(result.reason, "nothing can be said of its signature"));
	facts.resumed = true;
	ck_assert_int_eq(judge_one(&arena, &asks, &facts).verdict, VERDICT_PASS);
	facts.resumed = false;
	facts.negotiated = TLS_1_1;
	ck_assert_int_eq(judge_one(&arena, &asks, &facts).verdict, VERDICT_PASS);
	facts.negotiated = TLS_1_3;
	asks.connection.outcome = OUTCOME_EITHER;
	ck_assert_int_eq(judge_one(&arena, &asks, &facts).verdict, VERDICT_PASS);
	facts.signature = "ed25519";
	asks.connection.outcome = OUTCOME_ACCEPT;
	ck_assert_int_eq(judge_one(&arena, &asks, &facts).verdict, VERDICT_PASS);
	arena_finish(&arena);
}
END_TEST

START_TEST(hello_in_words)
{
	struct step_expectation asks = step_accept;
	struct arena arena;

	arena_init(&arena);
	asks.hello = (struct hello_rule){.sni = SNI_TOLD,
		.protocols_given = true,
		.signature = {.given = true, .never = weak, .never_count = 2}};
	ck_assert_str_eq(judge_step_words(&asks, &arena),
		"accept, naming the server that it was told, offering nothing by ALPN, signing with "
		"nothing of sha1, md5");
	asks.hello = (struct hello_rule){
		.sni = SNI_NONE, .protocols_given = true, .protocols = both, .protocol_count = 2};
	asks.asked = ASKED_YES;
	ck_assert_str_eq(judge_step_words(&asks, &arena),
		"accept, asked for a certificate, naming no server, offering h2, http/1.1 by ALPN");
	arena_finish(&arena);
}
END_TEST

START_TEST(asking_at_all)
{
	static const struct {
		enum asked_rule rule;
		bool requested, done, resumed;
		const char *says;
		bool unseen;
	} ways[] = {
		{ASKED_UNCHECKED, false, false, false, NULL, false},
		{ASKED_YES, true, true, false, NULL, false},
		{ASKED_YES, true, false, false, NULL, false},
		{ASKED_YES, false, true, false, "it did not ask for a certificate", false},
		{ASKED_NO, true, true, false, "it asked for a certificate, where it is not to ask", false},
		{ASKED_NO, true, false, false, "it asked for a certificate, where it is not to ask", false},
		{ASKED_NO, false, true, false, NULL, false},
		/* in a resumed session nobody is asked */
		{ASKED_YES, false, true, true, NULL, false},
		/* refused before it could ask */
		{ASKED_YES, false, false, false, NULL, true},
		{ASKED_NO, false, false, false, NULL, true},
	};

	for (size_t i = 0; i < COUNT_OF(ways); i++) {
		const struct step_expectation asks = {.asked = ways[i].rule};
		struct observation facts = accepted();
		struct arena arena;
		const char *wrong;

		arena_init(&arena);
		facts.certificate_requested = ways[i].requested;
		facts.handshake_done = ways[i].done;
		facts.resumed = ways[i].resumed;
		wrong = judge_request(&facts, &asks, &arena);
		ck_assert_msg(!wrong == !ways[i].says && (!wrong || strcmp(wrong, ways[i].says) == 0),
			"way %zu: %s", i, wrong ? wrong : "nothing");
		ck_assert_msg(!judge_request_unseen(&facts, &asks) == !ways[i].unseen, "way %zu", i);
		arena_finish(&arena);
	}
}
END_TEST

START_TEST(asking_in_a_step)
{
	struct step_expectation asks = step_accept;
	struct sequence s;

	sequence_begin(&s);
	asks.asked = ASKED_NO;
	sequence_set(&s, 0, asks, accepted());
	sequence_expect(&s, VERDICT_FAIL, "it asked for a certificate, where it is not to ask");
	s.steps[0].expected.asked = ASKED_YES;
	sequence_expect(&s, VERDICT_PASS, NULL);
	asks = step_reject_ca;
	asks.asked = ASKED_YES;
	sequence_set(&s, 1, asks, refused_by_alert(TLS_ALERT_UNKNOWN_CA));
	s.steps[1].has_credential = false;
	for (size_t i = 0; i < s.steps[1].subject_count; i++) {
		struct observation *facts = &s.steps[1].attempts[i].facts;

		facts->certificate_requested = facts->handshake_done = false;
		facts->sent = SENT_NOT_ASKED;
	}
	sequence_expect(&s, VERDICT_ERROR, "nothing can be said of its asking");
	sequence_end(&s);
}
END_TEST

START_TEST(asking_for_schemes)
{
	static const char *offered[] = {"0x3a3a", "ed25519", "ecdsa_sha1", "rsa_pkcs1_sha1"};
	struct step_expectation asks = step_accept;
	struct sequence s;
	struct observation *facts;

	sequence_begin(&s);
	asks.schemes = (struct scheme_rule){.given = true, .never = weak, .never_count = 2};
	sequence_set(&s, 0, asks, accepted());
	facts = &s.steps[0].attempts[0].facts;
	sequence_expect(&s, VERDICT_FAIL, "its CertificateRequest offers no signature scheme");
	facts->signature_schemes = offered;
	facts->signature_scheme_count = COUNT_OF(offered);
	sequence_expect(&s, VERDICT_FAIL,
		"its CertificateRequest offers ecdsa_sha1, rsa_pkcs1_sha1, where it is to be nothing of "
		"sha1, md5");
	facts->signature_scheme_count = 2;
	sequence_expect(&s, VERDICT_PASS, NULL);
	s.steps[0].expected.schemes =
		(struct scheme_rule){.given = true, .only = ed25519, .only_count = 1};
	sequence_expect(&s, VERDICT_PASS, NULL);
	facts->signature_scheme_count = 3;
	sequence_expect(&s, VERDICT_FAIL, "offers ecdsa_sha1, where it is to be ed25519");
	/* before TLS 1.2 there is no such list */
	facts->negotiated = TLS_1_1;
	sequence_expect(&s, VERDICT_PASS, NULL);
	sequence_end(&s);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"hello",
			{hello_against_the_rule, hello_of_a_cell, hello_without_a_signature, hello_in_words}},
		{"asking", {asking_at_all, asking_in_a_step, asking_for_schemes}},
	};

	return unit_run("judge_hello", cases, COUNT_OF(cases));
}
