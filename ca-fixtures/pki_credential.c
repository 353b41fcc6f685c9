#include "pki_credential.h"

#include <string.h>

#include "pki_fill.h"
#include "pki_mint.h"
#include "pki_slot.h"
#include "pki_twin.h"

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
