#include "pki_mint.h"

#include "mint.h"
#include "pki_key.h"
#include "pki_lack.h"
#include "pki_mould.h"
#include "pki_slot.h"

static X509 *make_certificate(
	const struct pki *pki, const struct pki_slot *slot, const struct pki_slot *issuer)
{
	bool named = !slot->mould || recipe_says(slot->item, slot->model, "subject");
	SCOPED(X509)
	cert = mint_certificate(&(struct mint_request){
		.item = slot->item,
		.key = slot->key,
		.subject = named ? pki_own_name(pki, slot->item) : X509_get_subject_name(slot->mould),
		.mould = slot->mould,
		.model = slot->model,
		.issuer = issuer ? issuer->certificate : NULL,
		.issuer_key = issuer ? issuer->key : NULL,
		.now = pki->now,
	});

	if (cert && slot->item->tamper == TAMPER_SIGNATURE)
		return mint_with_broken_signature(cert);
	return TAKE(cert);
}

static bool mint_one(
	struct pki *pki, struct pki_slot *slot, const struct pki_slot *issuer, const char **why)
{
	if (slot->certificate || (slot->resent && pki_mould_resend(pki, slot)))
		return true;
	if (!slot->key && !slot->resent)
		slot->key = pki_key(pki, slot);
	slot->certificate = slot->key && !slot->resent ? make_certificate(pki, slot, issuer) : NULL;
	if (slot->certificate)
		return true;
	*why = ossl_why(&pki->arena,
		arena_printf(
			&pki->arena, "'%s' of %s can't be minted", slot->item->name, pki->recipe->path));
	return false;
}

bool pki_mint(struct pki *pki, struct pki_slot *slot, const char **why)
{
	struct pki_slot *path[RECIPE_ITEMS_MAX];
	const struct pki_slot *issuer = NULL;
	size_t depth = 0;

	if (slot->certificate && slot->key)
		return true;
	if (pki->folder) {
		*why = arena_printf(&pki->arena, "%s holds no key of '%s'", pki->folder, slot->item->name);
		return false;
	}
	*why = pki_lack(pki, slot->item);
	if (*why)
		return false;
	for (; slot; slot = slot->certificate || slot->resent ? NULL : pki_issuer_of(pki, slot))
		path[depth++] = slot;
	while (depth) {
		if (!mint_one(pki, path[--depth], issuer, why))
			return false;
		issuer = path[depth];
	}
	return true;
}

X509 *pki_authority(struct pki *pki, const char *name, const char **why)
{
	struct pki_slot *slot = pki_find(pki, RECIPE_AUTHORITY, name);

	if (!slot) {
		*why =
			arena_printf(&pki->arena, "there is no authority '%s' in %s", name, pki->recipe->path);
		return NULL;
	}
	if (slot->certificate)
		return slot->certificate;
	return pki_mint(pki, slot, why) ? slot->certificate : NULL;
}
