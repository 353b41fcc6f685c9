#include "test_run.h"

#include <string.h>

#include "arena.h"
#include "credential.h"
#include "http.h"
#include "identity.h"

static const struct target_identity headers = {.verified_header = "x-verify",
	.verified_value = "SUCCESS",
	.subject_header = "x-subject",
	.certificate_header = "x-cert",
	.fingerprint_header = "x-fingerprint"};
static const struct credential credential = {.name = "client",
	.subject = "CN=client",
	.fingerprint_sha1 = "aabb",
	.pem = "--BEGIN--\nAA+/\n--END--\n"};

static struct arena arena;

static struct observation told(
	const char *verified, const char *subject, const char *certificate, const char *fingerprint)
{
	struct observation facts;

	observation_init(&facts);
	facts.backend_saw = true;
	facts.sent = SENT_AS_MEANT;
	facts.identity = (struct identity_seen){verified, subject, certificate, fingerprint};
	return facts;
}

static const char *check(enum identity_rule rule, const struct observation *facts, bool verifies)
{
	return identity_check(rule, &headers, facts, &credential, verifies, &arena);
}

START_TEST(identity_presented_is_told)
{
	struct observation facts =
		told("SUCCESS", "CN=client", "--BEGIN--%0AAA%2b/%0A--END--%0A", "AABB");

	arena_init(&arena);
	ck_assert_ptr_null(check(IDENTITY_PRESENTED, &facts, true));
	arena_finish(&arena);
}
END_TEST

START_TEST(identity_differences_are_named)
{
	struct observation wrong[] = {told("SUCCESS", "CN=other", "--BEGIN--AA%2B/--END--", "aabb"),
		told("SUCCESS", "CN=client", "--BEGIN--AA%2B/--END--", "aabc"),
		told("SUCCESS", "CN=client", "--BEGIN--AB%2B/--END--", "aabb"),
		told("NONE", "CN=client", "--BEGIN--AA%2B/--END--", "aabb"),
		told("SUCCESS", NULL, "--BEGIN--AA%2B/--END--", "aabb"), told(NULL, NULL, NULL, NULL)};
	static const char *const words[] = {
		"subject", "fingerprint", "certificate", "x-verify", "subject", "subject"};

	arena_init(&arena);
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		const char *problem = check(IDENTITY_PRESENTED, &wrong[i], true);

		ck_assert_ptr_nonnull(problem);
		ck_assert_msg(strstr(problem, words[i]) != NULL, "%zu: %s", i, problem);
	}
	arena_finish(&arena);
}
END_TEST

START_TEST(identity_verified_matters_only_where_the_mode_verifies)
{
	struct observation facts = told("FAILED:x", "CN=client", "--BEGIN--AA%2B/--END--", "aabb");

	arena_init(&arena);
	ck_assert_ptr_nonnull(check(IDENTITY_PRESENTED, &facts, true));
	ck_assert_ptr_null(check(IDENTITY_PRESENTED, &facts, false));
	arena_finish(&arena);
}
END_TEST

START_TEST(identity_of_nobody)
{
	struct observation facts = told("NONE", "", NULL, NULL);

	arena_init(&arena);
	ck_assert_ptr_null(check(IDENTITY_NOBODY, &facts, true));
	facts = told("SUCCESS", NULL, NULL, NULL);
	ck_assert_ptr_nonnull(check(IDENTITY_NOBODY, &facts, true));
	facts = told("NONE", "CN=ghost", NULL, NULL);
	ck_assert_ptr_nonnull(check(IDENTITY_NOBODY, &facts, true));
	facts = told("NONE", NULL, "--BEGIN--", NULL);
	ck_assert_ptr_nonnull(check(IDENTITY_NOBODY, &facts, true));
	arena_finish(&arena);
}
END_TEST

START_TEST(identity_not_asked_means_nobody)
{
	struct observation facts = told("SUCCESS", "CN=client", "--BEGIN--AA%2B/--END--", "aabb");

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

START_TEST(identity_record_cleans)
{
	struct http_header list[] = {{"x-subject", "CN=\x1b[31m"}, {"x-verify", "NONE"}};
	struct http_message request = {.headers = list, .header_count = COUNT_OF(list)};
	struct identity_seen seen;

	arena_init(&arena);
	identity_record(&seen, &headers, &request, &arena);
	ck_assert_str_eq(seen.subject, "CN=\\x1b[31m");
	ck_assert_str_eq(seen.verified, "NONE");
	ck_assert_ptr_null(seen.certificate);
	arena_finish(&arena);
}
END_TEST

struct unit_case identity_case(void)
{
	return (struct unit_case){"identity",
		{identity_presented_is_told, identity_differences_are_named,
			identity_verified_matters_only_where_the_mode_verifies, identity_of_nobody,
			identity_not_asked_means_nobody, identity_unseen_is_unjudged, identity_record_cleans}};
}
