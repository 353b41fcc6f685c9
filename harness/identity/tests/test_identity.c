#include "test_main.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "credential.h"
#include "http.h"
#include "identity.h"
#include "proxy_header.h"

#define SOURCE(name, lower, ...)                                                                   \
	{                                                                                              \
		.where = name, .header = name, .lower_header = lower, __VA_ARGS__                          \
	}
static const char *none_words[] = {"NONE", "-"};
static const struct target_identity told_by = {
	.facts = {
		[FACT_VERIFIED] =
			SOURCE("X-Verify", "x-verify", .value = "SUCCESS", .none = {none_words, NULL, 2}),
		[FACT_SUBJECT] = SOURCE("X-Subject", "x-subject", .form = SUBJECT_RFC2253),
		[FACT_CERTIFICATE] = SOURCE("X-Cert", "x-cert", .form = CERTIFICATE_BASE64_DER),
		[FACT_FINGERPRINT] = SOURCE("X-Print", "x-print", .form = FINGERPRINT_SHA1_HEX),
	}};
static const uint8_t leaf[] = {0x30, 0x01, 0xfb, 0xff}; /* MAH7/w== */
static const uint8_t issuer[] = {0x30, 0x02, 0xfe}; /* MAL+ */
static const struct credential credential = {.name = "client",
	.subject = "CN=a\\, b,O=m\\C3\\BC",
	.fingerprint_sha1 = "aabb",
	.fingerprint_sha256 = "ccddee",
	.der = {{leaf, sizeof(leaf)}, {issuer, sizeof(issuer)}},
	.chain_len = 2};

static struct arena arena;

static struct observation told(
	const char *verified, const char *subject, const char *certificate, const char *fingerprint)
{
	struct observation facts;

	observation_init(&facts);
	facts.backend_saw = true;
	facts.sent = SENT_AS_MEANT;
	facts.identity = (struct identity_seen){.verified = verified,
		.subject = subject,
		.certificate = certificate,
		.fingerprint = fingerprint};
	return facts;
}

static const char *check(enum identity_rule rule, const struct observation *facts, bool verifies)
{
	return identity_check(rule, &told_by, facts, &credential, verifies, &arena);
}

#define SUBJECT "CN=a\\2C b, O=m\xc3\xbc"

START_TEST(identity_presented_is_told)
{
	struct observation facts = told("SUCCESS", SUBJECT, "MAH7/w==", "AA:BB");

	arena_init(&arena);
	ck_assert_ptr_null(check(IDENTITY_PRESENTED, &facts, true));
	arena_finish(&arena);
}
END_TEST

START_TEST(identity_differences_are_named)
{
	struct observation wrong[] = {told("SUCCESS", "CN=other", "MAH7/w==", "aabb"),
		told("SUCCESS", SUBJECT, "MAH7/w==", "aabc"), told("SUCCESS", SUBJECT, "MAH7/A==", "aabb"),
		told("NONE", SUBJECT, "MAH7/w==", "aabb"), told("SUCCESS", NULL, "MAH7/w==", "aabb"),
		told(NULL, NULL, NULL, NULL), told("SUCCESS, SUCCESS", SUBJECT, "MAH7/w==", "aabb"),
		told("SUCCESS", SUBJECT, NULL, "aabb")};
	static const char *const words[] = {"the subject \"CN=other\" in X-Subject, presented was",
		"the fingerprint \"aabc\" in X-Print, presented was \"aabb\"",
		"another certificate than the one presented in X-Cert", "X-Verify: NONE",
		"no subject in X-Subject", "no subject in X-Subject", "X-Verify: SUCCESS, SUCCESS",
		"no certificate in X-Cert"};

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		const char *problem = check(IDENTITY_PRESENTED, &wrong[i], true);

		ck_assert_ptr_nonnull(problem);
		ck_assert_msg(strstr(problem, words[i]) != NULL, "%zu: %s", i, problem);
	}
	arena_finish(&arena);
}
END_TEST

/* An empty subject is told by an empty header, or by none; anything else is a lie. */
START_TEST(identity_of_an_empty_subject)
{
	struct credential nameless = credential;
	struct observation right[] = {
		told("SUCCESS", NULL, "MAH7/w==", "aabb"), told("SUCCESS", "", "MAH7/w==", "aabb")};
	struct observation wrong = told("SUCCESS", "CN=other", "MAH7/w==", "aabb");
	const char *problem;

	arena_init(&arena);
	nameless.subject = "";
	for (size_t i = 0; i < COUNT_OF(right); i++)
		ck_assert_ptr_null(
			identity_check(IDENTITY_PRESENTED, &told_by, &right[i], &nameless, true, &arena));
	problem = identity_check(IDENTITY_PRESENTED, &told_by, &wrong, &nameless, true, &arena);
	ck_assert_ptr_nonnull(strstr(problem, "the subject \"CN=other\""));
	arena_finish(&arena);
}
END_TEST

START_TEST(identity_verified_matters_only_where_the_mode_verifies)
{
	struct observation facts = told("FAILED:x", SUBJECT, "MAH7/w==", "aabb");

	arena_init(&arena);
	ck_assert_ptr_nonnull(check(IDENTITY_PRESENTED, &facts, true));
	ck_assert_ptr_null(check(IDENTITY_PRESENTED, &facts, false));
	arena_finish(&arena);
}
END_TEST

START_TEST(identity_of_nobody)
{
	struct observation wrong[] = {told("SUCCESS", NULL, NULL, NULL),
		told("NONE", "CN=ghost", NULL, NULL), told("NONE", NULL, "MA==", NULL),
		told("NONE", NULL, NULL, "aabb"), told("NONE, SUCCESS", NULL, NULL, NULL)};
	struct observation right[] = {
		told("NONE", "", NULL, NULL), told("-", NULL, "", NULL), told(NULL, NULL, NULL, NULL)};

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(right); i++)
		ck_assert_ptr_null(check(IDENTITY_NOBODY, &right[i], true));
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		ck_assert_msg(check(IDENTITY_NOBODY, &wrong[i], true) != NULL, "%zu", i);
	ck_assert_str_eq(check(IDENTITY_NOBODY, &wrong[1], true),
		"the backend was told \"X-Subject: CN=ghost\" (subject) although no certificate was "
		"presented");
	arena_finish(&arena);
}
END_TEST

/* Without `none` any word but that of success may mean: no certificate. */
START_TEST(identity_of_nobody_unsaid)
{
	struct target_identity headers = told_by;
	struct observation facts = told("whatever", NULL, NULL, NULL);

	headers.facts[FACT_VERIFIED].none.count = 0;
	arena_init(&arena);
	ck_assert_ptr_null(identity_check(IDENTITY_NOBODY, &headers, &facts, NULL, true, &arena));
	facts.identity.verified = "SUCCESS";
	ck_assert_ptr_nonnull(identity_check(IDENTITY_NOBODY, &headers, &facts, NULL, true, &arena));
	arena_finish(&arena);
}
END_TEST

START_TEST(identity_not_asked_means_nobody)
{
	struct observation facts = told("SUCCESS", SUBJECT, "MAH7/w==", "aabb");

	arena_init(&arena);
	facts.sent = SENT_NOT_ASKED;
	ck_assert_ptr_nonnull(check(IDENTITY_PRESENTED, &facts, true));
	arena_finish(&arena);
}
END_TEST

START_TEST(identity_unseen_is_unjudged)
{
	struct observation facts = told(NULL, NULL, NULL, NULL);

	arena_init(&arena);
	ck_assert_ptr_null(check(IDENTITY_UNCHECKED, &facts, true));
	facts.backend_saw = false;
	ck_assert_ptr_null(check(IDENTITY_PRESENTED, &facts, true));
	arena_finish(&arena);
}
END_TEST

START_TEST(identity_record_takes_all_values)
{
	struct http_header list[] = {{"x-subject", "CN=\x1b[31m"}, {"x-verify", "NONE"},
		{"x-verify", "SUCCESS"}, {"x-print-too", "aabb"}};
	struct http_message request = {.headers = list, .header_count = COUNT_OF(list)};
	struct target target = {.identity = told_by};
	struct observation facts;

	observation_init(&facts);
	arena_init(&arena);
	identity_record(&facts, &target, &request, NULL, &arena);
	ck_assert_str_eq(facts.identity.subject, "CN=\\x1b[31m");
	ck_assert_str_eq(facts.identity.verified, "NONE, SUCCESS");
	ck_assert_ptr_null(facts.identity.certificate);
	ck_assert_ptr_null(facts.identity.fingerprint);
	ck_assert_ptr_null(facts.proxy_header);
	ck_assert_ptr_null(facts.trouble);
	arena_finish(&arena);
}
END_TEST

static const struct target layer4 = {.proxy_protocol = true,
	.identity = {
		.facts = {
			[FACT_VERIFIED] = {.where = "v", .tlv = "ssl-verify", .tlv_kind = TLV_SSL_VERIFY},
			[FACT_SUBJECT] = {.where = "s", .tlv = "ssl-cn", .tlv_kind = TLV_SSL_CN},
			[FACT_CERTIFICATE] = {.where = "c", .tlv = "ssl-cert", .tlv_kind = TLV_SSL_CERT},
			[FACT_FINGERPRINT] =
				{.where = "f", .tlv = "0xe1", .tlv_kind = TLV_APPLICATION, .tlv_type = 0xe1},
		}}};

static void record_tlvs(struct observation *facts, uint8_t client, uint32_t verify)
{
	struct http_message request = {.header_count = 0};
	struct proxy_tlv tlvs[] = {{PROXY_SSL_CN, true, (const uint8_t *)"me", 2},
		{PROXY_SSL_CLIENT_CERT, true, leaf, sizeof(leaf)}, {0xe1, true, leaf, 1},
		{0xe1, false, (const uint8_t *)"aa\x01", 3}};
	struct proxy_header proxy = {.version = 2,
		.has_ssl = true,
		.ssl_client = client,
		.ssl_verify = verify,
		.tlvs = tlvs,
		.tlv_count = COUNT_OF(tlvs)};

	observation_init(facts);
	identity_record(facts, &layer4, &request, &proxy, &arena);
}

START_TEST(identity_of_tlvs)
{
	struct observation facts;

	arena_init(&arena);
	record_tlvs(&facts, PROXY_CLIENT_SSL | PROXY_CLIENT_CERT_CONN, 0);
	ck_assert_str_eq(facts.identity.verified, "verified");
	ck_assert_str_eq(facts.identity.subject, "me");
	ck_assert_str_eq(facts.identity.certificate, "MAH7/w==");
	ck_assert_str_eq(facts.identity.fingerprint, "aa\\x01");
	ck_assert_str_eq(facts.proxy_header, "v2, client certificate verified, CN me");
	record_tlvs(&facts, PROXY_CLIENT_SSL | PROXY_CLIENT_CERT_SESS, 10);
	ck_assert_str_eq(facts.identity.verified, "not verified");
	/* 0 without a certificate is no success */
	record_tlvs(&facts, PROXY_CLIENT_SSL, 0);
	ck_assert_ptr_null(facts.identity.verified);
	arena_finish(&arena);
}
END_TEST

START_TEST(identity_proxy_header_is_required)
{
	struct http_message request = {.header_count = 0};
	struct observation facts;

	observation_init(&facts);
	arena_init(&arena);
	identity_record(&facts, &layer4, &request, NULL, &arena);
	ck_assert_ptr_nonnull(facts.trouble);
	arena_finish(&arena);
}
END_TEST

START_TEST(identity_forged_comes_first)
{
	struct observation facts = told("SUCCESS", SUBJECT, "MAH7/w==", "AA:BB");

	arena_init(&arena);
	facts.identity.forged = "x-subject: CN=admin";
	ck_assert_ptr_nonnull(strstr(check(IDENTITY_PRESENTED, &facts, true),
		"reached the backend as if the target had said it: \"x-subject: CN=admin\""));
	ck_assert_ptr_null(identity_note(&facts, &arena));
	facts.identity.forged = NULL;
	facts.identity.lookalike = "x_subject: CN=admin";
	ck_assert_ptr_null(check(IDENTITY_PRESENTED, &facts, true));
	ck_assert_ptr_nonnull(strstr(identity_note(&facts, &arena), "\"x_subject: CN=admin\""));
	arena_finish(&arena);
}
END_TEST

struct unit_case identity_case(void)
{
	return (struct unit_case){"identity",
		{identity_presented_is_told, identity_differences_are_named,
			identity_verified_matters_only_where_the_mode_verifies, identity_of_an_empty_subject,
			identity_of_nobody, identity_of_nobody_unsaid, identity_not_asked_means_nobody,
			identity_unseen_is_unjudged, identity_record_takes_all_values, identity_of_tlvs,
			identity_proxy_header_is_required, identity_forged_comes_first}};
}
