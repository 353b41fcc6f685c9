#include "pki.h"

#include <string.h>

#include "buf.h"
#include "file.h"
#include "mint.h"
#include "pem.h"
#include "pki_slot.h"
#include "store.h"

enum { PEM_MAX = 64 * 1024 };

struct pki *pki_create(const struct recipe *recipe)
{
	struct arena arena;
	struct pki *pki;

	arena_init(&arena);
	pki = ARENA_NEW(&arena, struct pki);
	pki->recipe = recipe;
	pki->now = time(NULL);
	pki->slots = ARENA_ARRAY(&arena, struct pki_slot, recipe->count + 1);
	pki->count = recipe->count;
	for (size_t i = 0; i < recipe->count; i++)
		pki->slots[i].item = recipe->items[i];
	pki->arena = arena;
	return pki;
}

void pki_destroy(struct pki *pki)
{
	struct arena arena;

	if (!pki)
		return;
	for (size_t i = 0; i < pki->count; i++) {
		struct pki_slot *slot = &pki->slots[i];

		for (size_t j = 0; j < slot->credential.chain_len; j++)
			X509_free(slot->credential.chain[j]);
		X509_free(slot->certificate);
		EVP_PKEY_free(slot->key);
	}
	for (size_t i = 0; i < pki->server_ca_count; i++)
		X509_free(pki->server_cas[i]);
	/* the pki itself lives in its arena */
	arena = pki->arena;
	arena_finish(&arena);
}

struct pki_slot *pki_slot_of(struct pki *pki, const struct recipe_item *item)
{
	for (size_t i = 0; i < pki->count; i++) {
		if (pki->slots[i].item == item)
			return &pki->slots[i];
	}
	return NULL;
}

struct pki_slot *pki_find(struct pki *pki, enum recipe_kind kind, const char *name)
{
	return pki_slot_of(pki, recipe_find(pki->recipe, kind, name));
}

bool pki_is_below(const struct recipe_item *item, const struct recipe_item *root)
{
	while (item && item != root)
		item = item->issuer;
	return item != NULL;
}

/* The signature is the last thing in a certificate, so its last bit is the last one of the DER. */
static X509 *with_broken_signature(const X509 *cert)
{
	unsigned char *der = NULL;
	int len = i2d_X509(cert, &der);
	const unsigned char *at = der;
	X509 *broken;

	if (len <= 0)
		return NULL;
	der[len - 1] ^= 1;
	broken = d2i_X509(NULL, &at, len);
	OPENSSL_free(der);
	return broken;
}

static X509 *make_certificate(
	const struct pki *pki, const struct pki_slot *slot, const struct pki_slot *issuer)
{
	SCOPED(X509)
	cert = mint_certificate(&(struct mint_request){
		.item = slot->item,
		.key = slot->key,
		.subject = pki_has_own_root_name(pki, slot->item)
			? X509_get_subject_name(pki->own_root->certificate)
			: NULL,
		.issuer = issuer ? issuer->certificate : NULL,
		.issuer_key = issuer ? issuer->key : NULL,
		.now = pki->now,
	});

	if (cert && slot->item->tamper == TAMPER_SIGNATURE)
		return with_broken_signature(cert);
	return TAKE(cert);
}

static bool mint_one(
	struct pki *pki, struct pki_slot *slot, const struct pki_slot *issuer, const char **why)
{
	if (slot->certificate)
		return true;
	if (!slot->key)
		slot->key = pki_make_key(slot->item);
	slot->certificate = slot->key ? make_certificate(pki, slot, issuer) : NULL;
	if (slot->certificate)
		return true;
	*why = ossl_why(&pki->arena,
		arena_printf(
			&pki->arena, "'%s' of %s can't be minted", slot->item->name, pki->recipe->path));
	return false;
}

bool pki_mint(struct pki *pki, struct pki_slot *slot, const char **why)
{
	struct pki_slot *path[RECIPE_ITEMS_MAX];
	const struct pki_slot *issuer = NULL;
	size_t depth = 0;

	if (slot->certificate && slot->key)
		return true;
	if (pki->folder) {
		*why = arena_printf(&pki->arena, "%s holds no key of '%s'", pki->folder, slot->item->name);
		return false;
	}
	*why = pki_lack(pki, slot->item);
	if (*why)
		return false;
	for (const struct recipe_item *item = slot->item; item; item = item->issuer)
		path[depth++] = pki_slot_of(pki, item);
	while (depth) {
		if (!mint_one(pki, path[--depth], issuer, why))
			return false;
		issuer = path[depth];
	}
	return true;
}

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

static bool collect_chain(
	struct pki *pki, struct pki_slot *slot, X509 **chain, size_t *count, const char **why)
{
	const struct recipe_item *item = slot->item;

	while (*count <= CREDENTIAL_CHAIN_MAX && (item = pki_chain_item(slot->item, *count))) {
		struct pki_slot *link = pki_slot_of(pki, item);

		if (!pki_mint(pki, link, why))
			return false;
		chain[(*count)++] = link->certificate;
	}
	return true;
}

const struct credential *pki_credential(struct pki *pki, const char *name, const char **why)
{
	struct pki_slot *slot = pki_find(pki, RECIPE_CREDENTIAL, name);
	X509 *chain[CREDENTIAL_CHAIN_MAX + 2];
	size_t count = 0;

	if (!slot) {
		*why =
			arena_printf(&pki->arena, "there is no credential '%s' in %s", name, pki->recipe->path);
		return NULL;
	}
	if (slot->credential.chain_len)
		return &slot->credential;
	if (!pki_mint(pki, slot, why) || !collect_chain(pki, slot, chain, &count, why) ||
		!pki_fill_credential(pki, slot, chain, count, why))
		return NULL;
	return &slot->credential;
}

X509 *pki_authority(struct pki *pki, const char *name, const char **why)
{
	struct pki_slot *slot = pki_find(pki, RECIPE_AUTHORITY, name);

	if (!slot) {
		*why =
			arena_printf(&pki->arena, "there is no authority '%s' in %s", name, pki->recipe->path);
		return NULL;
	}
	if (slot->certificate)
		return slot->certificate;
	return pki_mint(pki, slot, why) ? slot->certificate : NULL;
}

bool pki_trust_servers(struct pki *pki, const char *path, const char **why)
{
	size_t lapsed = 0;

	if (!pem_read_certificates(pki->server_cas, &pki->server_ca_count, path, &pki->arena, why))
		return false;
	for (size_t i = 0; i < pki->server_ca_count; i++)
		lapsed += X509_cmp_time(X509_get0_notAfter(pki->server_cas[i]), &pki->now) <= 0;
	if (lapsed < pki->server_ca_count)
		return true;
	*why = arena_printf(&pki->arena, "%s: %s expired: no server could be trusted by it", path,
		lapsed > 1 ? "all certificates in it have" : "the certificate has");
	return false;
}

X509 *pki_trusted_server_ca(struct pki *pki, size_t i)
{
	return i < pki->server_ca_count ? pki->server_cas[i] : NULL;
}

static const char *crl_path(const struct pki *pki, const struct pki_slot *authority)
{
	return arena_printf((struct arena *)&pki->arena, "%s/" STORE_CRLS "/%s.pem", pki->folder,
		authority->item->name);
}

/* The one that was made when the folder was written, by who had the key. */
static X509_CRL *read_crl(struct pki *pki, const struct pki_slot *authority, const char **why)
{
	const char *path = crl_path(pki, authority);
	X509_CRL *crl = NULL;

	if (!file_exists(path))
		*why = arena_printf(&pki->arena, "%s holds neither key nor CRL of '%s'", pki->folder,
			authority->item->name);
	else if (pem_read_crl(&crl, path, &pki->arena, why))
		return crl;
	return NULL;
}

bool pki_can_crl(const struct pki *pki, const struct pki_slot *authority)
{
	if (pki->folder)
		return authority->key || file_exists(crl_path(pki, authority));
	return !pki_lack(pki, authority->item);
}

X509_CRL *pki_crl(struct pki *pki, struct pki_slot *authority, const char **why)
{
	X509 **revoked = ARENA_ARRAY(&pki->arena, X509 *, pki->count + 1);
	size_t count = 0;
	X509_CRL *crl;

	if (pki->folder && !authority->key)
		return read_crl(pki, authority, why);
	if (!pki_mint(pki, authority, why))
		return NULL;
	for (size_t i = 0; i < pki->count; i++) {
		struct pki_slot *slot = &pki->slots[i];

		if (!slot->item->revoked || slot->item->issuer != authority->item)
			continue;
		if (pki_lack(pki, slot->item) || (pki->folder && !slot->certificate))
			continue;
		if (!slot->certificate && !pki_mint(pki, slot, why))
			return NULL;
		revoked[count++] = slot->certificate;
	}
	crl = mint_crl(authority->certificate, authority->key, revoked, count, pki->now);
	if (!crl)
		*why = ossl_why(&pki->arena,
			arena_printf(&pki->arena, "the CRL of '%s' can't be made", authority->item->name));
	return crl;
}
