#include <check.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include "stored.h"
#include "world.h"

/* What a server or client is given: the authorities and lists of a bundle, as it was written. */
static X509_STORE *given(struct world *world, const char *bundle)
{
	X509_STORE *store = X509_STORE_new();
	const char *dir = world_path(world, bundle);
	const char *why = "";
	X509_LOOKUP *lookup;

	ck_assert_msg(pki_write_bundle(world->pki, dir, bundle, &world->arena, &why), "%s", why);
	lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
	ck_assert_int_eq(X509_STORE_load_file(
						 store, arena_printf(&world->arena, "%s/bundles/%s.ca.pem", dir, bundle)),
		1);
	ck_assert_int_ge(
		X509_load_crl_file(lookup,
			arena_printf(&world->arena, "%s/bundles/%s.crl.pem", dir, bundle), X509_FILETYPE_PEM),
		1);
	X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
	return store;
}

static int error_of(struct world *world, X509_STORE *store, const char *name)
{
	const struct credential *credential = world_credential(world, name);
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	STACK_OF(X509) *chain = sk_X509_new_null();
	int error;

	for (size_t i = 1; i < credential->chain_len; i++)
		ck_assert(sk_X509_push(chain, credential->chain[i]));
	ck_assert(X509_STORE_CTX_init(ctx, store, credential->chain[0], chain));
	X509_verify_cert(ctx);
	error = X509_STORE_CTX_get_error(ctx);
	X509_STORE_CTX_free(ctx);
	sk_X509_free(chain);
	ERR_clear_error();
	return error;
}

/* Each list has its one defect, and none of the others is harmed by it. */
START_TEST(test_bundles)
{
	static const struct {
		const char *bundle, *client;
		int error;
	} rows[] = {
		{"odd-lists", "client", X509_V_OK},
		{"odd-lists", "client-revoked", X509_V_ERR_CERT_REVOKED},
		{"odd-lists", "client-revoked-list-expired", X509_V_ERR_CRL_HAS_EXPIRED},
		{"odd-lists", "client-revoked-list-early", X509_V_ERR_CRL_NOT_YET_VALID},
		{"odd-lists", "client-revoked-list-forged", X509_V_ERR_CRL_SIGNATURE_FAILURE},
		{"odd-lists", "client-revoked-list-odd", X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION},
		{"odd-lists", "client-revoked-list-missing", X509_V_ERR_UNABLE_TO_GET_CRL},
		{"odd-lists", "partner", X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY},
		{"two-cas", "client", X509_V_OK},
		{"two-cas", "partner", X509_V_OK},
		{"two-cas", "client-revoked", X509_V_ERR_CERT_REVOKED},
		{"two-cas", "partner-revoked", X509_V_ERR_CERT_REVOKED},
		{"server-odd-lists", "server", X509_V_OK},
		{"server-odd-lists", "server-revoked", X509_V_ERR_CERT_REVOKED},
		{"server-odd-lists", "server-revoked-list-expired", X509_V_ERR_CRL_HAS_EXPIRED},
		{"server-odd-lists", "server-revoked-list-early", X509_V_ERR_CRL_NOT_YET_VALID},
		{"server-odd-lists", "server-revoked-list-forged", X509_V_ERR_CRL_SIGNATURE_FAILURE},
		{"server-odd-list", "server", X509_V_OK},
		{"server-odd-list", "server-revoked-list-odd", X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION},
		{"server-odd-lists", "server-revoked-list-missing", X509_V_ERR_UNABLE_TO_GET_CRL},
		{"server-odd-lists", "server-second", X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY},
		{"two-server-cas", "server", X509_V_OK},
		{"two-server-cas", "server-second", X509_V_OK},
		{"two-server-cas", "server-revoked", X509_V_ERR_CERT_REVOKED},
		{"two-server-cas", "server-second-revoked", X509_V_ERR_CERT_REVOKED},
	};
	struct world world;

	world_begin(&world, NULL, NULL);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		X509_STORE *store = given(&world, rows[i].bundle);
		int error = error_of(&world, store, rows[i].client);

		ck_assert_msg(error == rows[i].error, "%s of %s: %s", rows[i].client, rows[i].bundle,
			X509_verify_cert_error_string(error));
		X509_STORE_free(store);
	}
	world_end(&world);
}
END_TEST

/* What is signed by a key that nobody gave can't be had. */
START_TEST(test_a_bundle_may_be_lacking)
{
	struct world world;

	world_begin(&world, NULL, NULL);
	ck_assert_ptr_null(pki_lacks_bundle(world.pki, "odd-lists"));
	ck_assert_ptr_null(pki_lacks_bundle(world.pki, "two-cas"));
	world.pki->own.above_count = 1;
	ck_assert_ptr_nonnull(strstr(pki_lacks_bundle(world.pki, "two-cas"), "between the root"));
	/* which stand above clients alone */
	ck_assert_ptr_null(pki_lacks_bundle(world.pki, "two-server-cas"));
	world.pki->own.above_count = 0;
	world_end(&world);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"bundles", {test_bundles, test_a_bundle_may_be_lacking}},
	};

	return unit_run("ca_lists", cases, COUNT_OF(cases));
}
