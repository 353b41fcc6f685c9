/* A good client of the user's is the mould of all others (pki_mould.h). */
#include <string.h>

#include "catalogue.h"
#include "fields.h"
#include "own_case.h"
#include "pki_check.h"
#include "pki_crl.h"
#include "text.h"

#define MOULD_RECIPE                                                                               \
	"authorities:\n"                                                                               \
	"  root: {subject: {O: theirs, CN: their root}, key: p384, digest: sha384}\n"                  \
	"  issuing: {issuer: root, subject: {O: theirs, CN: their issuing CA}, key: p384,\n"           \
	"    digest: sha384, valid: {from: -9d, until: +90d}}\n"                                       \
	"  policy: {like: issuing, subject: {O: theirs, CN: their policy CA}}\n"                       \
	"  deep: {like: issuing, issuer: policy, subject: {CN: their deep CA}, pathlen: 0}\n"          \
	"credentials:\n"                                                                               \
	"  direct:\n"                                                                                  \
	"    issuer: root\n"                                                                           \
	"    subject: {C: DE, OU: people, CN: alice}\n"                                                \
	"    san: [\"email:alice@theirs.test\", dns:alice.theirs.test]\n"                              \
	"    eku: [emailProtection, clientAuth]\n"                                                     \
	"    key_usage: [digitalSignature, nonRepudiation]\n"                                          \
	"    key: p521\n"                                                                              \
	"    digest: sha384\n"                                                                         \
	"    valid: {from: -5d, until: +12d}\n"                                                        \
	"    must_staple: true\n"                                                                      \
	"  one: {like: direct, issuer: issuing}\n"                                                     \
	"  two: {like: direct, issuer: deep}\n"                                                        \
	"  rsa: {like: direct, key: rsa2048}\n"                                                        \
	"  edwards: {like: direct, key: ed25519}\n"                                                    \
	"  nameless: {like: direct, san: [\"email:alice@theirs.test\"]}\n"

/* What the user gives, and what comes of it. */
struct given_row {
	const char *ca; /* NULL: none */
	bool key; /* its own */
	const char *client;
};

static void begin(struct own_case *test, const struct given_row *row)
{
	static const char *const authorities[] = {"root", "issuing", "policy", "deep"};

	memset(test, 0, sizeof(*test));
	world_begin(&test->theirs, MOULD_RECIPE, NULL);
	world_begin(&test->ours, NULL, NULL);
	ck_assert_ptr_nonnull(test->theirs.pki);
	for (size_t i = 0; i < COUNT_OF(authorities); i++)
		own_case_put_authority(&test->theirs, authorities[i]);
	own_case_put_credential(&test->theirs, row->client);
	test->own.credentials = &test->client;
	test->client.name = PKI_GOOD_CLIENT;
	if (row->ca)
		own_case_give_ca(test, row->ca, row->key);
	own_case_give_client(test, row->client);
	ck_assert_msg(pki_adopt(test->ours.pki, &test->own, &test->why), "%s", test->why);
}

static X509 *leaf(struct own_case *test, const char *name)
{
	return world_credential(&test->ours, name)->chain[0];
}

static const char *differs(struct own_case *test, const char *name, bool identity)
{
	return fields_that_differ(
		&test->ours.arena, leaf(test, PKI_GOOD_CLIENT), leaf(test, name), identity);
}

static bool is_client(const struct catalogue_row *row)
{
	return strncmp(row->name, "client-", strlen("client-")) == 0;
}

/* An elliptic curve is what tells keys of one kind apart. */
static bool is_kind_of_good(struct own_case *test, const char *name)
{
	const EVP_PKEY *key = world_credential(&test->ours, name)->key;
	const EVP_PKEY *good = world_credential(&test->ours, PKI_GOOD_CLIENT)->key;

	return EVP_PKEY_is_a(key, EVP_PKEY_get0_type_name(good)) &&
		(!EVP_PKEY_is_a(key, "EC") || EVP_PKEY_get_bits(key) == EVP_PKEY_get_bits(good));
}

/* As beside our own good client, whose dates a late one shares, whose key is of another kind. */
static const char *expected(struct own_case *test, const struct catalogue_row *row)
{
	if (strcmp(row->keys, "key ") == 0 && is_kind_of_good(test, row->name))
		return "";
	if (strcmp(row->keys, "digest ") == 0 &&
		X509_get_signature_nid(leaf(test, row->name)) ==
			X509_get_signature_nid(leaf(test, PKI_GOOD_CLIENT)))
		return "";
	/* by its own key, not by one of the CA's kind */
	if (strncmp(row->name, "client-self-signed", strlen("client-self-signed")) == 0 &&
		!EVP_PKEY_is_a(world_credential(&test->ours, PKI_GOOD_CLIENT)->key, "EC"))
		return "signature issuer signatureAlgorithm ";
	if (strcmp(row->keys, "valid ") == 0 && strcmp(row->differs, "notBefore notAfter ") != 0)
		return "notBefore notAfter ";
	/* the user's CA stands in the place of one of two with one name, or of one by its list alone */
	if ((row->crl_open || strstr(row->name, "-list-")) &&
		X509_NAME_cmp(X509_get_issuer_name(leaf(test, row->name)),
			X509_get_issuer_name(leaf(test, PKI_GOOD_CLIENT))) == 0)
		return "";
	/* the table has it beside another stranger */
	if (strcmp(row->name, "client-addresses") == 0)
		return "issuer crlDistributionPoints authorityInfoAccess ";
	return catalogue_differs_from_client(row);
}

static size_t check_all(struct own_case *test)
{
	size_t made = 0;

	for (size_t i = 0; i < catalogue_credential_count; i++) {
		const struct catalogue_row *row = &catalogue_credentials[i];
		const char *found;

		if (!is_client(row) || pki_lacks(test->ours.pki, row->name))
			continue;
		made++;
		found = differs(test, row->name, false);
		/* whatever extensions the good one has, it has none */
		if (strcmp(row->keys, "version ") == 0 && text_starts_with(found, "version "))
			continue;
		ck_assert_msg(strcmp(found, expected(test, row)) == 0, "%s of %s: '%s', not '%s'",
			row->name, test->client.files.certificate, found, expected(test, row));
	}
	return made;
}

START_TEST(test_one_defect_each)
{
	static const struct {
		struct given_row given;
		size_t made;
	} rows[] = {
		{{"root", true, "direct"}, 84},
		{{"root", true, "one"}, 88},
		{{"root", true, "two"}, 89},
		{{"issuing", true, "one"}, 85},
		{{"root", false, "direct"}, 8},
		{{NULL, false, "direct"}, 8},
		{{NULL, false, "one"}, 11},
		{{NULL, false, "two"}, 11},
		{{NULL, false, "rsa"}, 8},
		{{NULL, false, "edwards"}, 7},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct own_case test;
		size_t made;

		begin(&test, &rows[i].given);
		made = check_all(&test);
		ck_assert_msg(made == rows[i].made, "row %zu: %zu", i, made);
		own_case_end(&test);
	}
}
END_TEST

START_TEST(test_kinds_of_keys)
{
	static const char *const clients[] = {"direct", "rsa", "edwards"};

	for (size_t i = 0; i < COUNT_OF(clients); i++) {
		struct own_case test;
		EVP_PKEY *good;
		EVP_PKEY *key;

		begin(&test, &(struct given_row){"root", true, clients[i]});
		good = world_credential(&test.ours, PKI_GOOD_CLIENT)->key;
		key = world_credential(&test.ours, "client-expired")->key;
		ck_assert(EVP_PKEY_is_a(key, EVP_PKEY_get0_type_name(good)));
		ck_assert_int_eq(EVP_PKEY_get_bits(key), EVP_PKEY_get_bits(good));
		ck_assert_int_ne(EVP_PKEY_eq(key, good), 1);
		own_case_end(&test);
	}
}
END_TEST

/* What needs no CA is the given certificate itself. */
START_TEST(test_sent_otherwise)
{
	struct own_case test;
	const struct credential *good;
	const struct credential *tampered;
	const struct credential *other;

	begin(&test, &(struct given_row){NULL, false, "two"});
	good = world_credential(&test.ours, PKI_GOOD_CLIENT);
	tampered = world_credential(&test.ours, "client-tampered");
	ck_assert_str_eq(differs(&test, "client-tampered", true), "signatureValue ");
	ck_assert_uint_eq(tampered->der[0].len, good->der[0].len);
	for (size_t i = 0; i < good->der[0].len; i++)
		ck_assert_int_eq(
			tampered->der[0].data[i] ^ good->der[0].data[i], i + 1 == good->der[0].len);
	ck_assert_ptr_eq(tampered->key, good->key);
	ck_assert_uint_eq(tampered->chain_len, good->chain_len);
	other = world_credential(&test.ours, "client-wrong-key");
	ck_assert_str_eq(differs(&test, "client-wrong-key", true), "");
	ck_assert_int_eq(X509_check_private_key(other->chain[0], other->key), 1);
	ck_assert_ptr_ne(other->key, good->key);
	ck_assert_uint_eq(other->chain_len, good->chain_len);
	ck_assert_str_eq(differs(&test, "client-missing-intermediate", true), "");
	ck_assert_uint_eq(world_credential(&test.ours, "client-missing-intermediate")->chain_len, 1);
	own_case_end(&test);
}
END_TEST

static bool same_name(const X509_NAME *one, const X509_NAME *other)
{
	return X509_NAME_cmp(one, other) == 0;
}

/* An impostor has the names and the length of the real chain, and none of its keys. */
START_TEST(test_impostors_chain)
{
	static const struct {
		struct given_row given;
		size_t length;
	} rows[] = {
		{{NULL, false, "direct"}, 1},
		{{NULL, false, "one"}, 2},
		{{NULL, false, "two"}, 3},
		{{"root", false, "two"}, 3},
		{{"root", true, "two"}, 3},
		{{"issuing", true, "one"}, 2},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct own_case test;
		const struct credential *good;
		const struct credential *impostor;
		int error;

		begin(&test, &rows[i].given);
		good = world_credential(&test.ours, PKI_GOOD_CLIENT);
		impostor = world_credential(&test.ours, "client-impostor-ca");
		ck_assert_msg(
			impostor->chain_len == rows[i].length, "row %zu: %zu", i, impostor->chain_len);
		ck_assert_uint_eq(good->chain_len, rows[i].length);
		for (size_t j = 0; j < impostor->chain_len; j++) {
			X509 *real = good->chain[j];
			X509 *copy = impostor->chain[j];

			ck_assert(same_name(X509_get_subject_name(real), X509_get_subject_name(copy)) &&
				same_name(X509_get_issuer_name(real), X509_get_issuer_name(copy)));
			ck_assert_int_ne(EVP_PKEY_eq(X509_get0_pubkey(real), X509_get0_pubkey(copy)), 1);
			ck_assert_str_eq(fields_that_differ(&test.ours.arena, real, copy, false), "");
		}
		ck_assert(!pki_chain_holds(impostor, world_authority(&test.theirs, "root"), &error));
		ck_assert(pki_chain_holds(impostor, world_authority(&test.ours, "impostor-root"), &error));
		own_case_end(&test);
	}
}
END_TEST

/* Those that a right target takes lead to its root, and so do those with a defect of their own. */
START_TEST(test_minted_ones_hold)
{
	static const struct given_row rows[] = {
		{"root", true, "direct"}, {"root", true, "one"}, {"root", true, "two"}};
	static const char *const good[] = {
		"client-rsa", "client-p384", "client-ed25519", "client-two-intermediates", "client-no-eku"};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct own_case test;
		X509 *root;
		int error = 0;

		begin(&test, &rows[i]);
		root = world_authority(&test.theirs, "root");
		for (size_t j = 0; j < COUNT_OF(good); j++)
			ck_assert_msg(pki_chain_holds(world_credential(&test.ours, good[j]), root, &error),
				"row %zu, %s: %s", i, good[j], X509_verify_cert_error_string(error));
		ck_assert(!pki_chain_holds(world_credential(&test.ours, "client-expired"), root, &error));
		ck_assert_int_eq(error, X509_V_ERR_CERT_HAS_EXPIRED);
		ck_assert(
			!pki_chain_holds(world_credential(&test.ours, "client-name-constraint"), root, &error));
		ck_assert_int_eq(error, X509_V_ERR_PERMITTED_VIOLATION);
		own_case_end(&test);
	}
}
END_TEST

START_TEST(test_what_the_mould_has_not)
{
	static const struct {
		struct given_row given;
		const char *name;
		const char *wanted; /* NULL: it can be had */
	} rows[] = {
		{{"root", true, "nameless"}, "client-name-constraint",
			"bears no name that name constraint"},
		{{"root", true, "direct"}, "client-name-constraint", NULL},
		{{NULL, false, "edwards"}, "client-wrong-key", "ECDSA) and RSA keys alone"},
		{{"root", true, "edwards"}, "client-wrong-key", "ECDSA) and RSA keys alone"},
		{{"root", true, "edwards"}, "client-p384", NULL},
		{{"root", true, "direct"}, "client-missing-intermediate", "comes without an intermediate"},
		{{NULL, false, "one"}, "client-missing-intermediate", NULL},
		{{"issuing", true, "one"}, "client-missing-intermediate", "name the root that it trusts"},
		{{"root", true, "one"}, "client-pathlen-exceeded", "no path length constraint that could"},
		{{"root", true, "two"}, "client-pathlen-exceeded", NULL},
		{{"root", true, "direct"}, "client-pathlen-exceeded", NULL},
		{{NULL, false, "one"}, "client-expired", "needs the key of the client CA"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct own_case test;
		const char *lack;

		begin(&test, &rows[i].given);
		lack = pki_lacks(test.ours.pki, rows[i].name);
		ck_assert_msg((lack == NULL) == (rows[i].wanted == NULL), "row %zu: %s", i, lack);
		ck_assert_msg(!lack || strstr(lack, rows[i].wanted), "row %zu: %s", i, lack);
		if (!lack)
			world_credential(&test.ours, rows[i].name);
		own_case_end(&test);
	}
}
END_TEST

/* A file with all that the target trusts may hold the intermediate, too. */
START_TEST(test_a_known_intermediate)
{
	struct own_case test;
	struct pki_own_files cas[2];

	begin(&test, &(struct given_row){"root", false, "one"});
	ck_assert_ptr_null(pki_lacks(test.ours.pki, "client-missing-intermediate"));
	cas[0] = test.ca;
	cas[1] = (struct pki_own_files){.certificate = own_case_file(&test, "issuing.pem")};
	test.own.cas = cas;
	test.own.ca_count = 2;
	pki_destroy(test.ours.pki);
	test.ours.pki = pki_create(test.ours.recipe);
	ck_assert_msg(pki_adopt(test.ours.pki, &test.own, &test.why), "%s", test.why);
	ck_assert_ptr_nonnull(strstr(pki_lacks(test.ours.pki, "client-missing-intermediate"),
		"among the CAs that the target trusts"));
	own_case_end(&test);
}
END_TEST

/* Whose key it is, is said before anything else is looked for. */
START_TEST(test_keys_of_others)
{
	static const struct {
		const char *name;
		const char *key;
		const char *wanted; /* NULL: it is taken */
	} rows[] = {
		{PKI_GOOD_CLIENT, "issuing", "issuing.key: the key does not belong to the certificate of "},
		{PKI_GOOD_CLIENT, "issuing", "but to that of a CA which is sent with it"},
		{PKI_GOOD_CLIENT, "direct", "direct.key: the key does not belong to the certificate of "},
		{"client-wrong-key", "direct", NULL},
		{"client-wrong-key", "edwards", "it must be of the kind and length of that of "},
		{"client-wrong-key", "one", "yet this one comes with its own key"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct own_case test;
		struct pki_own_credential given[2];
		bool alone = strcmp(rows[i].name, PKI_GOOD_CLIENT) == 0;
		bool taken;

		begin(&test, &(struct given_row){"root", false, "one"});
		own_case_put_credential(&test.theirs, "direct");
		own_case_put_credential(&test.theirs, "edwards");
		given[0] = test.client;
		given[1] = test.client;
		given[!alone].name = rows[i].name;
		given[!alone].files.key =
			own_case_file(&test, arena_printf(&test.ours.arena, "%s.key", rows[i].key));
		test.own.credentials = given;
		test.own.credential_count = alone ? 1 : 2;
		pki_destroy(test.ours.pki);
		test.ours.pki = pki_create(test.ours.recipe);
		taken = pki_adopt(test.ours.pki, &test.own, &test.why);
		ck_assert_msg(taken == (rows[i].wanted == NULL), "row %zu: %s", i, test.why);
		ck_assert_msg(taken || strstr(test.why, rows[i].wanted), "row %zu: %s", i, test.why);
		own_case_end(&test);
	}
}
END_TEST

#define BESIDE_RECIPE                                                                              \
	"extend: builtin\n"                                                                            \
	"authorities:\n"                                                                               \
	"  alices-root: {subject: {CN: the CA of alice}}\n"                                            \
	"credentials:\n"                                                                               \
	"  client-alice: {like: client, subject: {CN: alice}, san: [dns:alice.test], key: p384,\n"     \
	"    eku: [clientAuth, emailProtection], valid: {from: -2d, until: +2d}}\n"                    \
	"  client-alien: {issuer: alices-root, subject: {CN: alien}, san: [dns:alien.test],\n"         \
	"    eku: [clientAuth]}\n"

/* Of a target's own control; its root issues the one, and an intermediate the other. */
static void check_beside(struct world *world, const char *good, const char *root_name)
{
	struct pki *pki = pki_beside(world->pki, good);
	X509 *root = world_authority(world, root_name);
	X509 *model = world_credential(world, good)->chain[0];
	const char *why = "";
	int error;

	ck_assert_ptr_ne(pki, world->pki);
	ck_assert_ptr_eq(pki, pki_beside(world->pki, good));
	ck_assert_ptr_eq(pki_credential(pki, good, &why)->chain[0], model);
	for (size_t i = 0; i < catalogue_credential_count; i++) {
		const struct catalogue_row *row = &catalogue_credentials[i];
		const struct credential *made;
		const char *found;

		if (!is_client(row) || pki_lacks(pki, row->name))
			continue;
		made = pki_credential(pki, row->name, &why);
		ck_assert_msg(made != NULL, "%s: %s", row->name, why);
		found = fields_that_differ(&world->arena, model, made->chain[0], false);
		if (strcmp(row->keys, "key ") != 0 && strcmp(row->keys, "valid ") != 0 &&
			strcmp(row->name, "client-addresses") != 0)
			ck_assert_msg(strcmp(found, catalogue_differs_from_client(row)) == 0,
				"%s beside %s: '%s', not '%s'", row->name, good, found,
				catalogue_differs_from_client(row));
	}
	ck_assert(pki_chain_holds(pki_credential(pki, "client-rsa", &why), root, &error));
	ck_assert(!pki_chain_holds(pki_credential(pki, "client-pathlen-exceeded", &why), root, &error));
	ck_assert_int_eq(error, X509_V_ERR_PATH_LENGTH_EXCEEDED);
	ck_assert(!pki_chain_holds(pki_credential(pki, "client-impostor-ca", &why), root, &error));
	/* servers are what they are everywhere */
	ck_assert_ptr_eq(pki_credential(pki, PKI_SERVER, &why), world_credential(world, PKI_SERVER));
	ck_assert_ptr_eq(pki_credential(pki, PKI_GOOD_CLIENT, &why)->chain[0], model);
}

START_TEST(test_beside_a_control)
{
	struct world world;

	world_begin(&world, BESIDE_RECIPE, NULL);
	ck_assert_ptr_nonnull(world.pki);
	check_beside(&world, "client-alice", PKI_CLIENT_ROOT);
	check_beside(&world, "client-alien", "alices-root");
	ck_assert_ptr_eq(pki_beside(world.pki, NULL), world.pki);
	ck_assert_ptr_eq(pki_beside(world.pki, PKI_GOOD_CLIENT), world.pki);
	world_end(&world);
}
END_TEST

/* A list that is written for all targets names those of each. */
START_TEST(test_beside_in_the_lists)
{
	struct world world;
	struct pki *pki;
	X509_CRL *crl;
	X509_REVOKED *entry;
	const char *why = "";

	world_begin(&world, BESIDE_RECIPE, NULL);
	pki = pki_beside(world.pki, "client-alice");
	crl = pki_crl(world.pki, pki_find(world.pki, RECIPE_AUTHORITY, "client-issuing"), &why);
	ck_assert_msg(crl != NULL, "%s", why);
	ck_assert_int_eq(
		X509_CRL_get0_by_cert(crl, &entry, world_credential(&world, "client-revoked")->chain[0]),
		1);
	ck_assert_int_eq(
		X509_CRL_get0_by_cert(crl, &entry, pki_credential(pki, "client-revoked", &why)->chain[0]),
		1);
	ck_assert_int_eq(
		X509_CRL_get0_by_cert(crl, &entry, pki_credential(pki, "client-alice", &why)->chain[0]), 0);
	X509_CRL_free(crl);
	world_end(&world);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"mould",
			{test_one_defect_each, test_kinds_of_keys, test_sent_otherwise, test_impostors_chain,
				test_minted_ones_hold}},
		{"mould-lacks",
			{test_what_the_mould_has_not, test_a_known_intermediate, test_keys_of_others}},
		{"beside", {test_beside_a_control, test_beside_in_the_lists}},
	};

	return unit_run("ca_mould", cases, COUNT_OF(cases));
}
