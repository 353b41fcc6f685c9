#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "world.h"

START_TEST(test_minted_once)
{
	struct world world;
	const struct credential *client;

	world_begin(&world, NULL, NULL);
	client = world_credential(&world, "client");
	ck_assert_ptr_eq(world_credential(&world, "client"), client);
	ck_assert_ptr_eq(
		world_authority(&world, "client-issuing"), world_authority(&world, "client-issuing"));
	ck_assert_ptr_eq(client->chain[1], world_authority(&world, "client-issuing"));
	ck_assert_ptr_null(pki_find(world.pki, RECIPE_CREDENTIAL, "client-rsa")->key);
	world_end(&world);
}
END_TEST

START_TEST(test_what_a_credential_says)
{
	struct world world;
	const struct credential *client;

	world_begin(&world, NULL, NULL);
	client = world_credential(&world, "client");
	ck_assert_str_eq(client->name, "client");
	ck_assert_str_eq(client->subject, "CN=client.mtlspec.test,O=mtlspec");
	ck_assert_str_eq(client->defect, "");
	for (size_t i = 0; i < client->chain_len; i++) {
		const unsigned char *at = client->der[i].data;
		X509 *again = d2i_X509(NULL, &at, (long)client->der[i].len);

		ck_assert_int_eq(X509_cmp(again, client->chain[i]), 0);
		X509_free(again);
	}
	world_end(&world);
}
END_TEST

static void expect_digest(X509 *cert, const EVP_MD *type, const char *wanted)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len;
	SCOPED_BUF hex;

	buf_init(&hex, 256);
	ck_assert(X509_digest(cert, type, digest, &len));
	for (unsigned i = 0; i < len; i++)
		buf_printf(&hex, "%02x", digest[i]);
	ck_assert_str_eq(buf_text(&hex), wanted);
}

START_TEST(test_fingerprints)
{
	struct world world;
	const struct credential *credential;

	world_begin(&world, NULL, NULL);
	credential = world_credential(&world, "client-tampered");
	expect_digest(credential->chain[0], EVP_sha1(), credential->fingerprint_sha1);
	expect_digest(credential->chain[0], EVP_sha256(), credential->fingerprint_sha256);
	ck_assert_str_ne(
		credential->fingerprint_sha1, world_credential(&world, "client")->fingerprint_sha1);
	world_end(&world);
}
END_TEST

START_TEST(test_tampering_flips_one_bit)
{
	struct world world;
	const struct credential *bad;
	const ASN1_BIT_STRING *signature;
	unsigned char *der = NULL;
	X509 *mended;
	const unsigned char *at;

	world_begin(&world, NULL, NULL);
	bad = world_credential(&world, "client-tampered");
	ck_assert_int_eq(X509_verify(bad->chain[0], X509_get0_pubkey(bad->chain[1])), 0);
	X509_get0_signature(&signature, NULL, bad->chain[0]);
	ck_assert_int_eq(signature->data[signature->length - 1], bad->der[0].data[bad->der[0].len - 1]);
	der = arena_memdup(&world.arena, bad->der[0].data, bad->der[0].len);
	der[bad->der[0].len - 1] ^= 1;
	at = der;
	mended = d2i_X509(NULL, &at, (long)bad->der[0].len);
	ck_assert_int_eq(X509_verify(mended, X509_get0_pubkey(bad->chain[1])), 1);
	X509_free(mended);
	world_end(&world);
}
END_TEST

START_TEST(test_unknown_names)
{
	struct world world;
	const char *why = "";

	world_begin(&world, NULL, NULL);
	ck_assert_ptr_null(pki_credential(world.pki, "nobody", &why));
	ck_assert_ptr_nonnull(strstr(why, "there is no credential 'nobody' in "));
	ck_assert_ptr_null(pki_authority(world.pki, "nobody", &why));
	ck_assert_ptr_nonnull(strstr(why, "there is no authority 'nobody' in "));
	ck_assert_ptr_null(pki_credential(world.pki, "client-root", &why));
	ck_assert_ptr_null(pki_authority(world.pki, "client", &why));
	pki_destroy(NULL);
	world_end(&world);
}
END_TEST

START_TEST(test_chain_too_long)
{
	struct world world;
	char *text = NULL;
	size_t len = 0;
	const char *why = "";
	FILE *out = open_memstream(&text, &len);

	fputs("authorities:\n  a0: {subject: {CN: root}}\n", out);
	for (int i = 1; i <= CREDENTIAL_CHAIN_MAX; i++)
		fprintf(out, "  a%d: {issuer: a%d, subject: {CN: a%d}}\n", i, i - 1, i);
	fprintf(out,
		"credentials:\n"
		"  longest: {issuer: a%d, subject: {CN: c}}\n"
		"  too-long: {issuer: a%d, subject: {CN: c}}\n",
		CREDENTIAL_CHAIN_MAX - 1, CREDENTIAL_CHAIN_MAX);
	fclose(out);
	world_begin(&world, text, NULL);
	ck_assert_uint_eq(world_credential(&world, "longest")->chain_len, CREDENTIAL_CHAIN_MAX);
	ck_assert_ptr_null(pki_credential(world.pki, "too-long", &why));
	ck_assert_ptr_nonnull(strstr(why, "more than 12 certificates"));
	world_end(&world);
	free(text);
}
END_TEST

START_TEST(test_given_chain_is_sent)
{
	struct world world;
	const struct credential *credential;

	world_begin(&world,
		LEAST_RECIPE "    subject: {CN: c}\n"
					 "    chain: [root, middle, root]\n",
		NULL);
	credential = world_credential(&world, "c");
	ck_assert_uint_eq(credential->chain_len, 4);
	ck_assert_ptr_eq(credential->chain[1], world_authority(&world, "root"));
	ck_assert_ptr_eq(credential->chain[2], world_authority(&world, "middle"));
	ck_assert_ptr_eq(credential->chain[3], world_authority(&world, "root"));
	world_end(&world);
}
END_TEST

START_TEST(test_prepare_makes_slow_keys)
{
	static const char *const names[] = {
		"client-rsa", "client-rsa", "client-rsa-pss", "client-rsa-1024", "nobody", "client", NULL};
	struct world world;
	EVP_PKEY *key;

	world_begin(&world, NULL, NULL);
	pki_prepare(world.pki, names);
	key = pki_find(world.pki, RECIPE_CREDENTIAL, "client-rsa")->key;
	ck_assert_ptr_nonnull(key);
	ck_assert_ptr_nonnull(pki_find(world.pki, RECIPE_CREDENTIAL, "client-rsa-pss")->key);
	ck_assert_ptr_nonnull(pki_find(world.pki, RECIPE_CREDENTIAL, "client-rsa-1024")->key);
	ck_assert_ptr_null(pki_find(world.pki, RECIPE_CREDENTIAL, "client")->key);
	pki_prepare(world.pki, names);
	ck_assert_ptr_eq(world_credential(&world, "client-rsa")->key, key);
	world_end(&world);
}
END_TEST

START_TEST(test_prepare_follows_the_issuers)
{
	static const char *const names[] = {"c", NULL};
	struct world world;

	world_begin(&world,
		"authorities:\n"
		"  root: {subject: {CN: root}, key: rsa1024}\n"
		"credentials:\n"
		"  c: {issuer: root, subject: {CN: c}}\n",
		NULL);
	pki_prepare(world.pki, names);
	ck_assert_ptr_nonnull(pki_find(world.pki, RECIPE_AUTHORITY, "root")->key);
	world_end(&world);
}
END_TEST

/* Who shares it with whom: through what lies between, but for a kind of its own and a no. */
START_TEST(test_shared_keys)
{
	static const struct {
		const char *name;
		const char *has; /* whose key */
	} rows[] = {{"b", "a"}, {"c", "a"}, {"wrong", "a"}, {"again", "a"}, {"kind", "kind"},
		{"of-kind", "kind"}, {"own", "own"}, {"of-own", "of-own"}, {"a", "a"}};
	static const char *const names[] = {"c", NULL};
	struct world world;

	world_begin(&world,
		"authorities:\n"
		"  root: {subject: {CN: root}}\n"
		"credentials:\n"
		"  c: {like: b, valid: {from: -2h}}\n"
		"  b: {like: a, issuer: self}\n"
		"  a: {issuer: root, subject: {CN: a}, key: rsa1024, shared_key: true}\n"
		"  wrong: {like: a, sign_with: another-key}\n"
		"  again: {like: wrong, sign_with: own-key}\n"
		"  kind: {like: a, key: p256}\n"
		"  of-kind: {like: kind, eku: []}\n"
		"  own: {like: a, shared_key: false}\n"
		"  of-own: {like: own}\n",
		NULL);
	/* the slow key is made before, and once */
	pki_prepare(world.pki, names);
	ck_assert_ptr_nonnull(pki_find(world.pki, RECIPE_CREDENTIAL, "a")->key);
	ck_assert_ptr_null(pki_find(world.pki, RECIPE_CREDENTIAL, "c")->key);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		for (size_t j = 0; j < COUNT_OF(rows); j++)
			ck_assert_msg(
				(EVP_PKEY_eq(X509_get0_pubkey(world_credential(&world, rows[i].name)->chain[0]),
					 X509_get0_pubkey(world_credential(&world, rows[j].name)->chain[0])) == 1) ==
					(strcmp(rows[i].has, rows[j].has) == 0),
				"%s, %s", rows[i].name, rows[j].name);
	}
	/* and the wrong one is wrong, still: it has the public part alone */
	ck_assert_ptr_ne(world_credential(&world, "wrong")->key, world_credential(&world, "a")->key);
	ck_assert_ptr_eq(world_credential(&world, "again")->key, world_credential(&world, "a")->key);
	world_end(&world);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"credential",
			{test_minted_once, test_what_a_credential_says, test_fingerprints,
				test_tampering_flips_one_bit}},
		{"names", {test_unknown_names}},
		{"chain", {test_chain_too_long, test_given_chain_is_sent}},
		{"prepare", {test_prepare_makes_slow_keys, test_prepare_follows_the_issuers}},
		{"shared", {test_shared_keys}},
	};
	return unit_run("ca_pki", cases, COUNT_OF(cases));
}
