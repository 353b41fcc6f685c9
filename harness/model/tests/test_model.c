#include "unit.h"

#include <string.h>

#include "arena.h"
#include "auth_mode.h"
#include "directive.h"
#include "expectation.h"
#include "observation.h"
#include "rate.h"
#include "result.h"
#include "shard.h"
#include "side.h"
#include "signature_scheme.h"
#include "tls_alert.h"
#include "tls_version.h"

/* Every enum with words: one for each value, none twice, NULL at the end. */
START_TEST(test_words)
{
	static const struct {
		const char *name;
		const char *const *words;
		size_t count;
	} tables[] = {
		{"auth_mode", auth_mode_words, AUTH_MODE_COUNT},
		{"outcome", outcome_words, OUTCOME_COUNT},
		{"level", level_words, LEVEL_COUNT},
		{"connection_end", connection_end_words, END_COUNT},
		{"certificate_sent", certificate_sent_words, SENT_COUNT},
		{"peer_presented", peer_presented_words, PRESENTED_COUNT},
		{"party", party_words, PARTY_COUNT},
		{"directive", directive_words, DIRECTIVE_KIND_COUNT},
		{"far_end", far_end_words, FAR_COUNT},
		{"signing_key", signing_key_words, SIGNING_KEY_COUNT},
		{"signing_key", signing_key_kinds, SIGNING_KEY_COUNT},
		{"side", side_words, SIDE_COUNT},
		{"verdict", verdict_words, VERDICT_COUNT},
		{"failure class", failure_class_words, FAILURE_CLASS_COUNT},
		{"control", control_words, CONTROL_COUNT},
		{"tls_version", tls_version_words, TLS_VERSION_COUNT},
	};

	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		const char *const *words = tables[i].words;

		for (size_t j = 0; j < tables[i].count; j++) {
			ck_assert_msg(words[j] && *words[j], "%s: no word for %zu", tables[i].name, j);
			for (size_t k = 0; k < j; k++)
				ck_assert_str_ne(words[j], words[k]);
		}
		ck_assert_msg(!words[tables[i].count], "%s: a word too many", tables[i].name);
	}
}
END_TEST

START_TEST(test_trouble)
{
	static const bool troubles[VERDICT_COUNT] = {
		[VERDICT_FAIL] = true, [VERDICT_ERROR] = true, [VERDICT_XPASS] = true};

	for (int verdict = 0; verdict < VERDICT_COUNT; verdict++)
		ck_assert_int_eq(verdict_is_trouble((enum verdict)verdict), troubles[verdict]);
}
END_TEST

START_TEST(test_words_spelling)
{
	ck_assert_str_eq(verdict_words[VERDICT_NOT_RUN], "not-run");
	ck_assert_str_eq(verdict_words[VERDICT_PASS], "pass");
	ck_assert_str_eq(outcome_words[OUTCOME_REJECT], "reject");
	ck_assert_str_eq(outcome_words[OUTCOME_NONE], "none");
	ck_assert_str_eq(level_words[LEVEL_SHOULD], "should");
	ck_assert_str_eq(control_words[CONTROL_FAIL], "fail");
	ck_assert_str_eq(party_words[PARTY_SERVER], "server");
	ck_assert_str_eq(certificate_sent_words[SENT_AS_MEANT], "as meant");
	ck_assert_str_eq(connection_end_words[END_DEADLINE], "deadline");
}
END_TEST

START_TEST(test_list_of_modes)
{
	struct arena arena;

	arena_init(&arena);
	ck_assert_str_eq(auth_mode_list(&arena, 0), "");
	for (unsigned i = 0; i < AUTH_MODE_COUNT; i++)
		ck_assert_str_eq(auth_mode_list(&arena, 1u << i), auth_mode_words[i]);
	ck_assert_str_eq(auth_mode_list(&arena, 1u << AUTH_REQUIRE_ANY_CLIENT_CERT | 1u),
		"NoClientCert, RequireAnyClientCert");
	arena_finish(&arena);
}
END_TEST

START_TEST(test_auth_mode_names)
{
	for (int i = 0; i < AUTH_MODE_COUNT; i++) {
		enum auth_mode mode = AUTH_MODE_COUNT;

		ck_assert(auth_mode_parse(&mode, auth_mode_name((enum auth_mode)i)));
		ck_assert_int_eq(mode, i);
	}
	ck_assert_str_eq(
		auth_mode_name(AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT), "RequireAndVerifyClientCert");
}
END_TEST

START_TEST(test_auth_mode_unknown)
{
	enum auth_mode mode = AUTH_MODE_COUNT;

	ck_assert(!auth_mode_parse(&mode, ""));
	ck_assert(!auth_mode_parse(&mode, "noclientcert"));
	ck_assert(!auth_mode_parse(&mode, "NoClientCert "));
	ck_assert_int_eq(mode, AUTH_MODE_COUNT);
}
END_TEST

START_TEST(test_auth_mode_facts)
{
	static const struct {
		enum auth_mode mode;
		bool requests, requires, verifies;
	} rows[] = {
		{AUTH_NO_CLIENT_CERT, false, false, false},
		{AUTH_REQUEST_CLIENT_CERT, true, false, false},
		{AUTH_REQUIRE_ANY_CLIENT_CERT, true, true, false},
		{AUTH_VERIFY_CLIENT_CERT_IF_GIVEN, true, false, true},
		{AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, true, true, true},
	};

	ck_assert_uint_eq(COUNT_OF(rows), AUTH_MODE_COUNT);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		ck_assert_int_eq(auth_mode_requests(rows[i].mode), rows[i].requests);
		ck_assert_int_eq(auth_mode_requires(rows[i].mode), rows[i].requires);
		ck_assert_int_eq(auth_mode_verifies(rows[i].mode), rows[i].verifies);
	}
}
END_TEST

START_TEST(test_tls_version_names)
{
	for (int i = TLS_1_0; i < TLS_VERSION_COUNT; i++) {
		const char *name = tls_version_name((enum tls_version)i);
		enum tls_version version = TLS_VERSION_NONE;

		ck_assert(tls_version_parse(&version, name));
		ck_assert_int_eq(version, i);
		version = TLS_VERSION_NONE;
		ck_assert(tls_version_parse(&version, name + strlen("tls")));
		ck_assert_int_eq(version, i);
	}
}
END_TEST

START_TEST(test_tls_version_unknown)
{
	static const char *const wrong[] = {
		"", "none", "tls", "tls1", "1.", "TLS1.2", "1.4", "tls1.22"};
	enum tls_version version = TLS_1_3;

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		ck_assert_msg(!tls_version_parse(&version, wrong[i]), "%s", wrong[i]);
	ck_assert_int_eq(version, TLS_1_3);
}
END_TEST

START_TEST(test_tls_version_wire)
{
	ck_assert_uint_eq(tls_version_wire(TLS_VERSION_NONE), 0);
	ck_assert_uint_eq(tls_version_wire(TLS_1_2), 0x0303);
	ck_assert_uint_eq(tls_version_wire(TLS_1_3), 0x0304);
	for (unsigned wire = 0; wire <= 0xffff; wire++) {
		enum tls_version version = tls_version_from_wire((uint16_t)wire);

		ck_assert_int_eq(version != TLS_VERSION_NONE, wire >= 0x0301 && wire <= 0x0304);
		if (version != TLS_VERSION_NONE)
			ck_assert_uint_eq(tls_version_wire(version), wire);
	}
}
END_TEST

/* IANA, "TLS Alerts": numbers with a description that is not "Unassigned". */
static const unsigned char registered[] = {0, 10, 20, 21, 22, 30, 40, 41, 42, 43, 44, 45, 46, 47,
	48, 49, 50, 51, 52, 60, 70, 71, 80, 86, 90, 100, 109, 110, 111, 112, 113, 114, 115, 116, 117,
	120, 121};

START_TEST(test_tls_alert_registry)
{
	bool named[256] = {false};
	size_t words = 0;

	for (size_t i = 0; i < COUNT_OF(registered); i++)
		named[registered[i]] = true;
	for (int i = 0; i < 256; i++) {
		const char *name = tls_alert_name(i);
		char unregistered[16];
		int number = -2;

		snprintf(unregistered, sizeof(unregistered), "alert_%d", i);
		if (!named[i]) {
			ck_assert_str_eq(name, unregistered);
			continue;
		}
		ck_assert_str_ne(name, unregistered);
		ck_assert_msg(tls_alert_parse(&number, name), "%s", name);
		ck_assert_int_eq(number, i);
	}
	while (tls_alert_words()[words])
		words++;
	ck_assert_uint_eq(words, COUNT_OF(registered));
}
END_TEST

START_TEST(test_tls_alert_texts)
{
	int number = -2;

	ck_assert_str_eq(tls_alert_name(TLS_ALERT_CLOSE_NOTIFY), "close_notify");
	ck_assert_str_eq(tls_alert_name(TLS_ALERT_UNEXPECTED_MESSAGE), "unexpected_message");
	ck_assert_str_eq(tls_alert_name(TLS_ALERT_BAD_CERTIFICATE), "bad_certificate");
	ck_assert_str_eq(tls_alert_name(TLS_ALERT_CERTIFICATE_EXPIRED), "certificate_expired");
	ck_assert_str_eq(tls_alert_name(TLS_ALERT_UNKNOWN_CA), "unknown_ca");
	ck_assert_str_eq(tls_alert_name(TLS_ALERT_DECRYPT_ERROR), "decrypt_error");
	ck_assert_str_eq(tls_alert_name(TLS_ALERT_CERTIFICATE_REQUIRED), "certificate_required");
	/* two unregistered ones do not share a buffer */
	ck_assert_str_ne(tls_alert_name(200), tls_alert_name(201));
	ck_assert(!tls_alert_parse(&number, "certificate_expire"));
	ck_assert(!tls_alert_parse(&number, ""));
	ck_assert_int_eq(number, -2);
}
END_TEST

START_TEST(test_observation)
{
	struct observation observation;
	struct arena arena;
	char what[16] = "ClientHello";

	arena_init(&arena);
	memset(&observation, 0xff, sizeof(observation));
	observation_init(&observation);
	ck_assert_int_eq(observation.alert, TLS_ALERT_NONE);
	ck_assert_int_eq(observation.end, END_OPEN);
	ck_assert_int_eq(observation.sent, SENT_NOT_ASKED);
	ck_assert_int_eq(observation.negotiated, TLS_VERSION_NONE);
	ck_assert_uint_eq(observation.moment_count, 0);
	observation_note(&observation, &arena, 5, PARTY_CLIENT, what, 300);
	what[0] = 'X';
	ck_assert_str_eq(observation.moments[0].what, "ClientHello");
	ck_assert_uint_eq(observation.moments[0].bytes, 300);
	for (int i = 0; i < 2 * MOMENT_MAX; i++)
		observation_note(&observation, &arena, 6, PARTY_NONE, "x", 0);
	ck_assert_uint_eq(observation.moment_count, MOMENT_MAX);
	arena_finish(&arena);
}
END_TEST

START_TEST(test_exit_code)
{
	static const struct {
		size_t counts[VERDICT_COUNT];
		int wanted;
	} rows[] = {
		{{0}, EXIT_NOTHING_SELECTED},
		{{[VERDICT_PASS] = 1}, EXIT_AS_EXPECTED},
		{{[VERDICT_XFAIL] = 1}, EXIT_AS_EXPECTED},
		{{[VERDICT_PASS] = 9, [VERDICT_XFAIL] = 1, [VERDICT_SKIP] = 3}, EXIT_AS_EXPECTED},
		{{[VERDICT_SKIP] = 3}, EXIT_ALL_SKIPPED},
		{{[VERDICT_PASS] = 9, [VERDICT_FAIL] = 1}, EXIT_CONFORMANCE},
		{{[VERDICT_FAIL] = 1, [VERDICT_ERROR] = 1, [VERDICT_XPASS] = 1}, EXIT_CONFORMANCE},
		{{[VERDICT_PASS] = 9, [VERDICT_ERROR] = 1}, EXIT_ENVIRONMENT},
		{{[VERDICT_PASS] = 9, [VERDICT_NOT_RUN] = 1}, EXIT_ENVIRONMENT},
		{{[VERDICT_ERROR] = 1, [VERDICT_XPASS] = 1}, EXIT_ENVIRONMENT},
		{{[VERDICT_PASS] = 9, [VERDICT_XPASS] = 1}, EXIT_EXPECTATION_STALE},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert_msg(result_exit_code(rows[i].counts, false) == rows[i].wanted, "row %zu: %d", i,
			rows[i].wanted);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert_int_eq(result_exit_code(rows[i].counts, true),
			rows[i].counts[VERDICT_SKIP] ? EXIT_CONFORMANCE : rows[i].wanted);
	ck_assert_int_eq(EXIT_AS_EXPECTED, 0);
	ck_assert_int_eq(EXIT_CONFORMANCE, 1);
	ck_assert_int_eq(EXIT_USAGE, 2);
	ck_assert_int_eq(EXIT_ENVIRONMENT, 3);
	ck_assert_int_eq(EXIT_NOTHING_SELECTED, 4);
	ck_assert_int_eq(EXIT_EXPECTATION_STALE, 5);
	ck_assert_int_eq(EXIT_ALL_SKIPPED, 77);
	ck_assert_int_eq(EXIT_HUNG_UP, 129);
	ck_assert_int_eq(EXIT_INTERRUPTED, 130);
	ck_assert_int_eq(EXIT_TERMINATED, 143);
}
END_TEST

START_TEST(test_shard_parse)
{
	static const char *const bad[] = {"", "1", "1/", "/2", "0/2", "3/2", "1/0", "1/1001", "-1/2",
		"1/2x", "1 /2", " 1/2", "1/ 2", "+1/2", "00001/2", "1/2/3"};
	struct shard shard;

	ck_assert(shard_parse(&shard, "2/4"));
	ck_assert_uint_eq(shard.index, 2);
	ck_assert_uint_eq(shard.count, 4);
	ck_assert(shard_parse(&shard, "1000/1000"));
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		ck_assert_msg(!shard_parse(&shard, bad[i]), "%s", bad[i]);
}
END_TEST

/* Each id in exactly one part, none of the parts much larger than the others. */
START_TEST(test_shard_parts)
{
	enum { CELLS = 4000, PARTS = 4 };
	size_t sizes[PARTS] = {0};

	for (int i = 0; i < CELLS; i++) {
		char id[64];
		char again[80];
		size_t owners = 0;

		snprintf(
			id, sizeof(id), "chain/case-%d@nginx:RequireAnyClientCert/tls1.%d", i / 2, 2 + i % 2);
		snprintf(again, sizeof(again), "%s#2", id);
		for (size_t part = 1; part <= PARTS; part++) {
			struct shard shard = {part, PARTS};
			bool has = shard_has(&shard, id);

			owners += has;
			sizes[part - 1] += has;
			ck_assert(has == shard_has(&shard, again));
		}
		ck_assert_uint_eq(owners, 1);
	}
	for (size_t part = 0; part < PARTS; part++) {
		ck_assert_uint_gt(sizes[part], CELLS / PARTS * 9 / 10);
		ck_assert_uint_lt(sizes[part], CELLS / PARTS * 11 / 10);
	}
	ck_assert(shard_has(&(struct shard){0, 0}, "whatever"));
}
END_TEST

/* Every number that there is: either its registered name, or the number itself. */
START_TEST(test_signature_scheme_registry)
{
	struct arena arena;
	size_t named = 0;

	arena_init(&arena);
	for (unsigned scheme = 0; scheme <= UINT16_MAX; scheme++) {
		const char *name = signature_scheme_name((uint16_t)scheme, &arena);
		bool signs = false;
		char number[8];

		snprintf(number, sizeof(number), "0x%04x", scheme);
		for (int key = 0; key < SIGNING_KEY_COUNT; key++)
			signs |= signature_scheme_fits((uint16_t)scheme, (enum signing_key)key, TLS_1_2);
		if (name[0] == '0') {
			ck_assert_str_eq(name, number);
			ck_assert_msg(!signs, "%s", name);
			continue;
		}
		named++;
		/* the names say the algorithm, and ours are these */
		ck_assert_msg(!signs || strncmp(name, "rsa_", 4) == 0 || strncmp(name, "ecdsa_", 6) == 0 ||
				strncmp(name, "ed", 2) == 0,
			"%s", name);
	}
	ck_assert_uint_eq(named, 44);
	ck_assert_str_eq(signature_scheme_name(0x0804, &arena), "rsa_pss_rsae_sha256");
	ck_assert_str_eq(signature_scheme_name(0x0403, &arena), "ecdsa_secp256r1_sha256");
	ck_assert_str_eq(signature_scheme_name(0xfeed, &arena), "0xfeed");
	arena_finish(&arena);
}
END_TEST

/* Each kind of key that we can make, once. */
START_TEST(test_signing_keys_usual_first)
{
	bool listed[SIGNING_KEY_COUNT] = {false};
	size_t count = 0;

	while (signing_keys_usual_first[count] != SIGNING_KEY_OTHER) {
		ck_assert(!listed[signing_keys_usual_first[count]]);
		listed[signing_keys_usual_first[count++]] = true;
	}
	ck_assert_uint_eq(count, SIGNING_KEY_COUNT - 1);
	ck_assert_int_eq(signing_keys_usual_first[0], SIGNING_KEY_P256);
	ck_assert_int_eq(signing_keys_usual_first[1], SIGNING_KEY_RSA);
}
END_TEST

START_TEST(test_signature_scheme_words)
{
	ck_assert(
		signature_scheme_is("ed25519", "ed25519") && !signature_scheme_is("ed448", "ed25519"));
	ck_assert(signature_scheme_is("ecdsa_sha1", "sha1") && signature_scheme_is("0x02ff", "sha1"));
	ck_assert(signature_scheme_is("0x0101", "md5") && !signature_scheme_is("0x1011", "md5"));
	ck_assert(!signature_scheme_is("rsa_pkcs1_sha512", "sha1"));
	ck_assert_str_eq(signature_scheme_openssl("rsa_pkcs1_sha1"), "RSA+SHA1");
	ck_assert_str_eq(signature_scheme_openssl("ed448"), "ed448");
	ck_assert_str_eq(signature_scheme_words[0], "rsa_pkcs1_sha1");
}
END_TEST

START_TEST(test_signature_scheme_keys)
{
	enum {
		PKCS1 = 0x0401,
		P256 = 0x0403,
		P384 = 0x0503,
		RSAE = 0x0804,
		ED25519 = 0x0807,
		PSS = 0x0809
	};
	static const struct {
		enum signing_key key;
		uint16_t scheme;
		bool in_12;
		bool in_13;
	} rows[] = {
		{SIGNING_KEY_RSA, PKCS1, true, false},
		{SIGNING_KEY_RSA, RSAE, true, true},
		{SIGNING_KEY_RSA, PSS, false, false},
		{SIGNING_KEY_RSA, P256, false, false},
		{SIGNING_KEY_RSA_PSS, PSS, true, true},
		{SIGNING_KEY_RSA_PSS, RSAE, false, false},
		{SIGNING_KEY_RSA_PSS, PKCS1, false, false},
		{SIGNING_KEY_P256, P256, true, true},
		{SIGNING_KEY_P256, P384, true, false},
		{SIGNING_KEY_P256, 0x0203, true, false},
		{SIGNING_KEY_P256, RSAE, false, false},
		{SIGNING_KEY_P384, P384, true, true},
		{SIGNING_KEY_P521, P384, true, false},
		{SIGNING_KEY_P521, 0x0603, true, true},
		{SIGNING_KEY_ED25519, ED25519, true, true},
		{SIGNING_KEY_ED25519, P256, false, false},
		{SIGNING_KEY_ED448, ED25519, false, false},
		{SIGNING_KEY_ED448, 0x0808, true, true},
		{SIGNING_KEY_OTHER, P256, false, false},
		{SIGNING_KEY_OTHER, 0x0202, false, false},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		ck_assert_msg(
			signature_scheme_fits(rows[i].scheme, rows[i].key, TLS_1_2) == rows[i].in_12 &&
				signature_scheme_fits(rows[i].scheme, rows[i].key, TLS_1_3) == rows[i].in_13,
			"%s, 0x%04x", signing_key_words[rows[i].key], rows[i].scheme);
	}
}
END_TEST

START_TEST(rate_forms)
{
	static const struct {
		const char *text;
		double rate; /* 0: it is none */
	} rows[] = {{"5", 5}, {"0.5", 0.5}, {".25", 0.25}, {"10000", 10000}, {"", 0}, {"0", 0},
		{"10001", 0}, {"-1", 0}, {"1e3", 0}, {"0x10", 0}, {"inf", 0}, {"1.2.3", 0}, {".", 0},
		{" 5", 0}, {"5/s", 0}};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		double rate = 0;
		bool ok = rate_parse(&rate, rows[i].text);

		ck_assert_msg(ok == (rows[i].rate > 0), "%s", rows[i].text);
		ck_assert_msg(!ok || (rate >= rows[i].rate && rate <= rows[i].rate), "%s", rows[i].text);
	}
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"words", {test_words, test_words_spelling, test_trouble}},
		{"auth_mode",
			{test_auth_mode_names, test_list_of_modes, test_auth_mode_unknown,
				test_auth_mode_facts}},
		{"tls_version", {test_tls_version_names, test_tls_version_unknown, test_tls_version_wire}},
		{"tls_alert", {test_tls_alert_registry, test_tls_alert_texts}},
		{"signature_scheme",
			{test_signature_scheme_registry, test_signature_scheme_words,
				test_signature_scheme_keys, test_signing_keys_usual_first}},
		{"observation", {test_observation}},
		{"exit_code", {test_exit_code}},
		{"rate", {rate_forms}},
		{"shard", {test_shard_parse, test_shard_parts}},
	};
	return unit_run("model", cases, COUNT_OF(cases));
}
