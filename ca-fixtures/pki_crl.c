#include "pki_crl.h"

#include "file.h"
#include "holding.h"
#include "mint.h"
#include "own_crl.h"
#include "pki_lack.h"
#include "pki_mint.h"
#include "pki_slot.h"
#include "recipe_list.h"
#include "store.h"

static const char *crl_path(const struct pki *pki, const struct pki_slot *authority)
{
	return arena_printf((struct arena *)&pki->arena, "%s/" STORE_CRLS "/%s.pem", pki->folder,
		authority->item->name);
}

/* The one that was made when the folder was written, by who had the key. */
static X509_CRL *read_crl(struct pki *pki, const struct pki_slot *authority, const char **why)
{
	const char *path = crl_path(pki, authority);
	X509_CRL *crl = NULL;

	if (!file_exists(path))
		*why = arena_printf(&pki->arena, "%s holds neither key nor CRL of '%s'", pki->folder,
			authority->item->name);
	else if (holding_read_crl(&crl, path, &pki->arena, why))
		return crl;
	return NULL;
}

bool pki_can_crl(const struct pki *pki, const struct pki_slot *authority)
{
	if (pki->folder)
		return authority->key || file_exists(crl_path(pki, authority));
	if (authority->certificate && own_crl_of(pki, authority->certificate))
		return true;
	return !pki_lack(pki, authority->item) &&
		(authority != pki->own.signer || own_crl_may_sign(pki));
}

struct revoked {
	X509 **certificates;
	size_t count;
};

/* What the authority has issued and the recipe has revoked. */
static bool collect_revoked(struct revoked *out, struct pki *pki, const X509 *authority,
	struct arena *arena, const char **why)
{
	for (size_t i = 0; i < pki->count; i++) {
		struct pki_slot *slot = &pki->slots[i];
		const struct pki_slot *issuer = pki_issuer_of(pki, slot);

		if (!slot->item->revoked || slot->by || !issuer || issuer->certificate != authority)
			continue;
		if (pki_lack(pki, slot->item) || (pki->folder && !slot->certificate))
			continue;
		if (!slot->certificate && !pki_mint(pki, slot, why))
			return false;
		*ARENA_PUSH(arena, out->certificates, out->count) = slot->certificate;
	}
	return true;
}

/* Those that are made after other good clients, too. */
static bool collect_all_revoked(
	struct revoked *out, struct pki *pki, const X509 *authority, const char **why)
{
	bool ok = collect_revoked(out, pki, authority, &pki->arena, why);

	for (struct pki *at = pki->beside; ok && at; at = at->next_beside)
		ok = collect_revoked(out, at, authority, &pki->arena, why);
	return ok;
}

static X509_CRL *minted(
	struct pki *pki, const struct mint_crl_request *request, const char *name, const char **why)
{
	X509_CRL *crl = mint_crl(request);

	if (!crl)
		*why =
			ossl_why(&pki->arena, arena_printf(&pki->arena, "the CRL of '%s' can't be made", name));
	return crl;
}

X509_CRL *pki_crl(struct pki *pki, struct pki_slot *authority, const char **why)
{
	struct revoked revoked = {NULL, 0};
	X509_CRL *own = authority->certificate ? own_crl_of(pki, authority->certificate) : NULL;

	if (pki->folder && !authority->key)
		return read_crl(pki, authority, why);
	if (own && !authority->key)
		return X509_CRL_dup(own);
	if (!pki_mint(pki, authority, why) ||
		!collect_all_revoked(&revoked, pki, authority->certificate, why))
		return NULL;
	return minted(pki,
		&(struct mint_crl_request){.issuer = authority->certificate,
			.key = authority->key,
			.revoked = revoked.certificates,
			.count = revoked.count,
			.beside = own,
			.now = pki->now},
		authority->item->name, why);
}

bool pki_can_odd_crl(struct pki *pki, const struct recipe_crl *crl)
{
	const struct recipe_item *signer = crl->signer ? crl->signer : crl->authority;
	const struct pki_slot *slot = pki_slot_of(pki, signer);

	return pki->folder ? slot->key && pki_slot_of(pki, crl->authority)->certificate
					   : !pki_lack(pki, crl->authority) && !pki_lack(pki, signer);
}

X509_CRL *pki_odd_crl(struct pki *pki, const struct recipe_crl *crl, const char **why)
{
	struct revoked revoked = {NULL, 0};
	struct pki_slot *authority = pki_slot_of(pki, crl->authority);
	struct pki_slot *signer = crl->signer ? pki_slot_of(pki, crl->signer) : authority;

	if (!pki_mint(pki, authority, why) || !pki_mint(pki, signer, why) ||
		(crl->lists == CRL_LISTS_REVOKED &&
			!collect_all_revoked(&revoked, pki, authority->certificate, why)))
		return NULL;
	return minted(pki,
		&(struct mint_crl_request){.issuer = authority->certificate,
			.key = signer->key,
			.revoked = revoked.certificates,
			.count = revoked.count,
			.valid = crl->valid,
			.unknown_critical = crl->unknown_critical,
			.now = pki->now},
		crl->name, why);
}

X509_CRL *pki_crl_of_nobody(struct pki *pki, struct pki_slot *authority, const char **why)
{
	if (!pki_mint(pki, authority, why))
		return NULL;
	if (authority->key)
		return minted(pki,
			&(struct mint_crl_request){
				.issuer = authority->certificate, .key = authority->key, .now = pki->now},
			authority->item->name, why);
	*why = arena_printf(
		&pki->arena, "an older CRL of '%s' can't be made without its key", authority->item->name);
	return NULL;
}
