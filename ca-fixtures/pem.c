#include "pem.h"

#include <inttypes.h>
#include <string.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "arena.h"
#include "buf.h"
#include "credential.h"
#include "file.h"
#include "unlock_cost.h"

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

static BIO *open_file(const char *path, struct arena *arena, const char **why)
{
	char *text;
	size_t len;

	if (!file_read(&text, &len, why, arena, path, PEM_TEXT_MAX))
		return NULL;
	return BIO_new_mem_buf(text, (int)len);
}

static bool refuse(const char **why, struct arena *arena, const char *path, const char *what)
{
	*why = ossl_why(arena, arena_printf(arena, "%s: %s", path, what));
	return false;
}

bool pem_read_certificates(
	X509 **out, size_t *count, const char *path, struct arena *arena, const char **why)
{
	SCOPED(BIO) bio = open_file(path, arena, why);
	const char *wrong = NULL;

	*count = 0;
	if (!bio)
		return false;
	ERR_clear_error();
	while (!wrong) {
		X509 *cert = PEM_read_bio_X509(bio, NULL, NULL, NULL);

		if (!cert && ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE && *count)
			break;
		if (!cert || *count == PEM_CERTIFICATES_MAX)
			wrong = cert ? "too many certificates" : "no certificate can be read";
		if (!wrong)
			out[(*count)++] = TAKE(cert);
		X509_free(cert);
	}
	if (!wrong) {
		ERR_clear_error();
		return true;
	}
	while (*count)
		X509_free(out[--*count]);
	return refuse(why, arena, path, wrong);
}

struct passphrase {
	const char *text; /* or NULL */
	bool wanted;
};

/* Never asks a person. */
static int give_passphrase(char *out, int size, int writing, void *user)
{
	struct passphrase *passphrase = user;
	size_t len = passphrase->text ? strlen(passphrase->text) : 0;

	(void)writing;
	passphrase->wanted = true;
	if (!passphrase->text || len > (size_t)size)
		return -1;
	memcpy(out, passphrase->text, len);
	return (int)len;
}

static bool is_cheap(BIO *bio, const char *path, struct arena *arena, const char **why)
{
	uint64_t rounds = unlock_rounds_in_pem(bio);

	(void)BIO_reset(bio);
	if (rounds <= UNLOCK_ROUNDS_MAX)
		return true;
	*why = rounds == UINT64_MAX
		? arena_printf(
			  arena, "%s: the key is encrypted with a count of rounds that is no number", path)
		: arena_printf(arena,
			  "%s: the key is encrypted with %" PRIu64 " rounds; more than %d are not tried", path,
			  rounds, UNLOCK_ROUNDS_MAX);
	return false;
}

bool pem_read_key(
	EVP_PKEY **out, const char *path, const char *passphrase, struct arena *arena, const char **why)
{
	SCOPED(BIO) bio = open_file(path, arena, why);
	struct passphrase given = {.text = passphrase};

	if (!bio || !is_cheap(bio, path, arena, why))
		return false;
	ERR_clear_error();
	*out = PEM_read_bio_PrivateKey(bio, NULL, give_passphrase, &given);
	if (*out)
		return true;
	if (!given.wanted)
		return refuse(why, arena, path, "no private key can be read");
	ERR_clear_error();
	*why = arena_printf(arena, "%s: %s", path,
		passphrase
			? "the key is encrypted, and the passphrase does not open it"
			: "the key is encrypted, and no passphrase was given (--key-passphrase-file FILE)");
	return false;
}

bool pem_read_crl(X509_CRL **out, const char *path, struct arena *arena, const char **why)
{
	SCOPED(BIO) bio = open_file(path, arena, why);

	if (!bio)
		return false;
	ERR_clear_error();
	*out = PEM_read_bio_X509_CRL(bio, NULL, NULL, NULL);
	return *out || refuse(why, arena, path, "no CRL can be read");
}
