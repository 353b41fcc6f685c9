#include "pki_lack.h"

#include "pki_slot.h"

bool pki_has_own_root_name(const struct pki *pki, const struct recipe_item *item)
{
	return pki->own_root && pki->own_root->certificate &&
		recipe_same_subject(item, pki->own_root->item);
}

static const char *lack_below_root(
	const struct pki *pki, const struct recipe_item *item, long intermediates)
{
	long allowed;

	if (!pki->own_root->key)
		return "it needs the key of the client CA (--client-ca CERT,KEY)";
	allowed = X509_get_pathlen(pki->own_root->certificate);
	if (item->kind == RECIPE_CREDENTIAL && allowed >= 0 && intermediates > allowed)
		return arena_printf((struct arena *)&pki->arena,
			"the given CA allows no more than %ld intermediates below it", allowed);
	return NULL;
}

const char *pki_lack(const struct pki *pki, const struct recipe_item *item)
{
	const struct pki_slot *slot = pki_slot_of((struct pki *)pki, item);
	const struct recipe_item *root = pki->own_root ? pki->own_root->item : NULL;
	long depth = 0;

	if (!root || (slot && slot->certificate && slot->key))
		return NULL;
	for (const struct recipe_item *at = item; at; at = at->issuer, depth++) {
		if (at == root)
			return lack_below_root(pki, item, depth - 1);
		if (!pki->own_root->certificate && recipe_same_subject(at, root))
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
	if (pki->folder && !pki_has_certificate(pki, item))
		return arena_printf(
			&pki->arena, "%s holds none: it was written without the client CA's key", pki->folder);
	return pki_lack(pki, item);
}
