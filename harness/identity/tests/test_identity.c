#include "test_main.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "credential.h"
#include "http.h"
#include "identity.h"
#include "presented.h"
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
static const struct attribute subject_of_all[] = {{"O", "m\xc3\xbc", 0}, {"CN", "a, b", 0}, {0}};

static struct arena arena;
static struct presented presented;
static struct credential credential;

static void set_up(const struct attribute *subject)
{
	arena_init(&arena);
	presented_init(&presented, subject, NULL, "01");
	credential = presented.credential;
	credential.fingerprint_sha1 = "aabb";
	credential.der[0] = (struct der){leaf, sizeof(leaf)};
	credential.der[1] = (struct der){issuer, sizeof(issuer)};
}

static void begin(void)
{
	set_up(subject_of_all);
}

static void finish(void)
{
	presented_finish(&presented);
	arena_finish(&arena);
}

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

static const char *note(const struct observation *facts)
{
	return identity_note(IDENTITY_PRESENTED, &told_by, facts, &credential, &arena);
}

#define SUBJECT "CN=a\\2C b, O=m\xc3\xbc"

START_TEST(identity_presented_is_told)
{
	struct observation facts = told("SUCCESS", SUBJECT, "MAH7/w==", "AA:BB");

	begin();
	ck_assert_ptr_null(check(IDENTITY_PRESENTED, &facts, true));
	finish();
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

	begin();
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		const char *problem = check(IDENTITY_PRESENTED, &wrong[i], true);

		ck_assert_ptr_nonnull(problem);
		ck_assert_msg(strstr(problem, words[i]) != NULL, "%zu: %s", i, problem);
	}
	finish();
}
END_TEST

START_TEST(identity_verified_matters_only_where_the_mode_verifies)
{
	struct observation facts = told("FAILED:x", SUBJECT, "MAH7/w==", "aabb");

	begin();
	ck_assert_ptr_nonnull(check(IDENTITY_PRESENTED, &facts, true));
	ck_assert_ptr_null(check(IDENTITY_PRESENTED, &facts, false));
	finish();
}
END_TEST

START_TEST(identity_of_nobody)
{
	struct observation wrong[] = {told("SUCCESS", NULL, NULL, NULL),
		told("NONE", "CN=ghost", NULL, NULL), told("NONE", NULL, "MA==", NULL),
		told("NONE", NULL, NULL, "aabb"), told("NONE, SUCCESS", NULL, NULL, NULL)};
	struct observation right[] = {
		told("NONE", "", NULL, NULL), told("-", NULL, "", NULL), told(NULL, NULL, NULL, NULL)};

	begin();
	for (size_t i = 0; i < COUNT_OF(right); i++)
		ck_assert_ptr_null(check(IDENTITY_NOBODY, &right[i], true));
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		ck_assert_msg(check(IDENTITY_NOBODY, &wrong[i], true) != NULL, "%zu", i);
	ck_assert_str_eq(check(IDENTITY_NOBODY, &wrong[1], true),
		"the backend was told \"X-Subject: CN=ghost\" (subject) although no certificate was "
		"presented");
	finish();
}
END_TEST

/* Without `none` any word but that of success may mean: no certificate. */
START_TEST(identity_of_nobody_unsaid)
{
	struct target_identity headers = told_by;
	struct observation facts = told("whatever", NULL, NULL, NULL);

	headers.facts[FACT_VERIFIED].none.count = 0;
	begin();
	ck_assert_ptr_null(identity_check(IDENTITY_NOBODY, &headers, &facts, NULL, true, &arena));
	facts.identity.verified = "SUCCESS";
	ck_assert_ptr_nonnull(identity_check(IDENTITY_NOBODY, &headers, &facts, NULL, true, &arena));
	finish();
}
END_TEST

START_TEST(identity_not_asked_means_nobody)
{
	struct observation facts = told("SUCCESS", SUBJECT, "MAH7/w==", "aabb");

	begin();
	facts.sent = SENT_NOT_ASKED;
	ck_assert_ptr_nonnull(check(IDENTITY_PRESENTED, &facts, true));
	finish();
}
END_TEST

START_TEST(identity_unseen_is_unjudged)
{
	struct observation facts = told(NULL, NULL, NULL, NULL);

	begin();
	ck_assert_ptr_null(check(IDENTITY_UNCHECKED, &facts, true));
	facts.backend_saw = false;
	ck_assert_ptr_null(check(IDENTITY_PRESENTED, &facts, true));
	finish();
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
	begin();
	identity_record(&facts, &target, &request, NULL, &arena);
	ck_assert_str_eq(facts.identity.subject, "CN=\\x1b[31m");
	ck_assert_str_eq(facts.identity.verified, "NONE, SUCCESS");
	ck_assert_ptr_null(facts.identity.certificate);
	ck_assert_ptr_null(facts.identity.fingerprint);
	ck_assert_ptr_null(facts.proxy_header);
	ck_assert_ptr_null(facts.trouble);
	finish();
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

	begin();
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
	finish();
}
END_TEST

START_TEST(identity_proxy_header_is_required)
{
	struct http_message request = {.header_count = 0};
	struct observation facts;

	observation_init(&facts);
	begin();
	identity_record(&facts, &layer4, &request, NULL, &arena);
	ck_assert_ptr_nonnull(facts.trouble);
	finish();
}
END_TEST

START_TEST(identity_forged_comes_first)
{
	struct observation facts = told("SUCCESS", SUBJECT, "MAH7/w==", "AA:BB");

	begin();
	facts.identity.forged = "x-subject: CN=admin";
	ck_assert_ptr_nonnull(strstr(check(IDENTITY_PRESENTED, &facts, true),
		"reached the backend as if the target had said it: \"x-subject: CN=admin\""));
	ck_assert_ptr_null(note(&facts));
	facts.identity.forged = NULL;
	facts.identity.lookalike = "x_subject: CN=admin";
	ck_assert_ptr_null(check(IDENTITY_PRESENTED, &facts, true));
	ck_assert_ptr_nonnull(strstr(note(&facts), "\"x_subject: CN=admin\""));
	finish();
}
END_TEST

/* RFC 5280 4.1.2.6: told by an empty header, by none, or by the word for nobody. */
START_TEST(identity_without_subject)
{
	struct target_identity headers = told_by;
	struct observation right[] = {told("SUCCESS", NULL, "MAH7/w==", "aabb"),
		told("SUCCESS", "", "MAH7/w==", "aabb"), told("SUCCESS", "(null)", "MAH7/w==", "aabb")};
	struct observation wrong = told("SUCCESS", "CN=admin", "MAH7/w==", "aabb");

	set_up(presented_empty);
	headers.facts[FACT_SUBJECT].none = (struct text_list){(const char *[]){"(null)"}, NULL, 1};
	for (size_t i = 0; i < COUNT_OF(right); i++)
		ck_assert_ptr_null(
			identity_check(IDENTITY_PRESENTED, &headers, &right[i], &credential, true, &arena));
	ck_assert_str_eq(check(IDENTITY_PRESENTED, &wrong, true),
		"the backend was told the subject \"CN=admin\" in X-Subject, presented was \"\"");
	finish();
}
END_TEST

/* The good client is let in; who reads the header may be misled. */
START_TEST(identity_ambiguous_is_noted)
{
	struct observation facts = told("SUCCESS", "CN=a, b,O=m\xc3\xbc", "MAH7/w==", "aabb");

	begin();
	ck_assert_ptr_null(check(IDENTITY_PRESENTED, &facts, true));
	ck_assert_str_eq(note(&facts),
		"the backend was told the subject \"CN=a, b,O=m\xc3\xbc\" in X-Subject, which is what was "
		"presented, but can be read as something else: \"CN=a\\, b,O=m\\C3\\BC\"");
	ck_assert_ptr_null(identity_note(IDENTITY_UNCHECKED, &told_by, &facts, &credential, &arena));
	ck_assert_ptr_null(identity_note(IDENTITY_PRESENTED, &told_by, &facts, NULL, &arena));
	facts.identity.subject = SUBJECT;
	ck_assert_ptr_null(note(&facts));
	finish();
}
END_TEST

/* Every fact has a member, is compared, and may not be told of nobody. (Success alone is wrong of
 * the unverified, and "one too many" is none.) */
START_TEST(identity_every_fact)
{
	begin();
	for (int fact = 0; fact < IDENTITY_FACT_COUNT; fact++) {
		struct target_identity headers = {.facts = {[FACT_VERIFIED] = {.header = NULL}}};
		struct http_header list[] = {{"x-h", "one too many"}};
		struct http_message request = {.headers = list, .header_count = 1};
		struct target target = {.name = "t"};
		struct observation facts = told(NULL, NULL, NULL, NULL);

		headers.facts[fact] = (struct identity_source)SOURCE("X-H", "x-h", .value = "OK");
		headers.facts[fact].none = (struct text_list){none_words, NULL, 2};
		target.identity = headers;
		identity_record(&facts, &target, &request, NULL, &arena);
		for (int rule = IDENTITY_PRESENTED; rule < IDENTITY_RULE_COUNT; rule++) {
			const char *problem = identity_check(
				(enum identity_rule)rule, &headers, &facts, &credential, true, &arena);

			if (rule == IDENTITY_UNVERIFIED && fact == FACT_VERIFIED)
				continue;
			ck_assert_msg(problem != NULL, "%s", identity_fact_words[fact]);
			ck_assert_msg(strstr(problem, "X-H") != NULL, "%s", problem);
		}
	}
	finish();
}
END_TEST

struct unit_case identity_case(void)
{
	return (struct unit_case){"identity",
		{identity_presented_is_told, identity_differences_are_named,
			identity_verified_matters_only_where_the_mode_verifies, identity_of_nobody,
			identity_of_nobody_unsaid, identity_not_asked_means_nobody, identity_unseen_is_unjudged,
			identity_record_takes_all_values, identity_of_tlvs, identity_proxy_header_is_required,
			identity_forged_comes_first, identity_without_subject, identity_ambiguous_is_noted,
			identity_every_fact}};
}
