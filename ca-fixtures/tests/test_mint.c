#include <string.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/tls1.h>

#include "fields.h"
#include "mint.h"
#include "pki_crl.h"
#include "world.h"

static const unsigned char message[] = "proof of possession";

static int verifies(EVP_PKEY *signer, EVP_PKEY *verifier)
{
	const EVP_MD *digest = key_has_own_digest(signer) ? NULL : EVP_sha256();
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char signature[1024];
	size_t len = sizeof(signature);
	int result;

	ck_assert_int_eq(EVP_DigestSignInit(ctx, NULL, digest, NULL, signer), 1);
	ck_assert_int_eq(EVP_DigestSign(ctx, signature, &len, message, sizeof(message)), 1);
	EVP_MD_CTX_reset(ctx);
	ck_assert_int_eq(EVP_DigestVerifyInit(ctx, NULL, digest, NULL, verifier), 1);
	result = EVP_DigestVerify(ctx, signature, len, message, sizeof(message));
	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	return result == 1;
}

START_TEST(test_every_kind_of_key)
{
	static const struct {
		const char *type;
		int bits;
	} wanted[KEY_KIND_COUNT] = {{"EC", 256}, {"EC", 384}, {"EC", 521}, {"ED25519", 256},
		{"ED448", 456}, {"RSA", 1024}, {"RSA", 2048}, {"RSA", 3072}, {"RSA", 4096},
		{"RSA-PSS", 2048}};

	for (int kind = 0; kind < KEY_KIND_COUNT; kind++) {
		EVP_PKEY *key = key_create((enum key_kind)kind);

		ck_assert_msg(key && EVP_PKEY_is_a(key, wanted[kind].type), "%s", key_words[kind]);
		ck_assert_int_eq(EVP_PKEY_get_bits(key), wanted[kind].bits);
		ck_assert(verifies(key, key));
		EVP_PKEY_free(key);
	}
}
END_TEST

/* What is made of RSA keys does not depend on their length, but the time for it does. */
static int next_kind(int kind)
{
	kind++;
	while (kind == KEY_RSA3072 || kind == KEY_RSA4096)
		kind++;
	return kind;
}

/* It signs as any other, and is of no use in a file. */
START_TEST(test_keys_that_stay)
{
	for (int kind = next_kind(-1); kind < KEY_KIND_COUNT; kind = next_kind(kind)) {
		EVP_PKEY *usual = key_create((enum key_kind)kind);
		EVP_PKEY *key = key_create_to_stay((enum key_kind)kind);
		BIGNUM *third = NULL;

		ck_assert_int_eq(EVP_PKEY_get_bits(key), EVP_PKEY_get_bits(usual));
		ck_assert_int_eq(key_family(key), key_family(usual));
		ck_assert(verifies(key, key));
		ck_assert_int_eq(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_FACTOR3, &third),
			kind == KEY_RSA2048 || kind == KEY_RSA_PSS);
		ck_assert_int_eq(EVP_PKEY_get_bn_param(usual, OSSL_PKEY_PARAM_RSA_FACTOR3, &third), 0);
		BN_clear_free(third);
		ERR_clear_error();
		EVP_PKEY_free(usual);
		EVP_PKEY_free(key);
	}
}
END_TEST

/* Through PKCS#8, as other programs get it. */
static EVP_PKEY *stored_and_read(EVP_PKEY *key)
{
	PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(key);
	EVP_PKEY *again = info ? EVP_PKCS82PKEY(info) : NULL;

	PKCS8_PRIV_KEY_INFO_free(info);
	return again;
}

/* Those that would be right again, read from a file, are not to be had from a recipe. */
START_TEST(test_mismatched_keys)
{
	for (int kind = next_kind(-1); kind < KEY_KIND_COUNT; kind = next_kind(kind)) {
		EVP_PKEY *one = key_create((enum key_kind)kind);
		EVP_PKEY *key = key_mismatch(one);
		EVP_PKEY *again = key ? stored_and_read(key) : NULL;

		ck_assert_int_eq(key_can_mismatch(one), key_kind_can_mismatch((enum key_kind)kind));
		ck_assert_msg(key && again, "%s", key_words[kind]);
		ck_assert_msg(EVP_PKEY_eq(key, one) == 1, "%s", key_words[kind]);
		ck_assert_msg(!verifies(key, key) && !verifies(key, one), "%s", key_words[kind]);
		ck_assert_msg(
			key_can_mismatch(one) == (EVP_PKEY_eq(again, one) == 1), "%s", key_words[kind]);
		ck_assert_msg(!verifies(again, one), "%s", key_words[kind]);
		ck_assert_msg(key_can_mismatch(one) == !verifies(again, again), "%s", key_words[kind]);
		EVP_PKEY_free(one);
		EVP_PKEY_free(key);
		EVP_PKEY_free(again);
	}
	ck_assert(key_kind_can_mismatch(KEY_P256) && key_kind_can_mismatch(KEY_RSA2048));
}
END_TEST

START_TEST(test_keys_like_another)
{
	for (int kind = next_kind(-1); kind < KEY_KIND_COUNT; kind = next_kind(kind)) {
		EVP_PKEY *one = key_create((enum key_kind)kind);
		EVP_PKEY *other = key_create_like(one);

		ck_assert_msg(other && EVP_PKEY_is_a(other, EVP_PKEY_get0_type_name(one)) &&
				EVP_PKEY_get_bits(other) == EVP_PKEY_get_bits(one) && EVP_PKEY_eq(one, other) != 1,
			"%s", key_words[kind]);
		EVP_PKEY_free(one);
		EVP_PKEY_free(other);
	}
}
END_TEST

/* One field, and where it is seen in the certificate, compared with the least credential. */
static const struct {
	const char *field;
	const char *differs;
} fields[] = {
	{"issuer: root", "issuer "},
	{"issuer: self", "issuer "},
	{"subject: {O: o, CN: c}", "subject "},
	{"subject: {CN: d}", "subject "},
	{"{subject: {}, san: [\"uri:spiffe://a.test/x\"]}", "subject subjectAltName "},
	{"key: p384", "algorithm "},
	{"key: p521", "algorithm "},
	{"key: ed25519", "algorithm "},
	{"key: ed448", "algorithm "},
	{"key: rsa1024", "algorithm "},
	{"key: rsa-pss", "algorithm "},
	{"valid: {from: -2h}", "notBefore "},
	{"valid: {until: +31d}", "notAfter "},
	{"valid: {from: -60d, until: +90y}", "notBefore notAfter "},
	{"digest: sha384", "signature signatureAlgorithm "},
	{"digest: sha512", "signature signatureAlgorithm "},
	{"digest: sha1", "signature signatureAlgorithm "},
	{"version: 1",
		"version subjectKeyIdentifier authorityKeyIdentifier keyUsage basicConstraints "},
	{"serial: zero", ""},
	{"serial: negative", ""},
	{"serial: longest", ""},
	{"serial: too-long", ""},
	{"ca: true", "basicConstraints "},
	{"ca: absent", "basicConstraints "},
	{"{ca: true, pathlen: 3}", "basicConstraints "},
	{"key_usage: []", "keyUsage "},
	{"key_usage: [digitalSignature, decipherOnly]", "keyUsage "},
	{"eku: [clientAuth]", "extendedKeyUsage "},
	{"san: [dns:a.test]", "subjectAltName "},
	{"san: [\"uri:spiffe://a.test/x\"]", "subjectAltName "},
	{"san: [\"ip:192.0.2.1\"]", "subjectAltName "},
	{"san: [\"ip:2001:db8::1\"]", "subjectAltName "},
	{"san: [\"email:a@a.test\"]", "subjectAltName "},
	{"name_constraints: {permitted: [dns:a.test]}", "nameConstraints "},
	{"name_constraints: {excluded: [\"email:a.test\"]}", "nameConstraints "},
	{"san: ['dns:a.test\\x00.b\\xc3']", "subjectAltName "},
	{"unknown_critical: true", MINT_UNKNOWN_OID " "},
	{"unknown_harmless: true", MINT_HARMLESS_OID " "},
	{"duplicate_extension: true", "keyUsage-again "},
	{"must_staple: true", "tlsfeature "},
	{"addresses: [ocsp]", "authorityInfoAccess "},
	{"lasts: +3s", ""}, /* until it is made for a connection */
	{"addresses: [crl]", "crlDistributionPoints "},
	{"addresses: [ca_issuers, ocsp, crl]", "crlDistributionPoints authorityInfoAccess "},
	{"subject_key_id: false", "subjectKeyIdentifier "},
	{"authority_key_id: false", "authorityKeyIdentifier "},
	{"revoked: true", ""},
	{"tamper: signature", ""},
	{"sign_with: another-key", ""},
	{"chain: []", ""},
	{"shared_key: true", ""},
	{"defect: x", ""},
};

/* `field` is one, or several in braces. */
static const char *recipe_with(struct arena *arena, const char *field)
{
	size_t len = strlen(field);
	bool several = field[0] == '{';

	return arena_printf(arena,
		LEAST_RECIPE "    subject: {CN: c}\n"
					 "  other: {like: c, %.*s}\n",
		(int)(several ? len - 2 : len), several ? field + 1 : field);
}

START_TEST(test_every_field_is_seen)
{
	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		struct world world;
		struct arena arena;
		const char *differs;

		arena_init(&arena);
		world_begin(&world, recipe_with(&arena, fields[i].field), NULL);
		differs = fields_that_differ(&arena, world_credential(&world, "c")->chain[0],
			world_credential(&world, "other")->chain[0], false);
		ck_assert_msg(strcmp(differs, fields[i].differs) == 0, "%s: differs in '%s', not '%s'",
			fields[i].field, differs, fields[i].differs);
		world_end(&world);
		arena_finish(&arena);
	}
}
END_TEST

/* No field of the schema was forgotten above. */
START_TEST(test_every_field_is_tried)
{
	for (size_t i = 0; i < recipe_credential_schema.count; i++) {
		const char *name = recipe_credential_schema.fields[i].name;
		bool tried = strcmp(name, "like") == 0;

		for (size_t j = 0; j < COUNT_OF(fields); j++) {
			const char *at = strstr(fields[j].field, name);

			tried |= at && at[strlen(name)] == ':';
		}
		ck_assert_msg(tried, "%s", name);
	}
}
END_TEST

static X509 *mint_with(struct world *world, struct arena *arena, const char *field)
{
	arena_init(arena);
	world_begin(world, recipe_with(arena, field), NULL);
	return world_credential(world, "other")->chain[0];
}

static void done(struct world *world, struct arena *arena)
{
	world_end(world);
	arena_finish(arena);
}

START_TEST(test_every_usage_by_its_name)
{
	for (int i = 0; i < KEY_USAGE_COUNT; i++) {
		struct world world;
		struct arena arena;
		struct arena own;
		X509 *cert;
		ASN1_BIT_STRING *usage;

		arena_init(&own);
		cert = mint_with(&world, &arena, arena_printf(&own, "key_usage: [%s]", key_usage_words[i]));
		usage = X509_get_ext_d2i(cert, NID_key_usage, NULL, NULL);
		for (int bit = 0; bit < KEY_USAGE_COUNT; bit++)
			ck_assert_int_eq(ASN1_BIT_STRING_get_bit(usage, bit), bit == i);
		ASN1_BIT_STRING_free(usage);
		done(&world, &arena);
		arena_finish(&own);
	}
}
END_TEST

START_TEST(test_every_extended_usage_by_its_name)
{
	for (int i = 0; i < EXTENDED_KEY_USAGE_COUNT; i++) {
		struct world world;
		struct arena arena;
		struct arena own;
		X509 *cert;
		EXTENDED_KEY_USAGE *usage;

		arena_init(&own);
		cert =
			mint_with(&world, &arena, arena_printf(&own, "eku: [%s]", extended_key_usage_words[i]));
		usage = X509_get_ext_d2i(cert, NID_ext_key_usage, NULL, NULL);
		ck_assert_int_eq(sk_ASN1_OBJECT_num(usage), 1);
		ck_assert_str_eq(
			OBJ_nid2sn(OBJ_obj2nid(sk_ASN1_OBJECT_value(usage, 0))), extended_key_usage_words[i]);
		EXTENDED_KEY_USAGE_free(usage);
		done(&world, &arena);
		arena_finish(&own);
	}
}
END_TEST

START_TEST(test_subject_keeps_its_order)
{
	struct world world;
	struct arena arena;
	X509 *cert = mint_with(&world, &arena,
		"subject: {C: XX, ST: s, L: l, O: o, OU: ü, DC: d, CN: c, serialNumber: n, emailAddress: "
		"a@a.test}");
	static const char *const wanted[] = {
		"C", "ST", "L", "O", "OU", "DC", "CN", "serialNumber", "emailAddress"};

	ck_assert_int_eq(X509_NAME_entry_count(X509_get_subject_name(cert)), COUNT_OF(wanted));
	for (int i = 0; i < (int)COUNT_OF(wanted); i++)
		ck_assert_str_eq(OBJ_nid2sn(OBJ_obj2nid(X509_NAME_ENTRY_get_object(
							 X509_NAME_get_entry(X509_get_subject_name(cert), i)))),
			wanted[i]);
	/* RFC 2253 reads from the end */
	ck_assert_str_eq(world_credential(&world, "other")->subject,
		"emailAddress=a@a.test,serialNumber=n,CN=c,DC=d,OU=\\C3\\BC,O=o,L=l,ST=s,C=XX");
	done(&world, &arena);
}
END_TEST

START_TEST(test_critical_where_rfc_5280_says)
{
	static const struct {
		int nid;
		int critical;
	} rows[] = {{NID_key_usage, 1}, {NID_basic_constraints, 1}, {NID_name_constraints, 1},
		{NID_ext_key_usage, 0}, {NID_subject_alt_name, 0}, {NID_subject_key_identifier, 0},
		{NID_authority_key_identifier, 0}};
	struct world world;
	struct arena arena;
	X509 *cert = mint_with(&world, &arena,
		"{eku: [clientAuth], san: [dns:a.test], name_constraints: {permitted: [dns:a.test]}}");

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		X509_EXTENSION *extension = X509_get_ext(cert, X509_get_ext_by_NID(cert, rows[i].nid, -1));

		ck_assert_int_eq(X509_EXTENSION_get_critical(extension), rows[i].critical);
	}
	done(&world, &arena);
}
END_TEST

START_TEST(test_key_identifiers_link_the_chain)
{
	struct world world;

	world_begin(&world, NULL, NULL);
	for (size_t i = 0; i < world.recipe->count; i++) {
		const struct recipe_item *item = world.recipe->items[i];
		X509 *cert = item->kind == RECIPE_AUTHORITY
			? world_authority(&world, item->name)
			: world_credential(&world, item->name)->chain[0];
		X509 *issuer = item->issuer ? world_authority(&world, item->issuer->name) : cert;

		if (!item->authority_key_id || item->version == VERSION_1 ||
			(item->issuer && !item->issuer->subject_key_id)) {
			ck_assert_ptr_null(X509_get0_authority_key_id(cert));
			continue;
		}
		ck_assert_int_eq(ASN1_OCTET_STRING_cmp(
							 X509_get0_authority_key_id(cert), X509_get0_subject_key_id(issuer)),
			0);
	}
	world_end(&world);
}
END_TEST

START_TEST(test_names_hold_any_byte)
{
	static const unsigned char wanted[] = "a.test\0.b\xc3\xbc\\";
	struct world world;
	struct arena arena;
	X509 *cert = mint_with(&world, &arena, "san: ['dns:a.test\\x00.b\\xc3\\xbc\\x5c']");
	GENERAL_NAMES *names = X509_get_ext_d2i(cert, NID_subject_alt_name, NULL, NULL);
	const ASN1_IA5STRING *name;

	ck_assert_int_eq(sk_GENERAL_NAME_num(names), 1);
	name = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names, 0), NULL);
	ck_assert_int_eq(ASN1_STRING_length(name), sizeof(wanted) - 1);
	ck_assert_mem_eq(ASN1_STRING_get0_data(name), wanted, sizeof(wanted) - 1);
	GENERAL_NAMES_free(names);
	done(&world, &arena);
}
END_TEST

/* SPIFFE's certificates (RFC 5280 4.1.2.6 and 4.2.1.6): the name is in the subjectAltName alone. */
START_TEST(test_empty_subject)
{
	struct world world;
	struct arena arena;
	X509 *cert = mint_with(&world, &arena, "{subject: {}, san: [\"uri:spiffe://a.test/x\"]}");
	int at = X509_get_ext_by_NID(cert, NID_subject_alt_name, -1);

	ck_assert_int_eq(X509_NAME_entry_count(X509_get_subject_name(cert)), 0);
	ck_assert(X509_EXTENSION_get_critical(X509_get_ext(cert, at)));
	ck_assert_str_eq(world_credential(&world, "other")->subject, "");
	done(&world, &arena);
}
END_TEST

START_TEST(test_must_staple)
{
	struct world world;
	struct arena arena;
	X509 *cert = mint_with(&world, &arena, "must_staple: true");
	TLS_FEATURE *features = X509_get_ext_d2i(cert, NID_tlsfeature, NULL, NULL);

	ck_assert_int_eq(sk_ASN1_INTEGER_num(features), 1);
	ck_assert_int_eq(
		ASN1_INTEGER_get(sk_ASN1_INTEGER_value(features, 0)), TLSEXT_TYPE_status_request);
	TLS_FEATURE_free(features);
	done(&world, &arena);
}
END_TEST

START_TEST(test_crl)
{
	struct world world;
	const char *why = "";
	X509_CRL *crl;
	X509_REVOKED *entry;
	X509 *issuer;
	time_t soon = time(NULL) + 86400;

	world_begin(&world, NULL, NULL);
	issuer = world_authority(&world, "client-issuing");
	crl = pki_crl(world.pki, pki_find(world.pki, RECIPE_AUTHORITY, "client-issuing"), &why);
	ck_assert_msg(crl != NULL, "%s", why);
	ck_assert_int_eq(X509_CRL_get_version(crl), X509_CRL_VERSION_2);
	ck_assert_int_eq(X509_CRL_verify(crl, X509_get0_pubkey(issuer)), 1);
	ck_assert_int_eq(X509_cmp_time(X509_CRL_get0_lastUpdate(crl), NULL), -1);
	ck_assert_int_eq(X509_cmp_time(X509_CRL_get0_nextUpdate(crl), &soon), 1);
	ck_assert_int_eq(sk_X509_REVOKED_num(X509_CRL_get_REVOKED(crl)), 1);
	ck_assert_int_eq(
		X509_CRL_get0_by_cert(crl, &entry, world_credential(&world, "client-revoked")->chain[0]),
		1);
	ck_assert_int_eq(
		X509_CRL_get0_by_cert(crl, &entry, world_credential(&world, "client")->chain[0]), 0);
	X509_CRL_free(crl);
	world_end(&world);
}
END_TEST

START_TEST(test_revoked_authority_is_listed_by_its_issuer)
{
	struct world world;
	const char *why = "";
	X509_CRL *crl;
	X509_REVOKED *entry;

	world_begin(&world,
		"authorities:\n"
		"  root: {subject: {CN: root}, key: ed25519}\n"
		"  gone: {issuer: root, subject: {CN: gone}, revoked: true}\n"
		"credentials:\n"
		"  c: {issuer: gone, subject: {CN: c}}\n",
		NULL);
	crl = pki_crl(world.pki, pki_find(world.pki, RECIPE_AUTHORITY, "root"), &why);
	ck_assert_msg(crl != NULL, "%s", why);
	ck_assert_int_eq(X509_CRL_get0_by_cert(crl, &entry, world_authority(&world, "gone")), 1);
	X509_CRL_free(crl);
	world_end(&world);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"keys",
			{test_every_kind_of_key, test_keys_that_stay, test_mismatched_keys,
				test_keys_like_another}},
		{"fields", {test_every_field_is_seen, test_every_field_is_tried}},
		{"usages", {test_every_usage_by_its_name, test_every_extended_usage_by_its_name}},
		{"encoding",
			{test_subject_keeps_its_order, test_critical_where_rfc_5280_says,
				test_key_identifiers_link_the_chain, test_names_hold_any_byte, test_empty_subject,
				test_must_staple}},
		{"crl", {test_crl, test_revoked_authority_is_listed_by_its_issuer}},
	};
	return unit_run("ca_mint", cases, COUNT_OF(cases));
}
