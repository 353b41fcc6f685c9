/* A PKI for each target whose good client is another one than usual. */
#include <string.h>

#include "pki.h"
#include "pki_mould.h"
#include "pki_slot.h"

/* What is there in one is the same in the other. */
static void share_slot(struct pki *to, struct pki *from, size_t i)
{
	struct pki_slot *mine = &to->slots[i];
	const struct pki_slot *theirs = &from->slots[i];

	if (!theirs->certificate || mine->certificate || !X509_up_ref(theirs->certificate))
		return;
	mine->certificate = theirs->certificate;
	if (theirs->key && EVP_PKEY_up_ref(theirs->key))
		mine->key = theirs->key;
	mine->given = theirs->given;
	mine->credential = theirs->credential;
	for (size_t j = 0; j < mine->credential.chain_len; j++)
		(void)!X509_up_ref(mine->credential.chain[j]);
}

static struct pki_slot *slot_in(struct pki *to, const struct pki *from, const struct pki_slot *slot)
{
	return slot ? &to->slots[slot - from->slots] : NULL;
}

/* CRLs are of the usual one: its clients are the ones that lists are about. */
static void share_own_ca(struct pki *to, const struct pki *from)
{
	struct pki_own_ca *own = &to->own;

	own->root = slot_in(to, from, from->own.root);
	own->signer = slot_in(to, from, from->own.signer);
	own->allowed = from->own.allowed;
	for (; own->above_count < from->own.above_count; own->above_count++) {
		own->above[own->above_count] = from->own.above[own->above_count];
		(void)!X509_up_ref(own->above[own->above_count]);
	}
	for (size_t i = 0; i < from->count; i++)
		to->slots[i].by = slot_in(to, from, from->slots[i].by);
}

static bool is_usual(const struct pki *pki, const struct pki_slot *slot)
{
	return slot->given || slot == pki->own.root || slot == pki->own.signer ||
		(slot->item->kind == RECIPE_AUTHORITY && strcmp(slot->item->name, PKI_CLIENT_ROOT) == 0);
}

static void share_all(struct pki *to, struct pki *from, struct pki_slot *good)
{
	for (size_t i = 0; i < from->count; i++) {
		if (is_usual(from, &from->slots[i]))
			share_slot(to, from, i);
	}
	for (struct pki_slot *at = good; at; at = pki_issuer_of(from, at))
		share_slot(to, from, (size_t)(at - from->slots));
}

/* Of the CAs that the good client leads to, some may have no place in the recipe. */
static bool has_place(struct pki *pki, struct pki_slot *good)
{
	for (struct pki_slot *at = good; at; at = pki_issuer_of(pki, at)) {
		for (size_t i = 0; i < pki->mould.more_count; i++) {
			if (pki->mould.more[i] == at)
				return false;
		}
	}
	return true;
}

static struct pki *find_beside(struct pki *pki, const struct pki_slot *good)
{
	struct pki *at = pki->beside;

	while (at && at->mould.good->item != good->item)
		at = at->next_beside;
	return at;
}

struct pki *pki_beside(struct pki *pki, const char *good_client)
{
	struct pki_slot *good = good_client ? pki_find(pki, RECIPE_CREDENTIAL, good_client) : NULL;
	const char *why;
	struct pki *beside;

	if (!good || strcmp(good_client, PKI_GOOD_CLIENT) == 0 || good == pki->mould.good ||
		pki->folder)
		return pki;
	beside = find_beside(pki, good);
	if (beside || !has_place(pki, good) || !pki_credential(pki, good_client, &why))
		return beside ? beside : pki;
	/* fails where it is not known: then nothing is minted under it either */
	(void)pki_authority(pki, PKI_CLIENT_ROOT, &why);
	beside = pki_create(pki->recipe);
	beside->now = pki->now;
	beside->usual = pki;
	share_own_ca(beside, pki);
	share_all(beside, pki, good);
	pki_mould_lay(beside, slot_in(beside, pki, good));
	beside->next_beside = pki->beside;
	pki->beside = beside;
	return beside;
}
