#include "pki_twin.h"

#include <string.h>
#include <openssl/err.h>

#include "key.h"
#include "mint.h"
#include "pki_addressed.h"
#include "pki_fill.h"
#include "pki_issuer.h"
#include "pki_load.h"
#include "pki_mint.h"
#include "pki_promise.h"

static const enum key_kind kinds[] = {
	[SIGNING_KEY_RSA] = KEY_RSA2048,
	[SIGNING_KEY_RSA_PSS] = KEY_RSA_PSS,
	[SIGNING_KEY_P256] = KEY_P256,
	[SIGNING_KEY_P384] = KEY_P384,
	[SIGNING_KEY_P521] = KEY_P521,
	[SIGNING_KEY_ED25519] = KEY_ED25519,
	[SIGNING_KEY_ED448] = KEY_ED448,
};

_Static_assert(COUNT_OF(kinds) == SIGNING_KEY_OTHER, "a kind for each key that can be made");

/* What a recipe says with the kind of a key would be unsaid by another kind. A wrong key is wrong
 * in any kind. */
static bool is_about_key(const struct recipe_item *item)
{
	const struct recipe_item *good = pki_promise_good_of(item);

	if (good == item && item->like)
		good = item->like;
	return item->key != good->key && item->sign_with == SIGN_WITH_OWN_KEY;
}

/* One that was made for a slot may be of the mould's kind, whatever the recipe says. */
static bool has_key_of_kind(const struct pki_slot *slot, enum key_kind kind)
{
	if (!slot->key || slot->given || slot->item->sign_with != SIGN_WITH_OWN_KEY ||
		slot->item->key != (int)kind)
		return false;
	return !slot->mould || recipe_says(slot->item, slot->model, "key");
}

/* Making one may take longer than a handshake should: then one that was made already will do. */
static EVP_PKEY *shared_key(struct pki *pki, enum key_kind kind)
{
	EVP_PKEY **shared;

	while (pki->usual)
		pki = pki->usual;
	shared = &pki->twin_keys[kind];
	for (size_t i = 0; !*shared && key_kind_is_slow(kind) && i < pki->count; i++) {
		const struct pki_slot *slot = &pki->slots[i];

		if (has_key_of_kind(slot, kind) && EVP_PKEY_up_ref(slot->key))
			*shared = slot->key;
	}
	if (!*shared)
		*shared = key_create(kind);
	return *shared;
}

/* Who signs with a wrong key has the public part of it only. */
static EVP_PKEY *key_of(struct pki *pki, const struct recipe_item *item, enum key_kind kind)
{
	EVP_PKEY *shared = shared_key(pki, kind);

	if (!shared)
		return NULL;
	if (item->sign_with == SIGN_WITH_ANOTHER_KEY)
		return key_mismatch(shared);
	return EVP_PKEY_up_ref(shared) ? shared : NULL;
}

static X509 *certify(const struct pki_twin *twin, const struct pki_slot *issuer)
{
	const struct recipe_item *item = twin->of->item;
	SCOPED(X509)
	cert = mint_twin(twin->of->certificate, twin->slot.key, issuer == twin->of ? NULL : issuer->key,
		item->digest);

	if (cert && item->tamper == TAMPER_SIGNATURE)
		return mint_with_broken_signature(cert);
	return TAKE(cert);
}

static bool mint(struct pki *pki, struct pki_twin *twin, const char **why)
{
	const struct pki_slot *issuer = pki_issuer_key(pki, twin->of, why);

	if (!issuer)
		return false;
	twin->slot.key = key_of(pki, twin->of->item, twin->kind);
	twin->slot.certificate = twin->slot.key ? certify(twin, issuer) : NULL;
	if (twin->slot.certificate)
		return true;
	*why = ossl_why(&pki->arena, arena_printf(&pki->arena, "'%s' can't be minted", twin->name));
	return false;
}

/* What is sent with it is what is sent with the other. */
static bool fill(struct pki *pki, struct pki_twin *twin, const char **why)
{
	const struct credential *of = &twin->of->credential;
	struct credential *out = &twin->slot.credential;
	X509 *chain[CREDENTIAL_CHAIN_MAX];

	chain[0] = twin->slot.certificate;
	for (size_t i = 1; i < of->chain_len; i++)
		chain[i] = of->chain[i];
	if (!pki_fill_credential(pki, &twin->slot, chain, of->chain_len, why))
		return false;
	out->memory_only =
		twin->of->item->sign_with == SIGN_WITH_ANOTHER_KEY && !key_kind_can_mismatch(twin->kind);
	return true;
}

static struct pki_twin *make(struct pki *pki, const struct pki_slot *of, enum key_kind kind)
{
	struct pki_twin *twin = ARENA_NEW(&pki->arena, struct pki_twin);
	const char *why = NULL;
	bool made;

	twin->of = of;
	twin->kind = kind;
	twin->slot.item = of->item;
	twin->slot.issuer = of->issuer;
	twin->name = arena_printf(&pki->arena, "%s+%s", of->item->name, key_words[kind]);
	if (pki_is_stored(pki, twin->name))
		made = pki_load_credential(pki, &twin->slot, twin->name, &pki->arena, &why);
	else
		made = mint(pki, twin, &why) && fill(pki, twin, &why);
	twin->slot.credential.name = twin->name;
	twin->lack = made ? NULL : why;
	twin->next = pki->twins;
	pki->twins = twin;
	return twin;
}

static const struct credential *twin_of(
	struct pki *pki, const struct pki_slot *of, enum key_kind kind, const char **why)
{
	struct pki_twin *twin = pki->twins;

	while (twin && (twin->of != of || twin->kind != kind))
		twin = twin->next;
	if (!twin)
		twin = make(pki, of, kind);
	*why = twin->lack;
	return twin->lack ? NULL : &twin->slot.credential;
}

const struct credential *pki_twin(
	struct pki *pki, const struct credential *of, enum signing_key key, const char **why)
{
	const struct pki_slot *slot = pki_find(pki, RECIPE_CREDENTIAL, of->name);
	const struct pki_addressed *addressed = pki_addressed_find(pki, of);

	*why = NULL;
	if (addressed) {
		of = pki_twin(pki, &addressed->of->credential, key, why);
		return of ? pki_addressed(pki, of, addressed->base, why) : NULL;
	}
	if (slot && pki->usual && &slot->credential != of)
		return pki_twin(pki->usual, of, key, why);
	if (!slot || &slot->credential != of || key >= SIGNING_KEY_OTHER || is_about_key(slot->item))
		return NULL;
	return twin_of(pki, slot, kinds[key], why);
}

const struct credential *pki_twin_named(struct pki *pki, const char *name, const char **why)
{
	const char *plus = strchr(name, '+');
	const struct credential *of;
	const struct credential *twin;

	if (!plus)
		return NULL;
	of = pki_credential(pki, arena_strndup(&pki->arena, name, (size_t)(plus - name)), why);
	for (int key = 0; of && key < SIGNING_KEY_OTHER; key++) {
		if (strcmp(plus + 1, key_words[kinds[key]]) != 0)
			continue;
		twin = pki_twin(pki, of, (enum signing_key)key, why);
		if (!twin && !*why)
			*why = arena_printf(&pki->arena, "'%s' has no twin: it is about its key", of->name);
		return twin;
	}
	if (of)
		*why = arena_printf(&pki->arena, "there is no kind of key '%s'", plus + 1);
	return NULL;
}

/* Servers show the certificate that they have. */
static bool is_server(const struct recipe_item *item)
{
	while (item->like)
		item = item->like;
	return strcmp(item->name, PKI_SERVER) == 0;
}

const struct credential *pki_twin_usual(struct pki *pki, const char *name)
{
	const char *why;
	const struct credential *of = pki_credential(pki, name, &why);
	const struct pki_slot *slot = pki_find(pki, RECIPE_CREDENTIAL, name);
	bool first;

	if (!of || is_server(slot->item))
		return NULL;
	first = EVP_PKEY_is_a(of->key, "EC");
	return pki_twin(pki, of, signing_keys_usual_first[first], &why);
}
