#include "key.h"

#include <limits.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
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

/* What somebody brings may be longer, and take minutes to make. */
enum { RSA_BITS_MAX = 4096, RSA_NUMBERS = 8 };

/* Of an RSA key: two, as all programs expect, or as many as are sound at 2048 bits and above. */
enum { RSA_PRIMES_USUAL = 2, RSA_PRIMES_TO_STAY = 3 };

static EVP_PKEY *generate(const struct key_type *type, int primes)
{
	SCOPED(EVP_PKEY_CTX) ctx = EVP_PKEY_CTX_new_from_name(NULL, type->type, NULL);
	EVP_PKEY *key = NULL;

	if (!ctx || EVP_PKEY_keygen_init(ctx) <= 0)
		return NULL;
	if (type->group && EVP_PKEY_CTX_set_group_name(ctx, type->group) <= 0)
		return NULL;
	if (type->bits &&
		(EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, (int)type->bits) <= 0 ||
			EVP_PKEY_CTX_set_rsa_keygen_primes(ctx, primes) <= 0))
		return NULL;
	return EVP_PKEY_generate(ctx, &key) > 0 ? key : NULL;
}

EVP_PKEY *key_create(enum key_kind kind)
{
	return generate(&types[kind], RSA_PRIMES_USUAL);
}

EVP_PKEY *key_create_to_stay(enum key_kind kind)
{
	return generate(&types[kind],
		types[kind].bits >= types[KEY_RSA2048].bits ? RSA_PRIMES_TO_STAY : RSA_PRIMES_USUAL);
}

static bool has_bits(const EVP_PKEY *key)
{
	return EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_is_a(key, "RSA-PSS");
}

static EVP_PKEY *create_like(const EVP_PKEY *model, unsigned bits_max)
{
	struct key_type type = {.type = EVP_PKEY_get0_type_name(model)};
	char group[64];
	size_t len;

	if (EVP_PKEY_is_a(model, "EC") &&
		EVP_PKEY_get_group_name(model, group, sizeof(group), &len) == 1)
		type.group = group;
	if (has_bits(model))
		type.bits = (unsigned)EVP_PKEY_get_bits(model);
	if (type.bits > bits_max)
		type.bits = bits_max;
	return generate(&type, RSA_PRIMES_USUAL);
}

int key_kind_family(enum key_kind kind)
{
	return types[kind].bits && kind != KEY_RSA_PSS ? KEY_RSA2048 : (int)kind;
}

int key_family(const EVP_PKEY *key)
{
	char group[64] = "";
	size_t len;

	if (EVP_PKEY_is_a(key, "EC") && EVP_PKEY_get_group_name(key, group, sizeof(group), &len) != 1)
		return -1;
	for (int kind = 0; kind < KEY_KIND_COUNT; kind++) {
		const char *wanted = types[kind].group;

		if (EVP_PKEY_is_a(key, types[kind].type) &&
			(!wanted || OBJ_sn2nid(group) == EC_curve_nist2nid(wanted)))
			return key_kind_family((enum key_kind)kind);
	}
	return -1;
}

EVP_PKEY *key_create_like(const EVP_PKEY *model)
{
	return create_like(model, RSA_BITS_MAX);
}

static EVP_PKEY *from_numbers(const char *type, OSSL_PARAM_BLD *build)
{
	SCOPED(EVP_PKEY_CTX) ctx = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	SCOPED(OSSL_PARAM) params = OSSL_PARAM_BLD_to_param(build);
	EVP_PKEY *key = NULL;

	if (!ctx || !params || EVP_PKEY_fromdata_init(ctx) <= 0 ||
		EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_KEYPAIR, params) <= 0)
		return NULL;
	return key;
}

static EVP_PKEY *combine_curve(const EVP_PKEY *public_of, const EVP_PKEY *private_of)
{
	SCOPED(OSSL_PARAM_BLD) build = OSSL_PARAM_BLD_new();
	SCOPED(BIGNUM) secret = NULL;
	unsigned char point[256];
	size_t point_len;
	char group[64];
	size_t group_len;

	if (!build || EVP_PKEY_get_group_name(public_of, group, sizeof(group), &group_len) != 1 ||
		!EVP_PKEY_get_octet_string_param(
			public_of, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point), &point_len) ||
		!EVP_PKEY_get_bn_param(private_of, OSSL_PKEY_PARAM_PRIV_KEY, &secret))
		return NULL;
	if (!OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, group, 0) ||
		!OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, point_len) ||
		!OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, secret))
		return NULL;
	return from_numbers("EC", build);
}

/* Of Ed25519 and Ed448. */
static EVP_PKEY *combine_bytes(const EVP_PKEY *public_of, const EVP_PKEY *private_of)
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
	return from_numbers(EVP_PKEY_get0_type_name(public_of), build);
}

/* RFC 8017 3.2: the first two are the public key's. */
static const char *const rsa_numbers[RSA_NUMBERS] = {OSSL_PKEY_PARAM_RSA_N, OSSL_PKEY_PARAM_RSA_E,
	OSSL_PKEY_PARAM_RSA_D, OSSL_PKEY_PARAM_RSA_FACTOR1, OSSL_PKEY_PARAM_RSA_FACTOR2,
	OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1};

static EVP_PKEY *combine_rsa(const EVP_PKEY *public_of, const EVP_PKEY *private_of)
{
	SCOPED(OSSL_PARAM_BLD) build = OSSL_PARAM_BLD_new();
	BIGNUM *numbers[RSA_NUMBERS] = {NULL};
	bool ok = build != NULL;
	EVP_PKEY *key = NULL;

	for (int i = 0; ok && i < RSA_NUMBERS; i++)
		ok = EVP_PKEY_get_bn_param(i < 2 ? public_of : private_of, rsa_numbers[i], &numbers[i]) &&
			OSSL_PARAM_BLD_push_BN(build, rsa_numbers[i], numbers[i]);
	if (ok)
		key = from_numbers(EVP_PKEY_get0_type_name(public_of), build);
	for (int i = 0; i < RSA_NUMBERS; i++)
		BN_clear_free(numbers[i]);
	return key;
}

EVP_PKEY *key_combine(const EVP_PKEY *public_of, const EVP_PKEY *private_of)
{
	if (!EVP_PKEY_is_a(private_of, EVP_PKEY_get0_type_name(public_of)) ||
		EVP_PKEY_get_bits(public_of) != EVP_PKEY_get_bits(private_of))
		return NULL;
	if (key_has_own_digest(public_of))
		return combine_bytes(public_of, private_of);
	if (!key_can_mismatch(public_of))
		return NULL;
	return has_bits(public_of) ? combine_rsa(public_of, private_of)
							   : combine_curve(public_of, private_of);
}

EVP_PKEY *key_mismatch(const EVP_PKEY *public_of)
{
	SCOPED(EVP_PKEY) other = create_like(public_of, UINT_MAX);

	return other ? key_combine(public_of, other) : NULL;
}

bool key_can_mismatch(const EVP_PKEY *key)
{
	return EVP_PKEY_is_a(key, "EC") || has_bits(key);
}

bool key_kind_can_mismatch(enum key_kind kind)
{
	return types[kind].group || types[kind].bits;
}

bool key_is_slow(const EVP_PKEY *key)
{
	return has_bits(key);
}

bool key_kind_is_slow(enum key_kind kind)
{
	return types[kind].bits != 0;
}

bool key_has_own_digest(const EVP_PKEY *key)
{
	return EVP_PKEY_is_a(key, "ED25519") || EVP_PKEY_is_a(key, "ED448");
}
