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

static bool set_random(ASN1_INTEGER *serial)
{
	SCOPED(BIGNUM) number = BN_new();

	return number && BN_rand(number, SERIAL_BITS, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) &&
		BN_to_ASN1_INTEGER(number, serial);
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

static bool set_validity(X509 *cert, const struct validity *valid, time_t now)
{
	return ASN1_TIME_set(X509_getm_notBefore(cert), now + valid->from_s) &&
		ASN1_TIME_set(X509_getm_notAfter(cert), now + valid->until_s);
}

X509 *mint_certificate(const struct mint_request *request)
{
	const struct recipe_item *item = request->item;
	EVP_PKEY *signer = request->issuer ? request->issuer_key : request->key;
	SCOPED(X509) cert = X509_new();

	if (!cert || !X509_set_version(cert, X509_VERSION_3) ||
		!set_random(X509_get_serialNumber(cert)) || !set_subject(cert, request) ||
		!X509_set_issuer_name(
			cert, X509_get_subject_name(request->issuer ? request->issuer : cert)))
		return NULL;
	if (!set_validity(cert, &item->valid, request->now) || !X509_set_pubkey(cert, request->key) ||
		!mint_extensions(cert, request))
		return NULL;
	return X509_sign(cert, signer, digest_of(item->digest, signer)) ? TAKE(cert) : NULL;
}

X509 *mint_twin(const X509 *of, EVP_PKEY *key, EVP_PKEY *issuer_key, int digest)
{
	EVP_PKEY *signer = issuer_key ? issuer_key : key;
	SCOPED(X509) cert = X509_dup(of);

	if (!cert || !X509_set_pubkey(cert, key) || !mint_renew_key_ids(cert, !issuer_key))
		return NULL;
	return X509_sign(cert, signer, digest_of(digest, signer)) ? TAKE(cert) : NULL;
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

	if (!authority || !number || !set_random(number))
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

X509_CRL *mint_crl(X509 *issuer, EVP_PKEY *issuer_key, X509 *const *revoked, size_t count,
	X509_CRL *beside, time_t now)
{
	SCOPED(X509_CRL) crl = X509_CRL_new();
	SCOPED(ASN1_TIME) from = ASN1_TIME_set(NULL, now - CRL_AGE_S);
	SCOPED(ASN1_TIME) until = ASN1_TIME_set(NULL, now + CRL_LIFE_S);

	if (!crl || !from || !until || !X509_CRL_set_version(crl, X509_CRL_VERSION_2) ||
		!X509_CRL_set_issuer_name(crl, X509_get_subject_name(issuer)) ||
		!X509_CRL_set1_lastUpdate(crl, from) || !X509_CRL_set1_nextUpdate(crl, until))
		return NULL;
	for (size_t i = 0; i < count; i++) {
		if (!add_revoked(crl, revoked[i], from))
			return NULL;
	}
	if (!add_entries(crl, beside) || !add_crl_extensions(crl, issuer) || !X509_CRL_sort(crl) ||
		!X509_CRL_sign(crl, issuer_key, digest_of(DIGEST_SHA256, issuer_key)))
		return NULL;
	return TAKE(crl);
}
