/* Twins: a credential with a key of another kind, and nothing else. */
#include <string.h>
#include <unistd.h>
#include <openssl/err.h>

#include "catalogue.h"
#include "fields.h"
#include "own_case.h"
#include "pki_check.h"
#include "pki_crl.h"
#include "pki_twin.h"
#include "store.h"
#include "stored.h"
#include "world.h"

static const struct {
	const char *word;
	const char *type;
	int bits;
} made[SIGNING_KEY_COUNT] = {
	[SIGNING_KEY_RSA] = {"rsa2048", "RSA", 2048},
	[SIGNING_KEY_RSA_PSS] = {"rsa-pss", "RSA-PSS", 2048},
	[SIGNING_KEY_P256] = {"p256", "EC", 256},
	[SIGNING_KEY_P384] = {"p384", "EC", 384},
	[SIGNING_KEY_P521] = {"p521", "EC", 521},
	[SIGNING_KEY_ED25519] = {"ed25519", "ED25519", 256},
	[SIGNING_KEY_ED448] = {"ed448", "ED448", 456},
};

static const struct credential *twin_of(struct world *world, const char *name, enum signing_key key)
{
	const char *why = NULL;
	const struct credential *twin = pki_twin(world->pki, world_credential(world, name), key, &why);

	ck_assert_msg(twin != NULL, "%s: %s", name, why ? why : "it is about its key");
	return twin;
}

/* Kind by kind, of the good client. */
START_TEST(test_every_kind)
{
	struct world world;
	const struct credential *client;
	const char *why;

	world_begin(&world, NULL, NULL);
	client = world_credential(&world, "client");
	for (int key = 0; key < SIGNING_KEY_OTHER; key++) {
		const struct credential *twin = twin_of(&world, "client", (enum signing_key)key);
		const char *name = arena_printf(&world.arena, "client+%s", made[key].word);
		int error = 0;

		ck_assert_str_eq(twin->name, name);
		ck_assert_ptr_eq(pki_credential(world.pki, name, &why), twin);
		ck_assert_ptr_eq(twin_of(&world, "client", (enum signing_key)key), twin);
		ck_assert(EVP_PKEY_is_a(twin->key, made[key].type));
		ck_assert_int_eq(EVP_PKEY_get_bits(twin->key), made[key].bits);
		ck_assert_int_eq(X509_check_private_key(twin->chain[0], twin->key), 1);
		ck_assert_str_eq(twin->subject, client->subject);
		ck_assert_str_ne(twin->fingerprint_sha256, client->fingerprint_sha256);
		ck_assert(!twin->memory_only);
		ck_assert(pki_chain_holds(twin, world_authority(&world, PKI_CLIENT_ROOT), &error));
	}
	ck_assert_ptr_null(pki_twin(world.pki, client, SIGNING_KEY_OTHER, &why));
	world_end(&world);
}
END_TEST

/* Those whose kind of key is what they are about, in the shipped recipe. */
static bool is_about_key(const char *name)
{
	static const char *const names[] = {"client-p384", "client-rsa", "client-rsa-pss",
		"client-ed25519", "client-p521", "client-ed448", "client-rsa-1024", "server-rsa-1024"};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

static const char *key_fields(X509 *certificate)
{
	return X509_get_ext_count(certificate)
		? "algorithm publicKey subjectKeyIdentifier signatureValue "
		: "algorithm publicKey signatureValue ";
}

/* What differs is the key and what hangs on it, in all of them; so each has its defect, still. */
START_TEST(test_the_same_but_for_the_key)
{
	struct world world;
	const char *why;

	world_begin(&world, NULL, NULL);
	for (const char *const *name = recipe_credentials(world.recipe); *name; name++) {
		const struct credential *of = world_credential(&world, *name);
		const struct credential *twin = pki_twin(world.pki, of, SIGNING_KEY_ED25519, &why);
		bool self = strstr(*name, "self-signed") != NULL;

		ck_assert_msg(!twin == is_about_key(*name), "%s", *name);
		if (!twin) {
			ck_assert_ptr_null(why);
			continue;
		}
		ck_assert_str_eq(twin->defect, of->defect);
		ck_assert_uint_eq(twin->chain_len, of->chain_len);
		for (size_t i = 1; i < of->chain_len; i++)
			ck_assert_ptr_eq(twin->chain[i], of->chain[i]);
		if (self) /* the kind of key signs, too */
			ck_assert_int_eq(X509_verify(twin->chain[0], twin->key), 1);
		else
			ck_assert_str_eq(fields_that_differ(&world.arena, of->chain[0], twin->chain[0], true),
				key_fields(of->chain[0]));
	}
	world_end(&world);
}
END_TEST

static int signs(EVP_PKEY *key)
{
	static const unsigned char message[] = "proof";
	const EVP_MD *digest = key_has_own_digest(key) ? NULL : EVP_sha256();
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char signature[1024];
	size_t len = sizeof(signature);
	int result;

	ck_assert_int_eq(EVP_DigestSignInit(ctx, NULL, digest, NULL, key), 1);
	ck_assert_int_eq(EVP_DigestSign(ctx, signature, &len, message, sizeof(message)), 1);
	EVP_MD_CTX_reset(ctx);
	ck_assert_int_eq(EVP_DigestVerifyInit(ctx, NULL, digest, NULL, key), 1);
	result = EVP_DigestVerify(ctx, signature, len, message, sizeof(message)) == 1;
	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	return result;
}

START_TEST(test_a_wrong_key_stays_wrong)
{
	struct world world;

	world_begin(&world, NULL, NULL);
	for (int key = 0; key < SIGNING_KEY_OTHER; key++) {
		const struct credential *wrong = twin_of(&world, "client-wrong-key", (enum signing_key)key);

		ck_assert_int_eq(X509_check_private_key(wrong->chain[0], wrong->key), 1);
		ck_assert_msg(!signs(wrong->key), "%s", wrong->name);
		ck_assert(signs(twin_of(&world, "client", (enum signing_key)key)->key));
		/* these would be right, once read from a file */
		ck_assert_int_eq(
			wrong->memory_only, key == SIGNING_KEY_ED25519 || key == SIGNING_KEY_ED448);
	}
	world_end(&world);
}
END_TEST

/* All of a kind share a key, and where that takes long to make, with whom it was made for. */
START_TEST(test_keys_are_made_once)
{
	struct world world;

	world_begin(&world, NULL, NULL);
	ck_assert_int_eq(EVP_PKEY_eq(twin_of(&world, "client", SIGNING_KEY_RSA)->key,
						 twin_of(&world, "client-expired", SIGNING_KEY_RSA)->key),
		1);
	ck_assert_ptr_null(pki_find(world.pki, RECIPE_CREDENTIAL, "client-rsa")->key);
	world_end(&world);
	world_begin(&world, NULL, NULL);
	world_credential(&world, "client-rsa");
	ck_assert_int_eq(EVP_PKEY_eq(twin_of(&world, "client", SIGNING_KEY_RSA)->key,
						 world_credential(&world, "client-rsa")->key),
		1);
	ck_assert_int_eq(EVP_PKEY_eq(twin_of(&world, "client-sha1", SIGNING_KEY_P256)->key,
						 world_credential(&world, "client")->key),
		0);
	world_end(&world);
}
END_TEST

/* The defects that no field shows. */
START_TEST(test_defects_beside_the_fields)
{
	struct world world;
	const char *why = "";
	X509 *issuer;
	X509_CRL *crl;
	X509_REVOKED *entry;

	world_begin(&world, NULL, NULL);
	issuer = world_authority(&world, "client-issuing");
	ck_assert_int_eq(
		X509_verify(twin_of(&world, "client", SIGNING_KEY_RSA)->chain[0], X509_get0_pubkey(issuer)),
		1);
	ck_assert_int_eq(X509_verify(twin_of(&world, "client-tampered", SIGNING_KEY_RSA)->chain[0],
						 X509_get0_pubkey(issuer)),
		0);
	ERR_clear_error();
	crl = pki_crl(world.pki, pki_find(world.pki, RECIPE_AUTHORITY, "client-issuing"), &why);
	ck_assert_msg(crl != NULL, "%s", why);
	ck_assert_int_eq(X509_CRL_get0_by_cert(
						 crl, &entry, twin_of(&world, "client-revoked", SIGNING_KEY_RSA)->chain[0]),
		1);
	ck_assert_int_eq(
		X509_CRL_get0_by_cert(crl, &entry, twin_of(&world, "client", SIGNING_KEY_RSA)->chain[0]),
		0);
	X509_CRL_free(crl);
	world_end(&world);
}
END_TEST

/* A kind of key that is not inherited is what a credential is about; what is like it is not. */
START_TEST(test_which_are_about_their_key)
{
	static const struct {
		const char *name;
		bool has_twin;
	} rows[] = {{"good", true}, {"edwards", false}, {"edwards-expired", true}, {"weak", false},
		{"weak-expired", false}, {"wrong", true}};
	static const char recipe[] =
		"authorities:\n"
		"  root: {subject: {CN: root}}\n"
		"credentials:\n"
		"  good: {issuer: root, subject: {CN: c}, key: rsa2048}\n"
		"  edwards: {like: good, key: ed25519}\n"
		"  edwards-expired: {like: edwards, eku: [serverAuth], defect: x}\n"
		"  weak: {like: good, key: rsa1024, defect: weak}\n"
		"  weak-expired: {like: weak, eku: [serverAuth], defect: both}\n"
		"  wrong: {like: good, key: p256, sign_with: another-key, "
		"defect: wrong}\n";
	struct world world;
	const char *why;

	world_begin(&world, recipe, NULL);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct credential *of = world_credential(&world, rows[i].name);

		ck_assert_msg((pki_twin(world.pki, of, SIGNING_KEY_P384, &why) != NULL) == rows[i].has_twin,
			"%s", rows[i].name);
		ck_assert_ptr_null(why);
	}
	ck_assert_ptr_null(pki_credential(world.pki, "weak+p384", &why));
	ck_assert_str_eq(why, "'weak' has no twin: it is about its key");
	ck_assert_ptr_null(pki_credential(world.pki, "good+p38", &why));
	ck_assert_str_eq(why, "there is no kind of key 'p38'");
	ck_assert_ptr_null(pki_credential(world.pki, "bad+p384", &why));
	ck_assert_ptr_nonnull(strstr(why, "there is no credential 'bad'"));
	world_end(&world);
}
END_TEST

/* A client of the user's: with the key of his CA, and without. */
START_TEST(test_given_client)
{
	for (int with_key = 0; with_key <= 1; with_key++) {
		struct own_case test;
		const char *why = NULL;
		const struct credential *client;
		const struct credential *twin;

		own_case_begin(&test);
		if (with_key)
			own_case_give_ca(&test, "below", true);
		own_case_give_client(&test, "theirs");
		ck_assert_msg(pki_adopt(test.ours.pki, &test.own, &test.why), "%s", test.why);
		client = world_credential(&test.ours, "client");
		for (int again = 0; again <= 1; again++) {
			twin = pki_twin(test.ours.pki, client, SIGNING_KEY_P384, &why);
			ck_assert_int_eq(twin != NULL, with_key);
			ck_assert_int_eq(why != NULL, !with_key);
		}
		if (why)
			ck_assert_ptr_nonnull(strstr(why, "(--credential client=CERT,KEY)"));
		else
			ck_assert_str_eq(twin->subject, client->subject);
		/* what does not need that CA has a twin all the same */
		twin_of(&test.ours, "client-wrong-ca", SIGNING_KEY_P384);
		twin_of(&test.ours, "client-self-signed", SIGNING_KEY_P384);
		own_case_end(&test);
	}
}
END_TEST

#define MOULD_RECIPE                                                                               \
	"extend: builtin\n"                                                                            \
	"credentials:\n"                                                                               \
	"  client-alice: {like: client, subject: {CN: alice}, san: [dns:alice.test], digest: "         \
	"sha384}\n"

/* Of what is made after a target's own good client: the digest is his, too. */
START_TEST(test_moulded)
{
	static const char *const names[] = {"client-alice", "client-expired", "client-wrong-key"};
	struct world world;
	struct pki *pki;
	const struct credential *server;
	const char *why = "";

	world_begin(&world, MOULD_RECIPE, NULL);
	ck_assert_ptr_nonnull(world.pki);
	pki = pki_beside(world.pki, "client-alice");
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const struct credential *of = pki_credential(pki, names[i], &why);
		const struct credential *twin = pki_twin(pki, of, SIGNING_KEY_RSA, &why);

		ck_assert_msg(twin != NULL, "%s: %s", names[i], why);
		ck_assert_str_eq(twin->subject, "CN=alice");
		ck_assert_str_eq(fields_that_differ(&world.arena, of->chain[0], twin->chain[0], true),
			key_fields(of->chain[0]));
		ck_assert_ptr_eq(pki_credential(pki, twin->name, &why), twin);
		ck_assert_int_eq(
			EVP_PKEY_eq(twin->key, twin_of(&world, "client", SIGNING_KEY_RSA)->key), 1);
		ck_assert_int_eq(signs(twin->key), i < 2);
	}
	/* what is the same beside all good clients has the same twin */
	server = pki_credential(pki, PKI_SERVER, &why);
	ck_assert_ptr_eq(pki_twin(pki, server, SIGNING_KEY_P384, &why),
		twin_of(&world, PKI_SERVER, SIGNING_KEY_P384));
	world_end(&world);
}
END_TEST

static struct pki *load(struct world *world, const char *dir)
{
	const char *why = "";
	struct pki *pki = pki_load(world->recipe, dir, &world->arena, &why);

	ck_assert_msg(pki != NULL, "%s", why);
	return pki;
}

static const struct credential *loaded_twin(struct pki *pki, enum signing_key key, const char **why)
{
	return pki_twin(pki, pki_credential(pki, "client", why), key, why);
}

/* A folder holds the twin that is asked for most; others need the keys of the CAs in it. */
START_TEST(test_stored)
{
	struct world world;
	const char *why = NULL;
	const char *dir = stored_begin(&world, SMALL_RECIPE, NULL);
	struct pki *pki = load(&world, dir);

	ck_assert_str_eq(loaded_twin(pki, SIGNING_KEY_RSA, &why)->fingerprint_sha256,
		twin_of(&world, "client", SIGNING_KEY_RSA)->fingerprint_sha256);
	ck_assert_str_eq(loaded_twin(pki, SIGNING_KEY_RSA, &why)->name, "client+rsa2048");
	ck_assert_ptr_nonnull(loaded_twin(pki, SIGNING_KEY_ED25519, &why));
	pki_destroy(pki);
	ck_assert_int_eq(unlink(stored_path(&world, dir, STORE_AUTHORITIES "/client-issuing.key")), 0);
	pki = load(&world, dir);
	ck_assert_ptr_nonnull(loaded_twin(pki, SIGNING_KEY_RSA, &why));
	ck_assert_ptr_null(loaded_twin(pki, SIGNING_KEY_ED25519, &why));
	ck_assert_ptr_nonnull(strstr(why, " holds no key of the CA that issued it"));
	pki_destroy(pki);
	world_end(&world);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"twins",
			{test_every_kind, test_the_same_but_for_the_key, test_a_wrong_key_stays_wrong,
				test_defects_beside_the_fields, test_which_are_about_their_key,
				test_keys_are_made_once}},
		{"given-twins", {test_given_client, test_moulded, test_stored}},
	};
	return unit_run("ca_twin", cases, COUNT_OF(cases));
}
