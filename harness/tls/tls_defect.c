#include "tls_defect.h"

#include <stddef.h>
#include <string.h>

#include <openssl/x509v3.h>

#include "certificate_fact.h"
#include "fatal.h"
#include "openssl_scoped.h"

struct rule {
	enum tls_defect defect;
	int error;
	bool (*applies)(X509_STORE_CTX *store); /* NULL: always */
	bool told; /* only what the backend is told depends on it */
};

static bool issuer_is_a_stranger(X509_STORE_CTX *store)
{
	return !chain_issuer_name_is_trusted(store);
}

static bool eku_is_at_fault(X509_STORE_CTX *store)
{
	X509 *certificate = X509_STORE_CTX_get_current_cert(store);

	return certificate && (X509_get_extension_flags(certificate) & EXFLAG_XKUSAGE) &&
		!(X509_get_extended_key_usage(certificate) & XKU_SSL_CLIENT);
}

/* A chain to a foreign root also lacks CRLs of that root, or finds those of its namesake. */
static const struct rule rules[] = {
	{DEFECT_ACCEPT_ANY_CA, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, NULL, false},
	{DEFECT_ACCEPT_ANY_CA, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, NULL, false},
	{DEFECT_ACCEPT_ANY_CA, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, NULL, false},
	{DEFECT_ACCEPT_ANY_CA, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, NULL, false},
	{DEFECT_ACCEPT_ANY_CA, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, NULL, false},
	{DEFECT_ACCEPT_ANY_CA, X509_V_ERR_CERT_SIGNATURE_FAILURE, chain_issuer_name_is_trusted, false},
	{DEFECT_ACCEPT_ANY_CA, X509_V_ERR_UNABLE_TO_GET_CRL, NULL, false},
	{DEFECT_ACCEPT_ANY_CA, X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER, NULL, false},
	{DEFECT_ACCEPT_ANY_CA, X509_V_ERR_CRL_SIGNATURE_FAILURE, NULL, false},
	{DEFECT_TRUST_BY_NAME, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, chain_issuer_name_is_trusted,
		false},
	{DEFECT_TRUST_BY_NAME, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, chain_issuer_name_is_trusted,
		false},
	{DEFECT_TRUST_BY_NAME, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
		chain_issuer_name_is_trusted, false},
	{DEFECT_TRUST_BY_NAME, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, chain_issuer_name_is_trusted,
		false},
	{DEFECT_TRUST_BY_NAME, X509_V_ERR_CERT_SIGNATURE_FAILURE, chain_issuer_name_is_trusted, false},
	{DEFECT_TRUST_BY_NAME, X509_V_ERR_UNABLE_TO_GET_CRL, NULL, false},
	{DEFECT_TRUST_BY_NAME, X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER, NULL, false},
	{DEFECT_TRUST_BY_NAME, X509_V_ERR_CRL_SIGNATURE_FAILURE, NULL, false},
	{DEFECT_ACCEPT_SELF_SIGNED, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, NULL, false},
	{DEFECT_ACCEPT_SELF_SIGNED, X509_V_ERR_UNABLE_TO_GET_CRL, NULL, false},
	{DEFECT_ACCEPT_MISSING_ISSUER, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, NULL, false},
	{DEFECT_ACCEPT_MISSING_ISSUER, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, NULL, false},
	{DEFECT_ACCEPT_MISSING_ISSUER, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, NULL, false},
	{DEFECT_ACCEPT_MISSING_ISSUER, X509_V_ERR_UNABLE_TO_GET_CRL, NULL, false},
	{DEFECT_IGNORE_SIGNATURE, X509_V_ERR_CERT_SIGNATURE_FAILURE, NULL, false},
	{DEFECT_IGNORE_EXPIRY, X509_V_ERR_CERT_NOT_YET_VALID, NULL, false},
	{DEFECT_IGNORE_EXPIRY, X509_V_ERR_CERT_HAS_EXPIRED, NULL, false},
	{DEFECT_IGNORE_NOT_BEFORE, X509_V_ERR_CERT_NOT_YET_VALID, NULL, false},
	{DEFECT_IGNORE_NOT_AFTER, X509_V_ERR_CERT_HAS_EXPIRED, NULL, false},
	{DEFECT_IGNORE_EKU, X509_V_ERR_INVALID_PURPOSE, eku_is_at_fault, false},
	{DEFECT_IGNORE_CA_FLAG, X509_V_ERR_INVALID_CA, NULL, false},
	{DEFECT_IGNORE_CA_FLAG, X509_V_ERR_INVALID_PURPOSE, chain_is_above_leaf, false},
	{DEFECT_IGNORE_CA_FLAG, X509_V_ERR_PATH_LENGTH_EXCEEDED, NULL, false},
	{DEFECT_IGNORE_CA_FLAG, X509_V_ERR_KEYUSAGE_NO_CERTSIGN, NULL, false},
	{DEFECT_IGNORE_CA_FLAG, X509_V_ERR_UNABLE_TO_GET_CRL, NULL, false},
	{DEFECT_IGNORE_PATHLEN, X509_V_ERR_PATH_LENGTH_EXCEEDED, NULL, false},
	{DEFECT_IGNORE_NAME_CONSTRAINTS, X509_V_ERR_PERMITTED_VIOLATION, NULL, false},
	{DEFECT_IGNORE_NAME_CONSTRAINTS, X509_V_ERR_EXCLUDED_VIOLATION, NULL, false},
	{DEFECT_IGNORE_CRITICAL_EXTENSION, X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION, NULL, false},
	{DEFECT_IGNORE_CRL_EXPIRY, X509_V_ERR_CRL_NOT_YET_VALID, NULL, false},
	{DEFECT_IGNORE_CRL_EXPIRY, X509_V_ERR_CRL_HAS_EXPIRED, NULL, false},
	{DEFECT_CRL_OF_ANY_SIGNER, X509_V_ERR_CRL_SIGNATURE_FAILURE, NULL, false},
	{DEFECT_IGNORE_CRL_EXTENSION, X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION, NULL, false},
	{DEFECT_IGNORE_MISSING_CRL, X509_V_ERR_UNABLE_TO_GET_CRL, NULL, false},
	{DEFECT_TELL_EXPIRED_VERIFIED, X509_V_ERR_CERT_HAS_EXPIRED, NULL, true},
	{DEFECT_TELL_SELF_SIGNED_VERIFIED, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, NULL, true},
	{DEFECT_TELL_STRANGER_VERIFIED, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, issuer_is_a_stranger,
		true},
	{DEFECT_TELL_STRANGER_VERIFIED, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, issuer_is_a_stranger,
		true},
	{DEFECT_TELL_STRANGER_VERIFIED, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
		issuer_is_a_stranger, true},
	{DEFECT_TELL_STRANGER_VERIFIED, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
		issuer_is_a_stranger, true},
	{DEFECT_TELL_IMPOSTOR_VERIFIED, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
		chain_issuer_name_is_trusted, true},
	{DEFECT_TELL_IMPOSTOR_VERIFIED, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
		chain_issuer_name_is_trusted, true},
	{DEFECT_TELL_IMPOSTOR_VERIFIED, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
		chain_issuer_name_is_trusted, true},
	{DEFECT_TELL_IMPOSTOR_VERIFIED, X509_V_ERR_CERT_SIGNATURE_FAILURE, chain_issuer_name_is_trusted,
		true},
};

/* A mode that is another one. */
static const struct {
	enum tls_defect defect;
	enum auth_mode told;
	enum auth_mode is;
} modes[] = {
	{DEFECT_NONE_MEANS_REQUEST, AUTH_NO_CLIENT_CERT, AUTH_REQUEST_CLIENT_CERT},
	{DEFECT_REQUEST_MEANS_NONE, AUTH_REQUEST_CLIENT_CERT, AUTH_NO_CLIENT_CERT},
	{DEFECT_REQUEST_MEANS_IF_GIVEN, AUTH_REQUEST_CLIENT_CERT, AUTH_VERIFY_CLIENT_CERT_IF_GIVEN},
	{DEFECT_ANY_MEANS_REQUEST, AUTH_REQUIRE_ANY_CLIENT_CERT, AUTH_REQUEST_CLIENT_CERT},
	{DEFECT_ANY_MEANS_VERIFY, AUTH_REQUIRE_ANY_CLIENT_CERT, AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT},
	{DEFECT_OPTIONAL_MEANS_REQUIRED, AUTH_VERIFY_CLIENT_CERT_IF_GIVEN,
		AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT},
	{DEFECT_REQUIRE_MEANS_OPTIONAL, AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT,
		AUTH_VERIFY_CLIENT_CERT_IF_GIVEN},
	{DEFECT_REQUIRE_MEANS_ANY, AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT, AUTH_REQUIRE_ANY_CLIENT_CERT},
};

static bool is_expired(X509 *leaf)
{
	return X509_cmp_current_time(X509_get0_notAfter(leaf)) < 0;
}

static bool has_rsa_key(X509 *leaf)
{
	return EVP_PKEY_is_a(X509_get0_pubkey(leaf), "RSA");
}

static bool is_p384(X509 *leaf)
{
	EVP_PKEY *key = X509_get0_pubkey(leaf);

	return EVP_PKEY_is_a(key, "EC") && EVP_PKEY_get_bits(key) == 384;
}

static bool is_ed25519(X509 *leaf)
{
	return EVP_PKEY_is_a(X509_get0_pubkey(leaf), "ED25519");
}

static bool is_pss(X509 *leaf)
{
	return EVP_PKEY_is_a(X509_get0_pubkey(leaf), "RSA-PSS");
}

static bool has_no_eku(X509 *leaf)
{
	return !(X509_get_extension_flags(leaf) & EXFLAG_XKUSAGE);
}

static bool must_not_sign(X509 *leaf)
{
	return !(X509_get_key_usage(leaf) & KU_DIGITAL_SIGNATURE);
}

static bool has_wildcard(X509 *leaf)
{
	char name[256] = "";

	X509_NAME_get_text_by_NID(X509_get_subject_name(leaf), NID_commonName, name, (int)sizeof(name));
	return strchr(name, '*');
}

/* A chain of one may be no chain: those that sign themselves are meant to be refused as that. */
static bool is_named_as_issuer(X509 *leaf)
{
	return X509_NAME_cmp(X509_get_subject_name(leaf), X509_get_issuer_name(leaf)) == 0;
}

/* Kinds of certificates that a server can't bear. */
static const struct {
	enum tls_defect defect;
	bool (*is_one)(X509 *leaf);
	bool dies; /* else it refuses */
} unbearable[] = {
	{DEFECT_REFUSE_RSA, has_rsa_key, false},
	{DEFECT_REFUSE_P384, is_p384, false},
	{DEFECT_REFUSE_NO_EKU, has_no_eku, false},
	{DEFECT_REFUSE_NO_SIGNATURE_USAGE, must_not_sign, false},
	{DEFECT_REFUSE_WILDCARD, has_wildcard, false},
	{DEFECT_REFUSE_OWN_ISSUER, is_named_as_issuer, false},
	{DEFECT_CRASH_ON_EXPIRED, is_expired, true},
	{DEFECT_CRASH_ON_ED25519, is_ed25519, true},
	{DEFECT_CRASH_ON_PSS, is_pss, true},
	{DEFECT_CRASH_ON_SMALL_RSA, certificate_is_small_rsa, true},
	{DEFECT_CRASH_ON_SHA1, certificate_is_sha1_signed, true},
};

#define DEFECT_WORD(name, word, modes) [DEFECT_##name] = word,
#define DEFECT_MODES(name, word, modes) [DEFECT_##name] = modes,
#define DEFECT_OF_HOSTS(name, word, modes) [DEFECT_##name] = true,
const char *const tls_defect_words[] = {DEFECT_TABLE(DEFECT_WORD)[DEFECT_COUNT] = NULL};
const char *const tls_defect_modes[] = {DEFECT_TABLE(DEFECT_MODES)[DEFECT_COUNT] = NULL};

enum tls_defect tls_defect_find(const char *word)
{
	size_t at = 0;

	while (at < DEFECT_COUNT && strcmp(tls_defect_words[at], word) != 0)
		at++;
	return (enum tls_defect)at;
}

bool tls_defect_is_of_hosts(enum tls_defect defect)
{
	static const bool of_hosts[DEFECT_COUNT] = {HOST_DEFECT_TABLE(DEFECT_OF_HOSTS)};

	return defect < DEFECT_COUNT && of_hosts[defect];
}

enum auth_mode tls_defect_mode(const bool defects[DEFECT_COUNT], enum auth_mode mode)
{
	for (size_t i = 0; i < COUNT_OF(modes); i++) {
		if (defects[modes[i].defect] && modes[i].told == mode)
			return modes[i].is;
	}
	return mode;
}

bool tls_defect_forgives(const bool defects[DEFECT_COUNT], X509_STORE_CTX *store, bool told)
{
	int error = X509_STORE_CTX_get_error(store);

	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		const struct rule *rule = &rules[i];

		if (defects[rule->defect] && rule->error == error && rule->told == told &&
			(!rule->applies || rule->applies(store)))
			return true;
	}
	return false;
}

bool tls_defect_tells(const bool defects[DEFECT_COUNT])
{
	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		if (rules[i].told && defects[rules[i].defect])
			return true;
	}
	return false;
}

bool tls_defect_refuses(const bool defects[DEFECT_COUNT], X509 *leaf)
{
	bool refuses = false;

	for (size_t i = 0; i < COUNT_OF(unbearable); i++) {
		if (!defects[unbearable[i].defect] || !unbearable[i].is_one(leaf))
			continue;
		if (unbearable[i].dies)
			FATAL("defect %s", tls_defect_words[unbearable[i].defect]);
		refuses = true;
	}
	return refuses;
}
