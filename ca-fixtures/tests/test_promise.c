#include <string.h>

#include "aspect.h"
#include "own_case.h"
#include "pki_slot.h"
#include "recipe.h"
#include "unit.h"

/* Of the shipped recipe: those below the client root. */
static bool is_clients(struct own_case *test, const char *name)
{
	return recipe_is_below(pki_find(test->theirs.pki, RECIPE_CREDENTIAL, name)->item,
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
		own_case_give_ca(test, PKI_CLIENT_ROOT, false);
	for (int i = 0; i < 2; i++) {
		given[i].files.certificate =
			own_case_file(test, arena_printf(&test->theirs.arena, "%s.pem", files[i]));
		given[i].files.key =
			own_case_file(test, arena_printf(&test->theirs.arena, "%s.key", files[i]));
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
	own_case_put_authority(&test->theirs, PKI_CLIENT_ROOT);
	for (const char *const *name = recipe_credentials(test->theirs.recipe); *name; name++) {
		if (is_clients(test, *name))
			own_case_put_credential(&test->theirs, *name);
	}
}

/* OpenSSL follows the first of two ways. */
static const char two_ways[] = "client-cross-signed";

/* Two ways to the same, as a name that its CA may not name. */
static bool promises_alike(struct own_case *test, const char *one, const char *other)
{
	const struct recipe_item *a = pki_find(test->theirs.pki, RECIPE_CREDENTIAL, one)->item;
	const struct recipe_item *b = pki_find(test->theirs.pki, RECIPE_CREDENTIAL, other)->item;

	if (strcmp(other, two_ways) == 0)
		return true;
	for (size_t i = 0; i < aspect_count; i++) {
		if (aspects[i].promised(a) != aspects[i].promised(b))
			return false;
	}
	return true;
}

/* Some of the same promises stands before it in the recipe. */
static bool is_like_an_earlier(struct own_case *test, const char *name)
{
	const char *const *at = recipe_credentials(test->theirs.recipe);

	for (; strcmp(*at, name) != 0; at++) {
		if (is_clients(test, *at) && promises_alike(test, *at, name))
			return strcmp(name, two_ways) != 0;
	}
	return false;
}

/*
 * Each in the place of each, but for places that promise what another does: one with a defect is
 * nobody else, and nobody with a defect is good.
 */
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

			if (!is_clients(&test, *name) || !is_clients(&test, *file) ||
				(!same && is_like_an_earlier(&test, *name)))
				continue;
			pairs++;
			taken = is_taken(&test, *name, *file, true);
			if (same)
				ck_assert_msg(taken || strcmp(*name, two_ways) == 0 ||
						strstr(test.why, "can't be looked for in a certificate"),
					"%s: %s", *name, test.why);
			else if (*defect && strstr(*name, "-revoked") == NULL &&
				!promises_alike(&test, *name, *file))
				ck_assert_msg(!taken, "%s is taken for %s", *file, *name);
		}
	}
	ck_assert_uint_ge(pairs, 400);
	own_case_end(&test);
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
		{"client-p384", "client", false,
			"'client-p384' stands for a certificate that has a P-384 key (`key` in "},
		{"client-rsa", "client", false, "yet this one has a P-256 key"},
		{"client-rsa", "client-rsa-pss", false, "yet this one has an RSA-PSS key"},
		{"client-ed25519", "client-rsa", false, "yet this one has an RSA key"},
		{"client-rsa", "client-rsa", false, ""},
		{"client", "client-ed25519", false, ""},
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
	test.own.cas = &test.ca;
	test.own.ca_count = 1;
	test.ca.certificate = own_case_file(&test, "client-root.pem");
	test.ca.key = own_case_file(&test, "client-root.key");
	pki_destroy(test.ours.pki);
	test.ours.pki = pki_create(test.ours.recipe);
	ck_assert(!pki_adopt(test.ours.pki, &test.own, &test.why));
	ck_assert_msg(
		strstr(test.why, "'client-revoked' can't be one of yours") != NULL, "%s", test.why);
	own_case_end(&test);
}
END_TEST

/* A recipe of one's own may have defects that no certificate can be searched for. */
START_TEST(test_defect_that_nobody_knows)
{
	struct own_case test;

	own_case_begin(&test);
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
	own_case_give_client(&test, "theirs");
	test.client.name = "client-other";
	ck_assert(!pki_adopt(test.ours.pki, &test.own, &test.why));
	ck_assert_msg(
		strstr(test.why, "what is wrong with 'client-other' in ") != NULL, "%s", test.why);
	ck_assert_ptr_nonnull(strstr(test.why, "(is somebody else) can't be looked for"));
	own_case_end(&test);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"promise",
			{test_defects_are_looked_for, test_missing_defects_are_told,
				test_defect_that_nobody_knows}},
	};

	return unit_run("ca_promise", cases, COUNT_OF(cases));
}
