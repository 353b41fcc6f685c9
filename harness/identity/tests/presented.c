#include "presented.h"

#include <stdbool.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include "fatal.h"

const struct attribute presented_plain[] = {{"O", "m", 0}, {"CN", "client.test", 0}, {0}};
const struct attribute presented_odd[] = {{"DC", "test", 0}, {"C", "DE", 0},
	{"O", "M\xc3\xbcller; S\xc3\xb6hne + Co, \"KG\" / \\ <x>=#", 0}, {"serialNumber", "S=1", 0},
	{"CN", "\xc3\xbc, + \" \\ /CN=x; #\xc3\xa9", 0}, {"emailAddress", "a@b.test", 0}, {0}};
const struct attribute presented_set[] = {
	{"O", "m", 0}, {"CN", "a", 0}, {"OU", "b", -1}, {"OU", "a", -1}, {"L", "z", 0}, {0}};
const struct attribute presented_twice[] = {{"CN", "one", 0}, {"CN", "two", 0}, {0}};
const struct attribute presented_edges[] = {{"O", "#1", 0}, {"CN", " a  b ", 0}, {0}};
const struct attribute presented_empty[] = {{0}};

static void need(bool done)
{
	if (!done)
		FATAL("OpenSSL can't make a certificate");
}

static void name(X509_NAME *out, const struct attribute *attribute)
{
	for (; attribute->type; attribute++)
		need(X509_NAME_add_entry_by_txt(out, attribute->type, MBSTRING_UTF8,
				 (const unsigned char *)attribute->value, -1, -1, attribute->set) == 1);
}

static GENERAL_NAME *general_name(const struct alt_name *name)
{
	GENERAL_NAME *out = GENERAL_NAME_new();
	size_t len = strlen(name->text);
	ASN1_STRING *text =
		ASN1_STRING_type_new(name->type == GEN_IPADD ? V_ASN1_OCTET_STRING : V_ASN1_IA5STRING);

	if (name->type == GEN_RID) {
		ASN1_STRING_free(text);
		GENERAL_NAME_set0_value(out, GEN_RID, OBJ_txt2obj(name->text, 1));
		return out;
	}
	if (name->type == GEN_IPADD)
		len = len == 4 ? 4 : 16;
	need(ASN1_STRING_set(text, name->text, (int)len) == 1);
	GENERAL_NAME_set0_value(out, name->type, text);
	return out;
}

static void alt_names(X509 *out, const struct alt_name *name)
{
	GENERAL_NAMES *names = GENERAL_NAMES_new();

	for (; name->text; name++)
		need(sk_GENERAL_NAME_push(names, general_name(name)) > 0);
	need(X509_add1_ext_i2d(out, NID_subject_alt_name, names, 0, X509V3_ADD_DEFAULT) == 1);
	GENERAL_NAMES_free(names);
}

static X509 *begin(const char *serial, EVP_PKEY *key)
{
	X509 *out = X509_new();
	BIGNUM *number = NULL;

	need(out && BN_hex2bn(&number, serial) > 0);
	BN_to_ASN1_INTEGER(number, X509_get_serialNumber(out));
	BN_free(number);
	need(X509_set_version(out, X509_VERSION_3) == 1 && X509_set_pubkey(out, key) == 1);
	X509_gmtime_adj(X509_getm_notBefore(out), 0);
	X509_gmtime_adj(X509_getm_notAfter(out), 3600);
	return out;
}

static X509 *end(X509 *out, X509 *issuer, EVP_PKEY *signer)
{
	need(X509_set_issuer_name(out, X509_get_subject_name(issuer)) == 1 &&
		X509_sign(out, signer, EVP_sha256()) > 0);
	return out;
}

static X509 *authority(const char *common_name, EVP_PKEY *key)
{
	const struct attribute subject[] = {{"CN", common_name, 0}, {0}};
	X509 *out = begin("01", key);

	name(X509_get_subject_name(out), subject);
	return out;
}

static struct der encoded(X509 *certificate)
{
	unsigned char *data = NULL;
	int len = i2d_X509(certificate, &data);

	need(len > 0);
	return (struct der){data, (size_t)len};
}

void presented_init(struct presented *out, const struct attribute *subject,
	const struct alt_name *names, const char *serial)
{
	EVP_PKEY *root_key = EVP_EC_gen("P-256");
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *root = authority("root, the", root_key);
	X509 *issuer = authority("issuer", key);
	X509 *leaf = begin(serial, key);

	memset(out, 0, sizeof(*out));
	name(X509_get_subject_name(leaf), subject);
	if (names)
		alt_names(leaf, names);
	out->root = end(root, root, root_key);
	out->credential = (struct credential){.name = "client",
		.fingerprint_sha1 = "aabb01",
		.fingerprint_sha256 = "ccddee",
		.chain = {end(leaf, issuer, key), end(issuer, root, root_key)},
		.chain_len = 2};
	for (size_t i = 0; i < 2; i++)
		out->credential.der[i] = encoded(out->credential.chain[i]);
	out->root_der = encoded(out->root);
	out->alone = out->credential;
	out->alone.chain_len = 1;
	EVP_PKEY_free(root_key);
	EVP_PKEY_free(key);
}

void presented_finish(struct presented *presented)
{
	for (size_t i = 0; i < 2; i++) {
		X509_free(presented->credential.chain[i]);
		OPENSSL_free((void *)presented->credential.der[i].data);
	}
	X509_free(presented->root);
	OPENSSL_free((void *)presented->root_der.data);
}
