#include "store_crl.h"

#include "buf.h"
#include "own_crl.h"
#include "pem.h"
#include "pki_crl.h"
#include "pki_lack.h"
#include "pki_slot.h"
#include "store.h"
#include "store_part.h"

static bool put_crl(struct store *store, struct buf *out, struct pki_slot *authority)
{
	SCOPED(X509_CRL)
	crl = store->lists_nobody ? pki_crl_of_nobody(store->pki, authority, &store->why)
							  : pki_crl(store->pki, authority, &store->why);

	if (!crl)
		return false;
	return pem_put_crl(out, crl) || store_fail(store, authority->item->name);
}

static bool is_authority(const struct pki_slot *slot)
{
	return slot->item->kind == RECIPE_AUTHORITY && !slot->item->stands_for_me && !slot->by;
}

/* Is it on the way from that root to a certificate? Where the user's CA is without its key, nothing
 * is below it but what was given. */
static bool is_on_the_way(
	const struct pki *pki, const struct pki_slot *slot, const struct recipe_item *root)
{
	return is_authority(slot) && recipe_is_below(slot->item, root) &&
		(!pki->own.root || slot->certificate || !pki_lack(pki, slot->item));
}

static bool is_own(const struct pki *pki, const struct recipe_item *root)
{
	return pki->own.root && root == pki->own.root->item;
}

/* Those that a user's CA below the root has above it. */
static bool put_own_crls(struct store *store, struct buf *out)
{
	const struct pki_own_ca *own = &store->pki->own;

	for (size_t i = 0; i < own->above_count; i++) {
		X509_CRL *crl = own_crl_of(store->pki, own->above[i]);

		if (!crl || !pem_put_crl(out, crl))
			return store_fail(store, "the CRL of a CA of yours");
	}
	return true;
}

bool store_add_crls(struct store *store, const char *name, const char *root_name)
{
	const struct recipe_item *root = recipe_find(store->pki->recipe, RECIPE_AUTHORITY, root_name);
	SCOPED_BUF data;

	buf_init(&data, STORE_FILE_MAX);
	for (size_t i = 0; i < store->pki->count; i++) {
		struct pki_slot *slot = &store->pki->slots[i];

		if (is_on_the_way(store->pki, slot, root) && !put_crl(store, &data, slot))
			return false;
	}
	if (is_own(store->pki, root) && !put_own_crls(store, &data))
		return false;
	return store_add(store, name, BUNDLE_PUBLIC, true, &data);
}

bool store_can_make_crls(struct pki *pki, const char *root_name)
{
	const struct recipe_item *root = recipe_find(pki->recipe, RECIPE_AUTHORITY, root_name);

	if (is_own(pki, root) && (!pki->own.root->certificate || own_crl_missing(pki)))
		return false;
	for (size_t i = 0; i < pki->count; i++) {
		const struct pki_slot *slot = &pki->slots[i];

		if (is_on_the_way(pki, slot, root) && !pki_can_crl(pki, slot))
			return false;
	}
	return true;
}

const char *pki_lacks_client_crl(struct pki *pki)
{
	if (store_can_make_crls(pki, PKI_CLIENT_ROOT))
		return NULL;
	if (pki->folder)
		return arena_printf(
			&pki->arena, "%s holds neither the key nor the CRL of each client CA", pki->folder);
	if (!pki->own.root->certificate)
		return "the client CAs' revocation lists need the root (--client-ca ROOT)";
	if (pki->own.signer && !own_crl_may_sign(pki))
		return "the given CA may sign no revocation lists (its keyUsage has no cRLSign)";
	return arena_printf(&pki->arena,
		"the client CAs' revocation lists need that of '%s' (--client-crl FILE), or its key "
		"(--client-ca CERT,KEY)",
		own_crl_missing(pki));
}

bool store_add_crl(struct store *store, const char *name, struct pki_slot *authority)
{
	SCOPED_BUF data;

	buf_init(&data, STORE_FILE_MAX);
	return put_crl(store, &data, authority) && store_add(store, name, BUNDLE_PUBLIC, true, &data);
}

const char *pki_lacks_new_client_crl(struct pki *pki)
{
	const char *lack = pki_lacks_client_crl(pki);

	if (lack)
		return lack;
	if (pki->folder)
		return arena_printf(&pki->arena,
			"%s holds no key of the client CAs: no other list can be made", pki->folder);
	if (is_own(pki, recipe_find(pki->recipe, RECIPE_AUTHORITY, PKI_CLIENT_ROOT)) &&
		pki->own.signer != pki->own.root)
		return "the client CAs' revocation lists are as they were given: another one needs the "
			   "root's key (--client-ca CERT,KEY)";
	return NULL;
}
