#include "pki_lack.h"

#include "pki_mould.h"
#include "pki_slot.h"

/* Of a CA whose certificate was not given, what it issued says the name. */
static const X509_NAME *root_name(const struct pki *pki)
{
	const struct pki_own_ca *own = &pki->own;

	if (own->root->certificate)
		return X509_get_subject_name(own->root->certificate);
	if (!own->signer)
		return pki_mould_root_name(pki);
	return X509_get_issuer_name(
		own->above_count ? own->above[own->above_count - 1] : own->signer->certificate);
}

/* Is its name that of the CA which issues the good client, as the recipe has it? */
static bool is_named_like_issuer(const struct pki *pki, const struct recipe_item *item)
{
	const struct recipe_item *client = recipe_find(pki->recipe, RECIPE_CREDENTIAL, PKI_GOOD_CLIENT);

	return client->issuer && recipe_same_subject(item, client->issuer);
}

const X509_NAME *pki_own_name(const struct pki *pki, const struct recipe_item *item)
{
	const struct pki_own_ca *own = &pki->own;

	if (pki->mould.good && is_named_like_issuer(pki, item))
		return X509_get_issuer_name(pki->mould.good->certificate);
	if (!own->root)
		return NULL;
	if (recipe_same_subject(item, own->root->item))
		return root_name(pki);
	for (size_t i = 0; own->signer && i < pki->count; i++) {
		const struct pki_slot *slot = &pki->slots[i];

		if ((slot->by || slot == own->signer) && recipe_same_subject(item, slot->item))
			return X509_get_subject_name(own->signer->certificate);
	}
	return NULL;
}

/* Is a path length constraint broken on the way up, as the recipe has it? */
static bool is_too_long(const struct recipe_item *item)
{
	long below = 0;

	for (const struct recipe_item *at = item->issuer; at; at = at->issuer) {
		if (at->pathlen != PATHLEN_NONE && below > at->pathlen)
			return true;
		below += !recipe_is_self_issued(at);
	}
	return false;
}

static long pathlen_of(const struct pki_slot *slot)
{
	bool copied = slot->mould && !recipe_says(slot->item, slot->model, "ca") &&
		!recipe_says(slot->item, slot->model, "pathlen");
	long found = copied ? X509_get_pathlen(slot->mould) : slot->item->pathlen;

	return found < 0 ? PATHLEN_NONE : found;
}

/* And with the user's CA in it? */
static bool is_too_long_below_own(struct pki *pki, const struct recipe_item *item)
{
	const struct pki_slot *at = pki_slot_of(pki, item);
	long below = 0;

	while ((at = pki_issuer_of(pki, at)) && at != pki->own.signer) {
		long allowed = pathlen_of(at);

		if (allowed != PATHLEN_NONE && below > allowed)
			return true;
		below += !recipe_is_self_issued(at->item);
	}
	return pki->own.allowed != PATHLEN_NONE && below > pki->own.allowed;
}

/* Its defect, or its being good, must not turn into another one under the user's CA. */
static const char *lack_of_shape(struct pki *pki, const struct recipe_item *item)
{
	bool too_long = is_too_long_below_own(pki, item);
	bool sends_none = item->chain_place.line > 0 && !item->chain_len;

	/* whom the target trusts may be this very CA */
	if (sends_none && item->issuer->issuer &&
		pki_issuer_of(pki, pki_slot_of(pki, item)) == pki->own.signer)
		return "the given CA issues clients itself: there is no intermediate that a target could "
			   "not "
			   "know";
	if (too_long == is_too_long(item))
		return NULL;
	if (!too_long)
		return "the given CA has no path length constraint that could be exceeded";
	return pki->own.allowed
		? arena_printf(&pki->arena, "the given CA allows no more than %ld intermediates below it",
			  pki->own.allowed)
		: "the given CA allows no intermediates below it (pathlen 0)";
}

static const char *lack_below_root(struct pki *pki, const struct recipe_item *item)
{
	const struct pki_own_ca *own = &pki->own;

	if (item == own->root->item && !own->root->certificate && own->signer)
		return "the root that the target trusts was not given (--client-ca ROOT)";
	if (!own->signer)
		return "it needs the key of the client CA (--client-ca CERT,KEY)";
	if (item == own->root->item)
		return "it needs the key of the root: what was given is that of a CA below it";
	return item->kind == RECIPE_CREDENTIAL ? lack_of_shape(pki, item) : NULL;
}

/* Of those that are sent with it, beside the way up; NULL: none lacks. */
static const char *lack_of_company(const struct pki *pki, const struct recipe_item *item)
{
	const struct pki_own_ca *own = &pki->own;

	for (size_t i = 0; item->chain_place.line > 0 && i < item->chain_len; i++) {
		const struct pki_slot *link = pki_slot_of((struct pki *)pki, item->chain[i]);
		const char *lack = link && link->certificate ? NULL : pki_lack(pki, item->chain[i]);

		if (!lack && own->signer && own->signer != own->root && link != own->signer &&
			item->chain[i]->issuer == own->root->item)
			lack = "what is sent with it leads to the root directly, and the given CA is below it";
		if (lack)
			return lack;
	}
	return NULL;
}

const char *pki_lack(const struct pki *pki, const struct recipe_item *item)
{
	const struct pki_slot *slot = pki_slot_of((struct pki *)pki, item);
	const struct recipe_item *root = pki->own.root ? pki->own.root->item : NULL;
	const char *lack;

	if (slot && slot->certificate && slot->key)
		return NULL;
	lack = slot ? pki_mould_lack((struct pki *)pki, (struct pki_slot *)slot) : NULL;
	if (!lack)
		lack = lack_of_company(pki, item);
	if (lack || !root || (slot && slot->resent))
		return lack;
	for (const struct recipe_item *at = item; at; at = at->issuer) {
		if (at == root)
			return lack_below_root((struct pki *)pki, item);
		if (!root_name(pki) && recipe_same_subject(at, root))
			return "it needs the name of the client CA (--client-ca CERT)";
	}
	return NULL;
}

bool pki_has_certificate(const struct pki *pki, const struct recipe_item *item)
{
	const struct pki_slot *slot = pki_slot_of((struct pki *)pki, item);

	return slot->item->stands_for_me || slot->certificate || (!pki->folder && !pki_lack(pki, item));
}

bool pki_has_client_root(const struct pki *pki)
{
	return pki_has_certificate(pki, recipe_find(pki->recipe, RECIPE_AUTHORITY, PKI_CLIENT_ROOT));
}

const char *pki_lacks(struct pki *pki, const char *credential)
{
	const struct recipe_item *item = recipe_find(pki->recipe, RECIPE_CREDENTIAL, credential);

	if (!item)
		return NULL;
	if (pki->folder && item->addresses)
		return "the addresses that it names are those of one connection, and it is made for that: "
			   "not with --pki";
	if (pki->folder && item->lasts_s)
		return "it lasts for seconds, and is made for a connection: not with --pki";
	if (pki->folder && !pki_has_certificate(pki, item))
		return arena_printf(
			&pki->arena, "%s holds none: it was written without the client CA's key", pki->folder);
	return pki_lack(pki, item);
}

const char *pki_lacks_listed(struct pki *pki, const char *credential)
{
	const struct pki_slot *slot = pki_find(pki, RECIPE_CREDENTIAL, credential);

	if (!slot || !slot->item->revoked || slot->given || pki->folder)
		return NULL;
	return arena_printf(&pki->arena,
		"its revocation list can't name what is minted in this run: install client-ca.crl.pem of "
		"`mtlspec pki DIR`, then --pki DIR; or --credential %s=CERT,KEY",
		credential);
}
