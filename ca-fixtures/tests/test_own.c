#include <string.h>
#include <openssl/pem.h>

#include "file.h"
#include "own_case.h"
#include "pki_check.h"
#include "stored.h"

static void adopt(struct own_case *test)
{
	ck_assert_msg(pki_adopt(test->ours.pki, &test->own, &test->why), "%s", test->why);
}

static bool leads_to_theirs(struct own_case *test, const char *name)
{
	int error;

	return pki_chain_holds(
		world_credential(&test->ours, name), world_authority(&test->theirs, "root"), &error);
}

START_TEST(test_minted_under_the_given_ca)
{
	struct own_case test;
	X509 *theirs;

	own_case_begin(&test);
	own_case_give_ca(&test, "root", true);
	adopt(&test);
	theirs = world_authority(&test.theirs, "root");
	ck_assert_int_eq(X509_cmp(world_authority(&test.ours, PKI_CLIENT_ROOT), theirs), 0);
	ck_assert(leads_to_theirs(&test, "client") && leads_to_theirs(&test, "client-rsa"));
	ck_assert(leads_to_theirs(&test, "client-two-intermediates"));
	ck_assert(!leads_to_theirs(&test, "client-expired"));
	ck_assert(!leads_to_theirs(&test, "client-wrong-ca"));
	/* an impostor has the name of the CA that is really trusted */
	ck_assert(!leads_to_theirs(&test, "client-impostor-ca"));
	ck_assert_int_eq(
		X509_NAME_cmp(X509_get_subject_name(world_authority(&test.ours, "impostor-root")),
			X509_get_subject_name(theirs)),
		0);
	ck_assert_int_ne(X509_NAME_cmp(X509_get_subject_name(world_authority(&test.ours, "other-root")),
						 X509_get_subject_name(theirs)),
		0);
	for (const char *const *name = recipe_credentials(test.ours.recipe); *name; name++)
		ck_assert_msg(pki_lacks(test.ours.pki, *name) == NULL, "%s", *name);
	ck_assert_ptr_null(pki_lacks_client_crl(test.ours.pki));
	own_case_end(&test);
}
END_TEST

START_TEST(test_a_ca_without_identifiers)
{
	struct own_case test;
	int error;

	own_case_begin(&test);
	own_case_give_ca(&test, "bare", true);
	adopt(&test);
	ck_assert(pki_chain_holds(
		world_credential(&test.ours, "client"), world_authority(&test.theirs, "bare"), &error));
	own_case_end(&test);
}
END_TEST

START_TEST(test_refused_cas)
{
	static const struct {
		const char *certificate;
		const char *key;
		const char *wanted;
	} rows[] = {
		{"old", "old", "old.pem: the certificate has expired: it was valid until "},
		{"future", "future", "future.pem: the certificate is not valid before "},
		{"no-ca", "no-ca", "no-ca.pem: it is no CA certificate"},
		{"no-signer", "no-signer", "no-signer.pem: it is no CA certificate"},
		{"below", NULL, "below.pem: it is not signed by itself"},
		{"root", "old", "old.key: the key does not belong to the certificate of "},
		{"narrow", "narrow", "would not hold: permitted subtree violation"},
		{"theirs", "theirs", "theirs.pem: it is no CA certificate"},
		{"root", "absent", "absent.key"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct own_case test;

		own_case_begin(&test);
		own_case_give_ca(&test, rows[i].certificate, true);
		test.ca.key = rows[i].key
			? own_case_file(&test, arena_printf(&test.ours.arena, "%s.key", rows[i].key))
			: NULL;
		ck_assert_msg(!pki_adopt(test.ours.pki, &test.own, &test.why), "%s", rows[i].certificate);
		ck_assert_msg(strstr(test.why, rows[i].wanted) != NULL, "%s", test.why);
		own_case_end(&test);
	}
}
END_TEST

START_TEST(test_given_client_alone)
{
	static const char *const lacking[] = {
		"client-expired", "client-rsa", "client-revoked", "client-two-intermediates"};
	static const char *const there[] = {"client", "client-wrong-ca", "client-self-signed",
		"client-impostor-ca", "client-wrong-key", "client-tampered", "client-missing-intermediate",
		"server"};
	struct own_case test;

	own_case_begin(&test);
	own_case_give_client(&test, "theirs");
	adopt(&test);
	ck_assert(leads_to_theirs(&test, "client"));
	for (size_t i = 0; i < COUNT_OF(lacking); i++) {
		ck_assert_msg(pki_lacks(test.ours.pki, lacking[i]) != NULL, "%s", lacking[i]);
		ck_assert_ptr_null(pki_credential(test.ours.pki, lacking[i], &test.why));
		ck_assert_str_eq(test.why, pki_lacks(test.ours.pki, lacking[i]));
	}
	for (size_t i = 0; i < COUNT_OF(there); i++) {
		ck_assert_msg(pki_lacks(test.ours.pki, there[i]) == NULL, "%s", there[i]);
		world_credential(&test.ours, there[i]);
	}
	/* whom to trust is not known, and nothing is made up */
	ck_assert_ptr_null(pki_authority(test.ours.pki, PKI_CLIENT_ROOT, &test.why));
	ck_assert_ptr_nonnull(pki_lacks_client_crl(test.ours.pki));
	own_case_end(&test);
}
END_TEST

START_TEST(test_given_client_and_its_root)
{
	struct own_case test;

	own_case_begin(&test);
	own_case_give_ca(&test, "root", false);
	own_case_give_client(&test, "theirs");
	adopt(&test);
	world_authority(&test.ours, PKI_CLIENT_ROOT);
	/* nothing can be signed */
	ck_assert_ptr_nonnull(pki_lacks(test.ours.pki, "client-expired"));
	ck_assert_ptr_nonnull(pki_lacks_client_crl(test.ours.pki));
	own_case_end(&test);
}
END_TEST

START_TEST(test_refused_clients)
{
	static const struct {
		const char *name;
		const char *certificate;
		const char *key;
		const char *wanted;
	} rows[] = {
		{"client", "theirs", "root", "root.key: the key does not belong to the certificate of "},
		{"client", "expired", "expired", "expired.pem: the certificate has expired"},
		{"client", "for-servers", "for-servers", "is not for TLS clients"},
		{"client", "absent", "theirs", "absent.pem"},
		{"client", "theirs", "theirs.locked", "theirs.locked.key: the key is encrypted, and no"},
		{"client-no-such", "theirs", "theirs", "client-no-such: there is no credential"},
		{"server", "theirs", "theirs", "server: there is no credential of that name below"},
		{"client-expired", "expired", "expired", "a good client is needed"},
		{"client-expired", "theirs", "theirs", "yet this one is valid now"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct own_case test;

		own_case_begin(&test);
		own_case_give_client(&test, rows[i].certificate);
		test.client.name = rows[i].name;
		test.client.files.key =
			own_case_file(&test, arena_printf(&test.ours.arena, "%s.key", rows[i].key));
		ck_assert_msg(!pki_adopt(test.ours.pki, &test.own, &test.why), "row %zu", i);
		ck_assert_msg(strstr(test.why, rows[i].wanted) != NULL, "%s", test.why);
		own_case_end(&test);
	}
}
END_TEST

START_TEST(test_client_of_another_ca)
{
	struct own_case test;

	own_case_begin(&test);
	own_case_give_ca(&test, "bare", false);
	own_case_give_client(&test, "theirs");
	ck_assert(!pki_adopt(test.ours.pki, &test.own, &test.why));
	ck_assert_msg(
		strstr(test.why, "does not lead to the CA that was given") != NULL, "%s", test.why);
	own_case_end(&test);
}
END_TEST

START_TEST(test_passphrase)
{
	struct own_case test;

	own_case_begin(&test);
	own_case_give_client(&test, "theirs.locked");
	test.client.files.certificate = own_case_file(&test, "theirs.pem");
	test.own.passphrase_file = world_path(&test.ours, "passphrase");
	stored_put(&test.ours, test.own.passphrase_file, "open sesame\nnot this\n");
	adopt(&test);
	own_case_end(&test);

	own_case_begin(&test);
	own_case_give_client(&test, "theirs.locked");
	test.client.files.certificate = own_case_file(&test, "theirs.pem");
	test.own.passphrase_file = world_path(&test.ours, "passphrase");
	stored_put(&test.ours, test.own.passphrase_file, "open barley\n");
	ck_assert(!pki_adopt(test.ours.pki, &test.own, &test.why));
	ck_assert_msg(strstr(test.why, "the passphrase does not open it") != NULL, "%s", test.why);
	own_case_end(&test);
}
END_TEST

static const char *locked_key(struct own_case *test, X509_ALGOR *encryption)
{
	X509_SIG *locked = X509_SIG_new();
	BIO *bio = BIO_new(BIO_s_mem());
	X509_ALGOR *place;
	ASN1_OCTET_STRING *bytes;
	const char *path = world_path(&test->ours, "locked.key");
	char *text;
	long len;

	X509_SIG_getm(locked, &place, &bytes);
	ck_assert(X509_ALGOR_copy(place, encryption));
	ck_assert(ASN1_OCTET_STRING_set(bytes, (const unsigned char *)"sixteen bytes ..", 16));
	ck_assert(PEM_write_bio_PKCS8(bio, locked));
	len = BIO_get_mem_data(bio, &text);
	stored_put(&test->ours, path, arena_strndup(&test->ours.arena, text, (size_t)len));
	BIO_free(bio);
	X509_SIG_free(locked);
	X509_ALGOR_free(encryption);
	return path;
}

static void check_rounds(X509_ALGOR *encryption, const char *wanted)
{
	struct own_case test;

	ck_assert_ptr_nonnull(encryption);
	own_case_begin(&test);
	own_case_give_client(&test, "theirs");
	test.client.files.key = locked_key(&test, encryption);
	test.own.passphrase_file = world_path(&test.ours, "passphrase");
	stored_put(&test.ours, test.own.passphrase_file, "open sesame\n");
	ck_assert(!pki_adopt(test.ours.pki, &test.own, &test.why));
	ck_assert_msg(strstr(test.why, wanted) != NULL, "%s", test.why);
	own_case_end(&test);
}

static X509_ALGOR *with_scrypt(uint64_t n, uint64_t r, uint64_t p)
{
	unsigned char salt[] = "salt";

	return PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), salt, sizeof(salt), NULL, n, r, p);
}

/* The file says how long we are to compute: looked at before anything is tried. */
START_TEST(test_rounds_are_bounded)
{
	check_rounds(PKCS5_pbe2_set(EVP_aes_256_cbc(), 1000000000, NULL, 0),
		"locked.key: the key is encrypted with 1000000000 rounds; more than 10000000 are not "
		"tried");
	check_rounds(PKCS5_pbe2_set(EVP_aes_256_cbc(), 10000001, NULL, 0), "with 10000001 rounds");
	check_rounds(PKCS5_pbe_set(NID_pbe_WithSHA1And3_Key_TripleDES_CBC, 2000000000, NULL, 0),
		"with 2000000000 rounds");
	check_rounds(with_scrypt(1024, 1, 100000), "with 102400000 rounds");
	check_rounds(with_scrypt(1024, 8, 1), "the passphrase does not open it");
	check_rounds(
		PKCS5_pbe2_set(EVP_aes_256_cbc(), 1000, NULL, 0), "the passphrase does not open it");
}
END_TEST

/* A root that allows one intermediate: what has two is lacking, not refused for the wrong
 * reason. */
START_TEST(test_path_length)
{
	struct own_case test;

	own_case_begin(&test);
	own_case_give_ca(&test, "one", true);
	adopt(&test);
	ck_assert_ptr_null(pki_lacks(test.ours.pki, "client"));
	ck_assert_ptr_nonnull(strstr(
		pki_lacks(test.ours.pki, "client-two-intermediates"), "no more than 1 intermediates"));
	own_case_end(&test);
}
END_TEST

/* Written with them, and read back. */
START_TEST(test_round_trip)
{
	struct own_case test;
	struct pki *pki;
	const char *dir;

	own_case_begin(&test);
	own_case_give_ca(&test, "root", false);
	own_case_give_client(&test, "theirs");
	adopt(&test);
	dir = world_path(&test.ours, "out");
	ck_assert_msg(
		pki_write(test.ours.pki, dir, false, &test.ours.arena, &test.why), "%s", test.why);
	ck_assert(!file_exists(stored_path(&test.ours, dir, "ca/client-root.key")));
	ck_assert(!file_exists(stored_path(&test.ours, dir, "client-ca.crl.pem")));
	ck_assert(!file_exists(stored_path(&test.ours, dir, "credentials/client-expired.pem")));
	ck_assert_ptr_nonnull(strstr(stored_text(&test.ours, stored_path(&test.ours, dir, "README.md")),
		"`credentials/client-expired.*` | not there: it needs the key"));
	pki = pki_load(test.ours.recipe, dir, &test.ours.arena, &test.why);
	ck_assert_msg(pki != NULL, "%s", test.why);
	ck_assert_ptr_nonnull(strstr(pki_lacks(pki, "client-expired"), "written without"));
	ck_assert_ptr_null(pki_lacks(pki, "client-wrong-ca"));
	ck_assert_ptr_nonnull(pki_credential(pki, "client", &test.why));
	pki_destroy(pki);
	own_case_end(&test);
}
END_TEST

/* With the CA's key all is there, but that key itself; the revocation lists are read back. */
START_TEST(test_round_trip_with_key)
{
	struct own_case test;
	struct pki *pki;
	const char *dir;
	const char *work;

	own_case_begin(&test);
	own_case_give_ca(&test, "root", true);
	adopt(&test);
	dir = world_path(&test.ours, "out");
	work = world_path(&test.ours, "work");
	ck_assert_msg(
		pki_write(test.ours.pki, dir, false, &test.ours.arena, &test.why), "%s", test.why);
	ck_assert(!file_exists(stored_path(&test.ours, dir, "ca/client-root.key")));
	ck_assert(!file_exists(stored_path(&test.ours, dir, "absent.txt")));
	pki = pki_load(test.ours.recipe, dir, &test.ours.arena, &test.why);
	ck_assert_msg(pki != NULL, "%s", test.why);
	ck_assert_msg(pki_write_runtime(pki, work, &test.ours.arena, &test.why), "%s", test.why);
	ck_assert(file_exists(stored_path(&test.ours, work, "client-ca.crl.pem")));
	pki_destroy(pki);
	own_case_end(&test);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"given-ca",
			{test_minted_under_the_given_ca, test_a_ca_without_identifiers, test_refused_cas,
				test_path_length}},
		{"given-client",
			{test_given_client_alone, test_given_client_and_its_root, test_refused_clients,
				test_client_of_another_ca, test_passphrase, test_rounds_are_bounded}},
		{"given-written", {test_round_trip, test_round_trip_with_key}},
	};

	return unit_run("ca_own", cases, COUNT_OF(cases));
}
