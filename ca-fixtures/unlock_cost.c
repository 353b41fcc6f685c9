#include "unlock_cost.h"

#include <inttypes.h>
#include <string.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "arena.h"

SCOPED_TYPE(PBE2PARAM, PBE2PARAM *, PBE2PARAM_free)
SCOPED_TYPE(PBKDF2PARAM, PBKDF2PARAM *, PBKDF2PARAM_free)
SCOPED_TYPE(PBEPARAM, PBEPARAM *, PBEPARAM_free)
SCOPED_TYPE(SCRYPT_PARAMS, SCRYPT_PARAMS *, SCRYPT_PARAMS_free)
SCOPED_TYPE(X509_SIG, X509_SIG *, X509_SIG_free)

static uint64_t number(const ASN1_INTEGER *integer)
{
	uint64_t value;

	return integer && ASN1_INTEGER_get_uint64(&value, integer) ? value : UINT64_MAX;
}

static uint64_t product(uint64_t a, uint64_t b)
{
	uint64_t out;

	return __builtin_mul_overflow(a, b, &out) ? UINT64_MAX : out;
}

static uint64_t pbkdf2_rounds(const ASN1_TYPE *parameter)
{
	SCOPED(PBKDF2PARAM)
	given = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBKDF2PARAM), parameter);

	return given ? number(given->iter) : UINT64_MAX;
}

/* N * r * p blocks are mixed (RFC 7914 section 6). */
static uint64_t scrypt_rounds(const ASN1_TYPE *parameter)
{
	SCOPED(SCRYPT_PARAMS)
	given = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(SCRYPT_PARAMS), parameter);

	if (!given)
		return UINT64_MAX;
	return product(product(number(given->costParameter), number(given->blockSize)),
		number(given->parallelizationParameter));
}

static uint64_t pbes2_rounds(const ASN1_TYPE *parameter)
{
	SCOPED(PBE2PARAM)
	given = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBE2PARAM), parameter);
	int derived = given ? OBJ_obj2nid(given->keyfunc->algorithm) : NID_undef;

	if (derived == NID_id_pbkdf2)
		return pbkdf2_rounds(given->keyfunc->parameter);
	return derived == NID_id_scrypt ? scrypt_rounds(given->keyfunc->parameter) : 0;
}

uint64_t unlock_rounds(const X509_ALGOR *encryption)
{
	SCOPED(PBEPARAM) given = NULL;
	uint64_t rounds = 0;

	if (OBJ_obj2nid(encryption->algorithm) == NID_pbes2) {
		rounds = pbes2_rounds(encryption->parameter);
	} else {
		/* PBES1 and PKCS#12's own: {salt, iterations} */
		given = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBEPARAM), encryption->parameter);
		rounds = given ? number(given->iter) : 0;
	}
	ERR_clear_error();
	return rounds;
}

static uint64_t pkcs8_rounds(const unsigned char *der, long len)
{
	SCOPED(X509_SIG) locked = d2i_X509_SIG(NULL, &der, len);
	const X509_ALGOR *encryption = NULL;

	if (!locked)
		return 0;
	X509_SIG_get0(locked, &encryption, NULL);
	return unlock_rounds(encryption);
}

uint64_t unlock_rounds_in_pem(BIO *pem)
{
	uint64_t most = 0;
	unsigned char *der;
	char *header;
	char *name;
	long len;

	while (PEM_read_bio(pem, &name, &header, &der, &len)) {
		if (strcmp(name, PEM_STRING_PKCS8) == 0) {
			uint64_t rounds = pkcs8_rounds(der, len);

			most = rounds > most ? rounds : most;
		}
		OPENSSL_free(name);
		OPENSSL_free(header);
		OPENSSL_free(der);
	}
	ERR_clear_error();
	return most;
}

const char *unlock_refusal(uint64_t rounds, const char *path, struct arena *arena)
{
	if (rounds <= UNLOCK_ROUNDS_MAX)
		return NULL;
	return rounds == UINT64_MAX
		? arena_printf(
			  arena, "%s: the key is encrypted with a count of rounds that is no number", path)
		: arena_printf(arena,
			  "%s: the key is encrypted with %" PRIu64 " rounds; more than %d are not tried", path,
			  rounds, UNLOCK_ROUNDS_MAX);
}
