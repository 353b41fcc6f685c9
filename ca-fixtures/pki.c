#include "pki.h"

#include "holding.h"
#include "pki_slot.h"
#include "pki_addressed.h"
#include "pki_twin.h"

struct pki *pki_create(const struct recipe *recipe)
{
	struct arena arena;
	struct pki *pki;

	arena_init(&arena);
	pki = ARENA_NEW(&arena, struct pki);
	pki->recipe = recipe;
	pki->now = time(NULL);
	pki->slots = ARENA_ARRAY(&arena, struct pki_slot, recipe->count + 1);
	pki->count = recipe->count;
	for (size_t i = 0; i < recipe->count; i++)
		pki->slots[i].item = recipe->items[i];
	pki->arena = arena;
	return pki;
}

static void finish_slot(struct pki_slot *slot)
{
	for (size_t i = 0; i < slot->credential.chain_len; i++)
		X509_free(slot->credential.chain[i]);
	X509_free(slot->certificate);
	EVP_PKEY_free(slot->key);
}

void pki_destroy(struct pki *pki)
{
	struct arena arena;

	if (!pki)
		return;
	while (pki->beside) {
		struct pki *next = pki->beside->next_beside;

		pki_destroy(pki->beside);
		pki->beside = next;
	}
	for (size_t i = 0; i < pki->count; i++)
		finish_slot(&pki->slots[i]);
	for (size_t i = 0; i < pki->mould.more_count; i++)
		finish_slot(pki->mould.more[i]);
	for (struct pki_twin *twin = pki->twins; twin; twin = twin->next)
		finish_slot(&twin->slot);
	for (struct pki_addressed *one = pki->addressed; one; one = one->next)
		finish_slot(&one->slot);
	for (size_t i = 0; i < COUNT_OF(pki->twin_keys); i++)
		EVP_PKEY_free(pki->twin_keys[i]);
	for (size_t i = 0; i < pki->server_ca_count; i++)
		X509_free(pki->server_cas[i]);
	for (size_t i = 0; i < pki->own.above_count; i++)
		X509_free(pki->own.above[i]);
	for (size_t i = 0; i < pki->own.known_count; i++)
		X509_free(pki->own.known[i]);
	for (size_t i = 0; i < pki->own.crl_count; i++)
		X509_CRL_free(pki->own.crls[i]);
	/* the pki itself lives in its arena */
	arena = pki->arena;
	arena_finish(&arena);
}

struct pki_slot *pki_slot_of(struct pki *pki, const struct recipe_item *item)
{
	for (size_t i = 0; i < pki->count; i++) {
		if (pki->slots[i].item == item)
			return pki->slots[i].by ? pki->slots[i].by : &pki->slots[i];
	}
	return NULL;
}

struct pki_slot *pki_issuer_of(struct pki *pki, const struct pki_slot *slot)
{
	struct pki_slot *issuer = slot->issuer ? slot->issuer
		: slot->item->issuer               ? pki_slot_of(pki, slot->item->issuer)
										   : NULL;

	if (issuer && slot == pki->own.signer)
		return pki->own.root;
	return issuer && issuer == pki->own.root && pki->own.signer ? pki->own.signer : issuer;
}

X509 *pki_own_anchor(const struct pki *pki)
{
	if (pki->own.root && pki->own.root->certificate)
		return pki->own.root->certificate;
	return pki->own.signer ? pki->own.signer->certificate : NULL;
}

struct pki_slot *pki_find(struct pki *pki, enum recipe_kind kind, const char *name)
{
	return pki_slot_of(pki, recipe_find(pki->recipe, kind, name));
}

bool pki_trust_servers(struct pki *pki, const char *path, const char **why)
{
	size_t lapsed = 0;

	if (!holding_read_certificates(pki->server_cas, &pki->server_ca_count, path, &pki->arena, why))
		return false;
	for (size_t i = 0; i < pki->server_ca_count; i++)
		lapsed += X509_cmp_time(X509_get0_notAfter(pki->server_cas[i]), &pki->now) <= 0;
	if (lapsed < pki->server_ca_count)
		return true;
	*why = arena_printf(&pki->arena, "%s: %s expired: no server could be trusted by it", path,
		lapsed > 1 ? "all certificates in it have" : "the certificate has");
	return false;
}

X509 *pki_trusted_server_ca(struct pki *pki, size_t i)
{
	return i < pki->server_ca_count ? pki->server_cas[i] : NULL;
}
