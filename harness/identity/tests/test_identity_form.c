/* Each form of an identity, as a table of what is told and whether that is what was presented. */
#include "test_main.h"

#include <string.h>

#include "arena.h"
#include "credential.h"
#include "identity_form.h"
#include "identity_text.h"

static const uint8_t leaf[] = {0x30, 0x01, 0xfb, 0xff}; /* MAH7/w== */
static const uint8_t issuer[] = {0x30, 0x02, 0xfe}; /* MAL+ */
static const struct credential credential = {
	.subject = "CN=client.test,OU=a\\, b,O=m\\C3\\BC",
	.fingerprint_sha1 = "aabb01",
	.fingerprint_sha256 = "ccddee",
	.der = {{leaf, sizeof(leaf)}, {issuer, sizeof(issuer)}},
	.chain_len = 2,
};

struct row {
	int form;
	bool matches;
	const char *told;
};

static void check_rows(enum identity_fact fact, const struct row *rows, size_t count)
{
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < count; i++) {
		struct identity_source source = {.header = "X", .form = rows[i].form, .value = "OK"};

		ck_assert_msg(identity_form_matches(fact, &source, rows[i].told, &credential, &arena) ==
				rows[i].matches,
			"row %zu: %s", i, rows[i].told);
	}
	arena_finish(&arena);
}

START_TEST(form_subject)
{
	static const struct row rows[] = {
		{SUBJECT_RFC2253, true, "CN=client.test,OU=a\\, b,O=m\\C3\\BC"},
		{SUBJECT_RFC2253, true, "CN=client.test, OU=\"a, b\", O=m\xc3\xbc"},
		{SUBJECT_RFC2253, true, "CN = client.test , OU = a\\2c b ,O= m\\c3\xbc "},
		{SUBJECT_RFC2253, false, "O=m\xc3\xbc,OU=a\\, b,CN=client.test"},
		{SUBJECT_RFC2253, false, "CN=client.test,OU=a, b,O=m\xc3\xbc"},
		{SUBJECT_RFC2253, false, "CN=client.test,OU=a\\, b"},
		{SUBJECT_RFC2253, false, "CN=client.test,OU=a\\,  b,O=m\xc3\xbc"},
		{SUBJECT_RFC2253, false, "CN=client.test,OU=a\\, b,O=m\xc3\xbc, CN=admin"},
		{SUBJECT_RFC2253, false, "CN=Client.test,OU=a\\, b,O=m\xc3\xbc"},
		{SUBJECT_RFC2253, false, ""},
		{SUBJECT_RFC2253, false, "\\"},
		{SUBJECT_ONELINE, true, "O = m\\C3\\BC, OU = \"a, b\", CN = client.test"},
		{SUBJECT_ONELINE, true, "O=m\xc3\xbc,OU=a\\, b,CN=client.test"},
		{SUBJECT_ONELINE, false, "CN=client.test,OU=a\\, b,O=m\xc3\xbc"},
		{SUBJECT_SLASH, true, "/O=m\xc3\xbc/OU=a, b/CN=client.test"},
		{SUBJECT_SLASH, false, "/CN=client.test/OU=a, b/O=m\xc3\xbc"},
		{SUBJECT_SLASH, false, "/O=m\xc3\xbc/OU=a, b/CN=client.test/CN=admin"},
		{SUBJECT_CN, true, "client.test"},
		{SUBJECT_CN, false, "CN=client.test"},
		{SUBJECT_CN, false, "client.test, client.test"},
	};

	check_rows(FACT_SUBJECT, rows, COUNT_OF(rows));
}
END_TEST

#define PEM(body) "-----BEGIN CERTIFICATE-----" body "-----END CERTIFICATE-----"
#define TRUSTED(body) "-----BEGIN TRUSTED CERTIFICATE-----" body "-----END TRUSTED CERTIFICATE-----"
START_TEST(form_certificate)
{
	static const struct row rows[] = {
		{CERTIFICATE_PEM_URL, true,
			"-----BEGIN%20CERTIFICATE-----%0AMAH7/w%3D%3D%0A-----END%20CERTIFICATE-----%0A"},
		{CERTIFICATE_PEM_URL, true, PEM("\nMAH7%2fw==\n") PEM("MAL+")},
		{CERTIFICATE_PEM_URL, false, PEM("MAH7/A==")},
		{CERTIFICATE_PEM_URL, false, PEM("MAL%2B")},
		{CERTIFICATE_PEM_URL, false, "MAH7/w=="},
		{CERTIFICATE_PEM_URL, false, ""},
		{CERTIFICATE_PEM_SPACES, true, PEM(" MAH7/w== ")},
		{CERTIFICATE_PEM_SPACES, true, PEM("\tMAH7\t/w==\t")},
		{CERTIFICATE_PEM_SPACES, false, PEM("MAH7%2Fw==")},
		{CERTIFICATE_PEM_SPACES, false, TRUSTED("MAH7/w==")},
		{CERTIFICATE_PEM_TRUSTED, true, TRUSTED("\nMAH7/w==\n")},
		{CERTIFICATE_BASE64_DER, true, "MAH7/w=="},
		{CERTIFICATE_BASE64_DER, true, "MAH7/w==,MAL+"},
		{CERTIFICATE_BASE64_DER, false, "MAL+,MAH7/w=="},
		{CERTIFICATE_BASE64_DER, false, "MAH7/w==, MAH7/w=="},
		{CERTIFICATE_BASE64_DER, false, "MAH7/w==,MAL+,MAL+"},
		{CERTIFICATE_RFC9440, true, ":MAH7/w==:"},
		{CERTIFICATE_RFC9440, false, "MAH7/w=="},
	};

	check_rows(FACT_CERTIFICATE, rows, COUNT_OF(rows));
}
END_TEST
#undef PEM
#undef TRUSTED

START_TEST(form_fingerprint)
{
	static const struct row rows[] = {
		{FINGERPRINT_SHA1_HEX, true, "AA:BB:01"},
		{FINGERPRINT_SHA1_HEX, true, "aabb01"},
		{FINGERPRINT_SHA1_HEX, false, "aabb0100"},
		{FINGERPRINT_SHA1_HEX, false, "aabb"},
		{FINGERPRINT_SHA1_HEX, false, "ccddee"},
		{FINGERPRINT_SHA256_HEX, true, "CCDDEE"},
	};

	check_rows(FACT_FINGERPRINT, rows, COUNT_OF(rows));
}
END_TEST

START_TEST(form_verified)
{
	static const struct row rows[] = {{0, true, "OK"}, {0, false, "ok"}, {0, false, "OK, OK"}};

	check_rows(FACT_VERIFIED, rows, COUNT_OF(rows));
}
END_TEST

START_TEST(form_parts)
{
#define XFCC "By=spiffe://x;Hash=abc;Cert=\"-%2B\";Subject=\"CN=a, \\\"b\\\";O=m\";DNS=d"
	static const struct {
		const char *text;
		const char *key;
		bool first_only;
		const char *value;
	} rows[] = {
		{XFCC, "Hash", false, "abc"},
		{XFCC, "hash", false, "abc"},
		{XFCC, "Subject", false, "CN=a, \"b\";O=m"},
		{XFCC, "DNS", false, "d"},
		{XFCC, "URI", false, NULL},
		{XFCC "," XFCC, "Hash", false, "abc, abc"},
		{"Hash=evil, Hash=abc", "Hash", false, "evil, abc"},
		{"Hash=abc,Hash=issuer", "Hash", true, "abc"},
		{"Hash=abc;Hash=evil", "Hash", true, "abc, evil"},
		{"Subject=\"CN=a\"evil", "Subject", false, "CN=aevil"},
		{"Subject=\"CN=a", "Subject", false, "CN=a"},
		{"Subject=\"CN=a\\", "Subject", false, "CN=a\\"},
		{"Subject", "Subject", false, NULL},
		{"Subject=", "Subject", false, ""},
		{"=x;,;", "Subject", false, NULL},
		{"", "Subject", false, NULL},
	};
#undef XFCC
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *value =
			identity_text_part(&arena, rows[i].text, rows[i].key, rows[i].first_only);

		if (!rows[i].value)
			ck_assert_msg(!value, "row %zu: %s", i, value);
		else
			ck_assert_msg(value && strcmp(value, rows[i].value) == 0, "row %zu: %s", i, value);
	}
	arena_finish(&arena);
}
END_TEST

START_TEST(form_decoded)
{
	struct arena arena;

	arena_init(&arena);
	ck_assert_str_eq(identity_text_decode(&arena, "a%3d%3D+%2b%", true), "a== +%");
	ck_assert_str_eq(identity_text_decode(&arena, "+%0", false), "+%0");
	ck_assert_str_eq(identity_text_decode(&arena, "a%00b%zz", false), "a%00b%zz");
	arena_finish(&arena);
}
END_TEST

struct unit_case identity_form_case(void)
{
	return (struct unit_case){"identity_form",
		{form_subject, form_certificate, form_fingerprint, form_verified, form_parts,
			form_decoded}};
}
