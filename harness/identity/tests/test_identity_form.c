/* Each form of an identity, as a table of what is told and whether that is what was presented. */
#include "test_main.h"

#include <string.h>

#include "arena.h"
#include "identity_form.h"
#include "identity_text.h"
#include "presented.h"

struct row {
	int form;
	enum likeness likeness;
	const char *told;
};

static void check_rows(enum identity_fact fact, const char *part, const struct attribute *subject,
	const struct row *rows, size_t count)
{
	struct presented presented;
	struct arena arena;

	arena_init(&arena);
	presented_init(&presented, subject, NULL, "01a2f0");
	for (size_t i = 0; i < count; i++) {
		struct identity_source source = {
			.header = "X", .part = part, .form = rows[i].form, .value = "OK"};
		enum likeness likeness =
			identity_form_match(fact, &source, rows[i].told, &presented.credential, &arena);

		ck_assert_msg(
			likeness == rows[i].likeness, "row %zu: %d for %s", i, likeness, rows[i].told);
	}
	presented_finish(&presented);
	arena_finish(&arena);
}

static const struct attribute quoted[] = {{"O", "a, \"b\" \\", 0}, {0}};

/* With one backslash of its own, or one more for the quotes around. */
START_TEST(form_quoted_subject)
{
	static const struct row rows[] = {
		{SUBJECT_RFC2253, LIKE, "O=a\\, \\\"b\\\" \\\\"}, /* Envoy */
		{SUBJECT_RFC2253, LIKE, "O=a\\\\, \\\\\\\"b\\\\\\\" \\\\\\\\"}, /* RFC 9110 5.6.4 */
		{SUBJECT_RFC2253, UNLIKE, "O=a, b"},
		{SUBJECT_INFO, LIKE_LOOSELY, "O=a, \"b\" \\"}, /* Traefik */
	};
	static const struct row alone[] = {
		{SUBJECT_RFC2253, LIKE_LOOSELY, "O=a\\\\, \\\\\"b\\\\\" \\\\\\\\"}, /* Apache's %{...}s */
	};
	static const struct attribute name[] = {{"CN", "a, \"b\" \\", 0}, {0}};
	static const struct row names[] = {{SUBJECT_CN, LIKE, "a, \\\"b\\\" \\\\"}}; /* lighttpd */

	check_rows(FACT_SUBJECT, "Subject", quoted, rows, COUNT_OF(rows));
	check_rows(FACT_SUBJECT, NULL, quoted, alone, COUNT_OF(alone));
	check_rows(FACT_SUBJECT, "remote_user", name, names, COUNT_OF(names));
}
END_TEST

START_TEST(form_issuer)
{
	static const struct row rows[] = {
		{SUBJECT_RFC2253, LIKE, "CN=issuer"},
		{SUBJECT_SLASH, LIKE, "/CN=issuer"},
		{SUBJECT_RFC2253, UNLIKE, "CN=client.test,O=m"},
		{SUBJECT_RFC2253, UNLIKE, ""},
	};

	check_rows(FACT_ISSUER, NULL, presented_plain, rows, COUNT_OF(rows));
}
END_TEST

START_TEST(form_serial)
{
	static const struct row rows[] = {
		{SERIAL_HEX, LIKE, "01A2F0"},
		{SERIAL_HEX, LIKE, "1a2f0"},
		{SERIAL_HEX, LIKE, "00:01:a2:f0"},
		{SERIAL_HEX, LIKE, "0x1A2F0"},
		{SERIAL_HEX, UNLIKE, "107248"},
		{SERIAL_HEX, UNLIKE, "01A2F000"},
		{SERIAL_HEX, UNLIKE, "1a2"},
		{SERIAL_HEX, UNLIKE, ""},
		{SERIAL_HEX, UNLIKE, "0x"},
		{SERIAL_DECIMAL, LIKE, "107248"},
		{SERIAL_DECIMAL, UNLIKE, "0107248"},
		{SERIAL_DECIMAL, UNLIKE, "01a2f0"},
		{SERIAL_DECIMAL, UNLIKE, ""},
	};

	check_rows(FACT_SERIAL, NULL, presented_plain, rows, COUNT_OF(rows));
}
END_TEST

START_TEST(form_fingerprint)
{
	static const struct row rows[] = {
		{FINGERPRINT_SHA1_HEX, LIKE, "AA:BB:01"},
		{FINGERPRINT_SHA1_HEX, LIKE, "aabb01"},
		{FINGERPRINT_SHA1_HEX, UNLIKE, "aabb0100"},
		{FINGERPRINT_SHA1_HEX, UNLIKE, "aabb"},
		{FINGERPRINT_SHA1_HEX, UNLIKE, "ccddee"},
		{FINGERPRINT_SHA256_HEX, LIKE, "CCDDEE"},
	};

	check_rows(FACT_FINGERPRINT, NULL, presented_plain, rows, COUNT_OF(rows));
}
END_TEST

START_TEST(form_verified)
{
	static const struct row rows[] = {{0, LIKE, "OK"}, {0, UNLIKE, "ok"}, {0, UNLIKE, "OK, OK"}};

	check_rows(FACT_VERIFIED, NULL, presented_plain, rows, COUNT_OF(rows));
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
		{XFCC, "Subject", false, "CN=a, \\\"b\\\";O=m"},
		{XFCC, "DNS", false, "d"},
		{XFCC, "URI", false, NULL},
		{XFCC "," XFCC, "Hash", false, "abc, abc"},
		{"Hash=evil, Hash=abc", "Hash", false, "evil, abc"},
		{"Hash=abc,Hash=issuer", "Hash", true, "abc"},
		{"Hash=abc;Hash=evil", "Hash", true, "abc, evil"},
		{"Subject=\"CN=a\"evil", "Subject", false, "CN=a\"evil"},
		{"Subject=\"O=a \"b\" c, d\";CN=e", "Subject", false, "O=a \"b\" c, d"}, /* Traefik */
		{"Subject=\"O=\"a\", b\";Hash=c", "Subject", false, "O=\"a\", b"},
		{"Subject=\"O=\"a\"\",Subject=\"O=b\"", "Subject", true, "O=\"a\""},
		{"Subject=\"O=a\\\\\";Hash=b", "Subject", false, "O=a\\\\"},
		{"Subject=\"O=a\\\"", "Subject", false, "O=a\\"},
		{"URI=a;URI=b;DNS=c", "URI", false, "a, b"}, /* Envoy */
		{"URI=a;URI=b,URI=c", "URI", true, "a, b"},
		{"URI=spiffe://a/b,c;d;DNS=e", "URI", false, "spiffe://a/b,c;d"},
		{"Hash=abc,evil", "Hash", false, "abc,evil"},
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

START_TEST(form_brief)
{
	struct arena arena;
	char text[1100];

	arena_init(&arena);
	memset(text, 'x', sizeof(text));
	memcpy(text + 999, "\xc3\xbc", 3);
	ck_assert_str_eq(identity_text_brief(&arena, text) + 999, "... (1001 bytes)");
	memcpy(text + 999, "x", 2);
	ck_assert_ptr_eq(identity_text_brief(&arena, text), text);
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
		{form_quoted_subject, form_issuer, form_serial, form_fingerprint, form_verified, form_parts,
			form_brief, form_decoded}};
}
