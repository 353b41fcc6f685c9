/* Certificates and keys from the user's files, looked at before anything is built upon them. */
#include "pki_own.h"

#include <string.h>
#include <openssl/err.h>

#include "clock.h"
#include "file.h"
#include "holding.h"
#include "pki_check.h"
#include "pki_credential.h"
#include "pki_lack.h"
#include "pki_promise.h"
#include "pki_slot.h"

enum { PASSPHRASE_FILE_MAX = 4096 };

static bool refuse(struct pki *pki, const char **why, const char *path, const char *what)
{
	*why = arena_printf(&pki->arena, "%s: %s", path, what);
	ERR_clear_error();
	return false;
}

static bool read_passphrase(
	const char **out, struct pki *pki, const struct pki_own *own, const char **why)
{
	char *text;
	size_t len;

	*out = NULL;
	if (!own->passphrase_file)
		return true;
	if (!file_read(&text, &len, why, &pki->arena, own->passphrase_file, PASSPHRASE_FILE_MAX))
		return false;
	text[strcspn(text, "\r\n")] = '\0';
	*out = text;
	return true;
}

static const char *date_text(struct pki *pki, const ASN1_TIME *time)
{
	char *text = arena_alloc(&pki->arena, 32);
	struct tm date;

	if (!ASN1_TIME_to_tm(time, &date))
		return "an unreadable date";
	clock_format_utc(text, timegm(&date));
	return text;
}

static bool check_dates(struct pki *pki, X509 *cert, const char *path, const char **why)
{
	time_t now = pki->now;

	if (X509_cmp_time(X509_get0_notAfter(cert), &now) <= 0)
		return refuse(pki, why, path,
			arena_printf(&pki->arena, "the certificate has expired: it was valid until %s",
				date_text(pki, X509_get0_notAfter(cert))));
	if (X509_cmp_time(X509_get0_notBefore(cert), &now) > 0)
		return refuse(pki, why, path,
			arena_printf(&pki->arena, "the certificate is not valid before %s",
				date_text(pki, X509_get0_notBefore(cert))));
	return true;
}

static bool check_pair(struct pki *pki, X509 *cert, EVP_PKEY *key, const char *path,
	const char *key_path, const char **why)
{
	return X509_check_private_key(cert, key) ||
		refuse(pki, why, key_path,
			arena_printf(&pki->arena, "the key does not belong to the certificate of %s", path));
}

/* Servers trust a root; and what is signed with a key that may not sign is refused for that. */
static bool check_ca(struct pki *pki, X509 *cert, const char *path, const char **why)
{
	if (X509_check_ca(cert) != 1)
		return refuse(pki, why, path,
			"it is no CA certificate: basicConstraints must say CA:TRUE, and keyUsage, if there is "
			"one, keyCertSign");
	if (!(X509_get_extension_flags(cert) & EXFLAG_SS))
		return refuse(pki, why, path,
			"it is not signed by itself: what is wanted is the root that the target trusts");
	return check_dates(pki, cert, path, why);
}

static bool adopt_ca(
	struct pki *pki, const struct pki_own *own, const char *passphrase, const char **why)
{
	struct pki_slot *root = pki->own_root;
	const char *path = own->ca_certificate;
	X509 *certs[HOLDING_CERTIFICATES_MAX];
	size_t count;

	if (!holding_read_certificates(certs, &count, path, &pki->arena, why))
		return false;
	root->certificate = certs[0];
	for (size_t i = 1; i < count; i++)
		X509_free(certs[i]);
	if (count != 1)
		return refuse(pki, why, path,
			arena_printf(&pki->arena, "it holds %zu certificates, not the root alone", count));
	if (!check_ca(pki, root->certificate, path, why))
		return false;
	if (!own->ca_key)
		return true;
	return holding_read_key(&root->key, own->ca_key, passphrase, &pki->arena, why) &&
		check_pair(pki, root->certificate, root->key, path, own->ca_key, why);
}

/* One without a defect is taken for good: it must be. */
static bool check_good(
	struct pki *pki, const struct pki_slot *slot, const char *path, const char **why)
{
	X509 *root = pki->own_root->certificate;
	int error = X509_V_ERR_UNSPECIFIED;

	if (*slot->item->defect)
		return true;
	if (!check_dates(pki, slot->certificate, path, why))
		return false;
	if (X509_check_purpose(slot->certificate, X509_PURPOSE_SSL_CLIENT, 0) != 1)
		return refuse(pki, why, path, "the certificate is not for TLS clients (extendedKeyUsage)");
	if (root && !pki_chain_holds(&slot->credential, root, &error))
		return refuse(pki, why, path,
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
			.root = pki->own_root->certificate,
			.lists_made = pki->own_root->key != NULL,
			.now = pki->now,
			.path = path,
			.recipe_path = pki->recipe->path,
			.arena = &pki->arena,
		},
		why);
}

static bool adopt_credential(
	struct pki *pki, const struct pki_own_credential *own, const char *passphrase, const char **why)
{
	struct pki_slot *slot = pki_find(pki, RECIPE_CREDENTIAL, own->name);
	X509 *certs[HOLDING_CERTIFICATES_MAX];
	size_t count;
	bool ok;

	if (!slot || !recipe_is_below(slot->item, pki->own_root->item))
		return refuse(
			pki, why, own->name, "there is no credential of that name below the client CA");
	if (slot->certificate)
		return refuse(pki, why, own->name, "the credential was given twice");
	if (!holding_read_certificates(certs, &count, own->certificate, &pki->arena, why))
		return false;
	slot->certificate = certs[0];
	ok = holding_read_key(&slot->key, own->key, passphrase, &pki->arena, why) &&
		check_pair(pki, certs[0], slot->key, own->certificate, own->key, why) &&
		pki_fill_credential(pki, slot, certs, count, why) &&
		check_good(pki, slot, own->certificate, why) &&
		is_as_promised(pki, slot, own->certificate, why);
	for (size_t i = 1; i < count; i++)
		X509_free(certs[i]);
	return ok;
}

/* Whatever its own constraints say, they show in whether the good client's chain holds. */
static bool check_minted(struct pki *pki, const struct pki_own *own, const char **why)
{
	const struct credential *client = pki_credential(pki, PKI_GOOD_CLIENT, why);
	int error = X509_V_ERR_UNSPECIFIED;

	if (!client)
		return false;
	if (!pki->own_root->certificate || pki_chain_holds(client, pki->own_root->certificate, &error))
		return true;
	return refuse(pki, why, own->ca_certificate,
		arena_printf(&pki->arena, "a good client that is minted under it would not hold: %s",
			X509_verify_cert_error_string(error)));
}

bool pki_adopt(struct pki *pki, const struct pki_own *own, const char **why)
{
	const char *passphrase;

	if (!own->ca_certificate && !own->credential_count)
		return true;
	if (!read_passphrase(&passphrase, pki, own, why))
		return false;
	pki->own_root = pki_find(pki, RECIPE_AUTHORITY, PKI_CLIENT_ROOT);
	if (own->ca_certificate && !adopt_ca(pki, own, passphrase, why))
		return false;
	for (size_t i = 0; i < own->credential_count; i++) {
		if (!adopt_credential(pki, &own->credentials[i], passphrase, why))
			return false;
	}
	if (pki_lacks(pki, PKI_GOOD_CLIENT)) {
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

		if (slot && slot->item->revoked && !pki_promise_good_of(slot->item)->revoked)
			names = arena_printf(
				&pki->arena, "%s%s%s", names, *names ? ", " : "", own->credentials[i].certificate);
	}
	if (!*names)
		return NULL;
	return arena_printf(
		&pki->arena, "whether it is revoked can't be told, and is taken on your word: %s", names);
}
