#include "tls_defect.h"

#include <stddef.h>

#include <openssl/x509v3.h>

#include "openssl_scoped.h"

struct rule {
	enum tls_defect defect;
	int error;
	bool (*applies)(X509_STORE_CTX *store); /* NULL: always */
};

/* The certificate in question claims to come from a trusted CA. */
static bool issuer_name_is_trusted(X509_STORE_CTX *store)
{
	X509 *certificate = X509_STORE_CTX_get_current_cert(store);
	STACK_OF(X509_OBJECT) *objects = X509_STORE_get0_objects(X509_STORE_CTX_get0_store(store));

	for (int i = 0; certificate && i < sk_X509_OBJECT_num(objects); i++) {
		X509 *trusted = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(objects, i));

		if (trusted &&
			X509_NAME_cmp(X509_get_issuer_name(certificate), X509_get_subject_name(trusted)) == 0)
			return true;
	}
	return false;
}

static bool eku_is_at_fault(X509_STORE_CTX *store)
{
	X509 *certificate = X509_STORE_CTX_get_current_cert(store);

	return certificate && (X509_get_extension_flags(certificate) & EXFLAG_XKUSAGE) &&
		!(X509_get_extended_key_usage(certificate) & XKU_SSL_CLIENT);
}

static bool is_above_leaf(X509_STORE_CTX *store)
{
	return X509_STORE_CTX_get_error_depth(store) > 0;
}

/* A chain to a foreign root also lacks CRLs of that root, or finds those of its namesake. */
static const struct rule rules[] = {
	{DEFECT_ACCEPT_ANY_CA, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, NULL},
	{DEFECT_ACCEPT_ANY_CA, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, NULL},
	{DEFECT_ACCEPT_ANY_CA, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, NULL},
	{DEFECT_ACCEPT_ANY_CA, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, NULL},
	{DEFECT_ACCEPT_ANY_CA, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, NULL},
	{DEFECT_ACCEPT_ANY_CA, X509_V_ERR_CERT_SIGNATURE_FAILURE, issuer_name_is_trusted},
	{DEFECT_ACCEPT_ANY_CA, X509_V_ERR_UNABLE_TO_GET_CRL, NULL},
	{DEFECT_ACCEPT_ANY_CA, X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER, NULL},
	{DEFECT_ACCEPT_ANY_CA, X509_V_ERR_CRL_SIGNATURE_FAILURE, NULL},
	{DEFECT_TRUST_BY_NAME, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, issuer_name_is_trusted},
	{DEFECT_TRUST_BY_NAME, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, issuer_name_is_trusted},
	{DEFECT_TRUST_BY_NAME, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, issuer_name_is_trusted},
	{DEFECT_TRUST_BY_NAME, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, issuer_name_is_trusted},
	{DEFECT_TRUST_BY_NAME, X509_V_ERR_CERT_SIGNATURE_FAILURE, issuer_name_is_trusted},
	{DEFECT_TRUST_BY_NAME, X509_V_ERR_UNABLE_TO_GET_CRL, NULL},
	{DEFECT_TRUST_BY_NAME, X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER, NULL},
	{DEFECT_TRUST_BY_NAME, X509_V_ERR_CRL_SIGNATURE_FAILURE, NULL},
	{DEFECT_IGNORE_EXPIRY, X509_V_ERR_CERT_NOT_YET_VALID, NULL},
	{DEFECT_IGNORE_EXPIRY, X509_V_ERR_CERT_HAS_EXPIRED, NULL},
	{DEFECT_IGNORE_EKU, X509_V_ERR_INVALID_PURPOSE, eku_is_at_fault},
	{DEFECT_IGNORE_CA_FLAG, X509_V_ERR_INVALID_CA, NULL},
	{DEFECT_IGNORE_CA_FLAG, X509_V_ERR_INVALID_PURPOSE, is_above_leaf},
	{DEFECT_IGNORE_CA_FLAG, X509_V_ERR_PATH_LENGTH_EXCEEDED, NULL},
	{DEFECT_IGNORE_CA_FLAG, X509_V_ERR_KEYUSAGE_NO_CERTSIGN, NULL},
	{DEFECT_IGNORE_CA_FLAG, X509_V_ERR_UNABLE_TO_GET_CRL, NULL},
};

static const unsigned effects[DEFECT_COUNT] = {
	[DEFECT_IGNORE_CA_FLAG] = EFFECT_ANY_ISSUER_USAGE,
	[DEFECT_IGNORE_REVOCATION] = EFFECT_NO_CRL,
	[DEFECT_SKIP_POSSESSION_PROOF] = EFFECT_NO_POSSESSION_PROOF,
	[DEFECT_OPTIONAL_MEANS_OFF] = EFFECT_OPTIONAL_OFF,
	[DEFECT_FORWARD_BEFORE_VERIFY] = EFFECT_FORWARD_FIRST,
	[DEFECT_SECOND_TIME_LUCKY] = EFFECT_SECOND_TIME,
	[DEFECT_CRASH_ON_EXPIRED] = EFFECT_CRASH_ON_EXPIRED,
	[DEFECT_TRUST_FORGED_IDENTITY] = EFFECT_TRUST_FORGED,
	[DEFECT_PRESENTED_IS_VERIFIED] = EFFECT_CALL_VERIFIED,
};

const char *const tls_defect_words[] = {
	[DEFECT_ACCEPT_ANY_CA] = "accept-any-ca",
	[DEFECT_TRUST_BY_NAME] = "trust-by-name",
	[DEFECT_IGNORE_EXPIRY] = "ignore-expiry",
	[DEFECT_IGNORE_EKU] = "ignore-eku",
	[DEFECT_SKIP_POSSESSION_PROOF] = "skip-possession-proof",
	[DEFECT_OPTIONAL_MEANS_OFF] = "optional-means-off",
	[DEFECT_FORWARD_BEFORE_VERIFY] = "forward-before-verify",
	[DEFECT_IGNORE_REVOCATION] = "ignore-revocation",
	[DEFECT_IGNORE_CA_FLAG] = "ignore-ca-flag",
	[DEFECT_SECOND_TIME_LUCKY] = "second-time-lucky",
	[DEFECT_CRASH_ON_EXPIRED] = "crash-on-expired",
	[DEFECT_TRUST_FORGED_IDENTITY] = "trust-forged-identity",
	[DEFECT_PRESENTED_IS_VERIFIED] = "presented-is-verified",
	[DEFECT_COUNT] = NULL,
};

unsigned tls_defect_effects(const bool defects[DEFECT_COUNT])
{
	unsigned all = 0;

	for (size_t i = 0; i < DEFECT_COUNT; i++)
		all |= defects[i] ? effects[i] : 0;
	return all;
}

bool tls_defect_forgives(const bool defects[DEFECT_COUNT], X509_STORE_CTX *store)
{
	int error = X509_STORE_CTX_get_error(store);

	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		const struct rule *rule = &rules[i];

		if (defects[rule->defect] && rule->error == error &&
			(!rule->applies || rule->applies(store)))
			return true;
	}
	return false;
}
