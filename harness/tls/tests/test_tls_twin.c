/* Which key goes out where a CertificateRequest leaves out our credential's. */
#include <string.h>

#include "asked_keys.h"
#include "asking.h"
#include "peers.h"
#include "unit.h"

enum { ALERT_DECRYPT_ERROR = 51 };

static const struct credential *find(
	void *owner, const struct credential *of, enum signing_key key, const char **why)
{
	return pki_twin(owner, of, key, why);
}

static struct tls_client_options options_of(const char *credential, enum tls_version version)
{
	return (struct tls_client_options){.version = version,
		.server_name = PKI_SERVER_NAME,
		.credential = peers_credential(credential),
		.twins = {find, peers_get()->pki}};
}

/* For each kind of key a server that asks for no other. */
static const struct {
	enum signing_key key;
	const char *schemes;
	const char *twin; /* of a client whose key is of no such kind */
	const char *reason;
} alone[] = {
	{SIGNING_KEY_RSA, "rsa_pss_rsae_sha256:RSA+SHA256", "rsa2048",
		"an RSA key, since the server asks for rsa_pss_rsae_sha256, rsa_pkcs1_sha256"},
	{SIGNING_KEY_RSA_PSS, "rsa_pss_pss_sha256", "rsa-pss",
		"an RSA-PSS key, since the server asks for rsa_pss_pss_sha256"},
	{SIGNING_KEY_P256, "ECDSA+SHA256", NULL, NULL}, /* the client's own */
	{SIGNING_KEY_P384, "ECDSA+SHA384", "p384",
		"a P-384 key, since the server asks for ecdsa_secp384r1_sha384"},
	{SIGNING_KEY_P521, "ECDSA+SHA512", "p521",
		"a P-521 key, since the server asks for ecdsa_secp521r1_sha512"},
	{SIGNING_KEY_ED25519, "ed25519", "ed25519",
		"an Ed25519 key, since the server asks for ed25519"},
	{SIGNING_KEY_ED448, "ed448", "ed448", "an Ed448 key, since the server asks for ed448"},
};

_Static_assert(COUNT_OF(alone) == SIGNING_KEY_OTHER, "every kind that can be made");

/* Curves are not tied to a hash before TLS 1.3: the client's own will do. */
static bool needs_twin(size_t row, enum tls_version version)
{
	return alone[row].twin && (version >= TLS_1_3 || strncmp(alone[row].schemes, "ECDSA", 5) != 0);
}

static void expect_twin(const struct observation *facts, const char *credential, size_t row)
{
	struct arena *arena = &peers_get()->arena;

	ck_assert_int_eq(facts->sent, SENT_AS_MEANT);
	ck_assert_ptr_null(facts->unsent);
	ck_assert_ptr_null(facts->trouble);
	ck_assert_pstr_eq(facts->twin, arena_printf(arena, "%s+%s", credential, alone[row].twin));
	ck_assert_pstr_eq(
		facts->why_twin, arena_printf(arena, "%s with %s", credential, alone[row].reason));
	ck_assert_uint_ge(facts->signature_scheme_count, 1);
}

START_TEST(test_every_kind_that_is_asked_for)
{
	for (size_t i = 0; i < COUNT_OF(alone) * 4; i++) {
		size_t row = i / 4;
		enum tls_version version = i & 1 ? TLS_1_3 : TLS_1_2;
		struct tls_client_options options = options_of("client", version);
		struct observation facts;

		ck_assert_int_eq(alone[row].key, (int)row);
		asking_shake(&facts, &options, alone[row].schemes, i & 2);
		ck_assert_int_eq(facts.alert, TLS_ALERT_NONE);
		if (needs_twin(row, version)) {
			expect_twin(&facts, "client", row);
			continue;
		}
		ck_assert_int_eq(facts.sent, SENT_AS_MEANT);
		ck_assert_ptr_null(facts.twin);
		ck_assert_ptr_null(facts.why_twin);
		ck_assert_uint_eq(facts.signature_scheme_count, 0);
	}
}
END_TEST

/* A wrong key in the place of a wrong key, or it would get in. */
START_TEST(test_a_wrong_key_stays_wrong)
{
	for (size_t i = 0; i < COUNT_OF(alone) * 2; i++) {
		enum tls_version version = i & 1 ? TLS_1_3 : TLS_1_2;
		struct tls_client_options options = options_of("client-wrong-key", version);
		struct observation facts;

		asking_shake(&facts, &options, alone[i / 2].schemes, false);
		ck_assert_int_eq(facts.alert, ALERT_DECRYPT_ERROR);
		ck_assert_int_eq(facts.alert_from, PARTY_SERVER);
		if (needs_twin(i / 2, version))
			expect_twin(&facts, "client-wrong-key", i / 2);
	}
}
END_TEST

/* Of several that are offered the one that is met most often; none where the key is the point. */
START_TEST(test_choice)
{
	static const struct {
		const char *credential;
		const char *schemes;
		const char *twin;
	} rows[] = {
		{"client", "ed25519:RSA+SHA256:rsa_pss_rsae_sha256", "client+rsa2048"},
		{"client", "ed448:ed25519", "client+ed25519"},
		{"client", "ed25519:ECDSA+SHA256", NULL},
		{"client-sha1", "rsa_pss_rsae_sha256", "client-sha1+rsa2048"},
		{"client-self-signed", "rsa_pss_rsae_sha512", "client-self-signed+rsa2048"},
		{"client-rsa", "ECDSA+SHA256", NULL},
		{"client-rsa-1024", "ECDSA+SHA256:ed25519", NULL},
		{"client-ed25519", "ECDSA+SHA256:rsa_pss_rsae_sha256", NULL},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tls_client_options options = options_of(rows[i].credential, TLS_1_3);
		struct observation facts;

		asking_shake(&facts, &options, rows[i].schemes, false);
		ck_assert_pstr_eq(facts.twin, rows[i].twin);
		if (rows[i].twin)
			ck_assert_int_eq(facts.sent, SENT_AS_MEANT);
	}
}
END_TEST

static const struct credential *find_none(
	void *owner, const struct credential *of, enum signing_key key, const char **why)
{
	size_t *asked = owner;

	(void)of;
	(*asked)++;
	*why = key == SIGNING_KEY_RSA ? "no RSA" : "no other";
	return NULL;
}

START_TEST(test_none_to_be_had)
{
	struct tls_client_options options = options_of("client", TLS_1_3);
	struct observation facts;
	size_t asked = 0;

	options.twins = (struct twin_source){find_none, &asked};
	asking_shake(&facts, &options, "ed25519:rsa_pss_rsae_sha256:ed448", false);
	ck_assert_uint_eq(asked, 3);
	ck_assert_int_eq(facts.sent, SENT_EMPTY);
	ck_assert_ptr_null(facts.twin);
	ck_assert_str_eq(facts.unsent,
		"the server's CertificateRequest offers ed25519, rsa_pss_rsae_sha256, ed448; client has a "
		"P-256 key, which can sign with none of them; no RSA");
	/* what is offered as it is is not looked for */
	asked = 0;
	asking_shake(&facts, &options, "ECDSA+SHA256", false);
	ck_assert_uint_eq(asked, 0);
	ck_assert_int_eq(facts.sent, SENT_AS_MEANT);
	/* nor where nothing is to be shown */
	options.credential = NULL;
	asking_shake(&facts, &options, "ed25519", false);
	ck_assert_uint_eq(asked, 0);
	ck_assert_ptr_null(facts.unsent);
}
END_TEST

/* Which kinds are asked for is told where the key is in question, whether it goes out or not. */
START_TEST(test_kinds_are_told)
{
	for (int in_question = 0; in_question <= 1; in_question++) {
		struct tls_client_options options = options_of("client-rsa", TLS_1_3);
		struct observation facts;

		options.key_in_question = in_question;
		asking_shake(&facts, &options, "ed25519:rsa_pss_rsae_sha256:ECDSA+SHA384", false);
		ck_assert_int_eq(facts.sent, SENT_AS_MEANT);
		ck_assert_pstr_eq(facts.keys_asked, in_question ? "RSA, P-384, Ed25519" : NULL);
		ck_assert_uint_eq(facts.signature_scheme_count, in_question ? 3 : 0);
	}
}
END_TEST

/* Before TLS 1.2 there are no schemes; a key that we do not know is none of ours. */
START_TEST(test_asked_for)
{
	static const uint8_t unknown[] = {9, 4};
	struct arena *arena = &peers_get()->arena;
	struct certificate_request request = {0};

	for (int key = 0; key < SIGNING_KEY_COUNT; key++) {
		ck_assert(asked_for(&request, (enum signing_key)key, TLS_1_1));
		ck_assert(!asked_for(&request, (enum signing_key)key, TLS_1_2));
	}
	request.signature_algorithms = (struct der){unknown, sizeof(unknown)};
	ck_assert_str_eq(asked_kinds(&request, TLS_1_3, arena), "none that we know");
	ck_assert_str_eq(asked_text(request.signature_algorithms, arena), "mldsa44");
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"twin",
			{test_every_kind_that_is_asked_for, test_a_wrong_key_stays_wrong, test_choice,
				test_none_to_be_had}},
		{"asked", {test_kinds_are_told, test_asked_for}},
	};
	int status = unit_run("tls_twin", cases, COUNT_OF(cases));

	peers_destroy();
	return status;
}
