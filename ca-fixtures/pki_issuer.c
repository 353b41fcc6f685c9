#include "pki_issuer.h"

#include <openssl/err.h>

#include "pki_mint.h"

/* Whoever has tampered with it has left nothing that could be verified. */
static bool has_signed(const struct pki_slot *ca, const struct pki_slot *of)
{
	bool named = ca && ca->key && ca->certificate &&
		!X509_NAME_cmp(
			X509_get_issuer_name(of->certificate), X509_get_subject_name(ca->certificate));
	bool verified = named &&
		(of->item->tamper == TAMPER_SIGNATURE || X509_verify(of->certificate, ca->key) == 1);

	ERR_clear_error();
	return verified;
}

/* Of whom we have the key; the certificate itself, if that signs itself; or NULL. */
static const struct pki_slot *known_issuer(struct pki *pki, const struct pki_slot *of)
{
	const struct pki_slot *const known[] = {
		pki_issuer_of(pki, of), pki->own.signer, pki->own.root, of};

	for (size_t i = 0; i < COUNT_OF(known); i++) {
		if (has_signed(known[i], of))
			return known[i];
	}
	return NULL;
}

static const char *no_issuer(struct pki *pki, const struct recipe_item *item)
{
	if (pki->folder)
		return arena_printf(&pki->arena,
			"the same with another key can't be made: %s holds no key of the CA that issued it",
			pki->folder);
	return arena_printf(&pki->arena,
		"the same with another key needs the key of the CA that issued it (--client-ca CERT,KEY), "
		"or give one that has a key which the server asks for (--credential %s=CERT,KEY)",
		item->name);
}

const struct pki_slot *pki_issuer_key(struct pki *pki, const struct pki_slot *of, const char **why)
{
	const struct pki_slot *issuer = known_issuer(pki, of);

	if (!issuer)
		*why = no_issuer(pki, of->item);
	return issuer;
}
