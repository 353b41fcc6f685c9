#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <openssl/objects.h>

#include "mint.h"
#include "ossl_scoped.h"

enum { ADDRESS_MAX = 1024 };

static bool add(X509 *cert, int nid, void *value, bool critical)
{
	return X509_add1_ext_i2d(cert, nid, value, critical, X509V3_ADD_REPLACE) == 1;
}

static bool add_basic_constraints(X509 *cert, const struct mint_request *request)
{
	const struct recipe_item *item = request->item;
	SCOPED(BASIC_CONSTRAINTS) value = NULL;

	if (item->ca == CA_ABSENT)
		return true;
	value = BASIC_CONSTRAINTS_new();
	if (!value)
		return false;
	value->ca = item->ca == CA_TRUE ? 0xff : 0;
	if (item->pathlen != PATHLEN_NONE) {
		value->pathlen = ASN1_INTEGER_new();
		if (!value->pathlen || !ASN1_INTEGER_set_int64(value->pathlen, item->pathlen))
			return false;
	}
	return add(cert, NID_basic_constraints, value, true);
}

static bool add_key_usage(X509 *cert, const struct mint_request *request)
{
	unsigned usage = request->item->key_usage;
	SCOPED(ASN1_BIT_STRING) value = NULL;

	if (!usage)
		return true;
	value = ASN1_BIT_STRING_new();
	for (int bit = 0; value && bit < KEY_USAGE_COUNT; bit++) {
		if (usage & 1U << bit && !ASN1_BIT_STRING_set_bit(value, bit, 1))
			return false;
	}
	return value && add(cert, NID_key_usage, value, true);
}

static const int extended_key_usage_nids[EXTENDED_KEY_USAGE_COUNT] = {NID_client_auth,
	NID_server_auth, NID_anyExtendedKeyUsage, NID_code_sign, NID_email_protect, NID_time_stamp,
	NID_OCSP_sign};

static bool add_extended_key_usage(X509 *cert, const struct mint_request *request)
{
	unsigned usage = request->item->extended_key_usage;
	SCOPED(EXTENDED_KEY_USAGE) value = NULL;

	if (!usage)
		return true;
	value = EXTENDED_KEY_USAGE_new();
	for (int i = 0; value && i < EXTENDED_KEY_USAGE_COUNT; i++) {
		/* objects of the built-in table are static: nothing to free */
		if (usage & 1U << i && !sk_ASN1_OBJECT_push(value, OBJ_nid2obj(extended_key_usage_nids[i])))
			return false;
	}
	return value && add(cert, NID_ext_key_usage, value, false);
}

static bool set_string(GENERAL_NAME *out, int type, const void *data, size_t len)
{
	ASN1_STRING *string =
		type == GEN_IPADD ? (ASN1_STRING *)ASN1_OCTET_STRING_new() : ASN1_IA5STRING_new();

	if (!string)
		return false;
	GENERAL_NAME_set0_value(out, type, string);
	return ASN1_STRING_set(string, data, (int)len);
}

static bool set_alt_name(GENERAL_NAME *out, const struct alt_name *name)
{
	static const int types[ALT_NAME_KIND_COUNT] = {
		[ALT_NAME_DNS] = GEN_DNS,
		[ALT_NAME_URI] = GEN_URI,
		[ALT_NAME_IP] = GEN_IPADD,
		[ALT_NAME_EMAIL] = GEN_EMAIL,
	};
	unsigned char address[16];

	if (name->kind != ALT_NAME_IP)
		return set_string(out, types[name->kind], name->value, name->len);
	if (inet_pton(AF_INET, name->value, address) == 1)
		return set_string(out, GEN_IPADD, address, 4);
	return inet_pton(AF_INET6, name->value, address) == 1 &&
		set_string(out, GEN_IPADD, address, 16);
}

static bool add_alt_names(X509 *cert, const struct mint_request *request)
{
	const struct alt_name_list *names = &request->item->san;
	SCOPED(GENERAL_NAMES) value = GENERAL_NAMES_new();

	for (size_t i = 0; value && i < names->count; i++) {
		SCOPED(GENERAL_NAME) name = GENERAL_NAME_new();

		if (!name || !set_alt_name(name, &names->items[i]) || !sk_GENERAL_NAME_push(value, name))
			return false;
		(void)TAKE(name);
	}
	/* RFC 5280 4.2.1.6: critical where it is the only name */
	return value &&
		(!names->count ||
			add(cert, NID_subject_alt_name, value,
				X509_NAME_entry_count(X509_get_subject_name(cert)) == 0));
}

static bool fill_subtrees(STACK_OF(GENERAL_SUBTREE) * *out, const struct alt_name_list *names)
{
	if (!names->count)
		return true;
	*out = sk_GENERAL_SUBTREE_new_null();
	for (size_t i = 0; *out && i < names->count; i++) {
		SCOPED(GENERAL_SUBTREE) tree = GENERAL_SUBTREE_new();

		if (!tree || !set_alt_name(tree->base, &names->items[i]) ||
			!sk_GENERAL_SUBTREE_push(*out, tree))
			return false;
		(void)TAKE(tree);
	}
	return *out != NULL;
}

static bool fill_rules(NAME_CONSTRAINTS *out, const struct name_rules *rules)
{
	return fill_subtrees(&out->permittedSubtrees, &rules->permitted) &&
		fill_subtrees(&out->excludedSubtrees, &rules->excluded);
}

static bool add_name_constraints(X509 *cert, const struct mint_request *request)
{
	const struct name_rules *rules = &request->item->name_constraints;
	SCOPED(NAME_CONSTRAINTS) value = NULL;

	if (!rules->permitted.count && !rules->excluded.count)
		return true;
	value = NAME_CONSTRAINTS_new();
	return value && fill_rules(value, rules) && add(cert, NID_name_constraints, value, true);
}

bool mint_may_bear_names(X509 *certificate, const struct name_rules *rules)
{
	SCOPED(NAME_CONSTRAINTS) value = NAME_CONSTRAINTS_new();

	return value && fill_rules(value, rules) &&
		NAME_CONSTRAINTS_check(certificate, value) == X509_V_OK;
}

static bool add_raw(
	X509 *cert, const char *oid, bool critical, const unsigned char *der, size_t len)
{
	SCOPED(ASN1_OBJECT) object = OBJ_txt2obj(oid, 1);
	SCOPED(ASN1_OCTET_STRING) value = ASN1_OCTET_STRING_new();
	SCOPED(X509_EXTENSION) extension = NULL;

	if (!object || !value || !ASN1_OCTET_STRING_set(value, der, (int)len))
		return false;
	extension = X509_EXTENSION_create_by_OBJ(NULL, object, critical, value);
	return extension && X509_add_ext(cert, extension, -1);
}

static bool add_unknown_critical(X509 *cert, const struct mint_request *request)
{
	static const unsigned char der_null[] = {0x05, 0x00};

	return !request->item->unknown_critical ||
		add_raw(cert, MINT_UNKNOWN_OID, true, der_null, sizeof(der_null));
}

static bool add_unknown_harmless(X509 *cert, const struct mint_request *request)
{
	static const unsigned char der_null[] = {0x05, 0x00};

	return !request->item->unknown_harmless ||
		add_raw(cert, MINT_HARMLESS_OID, false, der_null, sizeof(der_null));
}

bool mint_add_key_usage_again(X509 *cert)
{
	X509_EXTENSION *usage = X509_get_ext(cert, X509_get_ext_by_NID(cert, NID_key_usage, -1));

	return usage && X509_add_ext(cert, usage, -1);
}

/* RFC 7633 4: a sequence of one integer, the number of the status_request extension. */
static bool add_must_staple(X509 *cert, const struct mint_request *request)
{
	static const unsigned char features[] = {0x30, 0x03, 0x02, 0x01, 0x05};

	return !request->item->must_staple ||
		add_raw(cert, MINT_TLS_FEATURE_OID, false, features, sizeof(features));
}

static bool add_conf(X509 *cert, int nid, const char *value)
{
	SCOPED(X509_EXTENSION) extension = X509V3_EXT_nconf_nid(NULL, NULL, nid, value);

	return extension && X509_add_ext(cert, extension, -1);
}

static void remove_kind(X509 *cert, int nid)
{
	int at;

	while ((at = X509_get_ext_by_NID(cert, nid, -1)) >= 0)
		X509_EXTENSION_free(X509_delete_ext(cert, at));
}

static bool add_crl_points(X509 *cert, unsigned addresses, const char *base)
{
	char value[ADDRESS_MAX];

	remove_kind(cert, NID_crl_distribution_points);
	if (!(addresses & 1U << ADDRESS_CRL))
		return true;
	snprintf(value, sizeof(value), "URI:%s/%s", base, address_words[ADDRESS_CRL]);
	return add_conf(cert, NID_crl_distribution_points, value);
}

static bool add_info_access(X509 *cert, unsigned addresses, const char *base)
{
	bool ocsp = addresses & 1U << ADDRESS_OCSP;
	bool issuers = addresses & 1U << ADDRESS_CA_ISSUERS;
	char value[ADDRESS_MAX * 2];
	int len = 0;

	remove_kind(cert, NID_info_access);
	if (!ocsp && !issuers)
		return true;
	if (ocsp)
		len = snprintf(value, sizeof(value), "OCSP;URI:%s/%s", base, address_words[ADDRESS_OCSP]);
	if (issuers)
		snprintf(value + len, sizeof(value) - (size_t)len, "%scaIssuers;URI:%s/%s", ocsp ? "," : "",
			base, address_words[ADDRESS_CA_ISSUERS]);
	return add_conf(cert, NID_info_access, value);
}

bool mint_set_addresses(X509 *cert, unsigned addresses, const char *base)
{
	return strlen(base) + 32 < ADDRESS_MAX && add_crl_points(cert, addresses, base) &&
		add_info_access(cert, addresses, base);
}

static bool add_nowhere_points(X509 *cert, const struct mint_request *request)
{
	return add_crl_points(cert, request->item->addresses, MINT_NOWHERE);
}

static bool add_nowhere_access(X509 *cert, const struct mint_request *request)
{
	return add_info_access(cert, request->item->addresses, MINT_NOWHERE);
}

/* RFC 5280 4.2.1.2, method (1): the SHA-1 of the public key's bits. */
static bool name_key(X509 *cert)
{
	SCOPED(ASN1_OCTET_STRING) value = ASN1_OCTET_STRING_new();
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len;

	return value && X509_pubkey_digest(cert, EVP_sha1(), digest, &len) &&
		ASN1_OCTET_STRING_set(value, digest, (int)len) &&
		add(cert, NID_subject_key_identifier, value, false);
}

static bool add_subject_key_id(X509 *cert, const struct mint_request *request)
{
	return !request->item->subject_key_id || name_key(cert);
}

/* `issuer` NULL: the certificate signs itself. */
static bool name_issuer_key(X509 *cert, X509 *issuer)
{
	SCOPED(AUTHORITY_KEYID) value = AUTHORITY_KEYID_new();
	const ASN1_OCTET_STRING *id;

	/* X509_get0_subject_key_id would cache the flags of a certificate that is not finished */
	if (!value)
		return false;
	if (issuer) {
		id = X509_get0_subject_key_id(issuer);
		value->keyid = id ? ASN1_OCTET_STRING_dup(id) : NULL;
	} else {
		value->keyid = X509_get_ext_d2i(cert, NID_subject_key_identifier, NULL, NULL);
	}
	return !value->keyid || add(cert, NID_authority_key_identifier, value, false);
}

static bool add_authority_key_id(X509 *cert, const struct mint_request *request)
{
	return !request->item->authority_key_id || name_issuer_key(cert, request->issuer);
}

bool mint_renew_key_ids(X509 *cert, bool signs_itself)
{
	bool has_subject = X509_get_ext_by_NID(cert, NID_subject_key_identifier, -1) >= 0;
	bool has_authority = X509_get_ext_by_NID(cert, NID_authority_key_identifier, -1) >= 0;

	return (!has_subject || name_key(cert)) &&
		(!signs_itself || !has_authority || name_issuer_key(cert, NULL));
}

const struct mint_extension mint_extensions[MINT_EXTENSION_COUNT] = {
	{"subjectKeyIdentifier", {"subject_key_id"}, true, add_subject_key_id},
	{"authorityKeyIdentifier", {"authority_key_id"}, true, add_authority_key_id},
	{"keyUsage", {"key_usage"}, false, add_key_usage},
	{"subjectAltName", {"san"}, false, add_alt_names},
	{"basicConstraints", {"ca", "pathlen"}, false, add_basic_constraints},
	{"nameConstraints", {"name_constraints"}, false, add_name_constraints},
	{"extendedKeyUsage", {"eku"}, false, add_extended_key_usage},
	{"crlDistributionPoints", {"addresses"}, false, add_nowhere_points},
	{"authorityInfoAccess", {"addresses"}, false, add_nowhere_access},
	{MINT_UNKNOWN_OID, {"unknown_critical"}, false, add_unknown_critical},
	{MINT_HARMLESS_OID, {"unknown_harmless"}, false, add_unknown_harmless},
	{MINT_TLS_FEATURE_OID, {"must_staple"}, false, add_must_staple},
};
