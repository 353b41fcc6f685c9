#include "holding_pem.h"

#include <string.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "arena.h"
#include "holding_der.h"
#include "unlock_cost.h"

static bool parse_certificate(struct holding_reader *reader, const unsigned char *der, long len)
{
	X509 *certificate = d2i_X509(NULL, &der, len);

	return certificate ? holding_add_certificate(reader, certificate)
					   : holding_refuse_unread(reader, "no certificate can be read");
}

/* Whom OpenSSL is to trust for what stands behind the certificate: nothing to us. */
static bool parse_trusted(struct holding_reader *reader, const unsigned char *der, long len)
{
	X509 *certificate = d2i_X509_AUX(NULL, &der, len);

	return certificate ? holding_add_certificate(reader, certificate)
					   : holding_refuse_unread(reader, "no certificate can be read");
}

static bool parse_pkcs7(struct holding_reader *reader, const unsigned char *der, long len)
{
	return holding_read_pkcs7(reader, der, (size_t)len) ||
		holding_refuse_unread(reader, "no PKCS#7 can be read");
}

static bool parse_crl(struct holding_reader *reader, const unsigned char *der, long len)
{
	X509_CRL *crl = d2i_X509_CRL(NULL, &der, len);

	return crl ? holding_add_crl(reader, crl) : holding_refuse_unread(reader, "no CRL can be read");
}

static bool saw_openssh(struct holding_reader *reader, const unsigned char *der, long len)
{
	(void)der;
	(void)len;
	return holding_refuse_form(reader, "it holds a private key in OpenSSH's own form",
		"cp %s new.key && ssh-keygen -p -m PKCS8 -f new.key");
}

static const struct pem_block {
	const char *label;
	const char *what;
	bool (*add)(struct holding_reader *reader, const unsigned char *der, long len);
	bool key; /* opened apart, since it may be encrypted */
} blocks[] = {
	{"CERTIFICATE", "a certificate", parse_certificate, false},
	{"X509 CERTIFICATE", "a certificate", parse_certificate, false},
	{"TRUSTED CERTIFICATE", "a certificate", parse_trusted, false},
	{"PKCS7", "PKCS#7", parse_pkcs7, false},
	{"PKCS #7 SIGNED DATA", "PKCS#7", parse_pkcs7, false},
	{"CMS", "PKCS#7", parse_pkcs7, false},
	{"X509 CRL", "a CRL", parse_crl, false},
	{"PRIVATE KEY", "a private key", NULL, true},
	{"ENCRYPTED PRIVATE KEY", "an encrypted private key", NULL, true},
	{"RSA PRIVATE KEY", "a private key", NULL, true},
	{"EC PRIVATE KEY", "a private key", NULL, true},
	{"DSA PRIVATE KEY", "a private key", NULL, true},
	{"OPENSSH PRIVATE KEY", "a private key", saw_openssh, false},
	{"PUBLIC KEY", "a public key", NULL, false},
	{"CERTIFICATE REQUEST", "a certificate request", NULL, false},
	{"NEW CERTIFICATE REQUEST", "a certificate request", NULL, false},
};

static bool add_block(struct holding_reader *reader, const char *label, const unsigned char *der,
	long len, bool *has_key)
{
	for (size_t i = 0; i < COUNT_OF(blocks); i++) {
		if (strcmp(blocks[i].label, label) != 0)
			continue;
		holding_saw(reader, blocks[i].what);
		*has_key = *has_key || blocks[i].key;
		return !blocks[i].add || blocks[i].add(reader, der, len);
	}
	return true; /* parameters of curves, and whatever else there may be */
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

static bool open_key(struct holding_reader *reader, BIO *pem)
{
	struct passphrase given = {.text = reader->passphrase};
	EVP_PKEY *key;

	reader->why = unlock_refusal(unlock_rounds_in_pem(pem), reader->path, reader->arena);
	if (reader->why)
		return false;
	(void)BIO_reset(pem);
	key = PEM_read_bio_PrivateKey(pem, NULL, give_passphrase, &given);
	if (!key && !given.wanted)
		return holding_refuse_unread(reader, "no private key can be read");
	if (!key)
		return holding_refuse(reader, given.text ? UNLOCK_WRONG_PASSPHRASE : UNLOCK_NO_PASSPHRASE);
	holding_add_key(reader, key);
	return true;
}

bool holding_read_pem(struct holding_reader *reader, const char *text, size_t len)
{
	SCOPED(BIO) pem = BIO_new_mem_buf(text, (int)len);
	bool has_key = false;
	bool ok = pem != NULL;
	unsigned char *der;
	char *header;
	char *label;
	long der_len;

	ERR_clear_error();
	while (ok && PEM_read_bio(pem, &label, &header, &der, &der_len)) {
		ok = add_block(reader, label, der, der_len, &has_key);
		OPENSSL_free(label);
		OPENSSL_free(header);
		OPENSSL_free(der);
	}
	if (ok && ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
		ok = holding_refuse_unread(reader, "it holds a block of PEM that is torn");
	ERR_clear_error();
	if (!ok || !has_key || !(reader->wanted & HOLDING_KEY))
		return ok;
	(void)BIO_reset(pem);
	return open_key(reader, pem);
}
