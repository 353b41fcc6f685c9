#include "pki_credential.h"

#include <string.h>

#include "buf.h"
#include "pem.h"
#include "pki_mint.h"
#include "pki_slot.h"
#include "pki_twin.h"

enum { PEM_MAX = 64 * 1024 };

static const char *hex_digest(struct arena *arena, const struct der *der, const EVP_MD *type)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	SCOPED_BUF hex;

	buf_init(&hex, sizeof(digest) * 2 + 1);
	if (!EVP_Digest(der->data, der->len, digest, &len, type, NULL))
		return "";
	for (unsigned i = 0; i < len; i++)
		buf_printf(&hex, "%02x", digest[i]);
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

/* Without `chain` in the recipe: every authority on the way up but the root. */
const struct recipe_item *pki_chain_item(const struct recipe_item *credential, size_t place)
{
	const struct recipe_item *item = credential;

	if (place && credential->chain_place.line > 0)
		return place <= credential->chain_len ? credential->chain[place - 1] : NULL;
	for (size_t i = 0; i < place; i++) {
		item = item->issuer;
		if (!item || !item->issuer)
			return NULL;
	}
	return item;
}

struct chain {
	X509 *certificates[CREDENTIAL_CHAIN_MAX + 1]; /* the last one for what is too much */
	size_t count;
};

static void push_link(struct chain *chain, X509 *certificate)
{
	if (chain->count <= CREDENTIAL_CHAIN_MAX)
		chain->certificates[chain->count++] = certificate;
}

/* With the user's CA comes what leads from it to the root. */
static bool add_link(struct chain *chain, struct pki *pki, struct pki_slot *link, const char **why)
{
	if (!link->certificate && !pki_mint(pki, link, why))
		return false;
	push_link(chain, link->certificate);
	for (size_t i = 0; link == pki->own.signer && i < pki->own.above_count; i++)
		push_link(chain, pki->own.above[i]);
	return true;
}

/* Without `chain` in the recipe: every authority on the way up but the root. */
static bool collect_chain(
	struct chain *chain, struct pki *pki, struct pki_slot *slot, const char **why)
{
	const struct recipe_item *item = slot->item;

	push_link(chain, slot->certificate);
	if (slot->resent && !recipe_says(item, slot->model, "chain")) {
		const struct credential *good = &pki->mould.good->credential;

		for (size_t i = 1; i < good->chain_len; i++)
			push_link(chain, good->chain[i]);
		return true;
	}
	for (size_t i = 0; item->chain_place.line > 0 && i < item->chain_len; i++) {
		if (!add_link(chain, pki, pki_slot_of(pki, item->chain[i]), why))
			return false;
	}
	if (item->chain_place.line > 0)
		return true;
	while ((slot = pki_issuer_of(pki, slot)) && pki_issuer_of(pki, slot)) {
		if (!add_link(chain, pki, slot, why))
			return false;
	}
	return true;
}

const struct credential *pki_credential(struct pki *pki, const char *name, const char **why)
{
	struct pki_slot *slot = pki_find(pki, RECIPE_CREDENTIAL, name);
	struct chain chain = {.count = 0};

	if (!slot && strchr(name, '+'))
		return pki_twin_named(pki, name, why);
	if (!slot) {
		*why =
			arena_printf(&pki->arena, "there is no credential '%s' in %s", name, pki->recipe->path);
		return NULL;
	}
	/* whom a scenario calls the good client, is the good client there */
	if (pki->usual && strcmp(name, PKI_GOOD_CLIENT) == 0)
		return &pki->mould.good->credential;
	if (slot->credential.chain_len)
		return &slot->credential;
	if (pki->usual && !slot->mould)
		return pki_credential(pki->usual, name, why);
	if (!pki_mint(pki, slot, why) || !collect_chain(&chain, pki, slot, why) ||
		!pki_fill_credential(pki, slot, chain.certificates, chain.count, why))
		return NULL;
	return &slot->credential;
}
