#include <openssl/err.h>
#include <openssl/ocsp.h>

#include "world.h"

enum { SKEW_S = 60 };

static const struct der *staple(struct world *world, const char *name, enum pki_staple status)
{
	const char *why = "";
	const struct der *der = pki_staple(world->pki, name, status, &why);

	ck_assert_msg(der && der->len, "%s: %s", name, why);
	return der;
}

static OCSP_BASICRESP *parse(const struct der *der)
{
	const unsigned char *at = der->data;
	OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &at, (long)der->len);
	OCSP_BASICRESP *basic;

	ck_assert_ptr_nonnull(response);
	ck_assert_ptr_eq(at, der->data + der->len);
	ck_assert_int_eq(OCSP_response_status(response), OCSP_RESPONSE_STATUS_SUCCESSFUL);
	basic = OCSP_response_get1_basic(response);
	ck_assert_ptr_nonnull(basic);
	OCSP_RESPONSE_free(response);
	return basic;
}

/* As a client does: the signer is looked for in the chain that the server sent. */
static int verify(struct world *world, OCSP_BASICRESP *basic, const struct credential *credential)
{
	X509_STORE *store = X509_STORE_new();
	STACK_OF(X509) *chain = sk_X509_new_null();
	int result;

	ck_assert(X509_STORE_add_cert(store, world_authority(world, PKI_SERVER_ROOT)));
	for (size_t i = 0; i < credential->chain_len; i++)
		ck_assert(sk_X509_push(chain, credential->chain[i]));
	result = OCSP_basic_verify(basic, chain, store, 0);
	sk_X509_free(chain);
	X509_STORE_free(store);
	ERR_clear_error();
	return result;
}

static void expect_status(struct world *world, const char *name, enum pki_staple asked, int status)
{
	const struct credential *credential = world_credential(world, name);
	OCSP_BASICRESP *basic = parse(staple(world, name, asked));
	OCSP_CERTID *id = OCSP_cert_to_id(NULL, credential->chain[0], credential->chain[1]);
	int found = -1;
	int reason = -1;
	ASN1_GENERALIZEDTIME *revoked = NULL;
	ASN1_GENERALIZEDTIME *from = NULL;
	ASN1_GENERALIZEDTIME *until = NULL;

	ck_assert_int_eq(verify(world, basic, credential), 1);
	ck_assert_int_eq(OCSP_resp_find_status(basic, id, &found, &reason, &revoked, &from, &until), 1);
	ck_assert_int_eq(found, status);
	ck_assert_int_eq(OCSP_check_validity(from, until, SKEW_S, -1), 1);
	ck_assert_int_eq(revoked != NULL, status == V_OCSP_CERTSTATUS_REVOKED);
	ck_assert_int_eq(OCSP_resp_count(basic), 1);
	OCSP_CERTID_free(id);
	OCSP_BASICRESP_free(basic);
}

START_TEST(test_says_what_was_asked_for)
{
	struct world world;

	world_begin(&world, NULL, NULL);
	expect_status(&world, "server", PKI_STAPLE_GOOD, V_OCSP_CERTSTATUS_GOOD);
	expect_status(&world, "server", PKI_STAPLE_REVOKED, V_OCSP_CERTSTATUS_REVOKED);
	expect_status(&world, "server-revoked", PKI_STAPLE_REVOKED, V_OCSP_CERTSTATUS_REVOKED);
	expect_status(&world, "server-must-staple", PKI_STAPLE_GOOD, V_OCSP_CERTSTATUS_GOOD);
	expect_status(&world, "server-rsa-1024", PKI_STAPLE_GOOD, V_OCSP_CERTSTATUS_GOOD);
	world_end(&world);
}
END_TEST

START_TEST(test_is_about_one_certificate)
{
	struct world world;
	const struct credential *other;
	OCSP_BASICRESP *basic;
	OCSP_CERTID *id;

	world_begin(&world, NULL, NULL);
	other = world_credential(&world, "server-ip");
	basic = parse(staple(&world, "server", PKI_STAPLE_GOOD));
	id = OCSP_cert_to_id(NULL, other->chain[0], other->chain[1]);
	ck_assert_int_eq(OCSP_resp_find(basic, id, -1), -1);
	OCSP_CERTID_free(id);
	OCSP_BASICRESP_free(basic);
	world_end(&world);
}
END_TEST

/* The signature counts: one flipped bit, and it verifies no more. */
START_TEST(test_is_signed)
{
	struct world world;
	const struct der *good;
	struct der broken;
	unsigned char *bytes;
	OCSP_BASICRESP *basic;

	world_begin(&world, NULL, NULL);
	good = staple(&world, "server", PKI_STAPLE_GOOD);
	bytes = arena_memdup(&world.arena, good->data, good->len);
	bytes[good->len - 1] ^= 1;
	broken = (struct der){bytes, good->len};
	basic = parse(&broken);
	ck_assert_int_ne(verify(&world, basic, world_credential(&world, "server")), 1);
	OCSP_BASICRESP_free(basic);
	world_end(&world);
}
END_TEST

START_TEST(test_made_once)
{
	struct world world;
	const char *why = "";
	const struct der *first;

	world_begin(&world, NULL, NULL);
	first = staple(&world, "server", PKI_STAPLE_GOOD);
	ck_assert_ptr_eq(first, staple(&world, "server", PKI_STAPLE_GOOD));
	ck_assert_ptr_ne(first, staple(&world, "server", PKI_STAPLE_REVOKED));
	ck_assert_ptr_null(pki_staple(world.pki, "nobody", PKI_STAPLE_GOOD, &why));
	ck_assert_ptr_nonnull(strstr(why, "there is no credential 'nobody'"));
	world_end(&world);
}
END_TEST

START_TEST(test_every_status_has_a_word)
{
	for (int i = 0; i < PKI_STAPLE_COUNT; i++)
		ck_assert_ptr_nonnull(pki_staple_words[i]);
	ck_assert_ptr_null(pki_staple_words[PKI_STAPLE_COUNT]);
}
END_TEST

int main(void)
{
	const struct unit_case cases[] = {
		{"status", {test_says_what_was_asked_for, test_is_about_one_certificate, test_is_signed}},
		{"once", {test_made_once, test_every_status_has_a_word}},
	};
	return unit_run("ca_staple", cases, COUNT_OF(cases));
}
