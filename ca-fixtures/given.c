#include "given.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include "credential.h"
#include "key.h"

SCOPED_TYPE(X509_STORE, X509_STORE *, X509_STORE_free)
SCOPED_TYPE(X509_STORE_CTX, X509_STORE_CTX *, X509_STORE_CTX_free)
SCOPED_TYPE(EVP_MD_CTX, EVP_MD_CTX *, EVP_MD_CTX_free)

int given_version_1(const struct given *given)
{
	return X509_get_version(given->leaf) == X509_VERSION_1;
}

int given_valid(const struct given *given)
{
	time_t now = given->now;

	if (X509_cmp_time(X509_get0_notAfter(given->leaf), &now) <= 0)
		return 1;
	return X509_cmp_time(X509_get0_notBefore(given->leaf), &now) > 0 ? 2 : 0;
}

int given_purpose(const struct given *given)
{
	return (X509_get_extension_flags(given->leaf) & EXFLAG_XKUSAGE) &&
		!(X509_get_extended_key_usage(given->leaf) & (XKU_SSL_CLIENT | XKU_ANYEKU));
}

int given_no_usage(const struct given *given)
{
	return !(X509_get_extension_flags(given->leaf) & EXFLAG_XKUSAGE);
}

int given_no_signing(const struct given *given)
{
	return !(X509_get_key_usage(given->leaf) & KU_DIGITAL_SIGNATURE);
}

int given_ca(const struct given *given)
{
	return (X509_get_extension_flags(given->leaf) & EXFLAG_CA) != 0;
}

int given_critical(const struct given *given)
{
	return (X509_get_extension_flags(given->leaf) & EXFLAG_CRITICAL) != 0;
}

int given_staple(const struct given *given)
{
	return X509_get_ext_by_NID(given->leaf, NID_tlsfeature, -1) >= 0;
}

int given_sha1(const struct given *given)
{
	int digest = NID_undef;

	X509_get_signature_info(given->leaf, &digest, NULL, NULL, NULL);
	return digest == NID_sha1;
}

int given_key_family(const struct given *given)
{
	int family = key_family(X509_get0_pubkey(given->leaf));

	return family < 0 ? KEY_KIND_COUNT : family;
}

int given_weak_key(const struct given *given)
{
	return EVP_PKEY_is_a(given->key, "RSA") && EVP_PKEY_get_bits(given->key) <= 1024;
}

int given_other_key(const struct given *given)
{
	static const unsigned char text[] = "mtlspec";
	unsigned char signature[1024];
	size_t len = sizeof(signature);
	const EVP_MD *digest = key_has_own_digest(given->key) ? NULL : EVP_sha256();
	SCOPED(EVP_MD_CTX) sign = EVP_MD_CTX_new();
	SCOPED(EVP_MD_CTX) verify = EVP_MD_CTX_new();

	if (!sign || !verify || EVP_DigestSignInit(sign, NULL, digest, NULL, given->key) != 1 ||
		EVP_DigestSign(sign, signature, &len, text, sizeof(text)) != 1)
		return UNKNOWN;
	return EVP_DigestVerifyInit(verify, NULL, digest, NULL, X509_get0_pubkey(given->leaf)) != 1 ||
		EVP_DigestVerify(verify, signature, len, text, sizeof(text)) != 1;
}

int given_tampered(const struct given *given)
{
	return given->signature_broken;
}

int given_chain(const struct given *given)
{
	return given->chain;
}

int given_name_of_issuer(const struct given *given)
{
	return X509_NAME_cmp(X509_get_subject_name(given->leaf), X509_get_issuer_name(given->leaf)) ==
		0;
}

int given_wildcard(const struct given *given)
{
	const X509_NAME *name = X509_get_subject_name(given->leaf);
	int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
	const ASN1_STRING *value =
		at >= 0 ? X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)) : NULL;

	return value && ASN1_STRING_length(value) && *ASN1_STRING_get0_data(value) == '*';
}

int given_no_names(const struct given *given)
{
	return X509_get_ext_by_NID(given->leaf, NID_subject_alt_name, -1) < 0;
}

int given_revoked(const struct given *given)
{
	return given->listed;
}

static int note_fault(int ok, X509_STORE_CTX *ctx)
{
	struct given *given = X509_STORE_CTX_get_app_data(ctx);

	if (ok)
		return 1;
	switch (X509_STORE_CTX_get_error(ctx)) {
	case X509_V_ERR_CERT_SIGNATURE_FAILURE:
		given->signature_broken = X509_STORE_CTX_get_error_depth(ctx) == 0;
		break;
	case X509_V_ERR_INVALID_CA:
	case X509_V_ERR_INVALID_NON_CA:
	case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
		given->chain = CHAIN_NO_CA;
		break;
	case X509_V_ERR_PATH_LENGTH_EXCEEDED:
		given->chain = CHAIN_TOO_LONG;
		break;
	case X509_V_ERR_PERMITTED_VIOLATION:
	case X509_V_ERR_EXCLUDED_VIOLATION:
		given->chain = CHAIN_NAMES;
		break;
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
		given->chain = CHAIN_NOT_THERE;
		break;
	default: /* of the leaf alone: dates, usages; seen without a chain */
		break;
	}
	return 1;
}

void given_look_up(struct given *given, const struct credential *credential, X509 *root)
{
	SCOPED(X509_STORE) store = X509_STORE_new();
	SCOPED(X509_STORE_CTX) ctx = X509_STORE_CTX_new();
	STACK_OF(X509) *chain = sk_X509_new_null();
	bool ready = store && ctx && chain && X509_STORE_add_cert(store, root);

	for (size_t i = 1; ready && i < credential->chain_len; i++)
		ready = sk_X509_push(chain, credential->chain[i]) > 0;
	if (ready && X509_STORE_CTX_init(ctx, store, credential->chain[0], chain)) {
		given->chain = CHAIN_IN_ORDER;
		given->signature_broken = false;
		X509_VERIFY_PARAM_set_auth_level(X509_STORE_CTX_get0_param(ctx), 0);
		/* whom servers trust need not be a root */
		X509_STORE_CTX_set_flags(ctx, X509_V_FLAG_PARTIAL_CHAIN);
		X509_STORE_CTX_set_app_data(ctx, given);
		X509_STORE_CTX_set_verify_cb(ctx, note_fault);
		(void)X509_verify_cert(ctx);
	}
	sk_X509_free(chain);
}
