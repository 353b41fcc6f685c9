#include <string.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include "buf.h"
#include "catalogue.h"
#include "fields.h"
#include "pki_crl.h"
#include "world.h"

#define FAR X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY

static const char *named_keys(struct arena *arena, const struct node *node)
{
	SCOPED_BUF out;

	buf_init(&out, 1024);
	for (size_t i = 0; i < node->count; i++) {
		const char *key = node->entries[i].key;

		if (strcmp(key, "like") != 0 && strcmp(key, "defect") != 0)
			buf_printf(&out, "%s ", key);
	}
	return arena_strdup(arena, buf_text(&out));
}

static X509 *leaf(struct world *world, enum recipe_kind kind, const char *name)
{
	return kind == RECIPE_AUTHORITY ? world_authority(world, name)
									: world_credential(world, name)->chain[0];
}

static void check_row(
	struct world *world, const struct catalogue_row *row, const struct recipe_item *item)
{
	const char *differs;

	ck_assert_str_eq(row->name, item->name);
	ck_assert_msg(strcmp(named_keys(&world->arena, item->node), row->keys) == 0,
		"%s names '%s', not '%s'", row->name, named_keys(&world->arena, item->node), row->keys);
	if (!row->like)
		return;
	differs = fields_that_differ(&world->arena, leaf(world, item->kind, row->like),
		leaf(world, item->kind, row->name), false);
	ck_assert_msg(strcmp(differs, row->differs) == 0, "%s differs from %s in '%s', not in '%s'",
		row->name, row->like, differs, row->differs);
}

static void check_rows(const struct catalogue_row *rows, size_t count, enum recipe_kind kind)
{
	struct world world;
	size_t seen = 0;

	world_begin(&world, NULL, NULL);
	for (size_t i = 0; i < world.recipe->count; i++) {
		if (world.recipe->items[i]->kind != kind)
			continue;
		ck_assert_uint_lt(seen, count);
		check_row(&world, &rows[seen++], world.recipe->items[i]);
	}
	ck_assert_uint_eq(seen, count);
	world_end(&world);
}

START_TEST(test_credentials_differ_as_declared)
{
	check_rows(catalogue_credentials, catalogue_credential_count, RECIPE_CREDENTIAL);
}
END_TEST

START_TEST(test_authorities_differ_as_declared)
{
	check_rows(catalogue_authorities, catalogue_authority_count, RECIPE_AUTHORITY);
}
END_TEST

/* What never is shared is not shared: two certificates with one serial number are a trap. */
START_TEST(test_each_has_its_own_identity)
{
	struct world world;
	X509 *client;

	world_begin(&world, NULL, NULL);
	client = leaf(&world, RECIPE_CREDENTIAL, "client");
	for (size_t i = 0; i < world.recipe->count; i++) {
		const struct recipe_item *item = world.recipe->items[i];
		X509 *cert = leaf(&world, item->kind, item->name);
		const char *differs = fields_that_differ(&world.arena, client, cert, true);

		if (cert == client)
			continue;
		ck_assert_msg(strstr(differs, "serialNumber ") && strstr(differs, "publicKey ") &&
				strstr(differs, "signatureValue ") && strstr(differs, "subjectKeyIdentifier "),
			"%s differs only in %s", item->name, differs);
		for (size_t j = 0; j < i; j++) {
			const struct recipe_item *other = world.recipe->items[j];

			ck_assert_int_ne(ASN1_INTEGER_cmp(X509_get0_serialNumber(cert),
								 X509_get0_serialNumber(leaf(&world, other->kind, other->name))),
				0);
		}
	}
	world_end(&world);
}
END_TEST

/* Who has pinned the good server's key, and looks at nothing else, must find it in each bad one. */
START_TEST(test_servers_have_one_key)
{
	struct world world;
	const struct recipe_item *good;
	EVP_PKEY *key;
	size_t count = 0;

	world_begin(&world, NULL, NULL);
	good = recipe_find(world.recipe, RECIPE_CREDENTIAL, PKI_SERVER);
	key = X509_get0_pubkey(leaf(&world, RECIPE_CREDENTIAL, PKI_SERVER));
	for (size_t i = 0; i < world.recipe->count; i++) {
		const struct recipe_item *item = world.recipe->items[i];
		bool is_server = item->kind == RECIPE_CREDENTIAL && recipe_is_like(item, good);
		bool same = EVP_PKEY_eq(X509_get0_pubkey(leaf(&world, item->kind, item->name)), key) == 1;

		ck_assert_msg(same == (is_server && item->key == good->key), "%s", item->name);
		count += same;
	}
	ck_assert_uint_ge(count, 25);
	world_end(&world);
}
END_TEST

START_TEST(test_chains_are_the_good_ones_elsewhere)
{
	struct world world;

	world_begin(&world, NULL, NULL);
	for (size_t i = 0; i < catalogue_credential_count; i++) {
		const struct catalogue_row *row = &catalogue_credentials[i];
		const struct credential *credential = world_credential(&world, row->name);

		ck_assert_msg(credential->chain_len == row->chain_len, "%s sends %zu", row->name,
			credential->chain_len);
		if (row->like && row->chain_len == 2 && !strstr(row->keys, "issuer ") &&
			!strstr(row->keys, "chain "))
			ck_assert_ptr_eq(credential->chain[1], world_credential(&world, row->like)->chain[1]);
	}
	world_end(&world);
}
END_TEST

/* "identical except one defect" holds for the names that only differ in their CA, too */
START_TEST(test_impostors_have_the_same_names)
{
	struct world world;

	world_begin(&world, NULL, NULL);
	ck_assert_int_eq(X509_NAME_cmp(X509_get_subject_name(world_authority(&world, "client-root")),
						 X509_get_subject_name(world_authority(&world, "impostor-root"))),
		0);
	ck_assert_int_eq(X509_NAME_cmp(X509_get_subject_name(world_authority(&world, "client-issuing")),
						 X509_get_subject_name(world_authority(&world, "impostor-issuing"))),
		0);
	ck_assert_int_eq(X509_NAME_cmp(X509_get_subject_name(world_authority(&world, "server-root")),
						 X509_get_subject_name(world_authority(&world, "server-impostor-root"))),
		0);
	ck_assert_int_eq(X509_NAME_cmp(X509_get_subject_name(world_authority(&world, "server-issuing")),
						 X509_get_subject_name(world_authority(&world, "server-impostor-issuing"))),
		0);
	ck_assert_int_eq(
		X509_NAME_cmp(X509_get_subject_name(world_authority(&world, "client-issuing")),
			X509_get_subject_name(world_credential(&world, "client-same-dn-as-ca")->chain[0])),
		0);
	world_end(&world);
}
END_TEST

/* Each that is not the model of others says what is wrong, if anything is. */
START_TEST(test_defects_are_told)
{
	static const char *const good[] = {"server", "client", "client-p384", "client-rsa",
		"client-rsa-pss", "client-ed25519", "client-two-intermediates",
		"client-three-intermediates", "client-permitted-name", "client-p521", "client-ed448",
		"client-sha384", "client-sha512", "client-rsa-ca", "client-ed25519-ca", "server-wildcard",
		"server-deep", "server-ip", "server-idn", "client-one-name", "server-one-name",
		"server-hosts", "server-second", "partner", "client-ocsp", "client-short-lived"};
	struct world world;

	world_begin(&world, NULL, NULL);
	for (size_t i = 0; i < catalogue_credential_count; i++) {
		const char *name = catalogue_credentials[i].name;
		const char *defect = recipe_defect(world.recipe, name);
		bool is_good = false;

		for (size_t j = 0; j < COUNT_OF(good); j++)
			is_good |= strcmp(name, good[j]) == 0;
		ck_assert_msg((defect[0] == '\0') == is_good, "%s: '%s'", name, defect);
		ck_assert_str_eq(world_credential(&world, name)->defect, defect);
	}
	ck_assert_str_eq(recipe_defect(world.recipe, "nobody"), "");
	world_end(&world);
}
END_TEST

struct judge {
	int errors[8];
	size_t count;
};

static int note_error(int ok, X509_STORE_CTX *ctx)
{
	struct judge *judge = X509_STORE_CTX_get_app_data(ctx);
	int error = X509_STORE_CTX_get_error(ctx);

	/* one certificate may be found wanting twice over; once is enough */
	if (!ok && judge->count < COUNT_OF(judge->errors) &&
		(!judge->count || judge->errors[judge->count - 1] != error))
		judge->errors[judge->count++] = error;
	return 1;
}

static bool is_server(const struct catalogue_row *row)
{
	return strncmp(row->name, "server", strlen("server")) == 0;
}

static int purpose_of(const struct catalogue_row *row)
{
	return is_server(row) ? X509_PURPOSE_SSL_SERVER : X509_PURPOSE_SSL_CLIENT;
}

/* One store for the clients' root and one for the servers'. */
struct trust {
	X509_STORE *stores[2];
};

static X509_STORE *trust_root(struct world *world, const char *name, bool crls)
{
	X509_STORE *store = X509_STORE_new();
	const struct recipe_item *root = recipe_find(world->recipe, RECIPE_AUTHORITY, name);
	const char *why = "";

	ck_assert(X509_STORE_add_cert(store, world_authority(world, name)));
	for (size_t i = 0; crls && i < world->pki->count; i++) {
		struct pki_slot *slot = &world->pki->slots[i];
		X509_CRL *crl;

		if (slot->item->kind != RECIPE_AUTHORITY || !recipe_is_below(slot->item, root))
			continue;
		crl = pki_crl(world->pki, slot, &why);
		ck_assert_msg(crl && X509_STORE_add_crl(store, crl), "%s", why);
		X509_CRL_free(crl);
	}
	if (crls)
		X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
	return store;
}

static struct trust trust(struct world *world, bool crls)
{
	return (struct trust){
		{trust_root(world, PKI_CLIENT_ROOT, crls), trust_root(world, PKI_SERVER_ROOT, crls)}};
}

static void trust_end(struct trust *trust)
{
	X509_STORE_free(trust->stores[0]);
	X509_STORE_free(trust->stores[1]);
}

static void expect_errors(X509_STORE *store, const struct credential *credential, int level,
	int purpose, const int *expected)
{
	STACK_OF(X509) *chain = sk_X509_new_null();
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	struct judge judge = {{0}, 0};

	for (size_t i = 1; i < credential->chain_len; i++)
		ck_assert(sk_X509_push(chain, credential->chain[i]));
	ck_assert(X509_STORE_CTX_init(ctx, store, credential->chain[0], chain));
	X509_STORE_CTX_set_purpose(ctx, purpose);
	X509_VERIFY_PARAM_set_auth_level(X509_STORE_CTX_get0_param(ctx), level);
	X509_STORE_CTX_set_app_data(ctx, &judge);
	X509_STORE_CTX_set_verify_cb(ctx, note_error);
	X509_verify_cert(ctx);
	for (size_t i = 0; i <= judge.count; i++) {
		int error = i < judge.count ? judge.errors[i] : 0;

		ck_assert_msg(error == expected[i], "%s at level %d, error %zu: %s, not %s",
			credential->name, level, i, X509_verify_cert_error_string(error),
			X509_verify_cert_error_string(expected[i]));
	}
	X509_STORE_CTX_free(ctx);
	sk_X509_free(chain);
	ERR_clear_error();
}

static const int *pick(const int *special, const int *general)
{
	return special[0] ? special : general;
}

START_TEST(test_openssl_finds_exactly_that)
{
	struct world world;
	struct trust roots;

	world_begin(&world, NULL, NULL);
	roots = trust(&world, false);
	for (size_t i = 0; i < catalogue_credential_count; i++) {
		const struct catalogue_row *row = &catalogue_credentials[i];
		X509_STORE *store = roots.stores[is_server(row)];
		const struct credential *credential = world_credential(&world, row->name);

		expect_errors(store, credential, 0, purpose_of(row), row->errors);
		expect_errors(store, credential, 2, purpose_of(row), pick(row->errors_strict, row->errors));
	}
	trust_end(&roots);
	world_end(&world);
}
END_TEST

/* With a CRL of every CA below the root, nothing but the revoked ones change. */
START_TEST(test_crls_change_only_the_revoked)
{
	struct world world;
	struct trust roots;

	world_begin(&world, NULL, NULL);
	roots = trust(&world, true);
	for (size_t i = 0; i < catalogue_credential_count; i++) {
		const struct catalogue_row *row = &catalogue_credentials[i];

		/* of what does not lead to our root there is no CRL, and it is refused anyway */
		if (row->crl_open || row->errors[0] == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
			row->errors[0] == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN ||
			row->errors[0] == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT)
			continue;
		expect_errors(roots.stores[is_server(row)], world_credential(&world, row->name), 0,
			purpose_of(row), pick(row->errors_crl, row->errors));
	}
	trust_end(&roots);
	world_end(&world);
}
END_TEST

/* A server's certificate is none for clients, and the other way round: there are two roots. */
START_TEST(test_roots_are_apart)
{
	static const int far[] = {FAR, 0};
	struct world world;
	struct trust roots;

	world_begin(&world, NULL, NULL);
	roots = trust(&world, false);
	expect_errors(
		roots.stores[0], world_credential(&world, PKI_SERVER), 0, X509_PURPOSE_SSL_SERVER, far);
	expect_errors(roots.stores[1], world_credential(&world, PKI_GOOD_CLIENT), 0,
		X509_PURPOSE_SSL_CLIENT, far);
	trust_end(&roots);
	world_end(&world);
}
END_TEST

START_TEST(test_server_leads_to_its_root)
{
	static const int none[1] = {0};
	struct world world;
	X509_STORE *store = X509_STORE_new();
	X509 *cert;

	world_begin(&world, NULL, NULL);
	ck_assert(X509_STORE_add_cert(store, world_authority(&world, PKI_SERVER_ROOT)));
	expect_errors(store, world_credential(&world, PKI_SERVER), 2, X509_PURPOSE_SSL_SERVER, none);
	cert = world_credential(&world, PKI_SERVER)->chain[0];
	ck_assert_int_eq(X509_check_host(cert, PKI_SERVER_NAME, 0, 0, NULL), 1);
	ck_assert_int_eq(X509_check_host(cert, "localhost", 0, 0, NULL), 1);
	ck_assert_int_eq(X509_check_ip_asc(cert, "127.0.0.1", 0), 1);
	ck_assert_int_eq(X509_check_ip_asc(cert, "::1", 0), 1);
	ck_assert_int_eq(X509_check_ip_asc(cert, "127.0.0.2", 0), 0);
	ck_assert_int_eq(X509_check_host(cert, "elsewhere.test", 0, 0, NULL), 0);
	X509_STORE_free(store);
	world_end(&world);
}
END_TEST

/* RFC 9525 6: names stand in subjectAltName alone, and a wildcard is one whole label. */
START_TEST(test_names_of_credentials)
{
	static const struct {
		const char *credential;
		const char *name;
		bool has;
	} rows[] = {
		{"server", PKI_SERVER_NAME, true},
		{"server", "localhost", true},
		{"server", "127.0.0.1", true},
		{"server", "::1", true},
		{"server", "127.0.0.2", false},
		{"server", "mtlspec server", false},
		{"server-expired", PKI_SERVER_NAME, true},
		{"server-wrong-ca", PKI_SERVER_NAME, true},
		{"server-bad-name", PKI_SERVER_NAME, false},
		{"server-cn-only", PKI_SERVER_NAME, false},
		{"server-nul-san", PKI_SERVER_NAME, false},
		{"server-wildcard", "a.mtlspec.test", true},
		{"server-wildcard", "a.b.mtlspec.test", false},
		{"server-wildcard", "mtlspec.test", false},
	};
	struct world world;

	world_begin(&world, NULL, NULL);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		ck_assert_msg(
			pki_has_name(world_credential(&world, rows[i].credential), rows[i].name) == rows[i].has,
			"%s and %s", rows[i].credential, rows[i].name);
	world_end(&world);
}
END_TEST

/* With one root for both, the server's certificate leads to what targets trust for clients. */
START_TEST(test_shared_ca)
{
	static const int none[1] = {0};
	struct world world;
	X509_STORE *store = X509_STORE_new();

	world_begin(&world, NULL, "shared-ca");
	ck_assert_ptr_eq(
		world_authority(&world, PKI_SERVER_ROOT), world_authority(&world, PKI_CLIENT_ROOT));
	ck_assert(X509_STORE_add_cert(store, world_authority(&world, PKI_CLIENT_ROOT)));
	expect_errors(store, world_credential(&world, PKI_SERVER), 2, X509_PURPOSE_SSL_SERVER, none);
	expect_errors(
		store, world_credential(&world, PKI_GOOD_CLIENT), 2, X509_PURPOSE_SSL_CLIENT, none);
	X509_STORE_free(store);
	world_end(&world);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"differs",
			{test_credentials_differ_as_declared, test_authorities_differ_as_declared,
				test_each_has_its_own_identity, test_servers_have_one_key}},
		{"chains", {test_chains_are_the_good_ones_elsewhere, test_impostors_have_the_same_names}},
		{"defects", {test_defects_are_told}},
		{"verify", {test_openssl_finds_exactly_that, test_roots_are_apart}},
		{"crl", {test_crls_change_only_the_revoked}},
		{"server", {test_server_leads_to_its_root, test_names_of_credentials}},
		{"shared-ca", {test_shared_ca}},
	};
	return unit_run("ca_catalogue", cases, COUNT_OF(cases));
}
