#include "holding_der.h"

#include <string.h>
#include <openssl/err.h>

#include "holding_pkcs12.h"
#include "unlock_cost.h"

SCOPED_TYPE(PKCS7, PKCS7 *, PKCS7_free)
SCOPED_TYPE(PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO *, PKCS8_PRIV_KEY_INFO_free)
SCOPED_TYPE(X509_REQ, X509_REQ *, X509_REQ_free)
SCOPED_TYPE(X509_SIG, X509_SIG *, X509_SIG_free)

bool holding_read_pkcs7(struct holding_reader *reader, const unsigned char *data, size_t len)
{
	SCOPED(PKCS7) box = d2i_PKCS7(NULL, &data, (long)len);
	STACK_OF(X509) * certificates;
	STACK_OF(X509_CRL) * crls;
	bool ok = true;

	if (!box)
		return false;
	holding_saw(reader, "PKCS#7");
	if (!PKCS7_type_is_signed(box) || !box->d.sign)
		return holding_refuse(reader, "it is PKCS#7, but of a kind that holds no certificates");
	certificates = box->d.sign->cert;
	crls = box->d.sign->crl;
	for (int i = 0; ok && i < sk_X509_num(certificates); i++) {
		ok = X509_up_ref(sk_X509_value(certificates, i)) &&
			holding_add_certificate(reader, sk_X509_value(certificates, i));
	}
	for (int i = 0; ok && i < sk_X509_CRL_num(crls); i++) {
		ok = X509_CRL_up_ref(sk_X509_CRL_value(crls, i)) &&
			holding_add_crl(reader, sk_X509_CRL_value(crls, i));
	}
	return ok;
}

static bool unlock(struct holding_reader *reader, const X509_SIG *locked)
{
	const char *passphrase = reader->passphrase;
	SCOPED(PKCS8_PRIV_KEY_INFO) open = NULL;
	const X509_ALGOR *encryption;
	EVP_PKEY *key;

	holding_saw(reader, "an encrypted private key");
	if (!(reader->wanted & HOLDING_KEY))
		return true;
	X509_SIG_get0(locked, &encryption, NULL);
	reader->why = unlock_refusal(unlock_rounds(encryption), reader->path, reader->arena);
	if (reader->why)
		return false;
	if (!passphrase)
		return holding_refuse(reader, UNLOCK_NO_PASSPHRASE);
	open = PKCS8_decrypt(locked, passphrase, (int)strlen(passphrase));
	key = open ? EVP_PKCS82PKEY(open) : NULL;
	if (!key)
		return holding_refuse(reader, UNLOCK_WRONG_PASSPHRASE);
	holding_add_key(reader, key);
	return true;
}

static bool read_key(struct holding_reader *reader, const unsigned char *data, size_t len)
{
	const unsigned char *at = data;
	SCOPED(X509_SIG) locked = d2i_X509_SIG(NULL, &at, (long)len);
	SCOPED(EVP_PKEY) public = NULL;
	EVP_PKEY *key;

	if (locked)
		return unlock(reader, locked);
	at = data;
	key = d2i_AutoPrivateKey(NULL, &at, (long)len);
	if (key) {
		holding_add_key(reader, key);
		return true;
	}
	at = data;
	public = d2i_PUBKEY(NULL, &at, (long)len);
	if (public)
		holding_saw(reader, "a public key");
	return public != NULL;
}

static bool read_other(struct holding_reader *reader, const unsigned char *data, size_t len)
{
	const unsigned char *at = data;
	X509_CRL *crl = d2i_X509_CRL(NULL, &at, (long)len);
	SCOPED(X509_REQ) request = NULL;

	if (crl)
		return holding_add_crl(reader, crl);
	at = data;
	request = d2i_X509_REQ(NULL, &at, (long)len);
	if (request)
		holding_saw(reader, "a certificate request");
	return request || holding_read_pkcs7(reader, data, len) || read_key(reader, data, len) ||
		(!reader->why && holding_read_pkcs12(reader, data, len));
}

bool holding_read_der(struct holding_reader *reader, const unsigned char *data, size_t len)
{
	const unsigned char *at = data;
	const unsigned char *end = data + len;
	X509 *certificate;
	bool ok = true;

	while (ok && at < end && (certificate = d2i_X509(NULL, &at, end - at)))
		ok = holding_add_certificate(reader, certificate);
	if (at == data)
		ok = read_other(reader, data, len);
	ERR_clear_error();
	return ok;
}
