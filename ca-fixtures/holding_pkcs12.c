/* PKCS#12 (RFC 7292): safes, most of them encrypted, with bags, which may be encrypted again. */
#include "holding_pkcs12.h"

#include <string.h>
#include <openssl/err.h>
#include <openssl/provider.h>

#include "unlock_cost.h"

typedef STACK_OF(PKCS7) safes;
typedef STACK_OF(PKCS12_SAFEBAG) bags;
static void free_safes(safes *list)
{
	sk_PKCS7_pop_free(list, PKCS7_free);
}

static void free_bags(bags *list)
{
	sk_PKCS12_SAFEBAG_pop_free(list, PKCS12_SAFEBAG_free);
}

SCOPED_TYPE(safes, safes *, free_safes)
SCOPED_TYPE(bags, bags *, free_bags)
SCOPED_TYPE(OSSL_LIB_CTX, OSSL_LIB_CTX *, OSSL_LIB_CTX_free)
SCOPED_TYPE(OSSL_PROVIDER, OSSL_PROVIDER *, OSSL_PROVIDER_unload)
SCOPED_TYPE(PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO *, PKCS8_PRIV_KEY_INFO_free)

/* Boxes in boxes are the file's to choose. */
enum { DEPTH_MAX = 4 };

struct opening {
	struct holding_reader *reader;
	OSSL_LIB_CTX *library; /* NULL: the default one */
	const char *passphrase; /* that its MAC agrees with */
	uint64_t rounds; /* that all of it asked for so far */
};

static bool is_of_old(const X509_ALGOR *encryption)
{
	static const int kinds[] = {NID_pbe_WithSHA1And40BitRC2_CBC, NID_pbe_WithSHA1And128BitRC2_CBC,
		NID_pbe_WithSHA1And40BitRC4, NID_pbe_WithSHA1And128BitRC4, NID_pbeWithMD5AndDES_CBC,
		NID_pbeWithSHA1AndDES_CBC, NID_pbeWithMD5AndRC2_CBC, NID_pbeWithSHA1AndRC2_CBC};
	int kind = OBJ_obj2nid(encryption->algorithm);

	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		if (kinds[i] == kind)
			return true;
	}
	return false;
}

static bool is_affordable(struct opening *opening, uint64_t rounds)
{
	struct holding_reader *reader = opening->reader;

	if (__builtin_add_overflow(opening->rounds, rounds, &opening->rounds))
		opening->rounds = UINT64_MAX;
	reader->why = unlock_refusal(opening->rounds, reader->path, reader->arena);
	return !reader->why;
}

/* Bags whose own lock is of old are found here as well where they lie in a safe that is open. */
static bool wants_legacy(const safes *list)
{
	for (int i = 0; i < sk_PKCS7_num(list); i++) {
		const PKCS7 *safe = sk_PKCS7_value(list, i);
		SCOPED(bags) open = PKCS7_type_is_data(safe) ? PKCS12_unpack_p7data((PKCS7 *)safe) : NULL;

		if (PKCS7_type_is_encrypted(safe) && is_of_old(safe->d.encrypted->enc_data->algorithm))
			return true;
		for (int j = 0; j < sk_PKCS12_SAFEBAG_num(open); j++) {
			const X509_SIG *locked = PKCS12_SAFEBAG_get0_pkcs8(sk_PKCS12_SAFEBAG_value(open, j));
			const X509_ALGOR *encryption = NULL;

			if (locked)
				X509_SIG_get0(locked, &encryption, NULL);
			if (encryption && is_of_old(encryption))
				return true;
		}
	}
	return false;
}

static bool take_key(struct opening *opening, const PKCS8_PRIV_KEY_INFO *open)
{
	EVP_PKEY *key = open ? EVP_PKCS82PKEY(open) : NULL;

	if (!key)
		return holding_refuse_unread(opening->reader, "its private key can't be read");
	holding_add_key(opening->reader, key);
	return true;
}

static bool add_locked_key(struct opening *opening, const PKCS12_SAFEBAG *bag)
{
	SCOPED(PKCS8_PRIV_KEY_INFO) open = NULL;
	const char *passphrase = opening->passphrase;
	const X509_ALGOR *encryption;

	if (!(opening->reader->wanted & HOLDING_KEY))
		return true;
	X509_SIG_get0(PKCS12_SAFEBAG_get0_pkcs8(bag), &encryption, NULL);
	if (!is_affordable(opening, unlock_rounds(encryption)))
		return false;
	open = PKCS12_decrypt_skey_ex(
		bag, passphrase, passphrase ? (int)strlen(passphrase) : 0, opening->library, NULL);
	return take_key(opening, open);
}

static bool read_bags(struct opening *opening, const bags *list, int depth);

static bool read_bag(struct opening *opening, const PKCS12_SAFEBAG *bag, int depth)
{
	struct holding_reader *reader = opening->reader;
	X509 *certificate;
	X509_CRL *crl;

	switch (PKCS12_SAFEBAG_get_nid(bag)) {
	case NID_keyBag:
		return take_key(opening, PKCS12_SAFEBAG_get0_p8inf(bag));
	case NID_pkcs8ShroudedKeyBag:
		return add_locked_key(opening, bag);
	case NID_certBag:
		certificate = PKCS12_SAFEBAG_get_bag_nid(bag) == NID_x509Certificate
			? PKCS12_SAFEBAG_get1_cert(bag)
			: NULL;
		return certificate ? holding_add_certificate(reader, certificate)
						   : holding_refuse_unread(reader, "a certificate in it can't be read");
	case NID_crlBag:
		crl = PKCS12_SAFEBAG_get_bag_nid(bag) == NID_x509Crl ? PKCS12_SAFEBAG_get1_crl(bag) : NULL;
		return crl ? holding_add_crl(reader, crl)
				   : holding_refuse_unread(reader, "a CRL in it can't be read");
	case NID_safeContentsBag:
		return depth < DEPTH_MAX
			? read_bags(opening, PKCS12_SAFEBAG_get0_safes(bag), depth + 1)
			: holding_refuse(reader, "it is PKCS#12 with boxes in boxes in boxes");
	default: /* secrets and what is to come: nothing for us */
		return true;
	}
}

static bool read_bags(struct opening *opening, const bags *list, int depth)
{
	for (int i = 0; i < sk_PKCS12_SAFEBAG_num(list); i++) {
		if (!read_bag(opening, sk_PKCS12_SAFEBAG_value(list, i), depth))
			return false;
	}
	return true;
}

static bool read_safe(struct opening *opening, PKCS7 *safe)
{
	const char *passphrase = opening->passphrase;
	SCOPED(bags) list = NULL;

	if (PKCS7_type_is_data(safe)) {
		list = PKCS12_unpack_p7data(safe);
	} else if (PKCS7_type_is_encrypted(safe)) {
		if (!is_affordable(opening, unlock_rounds(safe->d.encrypted->enc_data->algorithm)))
			return false;
		list = PKCS12_unpack_p7encdata(safe, passphrase, passphrase ? (int)strlen(passphrase) : 0);
	} else {
		return holding_refuse(
			opening->reader, "it is PKCS#12 that is encrypted for a key, not under a passphrase");
	}
	return list ? read_bags(opening, list, 0)
				: holding_refuse_unread(opening->reader, "it is PKCS#12 that can't be opened");
}

/* Whose MAC is right; an empty passphrase is written in two ways (RFC 7292 appendix B.1). */
static bool find_passphrase(struct opening *opening, PKCS12 *box)
{
	struct holding_reader *reader = opening->reader;
	const char *const tries[] = {reader->passphrase, NULL, ""};
	const ASN1_INTEGER *rounds = NULL;
	uint64_t count = 1; /* RFC 7292 4: where it is left out */

	PKCS12_get0_mac(NULL, NULL, NULL, &rounds, box);
	if (rounds && !ASN1_INTEGER_get_uint64(&count, rounds))
		count = UINT64_MAX;
	if (!is_affordable(opening, count))
		return false;
	for (size_t i = reader->passphrase ? 0 : 1; i < COUNT_OF(tries); i++) {
		opening->passphrase = tries[i];
		if (PKCS12_verify_mac(box, tries[i], tries[i] ? (int)strlen(tries[i]) : 0))
			return true;
	}
	return holding_refuse(reader,
		reader->passphrase
			? "it is PKCS#12, and the passphrase does not open it"
			: "it is PKCS#12 under a passphrase, and none was given (--key-passphrase-file FILE)");
}

static bool open_box(struct opening *opening, PKCS12 *box)
{
	SCOPED(safes) list = NULL;
	bool ok = true;

	opening->passphrase = opening->reader->passphrase;
	if (PKCS12_mac_present(box) && !find_passphrase(opening, box))
		return false;
	list = PKCS12_unpack_authsafes(box);
	if (!list)
		return holding_refuse_unread(opening->reader, "it is PKCS#12 that can't be opened");
	for (int i = 0; ok && i < sk_PKCS7_num(list); i++)
		ok = read_safe(opening, sk_PKCS7_value(list, i));
	return ok;
}

static bool open_box_of_old(struct opening *opening, const unsigned char *data, size_t len)
{
	SCOPED(OSSL_LIB_CTX) library = OSSL_LIB_CTX_new();
	SCOPED(OSSL_PROVIDER) usual = library ? OSSL_PROVIDER_load(library, "default") : NULL;
	SCOPED(OSSL_PROVIDER) legacy = usual ? OSSL_PROVIDER_load(library, "legacy") : NULL;
	SCOPED(PKCS12) box = NULL;

	if (!legacy)
		return holding_refuse_form(opening->reader,
			"it is PKCS#12 with algorithms of old (such as RC2), and this OpenSSL has no legacy "
			"provider to open it",
			"openssl pkcs12 -legacy -nodes -in %s -out new.pem (where there is one)");
	opening->library = library;
	box = PKCS12_init_ex(NID_pkcs7_data, library, NULL);
	return box && d2i_PKCS12(&box, &data, (long)len) && open_box(opening, box);
}

bool holding_read_pkcs12(struct holding_reader *reader, const unsigned char *data, size_t len)
{
	struct opening opening = {.reader = reader};
	const unsigned char *at = data;
	SCOPED(PKCS12) box = d2i_PKCS12(NULL, &at, (long)len);
	SCOPED(safes) list = NULL;

	if (!box)
		return false;
	holding_saw(reader, "PKCS#12");
	list = PKCS12_unpack_authsafes(box);
	return wants_legacy(list) ? open_box_of_old(&opening, data, len) : open_box(&opening, box);
}
