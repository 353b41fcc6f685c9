#include "client_defect_rules.h"

#include <string.h>

#include <openssl/x509v3.h>

#include "certificate_fact.h"
#include "fatal.h"
#include "scoped.h"
#include "text.h"

static bool is_of_leaf(X509_STORE_CTX *store)
{
	return !chain_is_above_leaf(store);
}

static const struct {
	enum client_defect defect;
	int error;
	bool (*applies)(X509_STORE_CTX *store); /* NULL: always */
} rules[] = {
	{CLIENT_DEFECT_ACCEPT_ANY_SERVER_CA, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, NULL},
	{CLIENT_DEFECT_ACCEPT_ANY_SERVER_CA, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, NULL},
	{CLIENT_DEFECT_ACCEPT_ANY_SERVER_CA, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, NULL},
	{CLIENT_DEFECT_ACCEPT_ANY_SERVER_CA, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, NULL},
	{CLIENT_DEFECT_ACCEPT_ANY_SERVER_CA, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, NULL},
	{CLIENT_DEFECT_ACCEPT_ANY_SERVER_CA, X509_V_ERR_CERT_SIGNATURE_FAILURE,
		chain_issuer_name_is_trusted},
	{CLIENT_DEFECT_TRUST_SERVER_BY_NAME, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
		chain_issuer_name_is_trusted},
	{CLIENT_DEFECT_TRUST_SERVER_BY_NAME, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT,
		chain_issuer_name_is_trusted},
	{CLIENT_DEFECT_TRUST_SERVER_BY_NAME, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
		chain_issuer_name_is_trusted},
	{CLIENT_DEFECT_TRUST_SERVER_BY_NAME, X509_V_ERR_CERT_SIGNATURE_FAILURE,
		chain_issuer_name_is_trusted},
	{CLIENT_DEFECT_ACCEPT_SELF_SIGNED_SERVER, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, NULL},
	{CLIENT_DEFECT_ACCEPT_SERVER_MISSING_ISSUER, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, NULL},
	{CLIENT_DEFECT_ACCEPT_SERVER_MISSING_ISSUER, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
		NULL},
	{CLIENT_DEFECT_ACCEPT_SERVER_MISSING_ISSUER, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, NULL},
	{CLIENT_DEFECT_IGNORE_SERVER_SIGNATURE, X509_V_ERR_CERT_SIGNATURE_FAILURE, NULL},
	{CLIENT_DEFECT_IGNORE_SERVER_EXPIRY, X509_V_ERR_CERT_NOT_YET_VALID, NULL},
	{CLIENT_DEFECT_IGNORE_SERVER_EXPIRY, X509_V_ERR_CERT_HAS_EXPIRED, NULL},
	{CLIENT_DEFECT_IGNORE_SERVER_NOT_BEFORE, X509_V_ERR_CERT_NOT_YET_VALID, NULL},
	{CLIENT_DEFECT_IGNORE_SERVER_NOT_AFTER, X509_V_ERR_CERT_HAS_EXPIRED, NULL},
	{CLIENT_DEFECT_IGNORE_SERVER_EKU, X509_V_ERR_INVALID_PURPOSE, is_of_leaf},
	{CLIENT_DEFECT_IGNORE_SERVER_CA_FLAG, X509_V_ERR_INVALID_CA, NULL},
	{CLIENT_DEFECT_IGNORE_SERVER_CA_FLAG, X509_V_ERR_INVALID_PURPOSE, chain_is_above_leaf},
	{CLIENT_DEFECT_IGNORE_SERVER_CA_FLAG, X509_V_ERR_PATH_LENGTH_EXCEEDED, NULL},
	{CLIENT_DEFECT_IGNORE_SERVER_CA_FLAG, X509_V_ERR_KEYUSAGE_NO_CERTSIGN, NULL},
	{CLIENT_DEFECT_IGNORE_SERVER_NAME_CONSTRAINTS, X509_V_ERR_PERMITTED_VIOLATION, NULL},
	{CLIENT_DEFECT_IGNORE_SERVER_NAME_CONSTRAINTS, X509_V_ERR_EXCLUDED_VIOLATION, NULL},
	{CLIENT_DEFECT_IGNORE_SERVER_CRL_EXPIRY, X509_V_ERR_CRL_NOT_YET_VALID, NULL},
	{CLIENT_DEFECT_IGNORE_SERVER_CRL_EXPIRY, X509_V_ERR_CRL_HAS_EXPIRED, NULL},
	{CLIENT_DEFECT_SERVER_CRL_OF_ANY_SIGNER, X509_V_ERR_CRL_SIGNATURE_FAILURE, NULL},
	{CLIENT_DEFECT_IGNORE_SERVER_CRL_EXTENSION, X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION, NULL},
	{CLIENT_DEFECT_IGNORE_MISSING_SERVER_CRL, X509_V_ERR_UNABLE_TO_GET_CRL, NULL},
	{CLIENT_DEFECT_IGNORE_NAME, X509_V_ERR_HOSTNAME_MISMATCH, NULL},
	{CLIENT_DEFECT_IGNORE_NAME, X509_V_ERR_IP_ADDRESS_MISMATCH, NULL},
	{CLIENT_DEFECT_IGNORE_ADDRESS, X509_V_ERR_IP_ADDRESS_MISMATCH, NULL},
};

/* A DNS name of a certificate: bytes, among which may be any. */
struct dns_name {
	const char *text;
	size_t len;
};

static bool is_lone_star(struct dns_name dns, const char *name)
{
	(void)name;
	return dns.len == 1 && *dns.text == '*';
}

static bool begins_with_it(struct dns_name dns, const char *name)
{
	return dns.len >= strlen(name) && memcmp(dns.text, name, strlen(name)) == 0;
}

static bool ends_with_it(struct dns_name dns, const char *name)
{
	size_t len = strlen(name);

	return dns.len >= len && memcmp(dns.text + dns.len - len, name, len) == 0;
}

static bool is_domain_of_it(struct dns_name dns, const char *name)
{
	size_t len = strlen(name);

	return len > dns.len + 1 && name[len - dns.len - 1] == '.' &&
		memcmp(dns.text, name + len - dns.len, dns.len) == 0;
}

static bool is_it_until_nul(struct dns_name dns, const char *name)
{
	size_t len = strlen(name);

	return dns.len > len && !dns.text[len] && memcmp(dns.text, name, len) == 0;
}

static bool is_no_ascii(struct dns_name dns, const char *name)
{
	(void)name;
	for (size_t i = 0; i < dns.len; i++) {
		if ((unsigned char)dns.text[i] >= 0x80)
			return true;
	}
	return false;
}

/* In place of RFC 9525 section 6.3; of an address the name is its text. */
static const struct {
	enum client_defect defect;
	bool (*fits)(struct dns_name dns, const char *name);
} comparisons[] = {
	{CLIENT_DEFECT_WILDCARD_FOR_ALL, is_lone_star},
	{CLIENT_DEFECT_NAME_BY_START, begins_with_it},
	{CLIENT_DEFECT_NAME_BY_END, ends_with_it},
	{CLIENT_DEFECT_NAME_BY_DOMAIN, is_domain_of_it},
	{CLIENT_DEFECT_NAME_UNTIL_NUL, is_it_until_nul},
	{CLIENT_DEFECT_NAME_UNREAD_FITS, is_no_ascii},
	{CLIENT_DEFECT_ADDRESS_AS_NAME, begins_with_it},
};

/* Is one of the leaf's DNS names such a one? */
static bool some_name_is(
	X509 *leaf, bool (*is_one)(struct dns_name dns, const char *name), const char *name)
{
	GENERAL_NAMES *all = X509_get_ext_d2i(leaf, NID_subject_alt_name, NULL, NULL);
	bool some = false;

	for (int i = 0; i < sk_GENERAL_NAME_num(all); i++) {
		const GENERAL_NAME *one = sk_GENERAL_NAME_value(all, i);

		some |= one->type == GEN_DNS &&
			is_one((struct dns_name){(const char *)ASN1_STRING_get0_data(one->d.dNSName),
					   (size_t)ASN1_STRING_length(one->d.dNSName)},
				name);
	}
	GENERAL_NAMES_free(all);
	return some;
}

/* Has the leaf a DNS name that these defects take for `name`? */
static bool some_name_fits(const bool defects[CLIENT_DEFECT_COUNT], X509 *leaf, const char *name)
{
	for (size_t i = 0; i < COUNT_OF(comparisons); i++) {
		if (defects[comparisons[i].defect] && some_name_is(leaf, comparisons[i].fits, name))
			return true;
	}
	return false;
}

static bool is_about_names(int error)
{
	return error == X509_V_ERR_HOSTNAME_MISMATCH || error == X509_V_ERR_IP_ADDRESS_MISMATCH;
}

bool client_defect_forgives(
	const bool defects[CLIENT_DEFECT_COUNT], X509_STORE_CTX *store, const char *name)
{
	int error = X509_STORE_CTX_get_error(store);

	if (defects[CLIENT_DEFECT_ACCEPT_ANY_SERVER])
		return true;
	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		if (defects[rules[i].defect] && rules[i].error == error &&
			(!rules[i].applies || rules[i].applies(store)))
			return true;
	}
	return name && is_about_names(error) &&
		some_name_fits(defects, X509_STORE_CTX_get0_cert(store), name);
}

static bool has_small_rsa(X509 *leaf, const char *name)
{
	(void)name;
	return certificate_is_small_rsa(leaf);
}

static bool has_sha1_signature(X509 *leaf, const char *name)
{
	(void)name;
	return certificate_is_sha1_signed(leaf);
}

static bool has_trailing_dot(X509 *leaf, const char *name)
{
	(void)leaf;
	return name && text_ends_with(name, ".");
}

static bool has_star(struct dns_name dns, const char *name)
{
	(void)name;
	return memchr(dns.text, '*', dns.len) != NULL;
}

static bool has_wildcard_name(X509 *leaf, const char *name)
{
	return some_name_is(leaf, has_star, name);
}

static const struct {
	enum client_defect defect;
	bool (*is_one)(X509 *leaf, const char *name);
	bool dies; /* else it refuses */
} unbearable[] = {
	{CLIENT_DEFECT_REFUSE_SERVER_WILDCARD, has_wildcard_name, false},
	{CLIENT_DEFECT_CRASH_ON_SERVER_SHA1, has_sha1_signature, true},
	{CLIENT_DEFECT_CRASH_ON_SERVER_SMALL_RSA, has_small_rsa, true},
	{CLIENT_DEFECT_CRASH_ON_TRAILING_DOT, has_trailing_dot, true},
};

bool client_defect_refuses(const bool defects[CLIENT_DEFECT_COUNT], X509 *leaf, const char *name)
{
	for (size_t i = 0; i < COUNT_OF(unbearable); i++) {
		if (!defects[unbearable[i].defect] || !unbearable[i].is_one(leaf, name))
			continue;
		if (unbearable[i].dies)
			FATAL("a defect of ours: it can't bear this server");
		return true;
	}
	return false;
}

unsigned client_defect_host_flags(const bool defects[CLIENT_DEFECT_COUNT])
{
	unsigned flags = 0;

	if (!defects[CLIENT_DEFECT_WILDCARD_IN_LABEL])
		flags |= X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
	if (defects[CLIENT_DEFECT_WILDCARD_TWO_LABELS])
		flags |= X509_CHECK_FLAG_MULTI_LABEL_WILDCARDS;
	if (defects[CLIENT_DEFECT_CN_BESIDE_SAN])
		flags |= X509_CHECK_FLAG_ALWAYS_CHECK_SUBJECT;
	else if (!defects[CLIENT_DEFECT_NAME_FROM_CN])
		flags |= X509_CHECK_FLAG_NEVER_CHECK_SUBJECT;
	return flags;
}
