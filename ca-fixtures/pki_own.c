#include "pki_own.h"

#include <openssl/err.h>

#include "chain_order.h"
#include "own_ca.h"
#include "own_crl.h"
#include "own_file.h"
#include "pki_check.h"
#include "pki_fill.h"
#include "pki_lack.h"
#include "pki_mould.h"
#include "pki_promise.h"
#include "pki_slot.h"

/* One without a defect is taken for good: it must be. */
static bool check_good(
	struct pki *pki, const struct pki_slot *slot, const char *path, const char **why)
{
	X509 *anchor = pki_own_anchor(pki);
	int error = X509_V_ERR_UNSPECIFIED;

	if (*slot->item->defect)
		return true;
	if (!own_check_dates(pki, slot->certificate, path, why))
		return false;
	if (X509_check_purpose(slot->certificate, X509_PURPOSE_SSL_CLIENT, 0) != 1)
		return own_refuse(
			pki, why, path, "the certificate is not for TLS clients (extendedKeyUsage)");
	if (anchor && !pki_chain_holds(&slot->credential, anchor, &error))
		return own_refuse(pki, why, path,
			arena_printf(&pki->arena, "it does not lead to the CA that was given: %s",
				X509_verify_cert_error_string(error)));
	return true;
}

static bool is_as_promised(
	struct pki *pki, const struct pki_slot *slot, const char *path, const char **why)
{
	return pki_promise_holds(
		&(struct pki_promise){
			.item = slot->item,
			.credential = &slot->credential,
			.root = pki_own_anchor(pki),
			.lists_made = pki->own.signer != NULL,
			.listed = own_crl_lists(pki, slot->certificate),
			.now = pki->now,
			.path = path,
			.recipe_path = pki->recipe->path,
			.arena = &pki->arena,
		},
		why);
}

/* A file with the CAs that are sent may come with the key of one of them. */
static bool is_key_of_ca(const struct holding *given)
{
	for (size_t i = 1; i < given->certificate_count; i++) {
		if (chain_is_issued_by(given->certificates[i], given->certificates[0]))
			return true;
	}
	return false;
}

static bool refuse_key(
	struct pki *pki, const struct pki_own_files *files, bool of_ca, const char **why)
{
	return own_refuse(pki, why, files->key ? files->key : files->certificate,
		arena_printf(&pki->arena, "the key does not belong to the certificate of %s%s",
			files->certificate, of_ca ? ", but to that of a CA which is sent with it" : ""));
}

/* Where another key is promised, the one that was given is made to look like the certificate's. */
static bool check_key(struct pki *pki, const struct pki_slot *slot,
	const struct pki_own_files *files, struct holding *given, const char **why)
{
	X509 *leaf = given->certificates[0];
	EVP_PKEY *combined;

	if (X509_check_private_key(leaf, given->key) == 1)
		return !is_key_of_ca(given) || refuse_key(pki, files, true, why);
	if (slot->item->sign_with != SIGN_WITH_ANOTHER_KEY)
		return refuse_key(pki, files, false, why);
	/* of others a file would not hold the public part, and so be right again */
	combined =
		key_can_mismatch(given->key) ? key_combine(X509_get0_pubkey(leaf), given->key) : NULL;
	if (!combined)
		return own_refuse(pki, why, files->key ? files->key : files->certificate,
			arena_printf(&pki->arena,
				"to stand for a wrong key, it must be of the kind and length of that of %s, and an "
				"elliptic-curve or RSA key",
				files->certificate));
	EVP_PKEY_free(given->key);
	given->key = combined;
	return true;
}

static bool hold(struct pki *pki, struct pki_slot *slot, const struct pki_own_files *files,
	struct holding *given, const char **why)
{
	chain_order(given->certificates, given->certificate_count, given->key);
	if (!check_key(pki, slot, files, given, why))
		return false;
	if (!X509_up_ref(given->certificates[0]))
		return false;
	slot->certificate = given->certificates[0];
	slot->key = TAKE(given->key);
	slot->given = true;
	return pki_fill_credential(pki, slot, given->certificates, given->certificate_count, why);
}

static bool adopt_credential(
	struct pki *pki, const struct pki_own_credential *own, const char *passphrase, const char **why)
{
	struct pki_slot *slot = pki_find(pki, RECIPE_CREDENTIAL, own->name);
	struct holding given;
	bool ok;

	if (!slot || !recipe_is_below(slot->item, pki->own.root->item))
		return own_refuse(
			pki, why, own->name, "there is no credential of that name below the client CA");
	if (slot->certificate)
		return own_refuse(pki, why, own->name, "the credential was given twice");
	ok = own_read(&given, pki, &own->files, true, passphrase, why) &&
		hold(pki, slot, &own->files, &given, why) &&
		check_good(pki, slot, own->files.certificate, why);
	holding_finish(&given);
	return ok;
}

/* Without the key of a CA, those whose lists count are the ones that the clients come with. */
static bool note_authorities(struct pki *pki, const struct pki_slot *slot, const char **why)
{
	struct pki_own_ca *own = &pki->own;
	const struct credential *given = &slot->credential;

	for (size_t i = 1; !own->signer && i < given->chain_len; i++) {
		bool known = chain_is_root(given->chain[i]) || X509_check_ca(given->chain[i]) != 1;

		for (size_t j = 0; j < own->above_count; j++)
			known = known || X509_cmp(own->above[j], given->chain[i]) == 0;
		if (known)
			continue;
		if (own->above_count == COUNT_OF(own->above) || !X509_up_ref(given->chain[i])) {
			*why = "too many CAs are sent with the clients that were given";
			return false;
		}
		own->above[own->above_count++] = given->chain[i];
	}
	return true;
}

/* What a credential of the user's promises may hang upon the lists, which hang upon the CAs. */
static bool adopt_credentials(
	struct pki *pki, const struct pki_own *own, const char *passphrase, const char **why)
{
	const struct pki_own_credential *all = own->credentials;

	for (size_t i = 0; i < own->credential_count; i++) {
		if (!adopt_credential(pki, &all[i], passphrase, why) ||
			!note_authorities(pki, pki_find(pki, RECIPE_CREDENTIAL, all[i].name), why))
			return false;
	}
	if (!own_crl_adopt(pki, own, why))
		return false;
	for (size_t i = 0; i < own->credential_count; i++) {
		if (!is_as_promised(
				pki, pki_find(pki, RECIPE_CREDENTIAL, all[i].name), all[i].files.certificate, why))
			return false;
	}
	return true;
}

/* Whatever its own constraints say, they show in whether the good client's chain holds. */
static bool check_minted(struct pki *pki, const struct pki_own *own, const char **why)
{
	const struct credential *client = pki_credential(pki, PKI_GOOD_CLIENT, why);
	X509 *anchor = pki_own_anchor(pki);
	int error = X509_V_ERR_UNSPECIFIED;

	if (!client)
		return false;
	if (!anchor || pki_chain_holds(client, anchor, &error))
		return true;
	return own_refuse(pki, why, own->cas[0].certificate,
		arena_printf(&pki->arena, "a good client that is minted under it would not hold: %s",
			X509_verify_cert_error_string(error)));
}

static void lay_mould(struct pki *pki)
{
	struct pki_slot *client = pki_find(pki, RECIPE_CREDENTIAL, PKI_GOOD_CLIENT);

	if (client && client->given)
		pki_mould_lay(pki, client);
}

bool pki_adopt(struct pki *pki, const struct pki_own *own, const char **why)
{
	const char *passphrase;
	const char *lack;

	if (!own->ca_count && !own->credential_count && !own->crl_count)
		return true;
	if (!own_passphrase(&passphrase, pki, own, why))
		return false;
	pki->own.root = pki_find(pki, RECIPE_AUTHORITY, PKI_CLIENT_ROOT);
	if (own->ca_count && !own_ca_adopt(pki, own, passphrase, why))
		return false;
	if (!adopt_credentials(pki, own, passphrase, why))
		return false;
	lay_mould(pki);
	lack = pki_lacks(pki, PKI_GOOD_CLIENT);
	if (lack && pki->own.signer)
		return own_refuse(pki, why, own->cas[0].certificate, lack);
	if (lack) {
		*why = "without the key of the client CA a good client is needed: --client-ca CERT,KEY, or "
			   "--credential " PKI_GOOD_CLIENT "=CERT,KEY";
		return false;
	}
	return check_minted(pki, own, why);
}

const char *pki_own_untold(struct pki *pki, const struct pki_own *own)
{
	const char *names = "";

	for (size_t i = 0; i < own->credential_count; i++) {
		const struct pki_slot *slot = pki_find(pki, RECIPE_CREDENTIAL, own->credentials[i].name);

		if (slot && slot->item->revoked && !pki_promise_good_of(slot->item)->revoked &&
			own_crl_lists(pki, slot->certificate) < 0)
			names = arena_printf(&pki->arena, "%s%s%s", names, *names ? ", " : "",
				own->credentials[i].files.certificate);
	}
	if (!*names)
		return NULL;
	return arena_printf(
		&pki->arena, "whether it is revoked can't be told, and is taken on your word: %s", names);
}
