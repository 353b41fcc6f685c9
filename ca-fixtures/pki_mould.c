#include "pki_mould.h"

#include <string.h>

#include "chain_order.h"
#include "key.h"
#include "mint.h"
#include "pki_slot.h"

/* What a recipe can say of a credential that is but another way to send a good one. */
static const char *const resending[] = {"tamper", "sign_with", "chain", NULL};
/* And of an authority that is as good in itself as the one that it is like. */
static const char *const naming[] = {"issuer", "subject", NULL};

/* In what was given of its CAs, and sent with it. */
static X509 *issuer_of_given(struct pki *pki, X509 *certificate)
{
	const struct credential *good = &pki->mould.good->credential;
	const struct pki_own_ca *own = &pki->own;
	X509 *all[CREDENTIAL_CHAIN_MAX * 2 + 2];
	size_t count = 0;

	for (size_t i = 1; i < good->chain_len; i++)
		all[count++] = good->chain[i];
	for (size_t i = 0; i < own->above_count; i++)
		all[count++] = own->above[i];
	if (own->signer)
		all[count++] = own->signer->certificate;
	if (own->root && own->root->certificate)
		all[count++] = own->root->certificate;
	for (size_t i = 0; i < count; i++) {
		if (X509_cmp(all[i], certificate) != 0 && chain_is_issued_by(certificate, all[i]))
			return all[i];
	}
	return NULL;
}

static void look_up_cas(struct pki *pki)
{
	struct pki_mould *mould = &pki->mould;
	X509 *at = mould->good->certificate;
	const struct pki_slot *top = mould->good;

	while ((at = issuer_of_given(pki, at)) && !chain_is_root(at) &&
		mould->ca_count < COUNT_OF(mould->cas))
		mould->cas[mould->ca_count++] = at;
	mould->root = at && chain_is_root(at) ? at : NULL;
	/* ours is not sent with it */
	for (; !mould->root && !mould->good->given && top; top = pki_issuer_of(pki, top)) {
		if (!pki_issuer_of(pki, top))
			mould->root = top->certificate;
	}
}

const X509_NAME *pki_mould_root_name(const struct pki *pki)
{
	const struct pki_mould *mould = &pki->mould;

	if (!mould->good)
		return NULL;
	return X509_get_issuer_name(
		mould->ca_count ? mould->cas[mould->ca_count - 1] : mould->good->certificate);
}

static const struct recipe_item *client_item(const struct pki *pki)
{
	return recipe_find(pki->recipe, RECIPE_CREDENTIAL, PKI_GOOD_CLIENT);
}

static const struct recipe_item *top_of(const struct recipe_item *item)
{
	while (item->issuer)
		item = item->issuer;
	return item;
}

/* The one of the good client's CAs that the authority is like, or NULL. */
static const struct recipe_item *authority_model(
	const struct pki *pki, const struct recipe_item *authority)
{
	for (const struct recipe_item *at = authority; at; at = at->like) {
		for (const struct recipe_item *own = client_item(pki)->issuer; own; own = own->issuer) {
			if (own == at)
				return at;
		}
	}
	return NULL;
}

/* What stands in the good client's chain where the recipe has this one of its CAs. */
static X509 *counterpart(const struct pki *pki, const struct recipe_item *model)
{
	const struct pki_mould *mould = &pki->mould;
	size_t place = 0;

	if (!model->issuer)
		return mould->root;
	for (const struct recipe_item *at = client_item(pki)->issuer; at != model; at = at->issuer)
		place++;
	return place < mould->ca_count ? mould->cas[place] : NULL;
}

static void lay_authority(struct pki *pki, struct pki_slot *slot)
{
	const struct recipe_item *model = authority_model(pki, slot->item);

	if (!model || slot->certificate || slot->by || slot == pki->own.root)
		return;
	/* beside a good client of ours its CAs are what they are */
	if (model == slot->item && !pki->mould.good->given)
		return;
	slot->mould = counterpart(pki, model);
	slot->model = model;
}

/* Who signs what is in the good one's place. */
static struct pki_slot *good_issuer(struct pki *pki)
{
	const struct pki_mould *mould = &pki->mould;

	if (mould->good->given && !mould->ca_count)
		return pki->own.root;
	return pki_issuer_of(pki, mould->good);
}

/* A CA more, as the good client has it at this place. */
static struct pki_slot *add_ca(
	struct pki *pki, const struct pki_slot *below, X509 *mould, size_t place)
{
	struct pki_slot *slot = ARENA_NEW(&pki->arena, struct pki_slot);
	struct recipe_item *item = ARENA_NEW(&pki->arena, struct recipe_item);

	*item = *below->item;
	item->name = arena_printf(&pki->arena, "%s-%zu", below->item->name, place + 1);
	slot->item = item;
	slot->model = item;
	slot->mould = mould;
	pki->mould.more[pki->mould.more_count++] = slot;
	return slot;
}

/* As many CAs between `lowest` and its root as the good client's chain has. */
static void lengthen(struct pki *pki, struct pki_slot *lowest)
{
	struct pki_mould *mould = &pki->mould;
	struct pki_slot *root = pki_issuer_of(pki, lowest);
	struct pki_slot *at = lowest;

	if (lowest->issuer || lowest->certificate || !root || pki_issuer_of(pki, root))
		return;
	for (size_t i = 1; i < mould->ca_count && mould->more_count < COUNT_OF(mould->more); i++) {
		at->issuer = add_ca(pki, lowest, mould->cas[i], i);
		at = at->issuer;
	}
	if (at != lowest)
		at->issuer = root;
}

/* Below CAs of its own that are like the good ones in everything but name or key. */
static void fit_branch(struct pki *pki, struct pki_slot *slot)
{
	struct pki_slot *lowest = pki_slot_of(pki, slot->item->issuer);
	const struct recipe_item *model = authority_model(pki, lowest->item);

	if (!model || !model->issuer || !lowest->item->issuer || lowest->item->issuer->issuer ||
		!recipe_says_only(lowest->item, model, naming) ||
		top_of(lowest->item) == top_of(client_item(pki)))
		return;
	if (!pki->mould.ca_count)
		slot->issuer = pki_slot_of(pki, lowest->item->issuer);
	else if (!recipe_says(lowest->item, model, "subject"))
		lengthen(pki, lowest);
}

static void lay_credential(struct pki *pki, struct pki_slot *slot)
{
	struct pki_slot *good = pki->mould.good;

	if (slot == good || slot->certificate || !recipe_is_like(slot->item, client_item(pki)) ||
		slot->item == client_item(pki))
		return;
	slot->mould = good->certificate;
	slot->model = recipe_is_like(slot->item, good->item) ? good->item : client_item(pki);
	slot->resent = good->given && recipe_says_only(slot->item, slot->model, resending);
	if (!recipe_says(slot->item, slot->model, "issuer"))
		slot->issuer = good_issuer(pki);
	else if (slot->item->issuer)
		fit_branch(pki, slot);
}

/* What the recipe has below the usual root is below that of the good one. */
static void move_root(struct pki *pki, struct pki_slot *slot)
{
	const struct recipe_item *usual = top_of(client_item(pki));
	struct pki_slot *root = pki->mould.good;

	while (pki_issuer_of(pki, root))
		root = pki_issuer_of(pki, root);
	if (slot->item->issuer == usual && root->item != usual && !slot->certificate)
		slot->issuer = root;
}

void pki_mould_lay(struct pki *pki, struct pki_slot *good)
{
	pki->mould = (struct pki_mould){.good = good};
	look_up_cas(pki);
	for (size_t i = 0; i < pki->count; i++) {
		if (pki->slots[i].item->kind != RECIPE_AUTHORITY)
			continue;
		move_root(pki, &pki->slots[i]);
		lay_authority(pki, &pki->slots[i]);
	}
	if (good->given && pki->mould.ca_count > 1 && pki->own.signer == pki->own.root)
		lengthen(pki, good_issuer(pki));
	for (size_t i = 0; i < pki->count; i++) {
		if (pki->slots[i].item->kind == RECIPE_CREDENTIAL)
			lay_credential(pki, &pki->slots[i]);
	}
}
