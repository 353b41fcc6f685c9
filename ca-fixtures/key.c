#include "key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/params.h>

#include "ossl_scoped.h"

struct key_type {
	const char *type; /* OpenSSL's name of the algorithm */
	const char *group; /* elliptic curves */
	unsigned bits; /* RSA */
};

static const struct key_type types[KEY_KIND_COUNT] = {
	[KEY_P256] = {"EC", "P-256", 0},
	[KEY_P384] = {"EC", "P-384", 0},
	[KEY_P521] = {"EC", "P-521", 0},
	[KEY_ED25519] = {"ED25519", NULL, 0},
	[KEY_ED448] = {"ED448", NULL, 0},
	[KEY_RSA1024] = {"RSA", NULL, 1024},
	[KEY_RSA2048] = {"RSA", NULL, 2048},
	[KEY_RSA3072] = {"RSA", NULL, 3072},
	[KEY_RSA4096] = {"RSA", NULL, 4096},
	[KEY_RSA_PSS] = {"RSA-PSS", NULL, 2048},
};

const char *const key_words[] = {
	[KEY_P256] = "p256",
	[KEY_P384] = "p384",
	[KEY_P521] = "p521",
	[KEY_ED25519] = "ed25519",
	[KEY_ED448] = "ed448",
	[KEY_RSA1024] = "rsa1024",
	[KEY_RSA2048] = "rsa2048",
	[KEY_RSA3072] = "rsa3072",
	[KEY_RSA4096] = "rsa4096",
	[KEY_RSA_PSS] = "rsa-pss",
	[KEY_KIND_COUNT] = NULL,
};

EVP_PKEY *key_create(enum key_kind kind)
{
	const struct key_type *type = &types[kind];
	SCOPED(EVP_PKEY_CTX) ctx = EVP_PKEY_CTX_new_from_name(NULL, type->type, NULL);
	EVP_PKEY *key = NULL;

	if (!ctx || EVP_PKEY_keygen_init(ctx) <= 0)
		return NULL;
	if (type->group && EVP_PKEY_CTX_set_group_name(ctx, type->group) <= 0)
		return NULL;
	if (type->bits && EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, (int)type->bits) <= 0)
		return NULL;
	return EVP_PKEY_generate(ctx, &key) > 0 ? key : NULL;
}

static EVP_PKEY *assemble(const struct key_type *type, OSSL_PARAM_BLD *build)
{
	SCOPED(EVP_PKEY_CTX) ctx = EVP_PKEY_CTX_new_from_name(NULL, type->type, NULL);
	SCOPED(OSSL_PARAM) params = OSSL_PARAM_BLD_to_param(build);
	EVP_PKEY *key = NULL;

	if (!ctx || !params || EVP_PKEY_fromdata_init(ctx) <= 0 ||
		EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_KEYPAIR, params) <= 0)
		return NULL;
	return key;
}

/* With the public part of one key and the private part of another. */
static EVP_PKEY *combine_curve(
	const struct key_type *type, const EVP_PKEY *public_of, const EVP_PKEY *private_of)
{
	SCOPED(OSSL_PARAM_BLD) build = OSSL_PARAM_BLD_new();
	SCOPED(BIGNUM) secret = NULL;
	unsigned char point[256];
	size_t point_len;

	if (!build ||
		!EVP_PKEY_get_octet_string_param(
			public_of, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point), &point_len) ||
		!EVP_PKEY_get_bn_param(private_of, OSSL_PKEY_PARAM_PRIV_KEY, &secret))
		return NULL;
	if (!OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, type->group, 0) ||
		!OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, point_len) ||
		!OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, secret))
		return NULL;
	return assemble(type, build);
}

/* The same of Ed25519 and Ed448, whose halves are bytes. */
static EVP_PKEY *combine_bytes(
	const struct key_type *type, const EVP_PKEY *public_of, const EVP_PKEY *private_of)
{
	SCOPED(OSSL_PARAM_BLD) build = OSSL_PARAM_BLD_new();
	unsigned char halves[2][64];
	size_t len[2];

	if (!build ||
		!EVP_PKEY_get_octet_string_param(
			public_of, OSSL_PKEY_PARAM_PUB_KEY, halves[0], sizeof(halves[0]), &len[0]) ||
		!EVP_PKEY_get_octet_string_param(
			private_of, OSSL_PKEY_PARAM_PRIV_KEY, halves[1], sizeof(halves[1]), &len[1]))
		return NULL;
	if (!OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, halves[0], len[0]) ||
		!OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PRIV_KEY, halves[1], len[1]))
		return NULL;
	return assemble(type, build);
}

/*
 * Members of an RSA key. The exponents of the private part, three ways to write one, are off by the
 * same: libcrypto looks whether what the shorter two give fits the public part, and then takes the
 * long one, so that must be wrong as well.
 */
static const struct {
	const char *name;
	unsigned off_by;
} rsa_members[] = {
	{OSSL_PKEY_PARAM_RSA_N, 0},
	{OSSL_PKEY_PARAM_RSA_E, 0},
	{OSSL_PKEY_PARAM_RSA_D, 2},
	{OSSL_PKEY_PARAM_RSA_FACTOR1, 0},
	{OSSL_PKEY_PARAM_RSA_FACTOR2, 0},
	{OSSL_PKEY_PARAM_RSA_EXPONENT1, 2},
	{OSSL_PKEY_PARAM_RSA_EXPONENT2, 2},
	{OSSL_PKEY_PARAM_RSA_COEFFICIENT1, 0},
};

static EVP_PKEY *shift_exponents(const struct key_type *type, const EVP_PKEY *key)
{
	SCOPED(OSSL_PARAM_BLD) build = OSSL_PARAM_BLD_new();
	BIGNUM *numbers[COUNT_OF(rsa_members)] = {NULL};
	EVP_PKEY *shifted = NULL;
	bool ok = build != NULL;

	for (size_t i = 0; ok && i < COUNT_OF(rsa_members); i++)
		ok = EVP_PKEY_get_bn_param(key, rsa_members[i].name, &numbers[i]) &&
			BN_add_word(numbers[i], rsa_members[i].off_by) &&
			OSSL_PARAM_BLD_push_BN(build, rsa_members[i].name, numbers[i]);
	if (ok)
		shifted = assemble(type, build);
	for (size_t i = 0; i < COUNT_OF(rsa_members); i++)
		BN_clear_free(numbers[i]);
	return shifted;
}

EVP_PKEY *key_mismatch(enum key_kind kind, const EVP_PKEY *key)
{
	const struct key_type *type = &types[kind];
	SCOPED(EVP_PKEY) other = NULL;

	if (type->bits)
		return shift_exponents(type, key);
	other = key_create(kind);
	if (!other)
		return NULL;
	return type->group ? combine_curve(type, key, other) : combine_bytes(type, key, other);
}

EVP_PKEY *key_create_mismatched(enum key_kind kind)
{
	SCOPED(EVP_PKEY) key = key_can_mismatch(kind) ? key_create(kind) : NULL;

	return key ? key_mismatch(kind, key) : NULL;
}

bool key_can_mismatch(enum key_kind kind)
{
	return types[kind].group || types[kind].bits;
}

bool key_is_slow(enum key_kind kind)
{
	return types[kind].bits != 0;
}

bool key_has_own_digest(const EVP_PKEY *key)
{
	return EVP_PKEY_is_a(key, "ED25519") || EVP_PKEY_is_a(key, "ED448");
}
