#include "test_main.h"

#include <string.h>

#include "arena.h"
#include "identity.h"
#include "presented.h"

/* What the products say of a certificate that they let in. */
struct said {
	const char *product;
	const char *success; /* NULL: it has no word for how verification went */
	const char *none; /* or NULL */
	const char *told; /* NULL: nothing */
	bool wrong;
};

static const struct said rows[] = {
	{"nginx", "SUCCESS", "NONE", "FAILED:self-signed certificate", false},
	{"nginx", "SUCCESS", "NONE", "FAILED:unable to get local issuer certificate", false},
	{"nginx", "SUCCESS", "NONE", "NONE", false},
	{"nginx", "SUCCESS", "NONE", "", false},
	{"nginx", "SUCCESS", "NONE", NULL, false},
	{"nginx", "SUCCESS", "NONE", "SUCCESS", true},
	{"apache", "SUCCESS", "NONE", "GENEROUS", false},
	{"apache", "SUCCESS", "NONE", "FAILED:certificate has expired", false},
	{"apache", "SUCCESS", "NONE", "SUCCESS", true},
	{"haproxy", "0", NULL, "10", false},
	{"haproxy", "0", NULL, "20", false},
	{"haproxy", "0", NULL, "0", true},
	{"hitch", IDENTITY_TLV_VERIFIED, NULL, "not verified", false},
	{"hitch", IDENTITY_TLV_VERIFIED, NULL, "verified", true},
	{"node", "SUCCESS", "NONE", "FAILED", false},
	{"go", "SUCCESS", "NONE", "UNVERIFIED", false},
	{"caddy, envoy, traefik", NULL, NULL, NULL, false},
	/* some backend takes one of several values, or any case */
	{"two headers", "SUCCESS", "NONE", "FAILED, SUCCESS", true},
	{"two headers", "SUCCESS", "NONE", "SUCCESS , NONE", true},
	{"two headers", "SUCCESS", "NONE", ",SUCCESS,", true},
	{"two headers", "0", NULL, "20, 10", false},
	{"another case", "SUCCESS", "NONE", "success", true},
	{"part of a word", "SUCCESS", "NONE", "NO-SUCCESS", false},
	{"part of a word", "SUCCESS", "NONE", "SUCCESSFUL", false},
	{"within a sentence", "SUCCESS", "NONE", "FAILED:no success", false},
	{"no value", "SUCCESS", "NONE", ", ,", false},
};

static struct arena arena;
static struct presented presented;

static void begin(void)
{
	arena_init(&arena);
	presented_init(&presented, presented_plain, NULL, "01");
	presented.credential.fingerprint_sha1 = "aabb";
}

static void finish(void)
{
	presented_finish(&presented);
	arena_finish(&arena);
}

/* The target tells a fingerprint, and in the words of `said` how verification went. */
static struct target_identity words_of(const struct said *said)
{
	struct target_identity out = {
		.facts = {[FACT_FINGERPRINT] = {
					  .where = "X-Print", .header = "X-Print", .form = FINGERPRINT_SHA1_HEX}}};
	struct identity_source *verified = &out.facts[FACT_VERIFIED];

	if (said->success)
		*verified = (struct identity_source){
			.where = "X-Verify", .header = "X-Verify", .value = said->success};
	if (said->none)
		verified->none = (struct text_list){(const char **)&said->none, NULL, 1};
	return out;
}

static struct observation told(const char *verified, const char *fingerprint)
{
	struct observation facts;

	observation_init(&facts);
	facts.backend_saw = true;
	facts.sent = SENT_AS_MEANT;
	facts.identity = (struct identity_seen){.verified = verified, .fingerprint = fingerprint};
	return facts;
}

static const char *check(const struct target_identity *words, const struct observation *facts)
{
	return identity_check(IDENTITY_UNVERIFIED, words, facts, &presented.credential, false, &arena);
}

static const char *note(const struct target_identity *words, const struct observation *facts)
{
	return identity_note(IDENTITY_UNVERIFIED, words, facts, &presented.credential, &arena);
}

START_TEST(unverified_in_words_of_each_product)
{
	begin();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct target_identity words = words_of(&rows[i]);
		struct observation facts = told(rows[i].told, "AA:BB");
		const char *problem = check(&words, &facts);

		ck_assert_msg((problem != NULL) == rows[i].wrong, "%s: %s: %s", rows[i].product,
			rows[i].told, problem);
		ck_assert_msg(
			!problem || strstr(problem, "for a certificate that was not verified"), "%s", problem);
		/* only a target without any word of it leaves the backend to guess */
		ck_assert_msg((note(&words, &facts) == NULL) == (rows[i].success != NULL), "%s: %s",
			rows[i].product, note(&words, &facts));
	}
	finish();
}
END_TEST

START_TEST(unverified_may_be_told_of_or_not)
{
	struct target_identity words = words_of(&rows[0]);
	struct observation silent = told("FAILED:x", NULL);
	struct observation other = told("FAILED:x", "aabc");

	begin();
	ck_assert_ptr_null(check(&words, &silent));
	ck_assert_ptr_null(note(&words, &silent));
	ck_assert_str_eq(check(&words, &other),
		"the backend was told the fingerprint \"aabc\" in X-Print, presented was \"aabb\"");
	finish();
}
END_TEST

START_TEST(unverified_without_a_word_is_noted)
{
	struct target_identity words = words_of(&(struct said){.product = "caddy"});
	struct observation facts = told(NULL, "aabb");

	begin();
	ck_assert_str_eq(note(&words, &facts),
		"the backend was told the fingerprint in X-Print, and no word of that it was not "
		"verified");
	ck_assert_ptr_null(
		identity_note(IDENTITY_PRESENTED, &words, &facts, &presented.credential, &arena));
	facts.identity.fingerprint = NULL;
	ck_assert_ptr_null(note(&words, &facts));
	finish();
}
END_TEST

/* A mode that does not ask was shown nothing: then nobody is right. */
START_TEST(unverified_not_asked_means_nobody)
{
	struct target_identity words = words_of(&rows[0]);
	struct observation facts = told("FAILED:x", "aabb");

	begin();
	facts.sent = SENT_NOT_ASKED;
	ck_assert_ptr_nonnull(strstr(check(&words, &facts), "although no certificate was presented"));
	facts.backend_saw = false;
	ck_assert_ptr_null(check(&words, &facts));
	finish();
}
END_TEST

struct unit_case unverified_case(void)
{
	return (struct unit_case){"unverified",
		{unverified_in_words_of_each_product, unverified_may_be_told_of_or_not,
			unverified_without_a_word_is_noted, unverified_not_asked_means_nobody}};
}
