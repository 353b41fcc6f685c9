#include <openssl/ocsp.h>

#include "pki_mint.h"
#include "pki_slot.h"

SCOPED_TYPE(OCSP_BASICRESP, OCSP_BASICRESP *, OCSP_BASICRESP_free)
SCOPED_TYPE(OCSP_CERTID, OCSP_CERTID *, OCSP_CERTID_free)
SCOPED_TYPE(OCSP_RESPONSE, OCSP_RESPONSE *, OCSP_RESPONSE_free)

enum { STAPLE_AGE_S = 3600, STAPLE_LIFE_S = 7 * 86400 };

const char *const pki_staple_words[] = {"good", "revoked", NULL};

static bool add_status(OCSP_BASICRESP *basic, const struct pki_slot *slot,
	const struct pki_slot *issuer, enum pki_staple status, time_t now)
{
	bool revoked = status == PKI_STAPLE_REVOKED;
	SCOPED(OCSP_CERTID) id = OCSP_cert_to_id(EVP_sha1(), slot->certificate, issuer->certificate);
	SCOPED(ASN1_TIME) from = ASN1_TIME_adj(NULL, now, 0, -STAPLE_AGE_S);
	SCOPED(ASN1_TIME) until = ASN1_TIME_adj(NULL, now, 0, STAPLE_LIFE_S);

	return id && from && until &&
		OCSP_basic_add1_status(basic, id,
			revoked ? V_OCSP_CERTSTATUS_REVOKED : V_OCSP_CERTSTATUS_GOOD,
			revoked ? OCSP_REVOKED_STATUS_KEYCOMPROMISE : OCSP_REVOKED_STATUS_NOSTATUS,
			revoked ? from : NULL, from, until) != NULL;
}

/*
 * Signed by the CA itself (RFC 6960 4.2.2.2, first case), so that no certificate needs to come with
 * it and no responder's own status is in question.
 */
static OCSP_RESPONSE *respond(
	const struct pki_slot *slot, const struct pki_slot *issuer, enum pki_staple status, time_t now)
{
	const EVP_MD *digest = key_has_own_digest(issuer->key) ? NULL : EVP_sha256();
	SCOPED(OCSP_BASICRESP) basic = OCSP_BASICRESP_new();

	if (!basic || !add_status(basic, slot, issuer, status, now) ||
		!OCSP_basic_sign(basic, issuer->certificate, issuer->key, digest, NULL, OCSP_NOCERTS))
		return NULL;
	return OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
}

static bool keep(struct der *out, struct arena *arena, const OCSP_RESPONSE *response)
{
	unsigned char *bytes = NULL;
	int len = i2d_OCSP_RESPONSE(response, &bytes);

	if (len <= 0)
		return false;
	*out = (struct der){arena_memdup(arena, bytes, (size_t)len), (size_t)len};
	OPENSSL_free(bytes);
	return true;
}

const struct der *pki_staple(
	struct pki *pki, const char *name, enum pki_staple status, const char **why)
{
	struct pki_slot *slot = pki_find(pki, RECIPE_CREDENTIAL, name);
	struct pki_slot *issuer;
	SCOPED(OCSP_RESPONSE) response = NULL;

	if (!pki_credential(pki, name, why))
		return NULL;
	if (slot->staples[status].len)
		return &slot->staples[status];
	issuer = slot->item->issuer ? pki_issuer_of(pki, slot) : slot;
	if (!pki_mint(pki, issuer, why))
		return NULL;
	response = respond(slot, issuer, status, pki->now);
	if (response && keep(&slot->staples[status], &pki->arena, response))
		return &slot->staples[status];
	*why = ossl_why(
		&pki->arena, arena_printf(&pki->arena, "an OCSP response about '%s' can't be made", name));
	return NULL;
}
