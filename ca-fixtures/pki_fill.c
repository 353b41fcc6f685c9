#include "pki_fill.h"

#include "buf.h"
#include "hex.h"
#include "pem.h"
#include "pki_slot.h"

enum { PEM_MAX = 64 * 1024 };

static const char *hex_digest(struct arena *arena, const struct der *der, const EVP_MD *type)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	SCOPED_BUF hex;

	buf_init(&hex, sizeof(digest) * 2 + 1);
	if (!EVP_Digest(der->data, der->len, digest, &len, type, NULL))
		return "";
	hex_put(&hex, digest, len);
	return arena_strdup(arena, buf_text(&hex));
}

static const char *subject_text(struct arena *arena, const X509 *cert)
{
	SCOPED(BIO) out = BIO_new(BIO_s_mem());
	char *text;
	long len;

	if (!out || X509_NAME_print_ex(out, X509_get_subject_name(cert), 0, XN_FLAG_RFC2253) < 0)
		return "";
	len = BIO_get_mem_data(out, &text);
	return arena_strndup(arena, text, (size_t)len);
}

static const char *leaf_pem(struct arena *arena, X509 *leaf)
{
	SCOPED_BUF text;

	buf_init(&text, PEM_MAX);
	return pem_put_certificate(&text, leaf) ? arena_strdup(arena, buf_text(&text)) : "";
}

bool pki_fill_credential(
	struct pki *pki, struct pki_slot *slot, X509 *const *chain, size_t count, const char **why)
{
	struct credential *out = &slot->credential;

	if (count > CREDENTIAL_CHAIN_MAX) {
		*why = arena_printf(&pki->arena, "the chain of '%s' has more than %d certificates",
			slot->item->name, CREDENTIAL_CHAIN_MAX);
		return false;
	}
	out->name = slot->item->name;
	out->key = slot->key;
	for (size_t i = 0; i < count; i++) {
		unsigned char *der = NULL;
		int len = i2d_X509(chain[i], &der);

		if (len <= 0 || !X509_up_ref(chain[i])) {
			*why = ossl_why(&pki->arena, slot->item->name);
			return false;
		}
		out->chain[out->chain_len] = chain[i];
		out->der[out->chain_len] =
			(struct der){arena_memdup(&pki->arena, der, (size_t)len), (size_t)len};
		out->chain_len++;
		OPENSSL_free(der);
	}
	out->subject = subject_text(&pki->arena, chain[0]);
	out->fingerprint_sha1 = hex_digest(&pki->arena, &out->der[0], EVP_sha1());
	out->fingerprint_sha256 = hex_digest(&pki->arena, &out->der[0], EVP_sha256());
	out->pem = leaf_pem(&pki->arena, chain[0]);
	out->defect = slot->item->defect;
	return true;
}
