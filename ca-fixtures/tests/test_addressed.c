/* Credentials with the addresses of one connection. */
#include <string.h>
#include <openssl/x509v3.h>

#include "pki_addressed.h"
#include "fields.h"
#include "world.h"

static const struct credential *addressed(
	struct world *world, const struct credential *of, const char *base)
{
	const char *why = "";
	const struct credential *made = pki_addressed(world->pki, of, base, &why);

	ck_assert_msg(made != NULL, "%s", why);
	return made;
}

static bool holds(const struct credential *credential, const char *text)
{
	return memmem(credential->der[0].data, credential->der[0].len, text, strlen(text)) != NULL;
}

/* Nothing but the addresses (and the signature over them) is another. */
START_TEST(test_of_one_connection)
{
	const char *const names[] = {"client-addresses", "server-addresses"};
	struct world world;

	world_begin(&world, NULL, NULL);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const struct credential *of = world_credential(&world, names[i]);
		const struct credential *one = addressed(&world, of, "http://192.0.2.1:80/one");
		const struct credential *two = addressed(&world, of, "http://192.0.2.1:80/two");

		ck_assert(holds(of, "http://addresses.invalid/ocsp"));
		ck_assert(holds(one, "http://192.0.2.1:80/one/ocsp"));
		ck_assert(holds(one, "http://192.0.2.1:80/one/crl"));
		ck_assert(holds(one, "http://192.0.2.1:80/one/ca_issuers"));
		ck_assert(!holds(one, "invalid"));
		ck_assert(holds(two, "/two/ocsp") && !holds(two, "/one/"));
		ck_assert_str_eq(one->name, of->name);
		ck_assert_ptr_eq(one->key, of->key);
		ck_assert_uint_eq(one->chain_len, of->chain_len);
		ck_assert_str_eq(fields_that_differ(&world.arena, of->chain[0], one->chain[0], true),
			"crlDistributionPoints authorityInfoAccess signatureValue ");
		ck_assert_int_eq(X509_verify(one->chain[0], X509_get0_pubkey(one->chain[1])), 1);
	}
	world_end(&world);
}
END_TEST

START_TEST(test_others_stay_as_they_are)
{
	struct world world;
	const struct credential *good;

	world_begin(&world, NULL, NULL);
	good = world_credential(&world, "client");
	ck_assert_ptr_eq(addressed(&world, good, "http://192.0.2.1/x"), good);
	ck_assert(recipe_has_addresses(world.recipe, "client-addresses"));
	ck_assert(!recipe_has_addresses(world.recipe, "client-wrong-ca"));
	ck_assert(!recipe_has_addresses(world.recipe, "nobody"));
	world_end(&world);
}
END_TEST

/* From the connection on, and not from the run's begin. */
START_TEST(test_lasting_seconds)
{
	struct world world;
	const struct credential *of, *one;
	time_t soon = time(NULL) + 2;

	world_begin(&world, NULL, NULL);
	of = world_credential(&world, "client-short-lived");
	one = addressed(&world, of, "http://192.0.2.1/x");
	ck_assert_str_eq(fields_that_differ(&world.arena, of->chain[0], one->chain[0], true),
		"notAfter signatureValue ");
	ck_assert_int_eq(X509_cmp_time(X509_get0_notAfter(one->chain[0]), &soon), 1);
	soon += 60;
	ck_assert_int_eq(X509_cmp_time(X509_get0_notAfter(one->chain[0]), &soon), -1);
	ck_assert_int_eq(X509_verify(one->chain[0], X509_get0_pubkey(one->chain[1])), 1);
	ck_assert(recipe_is_made_again(world.recipe, "client-short-lived"));
	ck_assert(recipe_is_made_again(world.recipe, "client-addresses"));
	ck_assert(!recipe_is_made_again(world.recipe, "client"));
	ck_assert(recipe_lasts(world.recipe, "client-short-lived"));
	ck_assert(!recipe_lasts(world.recipe, "client-addresses") && !recipe_lasts(world.recipe, NULL));
	world_end(&world);
}
END_TEST

/* With another key it bears the same addresses. */
START_TEST(test_twins)
{
	struct world world;
	const struct credential *one;
	const struct credential *twin;
	const char *why = NULL;

	world_begin(&world, NULL, NULL);
	for (int i = 0; i < 2; i++) {
		const char *base = i ? "http://192.0.2.1/two" : "http://192.0.2.1/one";

		one = addressed(&world, world_credential(&world, "client-addresses"), base);
		twin = pki_twin(world.pki, one, SIGNING_KEY_P384, &why);
		ck_assert_msg(twin != NULL, "%s", why);
		ck_assert_str_eq(twin->name, "client-addresses+p384");
		ck_assert(holds(twin, arena_printf(&world.arena, "%s/ocsp", base)));
		ck_assert_int_eq(X509_check_private_key(twin->chain[0], twin->key), 1);
	}
	world_end(&world);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {{"addressed",
		{test_of_one_connection, test_others_stay_as_they_are, test_lasting_seconds, test_twins}}};

	return unit_run("addressed", cases, COUNT_OF(cases));
}
