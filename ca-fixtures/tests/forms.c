#include "forms.h"

#include <stdlib.h>
#include <string.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/provider.h>

#include "mint.h"
#include "pem.h"

static void must(bool done)
{
	if (!done)
		abort();
}

static void add(struct form_source *out, X509 *certificate)
{
	struct credential *credential = &out->credential;
	unsigned char *der = NULL;
	int len = i2d_X509(certificate, &der);

	must(len > 0);
	credential->chain[credential->chain_len] = certificate;
	credential->der[credential->chain_len++] = (struct der){der, (size_t)len};
}

void forms_begin(struct form_source *out)
{
	struct recipe_item items[2] = {{.name = "leaf"}, {.name = "issuer"}};
	struct mint_request request = {.now = time(NULL)};
	SCOPED(EVP_PKEY) issuer_key = key_create(KEY_P256);
	X509 *issuer;

	memset(out, 0, sizeof(*out));
	out->credential.name = "c";
	out->credential.key = key_create(KEY_P256);
	recipe_item_defaults(&items[0], RECIPE_CREDENTIAL);
	recipe_item_defaults(&items[1], RECIPE_AUTHORITY);
	request.item = &items[1];
	request.key = issuer_key;
	issuer = mint_certificate(&request);
	request.item = &items[0];
	request.key = out->credential.key;
	request.issuer = issuer;
	request.issuer_key = issuer_key;
	add(out, mint_certificate(&request));
	add(out, issuer);
	out->crl = mint_crl(
		&(struct mint_crl_request){.issuer = issuer, .key = issuer_key, .now = request.now});
	must(out->crl);
}

void forms_end(struct form_source *source)
{
	for (size_t i = 0; i < source->credential.chain_len; i++) {
		X509_free(source->credential.chain[i]);
		OPENSSL_free((void *)source->credential.der[i].data);
	}
	EVP_PKEY_free(source->credential.key);
	X509_CRL_free(source->crl);
}

static void take(struct buf *out, BIO *bio)
{
	char *data;
	long len = BIO_get_mem_data(bio, &data);

	must(len > 0);
	buf_append(out, data, (size_t)len);
	BIO_free(bio);
}

static void put_pem(struct buf *out, const struct form_source *source)
{
	buf_puts(out, "subject=CN = c\nissuer=CN = middle\n");
	must(pem_put_chain(out, &source->credential));
	buf_puts(out, "Bag Attributes: <Empty Attributes>\n");
	must(pem_put_key(out, source->credential.key, NULL));
}

static void put_pem_key_first(struct buf *out, const struct form_source *source)
{
	must(pem_put_key(out, source->credential.key, FORMS_PASSPHRASE));
	must(pem_put_chain(out, &source->credential));
}

static void put_pem_of_windows(struct buf *out, const struct form_source *source)
{
	SCOPED_BUF plain;

	buf_init(&plain, 64 * 1024);
	must(pem_put_chain(&plain, &source->credential));
	buf_puts(out, "\xef\xbb\xbf");
	for (const char *at = buf_text(&plain); *at; at++) {
		if (*at == '\n')
			buf_putc(out, '\r');
		buf_putc(out, *at);
	}
}

static void put_trusted(struct buf *out, const struct form_source *source)
{
	BIO *bio = BIO_new(BIO_s_mem());

	must(PEM_write_bio_X509_AUX(bio, source->credential.chain[0]));
	take(out, bio);
}

static void put_der(struct buf *out, const struct form_source *source)
{
	buf_append(out, source->credential.der[0].data, source->credential.der[0].len);
}

static void put_der_chain(struct buf *out, const struct form_source *source)
{
	put_der(out, source);
	buf_append(out, source->credential.der[1].data, source->credential.der[1].len);
}

static void put_der_key(struct buf *out, const struct form_source *source)
{
	BIO *bio = BIO_new(BIO_s_mem());

	must(i2d_PKCS8PrivateKey_bio(bio, source->credential.key, NULL, NULL, 0, NULL, NULL));
	take(out, bio);
}

static void put_der_old_key(struct buf *out, const struct form_source *source)
{
	BIO *bio = BIO_new(BIO_s_mem());

	must(i2d_PrivateKey_bio(bio, source->credential.key));
	take(out, bio);
}

static void put_der_locked_key(struct buf *out, const struct form_source *source)
{
	BIO *bio = BIO_new(BIO_s_mem());

	must(i2d_PKCS8PrivateKey_bio(bio, source->credential.key, EVP_aes_256_cbc(), FORMS_PASSPHRASE,
		(int)strlen(FORMS_PASSPHRASE), NULL, NULL));
	take(out, bio);
}

static PKCS7 *pkcs7_of(const struct form_source *source)
{
	PKCS7 *box = PKCS7_new();

	must(PKCS7_set_type(box, NID_pkcs7_signed) && PKCS7_content_new(box, NID_pkcs7_data));
	for (size_t i = 0; i < source->credential.chain_len; i++)
		must(PKCS7_add_certificate(box, source->credential.chain[i]));
	must(PKCS7_add_crl(box, source->crl));
	return box;
}

static void put_pkcs7_pem(struct buf *out, const struct form_source *source)
{
	BIO *bio = BIO_new(BIO_s_mem());
	PKCS7 *box = pkcs7_of(source);

	must(PEM_write_bio_PKCS7(bio, box));
	PKCS7_free(box);
	take(out, bio);
}

static void put_pkcs7_der(struct buf *out, const struct form_source *source)
{
	BIO *bio = BIO_new(BIO_s_mem());
	PKCS7 *box = pkcs7_of(source);

	must(i2d_PKCS7_bio(bio, box));
	PKCS7_free(box);
	take(out, bio);
}

static void put_crl_pem(struct buf *out, const struct form_source *source)
{
	must(pem_put_crl(out, source->crl) && pem_put_crl(out, source->crl));
}

static void put_crl_der(struct buf *out, const struct form_source *source)
{
	BIO *bio = BIO_new(BIO_s_mem());

	must(i2d_X509_CRL_bio(bio, source->crl));
	take(out, bio);
}

void forms_put_pkcs12(struct buf *out, const struct form_source *source, const char *passphrase,
	int rounds, bool legacy)
{
	const struct credential *credential = &source->credential;
	OSSL_LIB_CTX *library = OSSL_LIB_CTX_new();
	OSSL_PROVIDER *usual = OSSL_PROVIDER_load(library, "default");
	OSSL_PROVIDER *old = legacy ? OSSL_PROVIDER_load(library, "legacy") : NULL;
	/* a libcrypto that comes without its modules has no RC2 to write or read it by */
	int certificates = old ? NID_pbe_WithSHA1And40BitRC2_CBC
		: legacy           ? NID_pbe_WithSHA1And3_Key_TripleDES_CBC
						   : 0;
	STACK_OF(X509) *chain = sk_X509_new_null();
	BIO *bio = BIO_new(BIO_s_mem());
	PKCS12 *box;

	must(sk_X509_push(chain, credential->chain[1]));
	box = PKCS12_create_ex(passphrase, "c", credential->key, credential->chain[0], chain,
		legacy ? NID_pbe_WithSHA1And3_Key_TripleDES_CBC : 0, certificates, rounds, rounds, 0,
		library, NULL);
	must(box);
	must(i2d_PKCS12_bio(bio, box));
	PKCS12_free(box);
	sk_X509_free(chain);
	OSSL_PROVIDER_unload(usual);
	if (old)
		OSSL_PROVIDER_unload(old);
	OSSL_LIB_CTX_free(library);
	take(out, bio);
}

static void put_pkcs12(struct buf *out, const struct form_source *source)
{
	forms_put_pkcs12(out, source, FORMS_PASSPHRASE, 100, false);
}

static void put_pkcs12_open(struct buf *out, const struct form_source *source)
{
	forms_put_pkcs12(out, source, "", 100, false);
}

static void put_pkcs12_of_old(struct buf *out, const struct form_source *source)
{
	forms_put_pkcs12(out, source, FORMS_PASSPHRASE, 100, true);
}

const struct form forms[] = {
	{"PEM with text around", put_pem, 2, true, 0},
	{"PEM, encrypted key first", put_pem_key_first, 2, true, 0},
	{"PEM of Windows", put_pem_of_windows, 2, false, 0},
	{"TRUSTED CERTIFICATE", put_trusted, 1, false, 0},
	{"DER", put_der, 1, false, 0},
	{"DER of two", put_der_chain, 2, false, 0},
	{"DER of a key", put_der_key, 0, true, 0},
	{"DER of an old key", put_der_old_key, 0, true, 0},
	{"DER of a locked key", put_der_locked_key, 0, true, 0},
	{"PKCS#7 in PEM", put_pkcs7_pem, 2, false, 1},
	{"PKCS#7 in DER", put_pkcs7_der, 2, false, 1},
	{"CRLs in PEM", put_crl_pem, 0, false, 2},
	{"CRL in DER", put_crl_der, 0, false, 1},
	{"PKCS#12", put_pkcs12, 2, true, 0},
	{"PKCS#12, empty passphrase", put_pkcs12_open, 2, true, 0},
	{"PKCS#12 of old", put_pkcs12_of_old, 2, true, 0},
};
const size_t form_count = COUNT_OF(forms);
