/* What a client says of itself, in every form, and whether it is found again. */
#include "test_main.h"

#include <string.h>

#include "arena.h"
#include "forged_identity.h"
#include "http.h"
#include "identity_form.h"
#include "presented.h"

static const struct target_identity plain = {
	.facts = {
		[FACT_VERIFIED] = {.header = "X-Verify", .lower_header = "x-verify", .value = "OK"},
		[FACT_SUBJECT] = {.header = "X-Subject", .lower_header = "x-subject"},
	}};
static const struct target_identity parts = {
	.facts = {
		[FACT_SUBJECT] =
			{.header = "X-Info", .lower_header = "x-info", .part = "Subject", .form = SUBJECT_CN},
		[FACT_FINGERPRINT] = {.header = "X-Info", .lower_header = "x-info", .part = "Hash"},
	}};
static struct arena arena;

static void check_lines(
	const struct target_identity *told, enum forge forge, const char *const *wanted, size_t count)
{
	const char *const *lines = forged_identity_lines(&arena, told, forge);

	for (size_t i = 0; i < count; i++)
		ck_assert_str_eq(lines[i], wanted[i]);
	ck_assert_ptr_null(lines[count]);
}

START_TEST(forged_lines)
{
	static const char *const same[] = {
		"X-Verify: OK", "X-Subject: CN=admin.mtlspec.test,O=mtlspec"};
	static const char *const other[] = {
		"x-vERIFY: OK", "x-sUBJECT: CN=admin.mtlspec.test,O=mtlspec"};
	static const char *const underscore[] = {
		"X_Verify: OK", "X_Subject: CN=admin.mtlspec.test,O=mtlspec"};
	static const char *const space[] = {
		"X-Verify : OK", "X-Subject : CN=admin.mtlspec.test,O=mtlspec"};
	static const char *const connection[] = {"Connection: X-Verify, X-Subject"};

	arena_init(&arena);
	check_lines(&plain, FORGE_NONE, NULL, 0);
	check_lines(&plain, FORGE_SAME_NAME, same, 2);
	check_lines(&plain, FORGE_OTHER_CASE, other, 2);
	check_lines(&plain, FORGE_UNDERSCORE, underscore, 2);
	check_lines(&plain, FORGE_SPACE, space, 2);
	check_lines(&plain, FORGE_CONNECTION, connection, 1);
	arena_finish(&arena);
}
END_TEST

START_TEST(forged_parts_share_a_line)
{
	static const char *const quoted[] = {"X-Info: Subject=\"admin.mtlspec.test\";"
										 "Hash=\"adadadadadadadadadadadadadadadadadadadad\""};
	struct target_identity encoded = parts;

	arena_init(&arena);
	check_lines(&parts, FORGE_SAME_NAME, quoted, 1);
	for (int fact = 0; fact < IDENTITY_FACT_COUNT; fact++)
		encoded.facts[fact].encoding = ENCODING_URL;
	ck_assert_ptr_nonnull(strstr(forged_identity_lines(&arena, &encoded, FORGE_SAME_NAME)[0],
		"X-Info: Subject%3D%22admin.mtlspec.test%22%3BHash%3D"));
	arena_finish(&arena);
}
END_TEST

/* One header line as the backend gets it. */
static struct identity_seen find(
	const struct target_identity *told, const char *name, const char *value)
{
	struct http_header header = {name, value};
	struct http_message request = {.headers = &header, .header_count = 1};
	struct identity_seen seen = {.forged = "stale"};

	forged_identity_find(&seen, told, &request, &arena);
	return seen;
}

/* Whatever the form: what was sent is recognised, and is never what was presented. */
START_TEST(forged_every_form)
{
	static const int counts[IDENTITY_FACT_COUNT] = {
		[FACT_SUBJECT] = SUBJECT_FORM_COUNT,
		[FACT_CERTIFICATE] = CERTIFICATE_FORM_COUNT,
		[FACT_FINGERPRINT] = FINGERPRINT_FORM_COUNT,
		[FACT_ISSUER] = SUBJECT_FORM_COUNT,
		[FACT_SERIAL] = SERIAL_FORM_COUNT,
		[FACT_URI] = NAMES_FORM_COUNT,
		[FACT_DNS] = NAMES_FORM_COUNT,
		[FACT_SAN] = SAN_FORM_COUNT,
		[FACT_CHAIN] = CERTIFICATE_FORM_COUNT,
	};
	struct presented presented;

	arena_init(&arena);
	presented_init(&presented, presented_plain, NULL, "01");
	for (int fact = 0; fact < IDENTITY_FACT_COUNT; fact++) {
		for (int form = 0; form < counts[fact]; form++) {
			struct target_identity told = {.facts = {
											   [FACT_VERIFIED] = {.header = NULL},
										   }};
			const char *value;

			told.facts[fact] =
				(struct identity_source){.header = "X-H", .lower_header = "x-h", .form = form};
			value = forged_identity_lines(&arena, &told, FORGE_SAME_NAME)[0] + strlen("X-H: ");
			ck_assert_ptr_nonnull(find(&told, "x-h", value).forged);
			ck_assert_int_eq(identity_form_match((enum identity_fact)fact, &told.facts[fact], value,
								 &presented.credential, &arena),
				UNLIKE);
		}
	}
	presented_finish(&presented);
	arena_finish(&arena);
}
END_TEST

START_TEST(forged_is_found)
{
	struct identity_seen seen;

	arena_init(&arena);
	seen = find(&plain, "x-subject", "CN=me, CN=admin.mtlspec.test\x1b");
	ck_assert_str_eq(seen.forged, "x-subject: CN=me, CN=admin.mtlspec.test\\x1b");
	ck_assert_ptr_null(seen.lookalike);
	seen = find(&plain, "x_verify", "OK");
	ck_assert_str_eq(seen.lookalike, "x_verify: OK");
	ck_assert_ptr_null(seen.forged);
	/* the word of success may be the target's own; another name is nobody's business */
	ck_assert_ptr_null(find(&plain, "x-verify", "OK").forged);
	seen = find(&plain, "x-subjects", "CN=admin.mtlspec.test");
	ck_assert(!seen.forged && !seen.lookalike);
	ck_assert_ptr_null(find(&plain, "x-subject", "CN=me").forged);
	arena_finish(&arena);
}
END_TEST

struct unit_case forged_identity_case(void)
{
	return (struct unit_case){"forged_identity",
		{forged_lines, forged_parts_share_a_line, forged_every_form, forged_is_found}};
}
