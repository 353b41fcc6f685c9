#include <string.h>
#include <unistd.h>
#include <openssl/err.h>

#include "file.h"
#include "stored.h"

static struct pki *load(struct world *world, const char *dir)
{
	const char *why = "";
	struct pki *pki = pki_load(world->recipe, dir, &world->arena, &why);

	ck_assert_msg(pki != NULL, "%s", why);
	return pki;
}

static void expect_same(const struct credential *one, const struct credential *other)
{
	ck_assert_str_eq(one->name, other->name);
	ck_assert_uint_eq(one->chain_len, other->chain_len);
	for (size_t i = 0; i < one->chain_len; i++) {
		ck_assert_uint_eq(one->der[i].len, other->der[i].len);
		ck_assert_mem_eq(one->der[i].data, other->der[i].data, one->der[i].len);
	}
	ck_assert_int_eq(EVP_PKEY_eq(one->key, other->key), 1);
	ck_assert_str_eq(one->subject, other->subject);
	ck_assert_str_eq(one->fingerprint_sha1, other->fingerprint_sha1);
	ck_assert_str_eq(one->fingerprint_sha256, other->fingerprint_sha256);
	ck_assert_str_eq(one->defect, other->defect);
}

START_TEST(test_round_trip)
{
	struct world world;
	const char *why = "";
	const char *dir = stored_begin(&world, NULL, NULL);
	struct pki *pki = load(&world, dir);

	for (const char *const *name = recipe_credentials(world.recipe); *name; name++)
		expect_same(world_credential(&world, *name), pki_credential(pki, *name, &why));
	ck_assert_int_eq(X509_cmp(pki_authority(pki, PKI_CLIENT_ROOT, &why),
						 world_authority(&world, PKI_CLIENT_ROOT)),
		0);
	pki_prepare(pki, recipe_credentials(world.recipe));
	pki_destroy(pki);
	world_end(&world);
}
END_TEST

static bool proves(EVP_PKEY *key)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char signature[256];
	size_t len = sizeof(signature);
	int result;

	ck_assert_int_eq(EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key), 1);
	ck_assert_int_eq(EVP_DigestSign(ctx, signature, &len, signature, 0), 1);
	EVP_MD_CTX_reset(ctx);
	ck_assert_int_eq(EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, key), 1);
	result = EVP_DigestVerify(ctx, signature, len, signature, 0);
	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	return result == 1;
}

START_TEST(test_wrong_key_survives)
{
	struct world world;
	const char *why = "";
	const char *dir = stored_begin(&world, SMALL_RECIPE, NULL);
	struct pki *pki = load(&world, dir);
	const struct credential *wrong = pki_credential(pki, "client-wrong-key", &why);

	ck_assert_int_eq(X509_check_private_key(wrong->chain[0], wrong->key), 1);
	ck_assert(!proves(wrong->key));
	ck_assert(proves(pki_credential(pki, "client", &why)->key));
	pki_destroy(pki);
	world_end(&world);
}
END_TEST

START_TEST(test_loaded_one_serves_a_target)
{
	struct world world;
	const char *why = "";
	const char *dir = stored_begin(&world, SMALL_RECIPE, NULL);
	struct pki *pki = load(&world, dir);
	const char *work = world_path(&world, "work");

	ck_assert_msg(pki_write_runtime(pki, work, &world.arena, &why), "%s", why);
	ck_assert_str_eq(stored_text(&world, stored_path(&world, work, "server.pem")),
		stored_text(&world, stored_path(&world, dir, "server.pem")));
	ck_assert_str_eq(stored_text(&world, stored_path(&world, work, "server.key")),
		stored_text(&world, stored_path(&world, dir, "server.key")));
	pki_destroy(pki);
	world_end(&world);
}
END_TEST

static void expect_refused(struct world *world, const char *dir, const char *text)
{
	const char *why = "";

	ck_assert_ptr_null(pki_load(world->recipe, dir, &world->arena, &why));
	ck_assert_msg(strstr(why, text) != NULL, "'%s' does not say '%s'", why, text);
}

/* Who copies the folder to a test machine may well leave the authorities' keys at home; the CRLs
 * that were made with them are there. */
START_TEST(test_authority_keys_may_be_missing)
{
	struct world world;
	const char *why = "";
	const char *dir = stored_begin(&world, SMALL_RECIPE, NULL);
	const char *work = world_path(&world, "work");
	struct pki *pki;

	unlink(stored_path(&world, dir, "ca/client-root.key"));
	pki = load(&world, dir);
	ck_assert_ptr_nonnull(pki_authority(pki, "client-root", &why));
	ck_assert_msg(pki_write_runtime(pki, work, &world.arena, &why), "%s", why);
	ck_assert_ptr_nonnull(
		strstr(stored_text(&world, stored_path(&world, work, "client-ca.crl.pem")),
			stored_text(&world, stored_path(&world, dir, "crl/client-root.pem"))));
	ck_assert_ptr_null(pki_lacks_client_crl(pki));
	unlink(stored_path(&world, dir, "crl/client-root.pem"));
	unlink(stored_path(&world, work, "client-ca.crl.pem"));
	ck_assert_ptr_nonnull(strstr(pki_lacks_client_crl(pki), "neither the key nor the CRL"));
	ck_assert_msg(pki_write_runtime(pki, work, &world.arena, &why), "%s", why);
	ck_assert(!file_exists(stored_path(&world, work, "client-ca.crl.pem")));
	pki_destroy(pki);
	world_end(&world);
}
END_TEST

/* Servers' revocation lists are for client targets only: others are served without. */
START_TEST(test_server_authority_keys_may_be_missing)
{
	struct world world;
	const char *why = "";
	const char *dir = stored_begin(&world, SMALL_RECIPE, NULL);
	const char *work = world_path(&world, "work");
	struct pki *pki;

	unlink(stored_path(&world, dir, "ca/server-root.key"));
	unlink(stored_path(&world, dir, "crl/server-root.pem"));
	pki = load(&world, dir);
	ck_assert_msg(pki_write_runtime(pki, work, &world.arena, &why), "%s", why);
	ck_assert(file_exists(stored_path(&world, work, "client-ca.crl.pem")));
	ck_assert(!file_exists(stored_path(&world, work, "server-ca.crl.pem")));
	ck_assert_ptr_null(pki_staple(pki, "server", PKI_STAPLE_GOOD, &why));
	ck_assert_msg(strstr(why, "holds no key of 'server-root'") != NULL, "%s", why);
	pki_destroy(pki);
	world_end(&world);
}
END_TEST

START_TEST(test_missing_files)
{
	static const char *const names[] = {"ca/server-root.pem", "credentials/client.pem",
		"credentials/client-wrong-key.key", "credentials/server.key"};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct world world;
		const char *dir = stored_begin(&world, SMALL_RECIPE, NULL);

		ck_assert_int_eq(unlink(stored_path(&world, dir, names[i])), 0);
		expect_refused(
			&world, dir, arena_printf(&world.arena, "%s: No such file or directory", names[i]));
		world_end(&world);
	}
}
END_TEST

START_TEST(test_broken_files)
{
	static const struct {
		const char *name;
		const char *text;
		const char *wanted;
	} rows[] = {
		{"credentials/client.pem", "", "no certificate can be read"},
		{"credentials/client.pem",
			"-----BEGIN "
			"CERTIFICATE-----\nAAAA\n-----END "
			"CERTIFICATE-----\n",
			"no certificate can be read"},
		{"credentials/client.key", "junk", "no private key can be read"},
		{"ca/client-root.pem", "junk", "no certificate can be read"},
		{"ca/client-root.key", "junk", "no private key can be read"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct world world;
		const char *dir = stored_begin(&world, SMALL_RECIPE, NULL);

		stored_put(&world, stored_path(&world, dir, rows[i].name), rows[i].text);
		expect_refused(
			&world, dir, arena_printf(&world.arena, "%s: %s", rows[i].name, rows[i].wanted));
		world_end(&world);
	}
}
END_TEST

/* One file in the place of another. */
START_TEST(test_mixed_up_files)
{
	static const struct {
		const char *name;
		const char *from;
		const char *wanted;
	} rows[] = {
		{"credentials/client.key", "credentials/client-revoked.key", "does not belong to"},
		{"credentials/client.key", "credentials/client.encrypted.key", "the key is encrypted"},
		{"ca/client-root.key", "ca/server-root.key", "does not belong to"},
		{"ca/client-root.pem", "credentials/client.pem", "holds 2 certificates, not one"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct world world;
		const char *dir = stored_begin(&world, SMALL_RECIPE, NULL);

		stored_put(&world, stored_path(&world, dir, rows[i].name),
			stored_text(&world, stored_path(&world, dir, rows[i].from)));
		expect_refused(&world, dir, rows[i].wanted);
		world_end(&world);
	}
}
END_TEST

START_TEST(test_wrong_root)
{
	struct world world;
	const char *dir = stored_begin(&world, SMALL_RECIPE, NULL);

	stored_put(&world, stored_path(&world, dir, "ca/server-root.pem"),
		stored_text(&world, stored_path(&world, dir, "ca/client-root.pem")));
	unlink(stored_path(&world, dir, "ca/server-root.key"));
	expect_refused(&world, dir, "'server' does not lead to 'server-root'");
	world_end(&world);
}
END_TEST

START_TEST(test_expired)
{
	struct world world;
	const char *dir = stored_begin(&world,
		"authorities:\n"
		"  client-root: {subject: {CN: client root}}\n"
		"  server-root: {subject: {CN: server root}}\n"
		"credentials:\n"
		"  server: {issuer: server-root, subject: {CN: server}}\n"
		"  client: {issuer: client-root, subject: {CN: c}, valid: {from: -2d, until: -1d}}\n",
		NULL);

	expect_refused(&world, dir, "has expired: 'client' was valid until 20");
	expect_refused(&world, dir, "write it again with 'mtlspec pki --force");
	world_end(&world);
}
END_TEST

START_TEST(test_no_folder)
{
	struct world world;

	world_begin(&world, SMALL_RECIPE, NULL);
	expect_refused(&world, world_path(&world, "nowhere"), "No such file or directory");
	world_end(&world);
}
END_TEST

START_TEST(test_shared_ca_round_trip)
{
	struct world world;
	const char *why = "";
	const char *dir = stored_begin(&world, SMALL_RECIPE, "shared-ca");
	struct pki *pki = load(&world, dir);

	ck_assert_str_eq(stored_text(&world, stored_path(&world, dir, "client-ca.pem")),
		stored_text(&world, stored_path(&world, dir, "server-ca.pem")));
	ck_assert_str_eq(stored_text(&world, stored_path(&world, dir, "ca/client-root.pem")),
		stored_text(&world, stored_path(&world, dir, "ca/server-root.pem")));
	ck_assert_ptr_nonnull(strstr(
		stored_text(&world, stored_path(&world, dir, "README.md")), "the same as `client-root`"));
	expect_same(world_credential(&world, PKI_SERVER), pki_credential(pki, PKI_SERVER, &why));
	pki_destroy(pki);
	world_end(&world);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"round-trip",
			{test_round_trip, test_wrong_key_survives, test_loaded_one_serves_a_target,
				test_authority_keys_may_be_missing, test_server_authority_keys_may_be_missing,
				test_shared_ca_round_trip}},
		{"load-refusals",
			{test_missing_files, test_broken_files, test_mixed_up_files, test_wrong_root,
				test_expired, test_no_folder}},
	};
	return unit_run("ca_load", cases, COUNT_OF(cases));
}
