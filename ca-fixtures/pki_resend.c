/* What can be done with the mould's own certificate, and what can't. */
#include "chain_order.h"
#include "key.h"
#include "mint.h"
#include "pki_mould.h"
#include "pki_slot.h"

static bool says(const struct pki_slot *slot, const char *key)
{
	return recipe_says(slot->item, slot->model, key);
}

static bool is_known_to_target(const struct pki *pki, const X509 *intermediate)
{
	for (size_t i = 0; i < pki->own.known_count; i++) {
		if (X509_cmp(pki->own.known[i], intermediate) == 0)
			return true;
	}
	return false;
}

/* Sent without its intermediate, it must be one that nobody knows. */
static const char *lack_of_intermediate(const struct pki *pki)
{
	const struct credential *good = &pki->mould.good->credential;
	const struct pki_own_ca *own = &pki->own;

	if (good->chain_len < 2 || chain_is_root(good->chain[1]))
		return "the given client comes without an intermediate that could be left out";
	if (is_known_to_target(pki, good->chain[1]))
		return "the given client's intermediate is among the CAs that the target trusts "
			   "(--client-ca)";
	if (own->signer && own->signer != own->root && !own->root->certificate)
		return "the target may trust the given client's intermediate itself: name the root that it "
			   "trusts (--client-ca ROOT)";
	return NULL;
}

/* What the recipe sends after the leaf is the way up that the recipe has. */
static bool has_another_way(struct pki *pki, const struct pki_slot *slot)
{
	return says(slot, "chain") && slot->item->chain_len &&
		(slot->resent || (slot->issuer && slot->issuer != pki_slot_of(pki, slot->item->issuer)));
}

/* No CA on its way may forbid its names in words that do not touch them, or a good one's at all. */
static bool is_out_of_reach(struct pki *pki, struct pki_slot *slot)
{
	bool forbidden = *slot->item->defect != '\0';

	for (const struct pki_slot *at = pki_issuer_of(pki, slot); at; at = pki_issuer_of(pki, at)) {
		const struct name_rules *rules = &at->item->name_constraints;

		if ((rules->permitted.count || rules->excluded.count) &&
			mint_may_bear_names(slot->mould, rules) == forbidden)
			return true;
	}
	return false;
}

const char *pki_mould_lack(struct pki *pki, struct pki_slot *slot)
{
	const struct recipe_item *item = slot->item;

	if (!slot->mould || item->kind != RECIPE_CREDENTIAL)
		return NULL;
	if (item->sign_with == SIGN_WITH_ANOTHER_KEY && !says(slot, "key") &&
		!key_can_mismatch(X509_get0_pubkey(slot->mould)))
		return "a wrong key can be made up for elliptic-curve (ECDSA) and RSA keys alone, and the "
			   "good client has another kind";
	if (slot->resent && says(slot, "chain") && !item->chain_len)
		return lack_of_intermediate(pki);
	if (!says(slot, "san") && !says(slot, "subject") && is_out_of_reach(pki, slot))
		return *item->defect ? "the good client bears no name that name constraints could forbid"
							 : "the good client bears names that name constraints would forbid";
	if (has_another_way(pki, slot))
		return "the good client's own CAs lead up another way than what is sent with this one";
	return NULL;
}

static EVP_PKEY *share_key(EVP_PKEY *key)
{
	return EVP_PKEY_up_ref(key) ? key : NULL;
}

static X509 *share_certificate(X509 *certificate)
{
	return X509_up_ref(certificate) ? certificate : NULL;
}

bool pki_mould_resend(const struct pki *pki, struct pki_slot *slot)
{
	const struct pki_slot *good = pki->mould.good;

	if (!slot->key)
		slot->key = slot->item->sign_with == SIGN_WITH_ANOTHER_KEY ? key_mismatch(good->key)
																   : share_key(good->key);
	if (slot->key && !slot->certificate)
		slot->certificate = slot->item->tamper == TAMPER_SIGNATURE
			? mint_with_broken_signature(good->certificate)
			: share_certificate(good->certificate);
	return slot->certificate != NULL;
}
