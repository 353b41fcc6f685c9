#include "own_crl.h"

#include <openssl/err.h>

#include "own_file.h"
#include "pki_own.h"
#include "pki_slot.h"

static bool is_of(X509_CRL *crl, X509 *authority)
{
	return X509_NAME_cmp(X509_CRL_get_issuer(crl), X509_get_subject_name(authority)) == 0 &&
		X509_CRL_verify(crl, X509_get0_pubkey(authority)) == 1;
}

/* The i-th of the user's CAs, from the root down; NULL where it is not known, or after the last. */
static X509 *authority_at(const struct pki *pki, size_t i)
{
	const struct pki_own_ca *own = &pki->own;

	if (i == 0)
		return own->root->certificate;
	if (i <= own->above_count)
		return own->above[own->above_count - i];
	return own->signer && own->signer != own->root ? own->signer->certificate : NULL;
}

static size_t authority_count(const struct pki *pki)
{
	return pki->own.above_count + 2;
}

static const char *dn_text(struct pki *pki, const X509_NAME *name)
{
	SCOPED(BIO) out = BIO_new(BIO_s_mem());
	char *text;
	long len;

	if (!out || X509_NAME_print_ex(out, name, 0, XN_FLAG_RFC2253) < 0)
		return "";
	len = BIO_get_mem_data(out, &text);
	return arena_strndup(&pki->arena, text, len > 0 ? (size_t)len : 0);
}

static bool is_ours(const struct pki *pki, X509_CRL *crl)
{
	for (size_t i = 0; i < authority_count(pki); i++) {
		X509 *authority = authority_at(pki, i);

		if (authority && is_of(crl, authority))
			return true;
	}
	return false;
}

static bool check_date(struct pki *pki, const X509_CRL *crl, const char *path, const char **why)
{
	const ASN1_TIME *until = X509_CRL_get0_nextUpdate(crl);
	time_t now = pki->now;

	return !until || X509_cmp_time(until, &now) > 0 ||
		own_refuse(pki, why, path,
			arena_printf(&pki->arena, "the CRL of '%s' is outdated: the next was due on %s",
				dn_text(pki, X509_CRL_get_issuer(crl)), own_date_text(pki, until)));
}

/* A file may hold those of a whole company; those of other CAs are left out. */
static bool adopt_lists(
	struct pki *pki, struct holding *holding, const char *path, const char **why)
{
	struct pki_own_ca *own = &pki->own;
	size_t before = own->crl_count;

	for (size_t i = 0; i < holding->crl_count; i++) {
		if (!is_ours(pki, holding->crls[i]))
			continue;
		if (!check_date(pki, holding->crls[i], path, why))
			return false;
		if (own->crl_count == COUNT_OF(own->crls))
			return own_refuse(pki, why, path, "too many CRLs");
		own->crls[own->crl_count++] = TAKE(holding->crls[i]);
	}
	return own->crl_count > before ||
		own_refuse(pki, why, path,
			arena_printf(&pki->arena,
				"it holds no CRL of the CAs that were given (--client-ca), but one of '%s'",
				dn_text(pki, X509_CRL_get_issuer(holding->crls[0]))));
}

static bool adopt_file(struct pki *pki, const char *path, const char **why)
{
	struct holding holding;
	bool ok = holding_read(&holding, HOLDING_CRLS, path, NULL, &pki->arena, why) &&
		adopt_lists(pki, &holding, path, why);

	holding_finish(&holding);
	return ok;
}

bool own_crl_adopt(struct pki *pki, const struct pki_own *own, const char **why)
{
	bool ok = true;

	for (size_t i = 0; ok && i < own->crl_count; i++)
		ok = adopt_file(pki, own->crls[i], why);
	ERR_clear_error();
	return ok;
}

X509_CRL *own_crl_of(const struct pki *pki, X509 *authority)
{
	X509_CRL *found = NULL;

	for (size_t i = 0; !found && i < pki->own.crl_count; i++) {
		if (is_of(pki->own.crls[i], authority))
			found = pki->own.crls[i];
	}
	ERR_clear_error();
	return found;
}

int own_crl_lists(const struct pki *pki, X509 *certificate)
{
	int listed = -1;
	X509_REVOKED *entry;

	for (size_t i = 0; i < pki->own.crl_count; i++) {
		X509_CRL *crl = pki->own.crls[i];

		if (X509_NAME_cmp(X509_CRL_get_issuer(crl), X509_get_issuer_name(certificate)) != 0)
			continue;
		if (X509_CRL_get0_by_cert(crl, &entry, certificate) == 1)
			return 1;
		listed = 0;
	}
	return listed;
}

/* RFC 5280 6.3.3 (f): without the bit nobody may believe its lists. */
bool own_crl_may_sign(const struct pki *pki)
{
	return pki->own.signer && X509_get_key_usage(pki->own.signer->certificate) & KU_CRL_SIGN;
}

const char *own_crl_missing(struct pki *pki)
{
	const struct pki_own_ca *own = &pki->own;

	for (size_t i = 0; i < authority_count(pki); i++) {
		X509 *authority = authority_at(pki, i);
		bool signs = own_crl_may_sign(pki) && authority == own->signer->certificate;

		if (authority && !signs && !own_crl_of(pki, authority))
			return dn_text(pki, X509_get_subject_name(authority));
	}
	return NULL;
}
