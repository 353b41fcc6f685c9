#include "signature_scheme.h"

#include <string.h>

#include "arena.h"
#include "scoped.h"
#include "text.h"

/* Who signs with it. */
enum signer {
	BY_NOBODY, /* of our keys */
	BY_RSA_BEFORE_13, /* PKCS #1 v1.5: in TLS 1.3 for certificates only */
	BY_RSA,
	BY_RSA_PSS,
	BY_ANY_CURVE_BEFORE_13, /* TLS 1.2 does not tie a curve to a hash, and TLS 1.3 has only pairs */
	BY_P256,
	BY_P384,
	BY_P521,
	BY_ED25519,
	BY_ED448,
};

#define SCHEMES(X)                                                                                 \
	X(0x0201, rsa_pkcs1_sha1, BY_RSA_BEFORE_13)                                                    \
	X(0x0202, dsa_sha1, BY_NOBODY)                                                                 \
	X(0x0203, ecdsa_sha1, BY_ANY_CURVE_BEFORE_13)                                                  \
	X(0x0301, rsa_pkcs1_sha224, BY_RSA_BEFORE_13)                                                  \
	X(0x0302, dsa_sha224, BY_NOBODY)                                                               \
	X(0x0303, ecdsa_sha224, BY_ANY_CURVE_BEFORE_13)                                                \
	X(0x0401, rsa_pkcs1_sha256, BY_RSA_BEFORE_13)                                                  \
	X(0x0402, dsa_sha256, BY_NOBODY)                                                               \
	X(0x0403, ecdsa_secp256r1_sha256, BY_P256)                                                     \
	X(0x0420, rsa_pkcs1_sha256_legacy, BY_NOBODY)                                                  \
	X(0x0501, rsa_pkcs1_sha384, BY_RSA_BEFORE_13)                                                  \
	X(0x0502, dsa_sha384, BY_NOBODY)                                                               \
	X(0x0503, ecdsa_secp384r1_sha384, BY_P384)                                                     \
	X(0x0520, rsa_pkcs1_sha384_legacy, BY_NOBODY)                                                  \
	X(0x0601, rsa_pkcs1_sha512, BY_RSA_BEFORE_13)                                                  \
	X(0x0602, dsa_sha512, BY_NOBODY)                                                               \
	X(0x0603, ecdsa_secp521r1_sha512, BY_P521)                                                     \
	X(0x0620, rsa_pkcs1_sha512_legacy, BY_NOBODY)                                                  \
	X(0x0704, eccsi_sha256, BY_NOBODY)                                                             \
	X(0x0705, iso_ibs1, BY_NOBODY)                                                                 \
	X(0x0706, iso_ibs2, BY_NOBODY)                                                                 \
	X(0x0707, iso_chinese_ibs, BY_NOBODY)                                                          \
	X(0x0708, sm2sig_sm3, BY_NOBODY)                                                               \
	X(0x0709, gostr34102012_256a, BY_NOBODY)                                                       \
	X(0x070a, gostr34102012_256b, BY_NOBODY)                                                       \
	X(0x070b, gostr34102012_256c, BY_NOBODY)                                                       \
	X(0x070c, gostr34102012_256d, BY_NOBODY)                                                       \
	X(0x070d, gostr34102012_512a, BY_NOBODY)                                                       \
	X(0x070e, gostr34102012_512b, BY_NOBODY)                                                       \
	X(0x070f, gostr34102012_512c, BY_NOBODY)                                                       \
	X(0x0804, rsa_pss_rsae_sha256, BY_RSA)                                                         \
	X(0x0805, rsa_pss_rsae_sha384, BY_RSA)                                                         \
	X(0x0806, rsa_pss_rsae_sha512, BY_RSA)                                                         \
	X(0x0807, ed25519, BY_ED25519)                                                                 \
	X(0x0808, ed448, BY_ED448)                                                                     \
	X(0x0809, rsa_pss_pss_sha256, BY_RSA_PSS)                                                      \
	X(0x080a, rsa_pss_pss_sha384, BY_RSA_PSS)                                                      \
	X(0x080b, rsa_pss_pss_sha512, BY_RSA_PSS)                                                      \
	X(0x081a, ecdsa_brainpoolP256r1tls13_sha256, BY_NOBODY)                                        \
	X(0x081b, ecdsa_brainpoolP384r1tls13_sha384, BY_NOBODY)                                        \
	X(0x081c, ecdsa_brainpoolP512r1tls13_sha512, BY_NOBODY)                                        \
	X(0x0904, mldsa44, BY_NOBODY)                                                                  \
	X(0x0905, mldsa65, BY_NOBODY)                                                                  \
	X(0x0906, mldsa87, BY_NOBODY)

static const struct {
	uint16_t number;
	const char *name;
	enum signer signer;
} schemes[] = {
#define ROW(number, name, signer) {number, #name, signer},
	SCHEMES(ROW)
#undef ROW
};

const char *const signature_scheme_words[] = {
#define WORD(number, name, signer) #name,
	SCHEMES(WORD)
#undef WORD
		NULL};
const char *const signature_hash_words[] = {"md5", "sha1", NULL};

/* RFC 5246 section 7.4.1.4.1: the first byte was the hash, and no pair with MD5 has a name. */
bool signature_scheme_is(const char *name, const char *word)
{
	if (strcmp(word, "md5") == 0)
		return text_starts_with(name, "0x01");
	if (strcmp(word, "sha1") == 0)
		return text_ends_with(name, "_sha1") || text_starts_with(name, "0x02");
	return strcmp(name, word) == 0;
}

const char *signature_scheme_openssl(const char *name)
{
	static const char *const pairs[][2] = {
		{"ecdsa_sha1", "ECDSA+SHA1"},
		{"rsa_pkcs1_sha1", "RSA+SHA1"},
		{"rsa_pkcs1_sha224", "RSA+SHA224"},
	};

	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		if (strcmp(name, pairs[i][0]) == 0)
			return pairs[i][1];
	}
	return name;
}

const char *const signing_key_words[] = {"an RSA key", "an RSA-PSS key", "a P-256 key",
	"a P-384 key", "a P-521 key", "an Ed25519 key", "an Ed448 key", "a key of another kind", NULL};
const char *const signing_key_kinds[] = {
	"RSA", "RSA-PSS", "P-256", "P-384", "P-521", "Ed25519", "Ed448", "another", NULL};

const enum signing_key signing_keys_usual_first[] = {SIGNING_KEY_P256, SIGNING_KEY_RSA,
	SIGNING_KEY_P384, SIGNING_KEY_ED25519, SIGNING_KEY_P521, SIGNING_KEY_ED448, SIGNING_KEY_RSA_PSS,
	SIGNING_KEY_OTHER};

/* Its row, or the number of rows. */
static size_t find(uint16_t scheme)
{
	size_t row = 0;

	while (row < COUNT_OF(schemes) && schemes[row].number != scheme)
		row++;
	return row;
}

const char *signature_scheme_name(uint16_t scheme, struct arena *arena)
{
	size_t row = find(scheme);

	return row < COUNT_OF(schemes) ? schemes[row].name : arena_printf(arena, "0x%04x", scheme);
}

static bool is_curve(enum signing_key key)
{
	return key == SIGNING_KEY_P256 || key == SIGNING_KEY_P384 || key == SIGNING_KEY_P521;
}

bool signature_scheme_fits(uint16_t scheme, enum signing_key key, enum tls_version version)
{
	static const enum signer of_key[SIGNING_KEY_COUNT] = {
		[SIGNING_KEY_RSA] = BY_RSA,
		[SIGNING_KEY_RSA_PSS] = BY_RSA_PSS,
		[SIGNING_KEY_P256] = BY_P256,
		[SIGNING_KEY_P384] = BY_P384,
		[SIGNING_KEY_P521] = BY_P521,
		[SIGNING_KEY_ED25519] = BY_ED25519,
		[SIGNING_KEY_ED448] = BY_ED448,
		[SIGNING_KEY_OTHER] = BY_NOBODY,
	};
	size_t row = find(scheme);
	enum signer signer = row < COUNT_OF(schemes) ? schemes[row].signer : BY_NOBODY;

	if (signer == BY_NOBODY)
		return false;
	if (signer == of_key[key])
		return true;
	if (version >= TLS_1_3)
		return false;
	if (signer == BY_RSA_BEFORE_13)
		return key == SIGNING_KEY_RSA;
	return is_curve(key) && signer >= BY_ANY_CURVE_BEFORE_13 && signer <= BY_P521;
}
