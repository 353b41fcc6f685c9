#include "pem.h"

#include <string.h>
#include <openssl/pem.h>

#include "buf.h"
#include "credential.h"

static bool flush(struct buf *out, BIO *bio)
{
	char *text;
	long len = BIO_get_mem_data(bio, &text);

	buf_append(out, text, (size_t)len);
	return len > 0 && !out->overflowed;
}

bool pem_put_certificate(struct buf *out, X509 *cert)
{
	SCOPED(BIO) bio = BIO_new(BIO_s_mem());

	return bio && PEM_write_bio_X509(bio, cert) && flush(out, bio);
}

bool pem_put_chain(struct buf *out, const struct credential *credential)
{
	for (size_t i = 0; i < credential->chain_len; i++) {
		if (!pem_put_certificate(out, credential->chain[i]))
			return false;
	}
	return true;
}

bool pem_put_crl(struct buf *out, X509_CRL *crl)
{
	SCOPED(BIO) bio = BIO_new(BIO_s_mem());

	return bio && PEM_write_bio_X509_CRL(bio, crl) && flush(out, bio);
}

bool pem_put_key(struct buf *out, EVP_PKEY *key, const char *passphrase)
{
	/* secure memory where OpenSSL has any; wiped when it is freed in any case */
	SCOPED(BIO) bio = BIO_new(BIO_s_secmem());

	return bio &&
		PEM_write_bio_PKCS8PrivateKey(bio, key, passphrase ? EVP_aes_256_cbc() : NULL, passphrase,
			passphrase ? (int)strlen(passphrase) : 0, NULL, NULL) &&
		flush(out, bio);
}

bool pem_put_pkcs12(struct buf *out, const struct credential *credential, const char *passphrase)
{
	SCOPED(BIO) bio = BIO_new(BIO_s_mem());
	SCOPED(PKCS12) store = NULL;
	STACK_OF(X509) *chain = sk_X509_new_null();
	bool ok = chain != NULL;

	for (size_t i = 1; ok && i < credential->chain_len; i++)
		ok = sk_X509_push(chain, credential->chain[i]) > 0;
	if (ok)
		store = PKCS12_create(passphrase, credential->name, credential->key, credential->chain[0],
			chain, 0, 0, 0, 0, 0);
	sk_X509_free(chain);
	return bio && store && i2d_PKCS12_bio(bio, store) && flush(out, bio);
}
