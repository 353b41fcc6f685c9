#include "describe.h"

#include <string.h>

#include "result.h"
#include "world.h"

static struct credential_info describe(struct world *world, const char *name)
{
	struct credential_info info;
	const char *why = "";

	ck_assert_msg(pki_describe(&info, world->pki, name, &world->arena, &why), "%s", why);
	return info;
}

static const struct certificate_fact *fact(const struct certificate_info *cert, const char *name)
{
	for (size_t i = 0; i < cert->fact_count; i++) {
		if (strcmp(cert->facts[i].name, name) == 0)
			return &cert->facts[i];
	}
	ck_abort_msg("no fact %s", name);
	return NULL;
}

START_TEST(test_a_good_one)
{
	struct world world;
	struct credential_info info;
	const struct certificate_info *leaf;
	const struct certificate_info *issuing;

	world_begin(&world, NULL, NULL);
	info = describe(&world, "client");
	ck_assert_str_eq(info.name, "client");
	ck_assert_str_eq(info.defect, "");
	ck_assert_uint_eq(info.certificate_count, 2);
	leaf = &info.certificates[0];
	issuing = &info.certificates[1];
	ck_assert_str_eq(fact(leaf, "subject")->value, "CN=client.mtlspec.test,O=mtlspec");
	ck_assert_str_eq(fact(leaf, "issuer")->value, fact(issuing, "subject")->value);
	ck_assert_str_eq(fact(leaf, "public key")->value, "EC prime256v1");
	ck_assert_str_eq(fact(leaf, "signature")->value, "ecdsa-with-SHA256");
	ck_assert_str_eq(fact(leaf, "basicConstraints")->value, "CA:FALSE (critical)");
	ck_assert_str_eq(fact(issuing, "basicConstraints")->value, "CA:TRUE, pathlen:0 (critical)");
	ck_assert_str_eq(fact(leaf, "extendedKeyUsage")->value, "TLS Web Client Authentication");
	ck_assert_ptr_nonnull(strstr(fact(leaf, "subjectAltName")->value, "DNS:client.mtlspec.test"));
	ck_assert_str_eq(
		fact(leaf, "authorityKeyIdentifier")->value, fact(issuing, "subjectKeyIdentifier")->value);
	ck_assert_ptr_null(fact(leaf, "nameConstraints")->value);
	ck_assert_ptr_null(fact(leaf, "revocation")->value);
	world_end(&world);
}
END_TEST

/* Where the defect stands: in which certificate of the chain, in which field. */
static const struct planted {
	const char *credential;
	size_t certificate;
	const char *fact;
	const char *says; /* a part of its value */
} planted[] = {
	{"client-expired", 0, "validity", " to "},
	{"client-wrong-ca", 0, "issuer", "a CA that nobody trusts"},
	{"client-server-eku", 0, "extendedKeyUsage", "TLS Web Server Authentication"},
	{"client-tampered", 0, "signature", "one bit flipped"},
	{"client-wrong-key", 0, "proof of possession", "another key"},
	{"client-revoked", 0, "revocation", "CRL"},
	{"client-unknown-critical", 0, "1.3.6.1.4.1.32473.1.1", "(critical)"},
	{"client-intermediate-not-ca", 1, "basicConstraints", "CA:FALSE"},
};

START_TEST(test_the_planted_defect)
{
	struct world world;

	world_begin(&world, NULL, NULL);
	for (size_t i = 0; i < COUNT_OF(planted); i++) {
		const struct planted *row = &planted[i];
		struct credential_info info = describe(&world, row->credential);
		const struct certificate_fact *found;

		ck_assert_uint_gt(info.certificate_count, row->certificate);
		found = fact(&info.certificates[row->certificate], row->fact);
		ck_assert_msg(found->wrong, "%s: %s is not marked", row->credential, row->fact);
		ck_assert_msg(strstr(found->value, row->says) != NULL, "%s: %s", row->fact, found->value);
	}
	world_end(&world);
}
END_TEST

/* Good credentials have no mark, and all others that show a defect in a field have one. */
START_TEST(test_only_bad_ones_are_marked)
{
	struct world world;
	const char *const *names;

	world_begin(&world, NULL, NULL);
	for (names = recipe_credentials(world.recipe); *names; names++) {
		struct credential_info info = describe(&world, *names);
		size_t marks = 0;

		for (size_t i = 0; i < info.certificate_count; i++) {
			const struct certificate_info *cert = &info.certificates[i];

			ck_assert_uint_eq(cert->fact_count, info.certificates[0].fact_count);
			for (size_t j = 0; j < cert->fact_count; j++) {
				ck_assert_str_eq(cert->facts[j].name, info.certificates[0].facts[j].name);
				marks += cert->facts[j].wrong;
			}
		}
		ck_assert_msg(*info.defect || !marks, "%s is good, with %zu marks", *names, marks);
	}
	world_end(&world);
}
END_TEST

START_TEST(test_no_such_credential)
{
	struct world world;
	struct credential_info info;
	const char *why = NULL;

	world_begin(&world, NULL, NULL);
	ck_assert(!pki_describe(&info, world.pki, "nobody", &world.arena, &why));
	ck_assert_ptr_nonnull(strstr(why, "nobody"));
	world_end(&world);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"facts", {test_a_good_one, test_only_bad_ones_are_marked, test_no_such_credential}},
		{"planted", {test_the_planted_defect}},
	};
	return unit_run("ca_describe", cases, COUNT_OF(cases));
}
