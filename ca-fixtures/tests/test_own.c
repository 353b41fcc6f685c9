#include <string.h>
#include <openssl/pem.h>

#include "buf.h"
#include "file.h"
#include "pki_own.h"
#include "stored.h"

/* Somebody's CA and clients, made in a world of their own and written into its folder. */
#define THEIR_RECIPE                                                                               \
	"authorities:\n"                                                                               \
	"  root: {subject: {O: theirs, CN: their root}}\n"                                             \
	"  short: {like: root, pathlen: 0}\n"                                                          \
	"  one: {like: root, pathlen: 1}\n"                                                            \
	"  narrow: {like: root, name_constraints: {permitted: [dns:elsewhere.test]}}\n"                \
	"  old: {like: root, valid: {from: -20d, until: -1d}}\n"                                       \
	"  future: {like: root, valid: {from: +1d, until: +20d}}\n"                                    \
	"  no-ca: {like: root, ca: false}\n"                                                           \
	"  no-signer: {like: root, key_usage: [digitalSignature]}\n"                                   \
	"  below: {issuer: root, subject: {CN: below}}\n"                                              \
	"  bare: {like: root, subject_key_id: false, authority_key_id: false}\n"                       \
	"credentials:\n"                                                                               \
	"  theirs: {issuer: below, subject: {CN: theirs}, eku: [clientAuth]}\n"                        \
	"  expired: {like: theirs, valid: {from: -20d, until: -1d}}\n"                                 \
	"  for-servers: {like: theirs, eku: [serverAuth]}\n"

struct own_case {
	struct world theirs;
	struct world ours;
	struct pki_own own;
	struct pki_own_credential client;
	const char *why;
};

static const char *their_file(struct own_case *test, const char *name)
{
	return world_path(&test->theirs, name);
}

static void put_file(struct world *world, const char *name, const struct buf *text)
{
	const char *why = "";

	ck_assert_msg(
		file_write(&why, &world->arena, world_path(world, name), text->data, text->len, 0600), "%s",
		why);
}

static void put_authority(struct world *world, const char *name)
{
	struct pki_slot *slot = pki_find(world->pki, RECIPE_AUTHORITY, name);
	SCOPED_BUF cert;
	SCOPED_BUF key;

	buf_init(&cert, PEM_TEXT_MAX);
	buf_init(&key, PEM_TEXT_MAX);
	world_authority(world, name);
	ck_assert(pem_put_certificate(&cert, slot->certificate) && pem_put_key(&key, slot->key, NULL));
	put_file(world, arena_printf(&world->arena, "%s.pem", name), &cert);
	put_file(world, arena_printf(&world->arena, "%s.key", name), &key);
}

static void put_credential(struct world *world, const char *name)
{
	const struct credential *credential = world_credential(world, name);
	SCOPED_BUF cert;
	SCOPED_BUF key;
	SCOPED_BUF locked;

	buf_init(&cert, PEM_TEXT_MAX);
	buf_init(&key, PEM_TEXT_MAX);
	buf_init(&locked, PEM_TEXT_MAX);
	ck_assert(pem_put_chain(&cert, credential) && pem_put_key(&key, credential->key, NULL) &&
		pem_put_key(&locked, credential->key, "open sesame"));
	put_file(world, arena_printf(&world->arena, "%s.pem", name), &cert);
	put_file(world, arena_printf(&world->arena, "%s.key", name), &key);
	put_file(world, arena_printf(&world->arena, "%s.locked.key", name), &locked);
}

static void begin(struct own_case *test)
{
	static const char *const authorities[] = {
		"root", "short", "one", "narrow", "old", "future", "no-ca", "no-signer", "below", "bare"};
	static const char *const credentials[] = {"theirs", "expired", "for-servers"};

	memset(test, 0, sizeof(*test));
	world_begin(&test->theirs, THEIR_RECIPE, NULL);
	world_begin(&test->ours, NULL, NULL);
	for (size_t i = 0; i < COUNT_OF(authorities); i++)
		put_authority(&test->theirs, authorities[i]);
	for (size_t i = 0; i < COUNT_OF(credentials); i++)
		put_credential(&test->theirs, credentials[i]);
	test->own.credentials = &test->client;
	test->client.name = PKI_GOOD_CLIENT;
}

static void end(struct own_case *test)
{
	world_end(&test->theirs);
	world_end(&test->ours);
}

static void give_ca(struct own_case *test, const char *name, bool with_key)
{
	test->own.ca_certificate = their_file(test, arena_printf(&test->ours.arena, "%s.pem", name));
	test->own.ca_key =
		with_key ? their_file(test, arena_printf(&test->ours.arena, "%s.key", name)) : NULL;
}

static void give_client(struct own_case *test, const char *name)
{
	test->own.credential_count = 1;
	test->client.certificate = their_file(test, arena_printf(&test->ours.arena, "%s.pem", name));
	test->client.key = their_file(test, arena_printf(&test->ours.arena, "%s.key", name));
}

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

	begin(&test);
	give_ca(&test, "root", true);
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
	end(&test);
}
END_TEST

START_TEST(test_a_ca_without_identifiers)
{
	struct own_case test;
	int error;

	begin(&test);
	give_ca(&test, "bare", true);
	adopt(&test);
	ck_assert(pki_chain_holds(
		world_credential(&test.ours, "client"), world_authority(&test.theirs, "bare"), &error));
	end(&test);
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
		{"below", "below", "below.pem: it is not signed by itself"},
		{"root", "old", "old.key: the key does not belong to the certificate of "},
		{"short", "short", "without the key of the client CA"},
		{"narrow", "narrow", "would not hold: permitted subtree violation"},
		{"theirs", "theirs", "theirs.pem: it holds 2 certificates"},
		{"root", "absent", "absent.key"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct own_case test;

		begin(&test);
		give_ca(&test, rows[i].certificate, true);
		test.own.ca_key = their_file(&test, arena_printf(&test.ours.arena, "%s.key", rows[i].key));
		ck_assert_msg(!pki_adopt(test.ours.pki, &test.own, &test.why), "%s", rows[i].certificate);
		ck_assert_msg(strstr(test.why, rows[i].wanted) != NULL, "%s", test.why);
		end(&test);
	}
}
END_TEST

START_TEST(test_given_client_alone)
{
	static const char *const lacking[] = {"client-expired", "client-rsa", "client-revoked",
		"client-impostor-ca", "client-two-intermediates"};
	static const char *const there[] = {
		"client", "client-wrong-ca", "client-self-signed", "server"};
	struct own_case test;

	begin(&test);
	give_client(&test, "theirs");
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
	end(&test);
}
END_TEST

START_TEST(test_given_client_and_its_root)
{
	struct own_case test;

	begin(&test);
	give_ca(&test, "root", false);
	give_client(&test, "theirs");
	adopt(&test);
	world_authority(&test.ours, PKI_CLIENT_ROOT);
	/* now the impostor's name is known, but nothing can be signed */
	ck_assert_ptr_null(pki_lacks(test.ours.pki, "client-impostor-ca"));
	ck_assert_ptr_nonnull(pki_lacks(test.ours.pki, "client-expired"));
	ck_assert_ptr_nonnull(pki_lacks_client_crl(test.ours.pki));
	end(&test);
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

		begin(&test);
		give_client(&test, rows[i].certificate);
		test.client.name = rows[i].name;
		test.client.key = their_file(&test, arena_printf(&test.ours.arena, "%s.key", rows[i].key));
		ck_assert_msg(!pki_adopt(test.ours.pki, &test.own, &test.why), "row %zu", i);
		ck_assert_msg(strstr(test.why, rows[i].wanted) != NULL, "%s", test.why);
		end(&test);
	}
}
END_TEST

START_TEST(test_client_of_another_ca)
{
	struct own_case test;

	begin(&test);
	give_ca(&test, "bare", false);
	give_client(&test, "theirs");
	ck_assert(!pki_adopt(test.ours.pki, &test.own, &test.why));
	ck_assert_msg(
		strstr(test.why, "does not lead to the CA that was given") != NULL, "%s", test.why);
	end(&test);
}
END_TEST

START_TEST(test_passphrase)
{
	struct own_case test;

	begin(&test);
	give_client(&test, "theirs.locked");
	test.client.certificate = their_file(&test, "theirs.pem");
	test.own.passphrase_file = world_path(&test.ours, "passphrase");
	stored_put(&test.ours, test.own.passphrase_file, "open sesame\nnot this\n");
	adopt(&test);
	end(&test);

	begin(&test);
	give_client(&test, "theirs.locked");
	test.client.certificate = their_file(&test, "theirs.pem");
	test.own.passphrase_file = world_path(&test.ours, "passphrase");
	stored_put(&test.ours, test.own.passphrase_file, "open barley\n");
	ck_assert(!pki_adopt(test.ours.pki, &test.own, &test.why));
	ck_assert_msg(strstr(test.why, "the passphrase does not open it") != NULL, "%s", test.why);
	end(&test);
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
	begin(&test);
	give_client(&test, "theirs");
	test.client.key = locked_key(&test, encryption);
	test.own.passphrase_file = world_path(&test.ours, "passphrase");
	stored_put(&test.ours, test.own.passphrase_file, "open sesame\n");
	ck_assert(!pki_adopt(test.ours.pki, &test.own, &test.why));
	ck_assert_msg(strstr(test.why, wanted) != NULL, "%s", test.why);
	end(&test);
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

/* Of the shipped recipe: those below the client root. */
static bool is_clients(struct own_case *test, const char *name)
{
	return pki_is_below(pki_find(test->theirs.pki, RECIPE_CREDENTIAL, name)->item,
		pki_find(test->theirs.pki, RECIPE_AUTHORITY, PKI_CLIENT_ROOT)->item);
}

/* Is `certificate` taken in the place of `name`, beside a good client, with or without the root? */
static bool is_taken(struct own_case *test, const char *name, const char *certificate, bool root)
{
	static struct pki_own_credential given[2]; /* looked at again after the call */
	const char *const files[] = {PKI_GOOD_CLIENT, certificate};
	bool alone = strcmp(name, PKI_GOOD_CLIENT) == 0;
	bool taken;

	given[0].name = PKI_GOOD_CLIENT;
	given[1].name = name;
	test->own = (struct pki_own){.credentials = &given[alone], .credential_count = alone ? 1 : 2};
	if (root)
		give_ca(test, PKI_CLIENT_ROOT, false);
	for (int i = 0; i < 2; i++) {
		given[i].certificate =
			their_file(test, arena_printf(&test->theirs.arena, "%s.pem", files[i]));
		given[i].key = their_file(test, arena_printf(&test->theirs.arena, "%s.key", files[i]));
	}
	pki_destroy(test->ours.pki);
	test->ours.pki = pki_create(test->ours.recipe);
	test->why = "";
	taken = pki_adopt(test->ours.pki, &test->own, &test->why);
	test->why = arena_strdup(&test->theirs.arena, test->why);
	return taken;
}

static void begin_shipped(struct own_case *test)
{
	memset(test, 0, sizeof(*test));
	world_begin(&test->theirs, NULL, NULL);
	world_begin(&test->ours, NULL, NULL);
	put_authority(&test->theirs, PKI_CLIENT_ROOT);
	for (const char *const *name = recipe_credentials(test->theirs.recipe); *name; name++) {
		if (is_clients(test, *name))
			put_credential(&test->theirs, *name);
	}
}

/* Each in the place of each: one with a defect is nobody else, and nobody with a defect is good. */
START_TEST(test_defects_are_looked_for)
{
	struct own_case test;
	size_t pairs = 0;

	begin_shipped(&test);
	for (const char *const *name = recipe_credentials(test.theirs.recipe); *name; name++) {
		const char *defect = recipe_defect(test.theirs.recipe, *name);

		for (const char *const *file = recipe_credentials(test.theirs.recipe); *file; file++) {
			bool same = strcmp(*name, *file) == 0;
			bool taken;

			if (!is_clients(&test, *name) || !is_clients(&test, *file))
				continue;
			pairs++;
			taken = is_taken(&test, *name, *file, true);
			if (same)
				ck_assert_msg(taken, "%s: %s", *name, test.why);
			else if (*defect && strcmp(*name, "client-revoked") != 0)
				ck_assert_msg(!taken, "%s is taken for %s", *file, *name);
		}
	}
	ck_assert_uint_ge(pairs, 400);
	end(&test);
}
END_TEST

START_TEST(test_missing_defects_are_told)
{
	static const struct {
		const char *name;
		const char *file;
		bool root;
		const char *wanted; /* "": it is taken */
	} rows[] = {
		{"client-expired", "client", false,
			"client.pem: 'client-expired' stands for a certificate that has expired (`valid` in "},
		{"client-expired", "client", false, ", yet this one is valid now: from 20"},
		{"client-expired", "client-expired", false, ""},
		{"client-not-yet-valid", "client-expired", false, "this one has expired: from 20"},
		{"client-server-eku", "client", false, "yet this one is for TLS clients"},
		{"client-no-eku", "client", false, "yet this one has an extendedKeyUsage"},
		{"client-no-digital-signature", "client", false, "yet this one may be used for signatures"},
		{"client-wrong-key", "client", false, "yet this one comes with its own key"},
		{"client", "client-wrong-key", false, "comes with a key that is not its own"},
		{"client", "client-tampered", true, "does not lead to the CA that was given"},
		{"client-tampered", "client-tampered", false, "which can't be told without the client CA"},
		{"client-tampered", "client", true, "yet this one bears a signature that holds"},
		{"client-expired", "client-tampered", true, "yet this one is valid now"},
		{"client-missing-intermediate", "client-missing-intermediate", false, "can't be told"},
		{"client-missing-intermediate", "client", true, "yet this one leads to the client CA"},
		{"client-pathlen-exceeded", "client-intermediate-not-ca", true, "by one that is no CA's"},
		{"client-name-constraint", "client-pathlen-exceeded", true,
			"than a path length constraint"},
		{"client-rsa-1024", "client-rsa", false, "no RSA key of 1024 bits"},
		{"client-sha1", "client", false, "is not signed with SHA-1"},
		{"client-unknown-critical", "client", false, "has no critical extension that is unknown"},
		{"client-same-dn-as-ca", "client", false, "has another name than its issuer"},
		{"client-wildcard-cn", "client", false, "has no wildcard as its common name"},
		{"client-rsa", "client-expired", false, "the certificate has expired"},
		{"client-rsa", "client-unknown-critical", false, "critical extension"},
		{"client-revoked", "client", false, ""},
	};
	struct own_case test;

	begin_shipped(&test);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		bool taken = is_taken(&test, rows[i].name, rows[i].file, rows[i].root);

		ck_assert_msg(taken == !*rows[i].wanted, "row %zu: %s", i, test.why);
		ck_assert_msg(strstr(test.why, rows[i].wanted) != NULL, "row %zu: %s", i, test.why);
	}
	/* said, where it can't be seen; refused, where our own lists would not have it */
	ck_assert_ptr_nonnull(strstr(pki_own_untold(test.ours.pki, &test.own), "on your word: "));
	test.own.ca_certificate = their_file(&test, "client-root.pem");
	test.own.ca_key = their_file(&test, "client-root.key");
	pki_destroy(test.ours.pki);
	test.ours.pki = pki_create(test.ours.recipe);
	ck_assert(!pki_adopt(test.ours.pki, &test.own, &test.why));
	ck_assert_msg(
		strstr(test.why, "'client-revoked' can't be one of yours") != NULL, "%s", test.why);
	end(&test);
}
END_TEST

/* A recipe of one's own may have defects that no certificate can be searched for. */
START_TEST(test_defect_that_nobody_knows)
{
	struct own_case test;

	begin(&test);
	world_end(&test.ours);
	world_begin(&test.ours,
		"authorities:\n"
		"  client-root: {subject: {CN: root}}\n"
		"  server-root: {subject: {CN: servers}}\n"
		"credentials:\n"
		"  client: {issuer: client-root, subject: {CN: client}, eku: [clientAuth]}\n"
		"  client-wrong-ca: {like: client}\n"
		"  client-self-signed: {like: client}\n"
		"  client-other: {like: client, subject: {CN: other}, defect: is somebody else}\n"
		"  server: {issuer: server-root, subject: {CN: server}}\n",
		NULL);
	ck_assert_ptr_nonnull(test.ours.pki);
	give_client(&test, "theirs");
	test.client.name = "client-other";
	ck_assert(!pki_adopt(test.ours.pki, &test.own, &test.why));
	ck_assert_msg(
		strstr(test.why, "what is wrong with 'client-other' in ") != NULL, "%s", test.why);
	ck_assert_ptr_nonnull(strstr(test.why, "(is somebody else) can't be looked for"));
	end(&test);
}
END_TEST

/* A root that allows one intermediate: what has two is lacking, not refused for the wrong reason. */
START_TEST(test_path_length)
{
	struct own_case test;

	begin(&test);
	give_ca(&test, "one", true);
	adopt(&test);
	ck_assert_ptr_null(pki_lacks(test.ours.pki, "client"));
	ck_assert_ptr_nonnull(strstr(
		pki_lacks(test.ours.pki, "client-two-intermediates"), "no more than 1 intermediates"));
	end(&test);
}
END_TEST

/* Written with them, and read back. */
START_TEST(test_round_trip)
{
	struct own_case test;
	struct pki *pki;
	const char *dir;

	begin(&test);
	give_ca(&test, "root", false);
	give_client(&test, "theirs");
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
	end(&test);
}
END_TEST

/* With the CA's key all is there, but that key itself; the revocation lists are read back. */
START_TEST(test_round_trip_with_key)
{
	struct own_case test;
	struct pki *pki;
	const char *dir;
	const char *work;

	begin(&test);
	give_ca(&test, "root", true);
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
	end(&test);
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
		{"given-defects",
			{test_defects_are_looked_for, test_missing_defects_are_told,
				test_defect_that_nobody_knows}},
		{"given-written", {test_round_trip, test_round_trip_with_key}},
	};

	return unit_run("ca_own", cases, COUNT_OF(cases));
}
