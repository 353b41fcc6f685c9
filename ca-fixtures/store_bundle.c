/* Bundles: what a server is given of authorities and lists, in the place of the usual files. */
#include "bundle.h"
#include "buf.h"
#include "pem.h"
#include "pki_crl.h"
#include "pki_lack.h"
#include "pki_mint.h"
#include "pki_slot.h"
#include "recipe_list.h"
#include "store.h"
#include "store_part.h"

static bool put_authorities(
	struct store *store, struct buf *out, const struct recipe_bundle *bundle)
{
	for (size_t i = 0; i < bundle->authority_count; i++) {
		X509 *certificate = pki_authority(store->pki, bundle->authorities[i]->name, &store->why);

		if (!certificate)
			return false;
		if (!pem_put_certificate(out, certificate))
			return store_fail(store, bundle->name);
	}
	return true;
}

static bool put_list(struct store *store, struct buf *out, const struct recipe_listed *listed)
{
	SCOPED(X509_CRL)
	crl = listed->crl
		? pki_odd_crl(store->pki, listed->crl, &store->why)
		: pki_crl(store->pki, pki_slot_of(store->pki, listed->authority), &store->why);

	return crl && (pem_put_crl(out, crl) || store_fail(store, "a CRL"));
}

bool store_add_bundle(struct store *store, const struct recipe_bundle *bundle)
{
	struct arena *arena = store->bundle.arena;
	SCOPED_BUF authorities;
	SCOPED_BUF lists;

	buf_init(&authorities, STORE_FILE_MAX);
	buf_init(&lists, STORE_FILE_MAX);
	if (!put_authorities(store, &authorities, bundle))
		return false;
	for (size_t i = 0; i < bundle->crl_count; i++) {
		if (!put_list(store, &lists, &bundle->crls[i]))
			return false;
	}
	return store_add(store, arena_printf(arena, STORE_BUNDLES "/%s.ca.pem", bundle->name),
			   BUNDLE_PUBLIC, true, &authorities) &&
		store_add(store, arena_printf(arena, STORE_BUNDLES "/%s.crl.pem", bundle->name),
			BUNDLE_PUBLIC, true, &lists);
}

static bool can_list(struct pki *pki, const struct recipe_listed *listed)
{
	/* where the user's CA stands in its place, the list would be that CA's */
	return listed->crl ? pki_slot_of(pki, listed->crl->authority)->item == listed->crl->authority &&
			pki_can_odd_crl(pki, listed->crl)
					   : pki_can_crl(pki, pki_slot_of(pki, listed->authority));
}

/* The user's CA is one of clients'. */
static bool leads_to_given(struct pki *pki, const struct recipe_bundle *bundle)
{
	const struct recipe_item *root = recipe_find(pki->recipe, RECIPE_AUTHORITY, PKI_CLIENT_ROOT);

	for (size_t i = 0; i < bundle->authority_count; i++) {
		if (bundle->authorities[i] == root)
			return true;
	}
	return false;
}

const char *pki_lacks_bundle(struct pki *pki, const char *name)
{
	const struct recipe_bundle *bundle = recipe_find_bundle(pki->recipe, name);

	for (size_t i = 0; i < bundle->authority_count; i++) {
		if (!pki_has_certificate(pki, bundle->authorities[i]))
			return arena_printf(&pki->arena, "the bundle '%s' needs the certificate of '%s'", name,
				bundle->authorities[i]->name);
	}
	for (size_t i = 0; i < bundle->crl_count; i++) {
		const struct recipe_listed *listed = &bundle->crls[i];

		if (!can_list(pki, listed))
			return arena_printf(&pki->arena,
				"the bundle '%s' needs the list of '%s', or the key to make it", name,
				listed->crl ? listed->crl->authority->name : listed->authority->name);
	}
	return pki->own.above_count && leads_to_given(pki, bundle)
		? "its lists would lack those of the CAs between the root and the given one"
		: NULL;
}
