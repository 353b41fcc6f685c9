#include "pki_addressed.h"

#include "mint.h"
#include "pki_fill.h"
#include "pki_issuer.h"

const struct pki_addressed *pki_addressed_find(
	const struct pki *pki, const struct credential *credential)
{
	const struct pki_addressed *one = pki->addressed;

	while (one && &one->slot.credential != credential)
		one = one->next;
	return one;
}

/* Of the recipe, or a twin's. */
static const struct pki_slot *slot_of(struct pki *pki, const struct credential *of)
{
	const struct pki_slot *slot = pki_find(pki, RECIPE_CREDENTIAL, of->name);
	const struct pki_twin *twin = pki->twins;

	if (slot && &slot->credential == of)
		return slot;
	while (twin && &twin->slot.credential != of)
		twin = twin->next;
	return twin ? &twin->slot : NULL;
}

static X509 *issue_again(const struct pki_addressed *one, const struct pki_slot *issuer)
{
	const struct recipe_item *item = one->of->item;
	const struct mint_moment moment = {.base = one->base, .now = time(NULL)};
	SCOPED(X509) cert = mint_addressed(one->of->certificate, item, &moment, issuer->key);

	if (cert && item->tamper == TAMPER_SIGNATURE)
		return mint_with_broken_signature(cert);
	return TAKE(cert);
}

static bool make_again(struct pki *pki, struct pki_addressed *one, const char **why)
{
	const struct pki_slot *issuer = pki_issuer_key(pki, one->of, why);
	const struct credential *of = &one->of->credential;
	X509 *chain[CREDENTIAL_CHAIN_MAX];

	if (!issuer)
		return false;
	one->slot.certificate = issue_again(one, issuer);
	one->slot.key = EVP_PKEY_up_ref(one->of->key) ? one->of->key : NULL;
	if (!one->slot.certificate || !one->slot.key) {
		*why = ossl_why(
			&pki->arena, arena_printf(&pki->arena, "'%s' can't be minted again", of->name));
		return false;
	}
	chain[0] = one->slot.certificate;
	for (size_t i = 1; i < of->chain_len; i++)
		chain[i] = of->chain[i];
	if (!pki_fill_credential(pki, &one->slot, chain, of->chain_len, why))
		return false;
	one->slot.credential.name = of->name;
	one->slot.credential.memory_only = of->memory_only;
	return true;
}

const struct credential *pki_addressed(
	struct pki *pki, const struct credential *of, const char *base, const char **why)
{
	const struct pki_slot *slot = slot_of(pki, of);
	struct pki_addressed *one;

	if (!slot && pki->usual)
		return pki_addressed(pki->usual, of, base, why);
	if (!slot || !recipe_is_made_again(pki->recipe, slot->item->name))
		return of;
	one = ARENA_NEW(&pki->arena, struct pki_addressed);
	one->of = slot;
	one->base = arena_strdup(&pki->arena, base);
	one->slot.item = slot->item;
	one->next = pki->addressed;
	pki->addressed = one;
	return make_again(pki, one, why) ? &one->slot.credential : NULL;
}
