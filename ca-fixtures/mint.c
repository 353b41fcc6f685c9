#include "mint.h"

#include <string.h>
#include <openssl/rand.h>

#include "ossl_scoped.h"

enum { SERIAL_BITS = 127, CRL_AGE_S = 3600, CRL_LIFE_S = 30 * 86400 };

static const EVP_MD *digest_of(int digest, const EVP_PKEY *signer)
{
	static const EVP_MD *(*const makers[DIGEST_COUNT])(void) = {
		[DIGEST_SHA256] = EVP_sha256,
		[DIGEST_SHA384] = EVP_sha384,
		[DIGEST_SHA512] = EVP_sha512,
		[DIGEST_SHA1] = EVP_sha1,
	};

	return key_has_own_digest(signer) ? NULL : makers[digest]();
}

/* What the model is signed with, as far as the signer of its copy can do the same. */
static const EVP_MD *digest_like(X509 *model, int otherwise, const EVP_PKEY *signer)
{
	int nid = NID_undef;

	X509_get_signature_info(model, &nid, NULL, NULL, NULL);
	if (nid == NID_undef || key_has_own_digest(signer) || !EVP_get_digestbynid(nid))
		return digest_of(otherwise, signer);
	return EVP_get_digestbynid(nid);
}

static const EVP_MD *digest_for(const struct mint_request *request, const EVP_PKEY *signer)
{
	int digest = request->item->digest;

	return mint_says(request, "digest") ? digest_of(digest, signer)
										: digest_like(request->mould, digest, signer);
}

static bool set_random(ASN1_INTEGER *serial, int bits, bool negative)
{
	SCOPED(BIGNUM) number = BN_new();

	if (!number || !BN_rand(number, bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY))
		return false;
	BN_set_negative(number, negative);
	return BN_to_ASN1_INTEGER(number, serial) != NULL;
}

/* RFC 5280 4.1.2.2: at most 20 octets, of which the first bit is the sign. */
static bool set_serial(X509 *cert, const struct recipe_item *item)
{
	static const int bits[SERIAL_COUNT] = {
		[SERIAL_RANDOM] = SERIAL_BITS,
		[SERIAL_NEGATIVE] = SERIAL_BITS,
		[SERIAL_LONGEST] = 8 * 20 - 1,
		[SERIAL_TOO_LONG] = 8 * 21 - 1,
	};
	ASN1_INTEGER *serial = X509_get_serialNumber(cert);

	if (item->serial == SERIAL_ZERO)
		return ASN1_INTEGER_set(serial, 0);
	return set_random(serial, bits[item->serial], item->serial == SERIAL_NEGATIVE);
}

static bool set_subject(X509 *cert, const struct mint_request *request)
{
	const struct pair_list *subject = &request->item->subject;
	SCOPED(X509_NAME) name = X509_NAME_new();

	if (request->subject)
		return X509_set_subject_name(cert, request->subject);
	if (!name)
		return false;
	for (size_t i = 0; i < subject->count; i++) {
		if (!X509_NAME_add_entry_by_txt(name, subject->items[i].key, MBSTRING_UTF8,
				(const unsigned char *)subject->items[i].value, -1, -1, 0))
			return false;
	}
	return X509_set_subject_name(cert, name);
}

static bool set_validity(X509 *cert, const struct mint_request *request)
{
	const struct validity *valid = &request->item->valid;
	time_t now = request->now;

	if (!mint_says(request, "valid"))
		return X509_set1_notBefore(cert, X509_get0_notBefore(request->mould)) &&
			X509_set1_notAfter(cert, X509_get0_notAfter(request->mould));
	return ASN1_TIME_set(X509_getm_notBefore(cert), now + valid->from_s) &&
		ASN1_TIME_set(X509_getm_notAfter(cert), now + valid->until_s);
}

/* RFC 5280 4.1.2.1: extensions are for version 3 alone. */
static bool set_extensions(X509 *cert, const struct mint_request *request)
{
	if (request->item->version == VERSION_1)
		return X509_set_version(cert, X509_VERSION_1);
	if (!mint_add_extensions(cert, request) ||
		(request->item->duplicate_extension && !mint_add_key_usage_again(cert)))
		return false;
	return !request->mould || X509_get_ext_count(cert) ||
		X509_set_version(cert, X509_get_version(request->mould));
}

X509 *mint_certificate(const struct mint_request *request)
{
	EVP_PKEY *signer = request->issuer ? request->issuer_key : request->key;
	SCOPED(X509) cert = X509_new();

	if (!cert || !X509_set_version(cert, X509_VERSION_3) || !set_serial(cert, request->item) ||
		!set_subject(cert, request) ||
		!X509_set_issuer_name(
			cert, X509_get_subject_name(request->issuer ? request->issuer : cert)))
		return NULL;
	if (!set_validity(cert, request) || !X509_set_pubkey(cert, request->key) ||
		!set_extensions(cert, request))
		return NULL;
	return X509_sign(cert, signer, digest_for(request, signer)) ? TAKE(cert) : NULL;
}

/* The signature is the last thing in a certificate, so its last bit is the last one of the DER. */
X509 *mint_with_broken_signature(const X509 *certificate)
{
	unsigned char *der = NULL;
	int len = i2d_X509(certificate, &der);
	const unsigned char *at = der;
	X509 *broken;

	if (len <= 0)
		return NULL;
	der[len - 1] ^= 1;
	broken = d2i_X509(NULL, &at, len);
	OPENSSL_free(der);
	return broken;
}

X509 *mint_twin(X509 *of, EVP_PKEY *key, EVP_PKEY *issuer_key, int digest)
{
	EVP_PKEY *signer = issuer_key ? issuer_key : key;
	SCOPED(X509) cert = X509_dup(of);

	if (!cert || !X509_set_pubkey(cert, key) || !mint_renew_key_ids(cert, !issuer_key))
		return NULL;
	return X509_sign(cert, signer, digest_like(of, digest, signer)) ? TAKE(cert) : NULL;
}

X509 *mint_addressed(X509 *of, const struct recipe_item *item, const struct mint_moment *moment,
	EVP_PKEY *issuer_key)
{
	SCOPED(X509) cert = X509_dup(of);

	if (!cert || !mint_set_addresses(cert, item->addresses, moment->base) ||
		(item->lasts_s && !ASN1_TIME_set(X509_getm_notAfter(cert), moment->now + item->lasts_s)))
		return NULL;
	return X509_sign(cert, issuer_key, digest_like(of, item->digest, issuer_key)) ? TAKE(cert)
																				  : NULL;
}

static bool add_revoked(X509_CRL *crl, X509 *cert, const ASN1_TIME *when)
{
	SCOPED(X509_REVOKED) entry = X509_REVOKED_new();
	SCOPED(ASN1_ENUMERATED) reason = ASN1_ENUMERATED_new();

	if (!entry || !reason || !ASN1_ENUMERATED_set(reason, CRL_REASON_KEY_COMPROMISE) ||
		!X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(cert)) ||
		!X509_REVOKED_set_revocationDate(entry, (ASN1_TIME *)when) ||
		!X509_REVOKED_add1_ext_i2d(entry, NID_crl_reason, reason, 0, X509V3_ADD_DEFAULT) ||
		!X509_CRL_add0_revoked(crl, entry))
		return false;
	(void)TAKE(entry);
	return true;
}

static bool add_crl_extensions(X509_CRL *crl, X509 *issuer)
{
	SCOPED(AUTHORITY_KEYID) authority = AUTHORITY_KEYID_new();
	SCOPED(ASN1_INTEGER) number = ASN1_INTEGER_new();
	const ASN1_OCTET_STRING *id = X509_get0_subject_key_id(issuer);

	if (!authority || !number || !set_random(number, SERIAL_BITS, false))
		return false;
	if (id) {
		authority->keyid = ASN1_OCTET_STRING_dup(id);
		if (!authority->keyid ||
			!X509_CRL_add1_ext_i2d(
				crl, NID_authority_key_identifier, authority, 0, X509V3_ADD_DEFAULT))
			return false;
	}
	return X509_CRL_add1_ext_i2d(crl, NID_crl_number, number, 0, X509V3_ADD_DEFAULT);
}

static bool add_entries(X509_CRL *crl, X509_CRL *from)
{
	STACK_OF(X509_REVOKED) *entries = from ? X509_CRL_get_REVOKED(from) : NULL;

	for (int i = 0; i < sk_X509_REVOKED_num(entries); i++) {
		SCOPED(X509_REVOKED) entry = X509_REVOKED_dup(sk_X509_REVOKED_value(entries, i));

		if (!entry || !X509_CRL_add0_revoked(crl, entry))
			return false;
		(void)TAKE(entry);
	}
	return true;
}

/* RFC 5280 5.2: who does not know it must not go by the list. */
static bool add_odd_extension(X509_CRL *crl)
{
	static const unsigned char null[] = {0x05, 0x00};
	SCOPED(ASN1_OBJECT) oid = OBJ_txt2obj(MINT_UNKNOWN_OID, 1);
	SCOPED(ASN1_OCTET_STRING) value = ASN1_OCTET_STRING_new();
	SCOPED(X509_EXTENSION) extension = NULL;

	if (!oid || !value || !ASN1_OCTET_STRING_set(value, null, sizeof(null)))
		return false;
	extension = X509_EXTENSION_create_by_OBJ(NULL, oid, 1, value);
	return extension && X509_CRL_add_ext(crl, extension, -1);
}

static bool begin_crl(X509_CRL *crl, const struct mint_crl_request *request)
{
	const struct validity usual = {-CRL_AGE_S, CRL_LIFE_S};
	const struct validity *valid = request->valid.until_s ? &request->valid : &usual;
	SCOPED(ASN1_TIME) from = ASN1_TIME_set(NULL, request->now + valid->from_s);
	SCOPED(ASN1_TIME) until = ASN1_TIME_set(NULL, request->now + valid->until_s);

	return from && until && X509_CRL_set_version(crl, X509_CRL_VERSION_2) &&
		X509_CRL_set_issuer_name(crl, X509_get_subject_name(request->issuer)) &&
		X509_CRL_set1_lastUpdate(crl, from) && X509_CRL_set1_nextUpdate(crl, until);
}

X509_CRL *mint_crl(const struct mint_crl_request *request)
{
	SCOPED(X509_CRL) crl = X509_CRL_new();
	SCOPED(ASN1_TIME) when = ASN1_TIME_set(NULL, request->now - CRL_AGE_S);

	if (!crl || !when || !begin_crl(crl, request))
		return NULL;
	for (size_t i = 0; i < request->count; i++) {
		if (!add_revoked(crl, request->revoked[i], when))
			return NULL;
	}
	if (!add_entries(crl, request->beside) || !add_crl_extensions(crl, request->issuer) ||
		(request->unknown_critical && !add_odd_extension(crl)) || !X509_CRL_sort(crl) ||
		!X509_CRL_sign(crl, request->key, digest_of(DIGEST_SHA256, request->key)))
		return NULL;
	return TAKE(crl);
}
