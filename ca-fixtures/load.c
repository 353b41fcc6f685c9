#include <string.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include "clock.h"
#include "file.h"
#include "pem.h"
#include "pki_slot.h"
#include "store.h"

SCOPED_TYPE(X509_STORE, X509_STORE *, X509_STORE_free)
SCOPED_TYPE(X509_STORE_CTX, X509_STORE_CTX *, X509_STORE_CTX_free)

static const char *path_of(const struct pki *pki, struct arena *arena, const char *folder,
	const char *name, const char *suffix)
{
	return arena_printf(arena, "%s/%s/%s%s", pki->folder, folder, name, suffix);
}

static bool no_pair(const char **why, struct arena *arena, const char *certificate, const char *key)
{
	*why = arena_printf(arena, "%s does not belong to %s", key, certificate);
	ERR_clear_error();
	return false;
}

/* An authority's key is wanted for new CRLs only, so it may be missing. */
static bool load_authority(
	struct pki *pki, struct pki_slot *slot, struct arena *arena, const char **why)
{
	const char *path = path_of(pki, arena, STORE_AUTHORITIES, slot->item->name, ".pem");
	const char *key_path = path_of(pki, arena, STORE_AUTHORITIES, slot->item->name, ".key");
	X509 *certs[PEM_CERTIFICATES_MAX];
	size_t count;

	if (!pem_read_certificates(certs, &count, path, arena, why))
		return false;
	slot->certificate = certs[0];
	for (size_t i = 1; i < count; i++)
		X509_free(certs[i]);
	if (count != 1) {
		*why = arena_printf(arena, "%s: holds %zu certificates, not one", path, count);
		return false;
	}
	if (!file_exists(key_path))
		return true;
	if (!pem_read_key(&slot->key, key_path, arena, why))
		return false;
	return X509_check_private_key(slot->certificate, slot->key) ||
		no_pair(why, arena, path, key_path);
}

static bool load_credential(
	struct pki *pki, struct pki_slot *slot, struct arena *arena, const char **why)
{
	const char *path = path_of(pki, arena, STORE_CREDENTIALS, slot->item->name, ".pem");
	const char *key_path = path_of(pki, arena, STORE_CREDENTIALS, slot->item->name, ".key");
	X509 *certs[PEM_CERTIFICATES_MAX];
	size_t count;
	bool filled;

	if (!pem_read_certificates(certs, &count, path, arena, why))
		return false;
	slot->certificate = certs[0];
	filled = pem_read_key(&slot->key, key_path, arena, why) &&
		(X509_check_private_key(slot->certificate, slot->key) ||
			no_pair(why, arena, path, key_path)) &&
		pki_fill_credential(pki, slot, certs, count, why);
	for (size_t i = 1; i < count; i++)
		X509_free(certs[i]);
	return filled;
}

static bool load_all(struct pki *pki, struct arena *arena, const char **why)
{
	for (size_t i = 0; i < pki->count; i++) {
		struct pki_slot *slot = &pki->slots[i];

		if (slot->item->stands_for_me)
			continue;
		if (slot->item->kind == RECIPE_AUTHORITY ? !load_authority(pki, slot, arena, why)
												 : !load_credential(pki, slot, arena, why))
			return false;
	}
	return true;
}

static bool chain_holds(const struct credential *credential, X509 *root, int *error)
{
	SCOPED(X509_STORE) store = X509_STORE_new();
	SCOPED(X509_STORE_CTX) ctx = X509_STORE_CTX_new();
	STACK_OF(X509) *chain = sk_X509_new_null();
	bool ok = store && ctx && chain && X509_STORE_add_cert(store, root);

	for (size_t i = 1; ok && i < credential->chain_len; i++)
		ok = sk_X509_push(chain, credential->chain[i]) > 0;
	if (ok && X509_STORE_CTX_init(ctx, store, credential->chain[0], chain)) {
		X509_VERIFY_PARAM_set_auth_level(X509_STORE_CTX_get0_param(ctx), 0);
		ok = X509_verify_cert(ctx) == 1;
		*error = X509_STORE_CTX_get_error(ctx);
	}
	sk_X509_free(chain);
	ERR_clear_error();
	return ok;
}

static bool still_valid(
	const struct pki *pki, const struct pki_slot *slot, struct arena *arena, const char **why)
{
	time_t now = pki->now;
	struct tm until;
	char text[32];

	if (X509_cmp_time(X509_get0_notAfter(slot->certificate), &now) > 0)
		return true;
	if (!ASN1_TIME_to_tm(X509_get0_notAfter(slot->certificate), &until))
		memset(&until, 0, sizeof(until));
	clock_format_utc(text, timegm(&until));
	*why = arena_printf(arena,
		"%s has expired: '%s' was valid until %s; write it again with 'mtlspec pki --force %s'",
		pki->folder, slot->item->name, text, pki->folder);
	return false;
}

/* Nothing can be concluded from bad credentials while the good ones are no good. */
static bool check_good_one(
	struct pki *pki, const char *name, const char *root_name, struct arena *arena, const char **why)
{
	struct pki_slot *slot = pki_find(pki, RECIPE_CREDENTIAL, name);
	struct pki_slot *root = pki_find(pki, RECIPE_AUTHORITY, root_name);
	int error = X509_V_ERR_UNSPECIFIED;

	if (!slot || !root)
		return true;
	if (!still_valid(pki, slot, arena, why))
		return false;
	if (chain_holds(&slot->credential, root->certificate, &error))
		return true;
	*why = arena_printf(arena, "%s: '%s' does not lead to '%s': %s", pki->folder, name,
		root->item->name, X509_verify_cert_error_string(error));
	return false;
}

struct pki *pki_load(
	const struct recipe *recipe, const char *dir, struct arena *arena, const char **why)
{
	struct pki *pki = pki_create(recipe);

	pki->folder = arena_strdup(&pki->arena, dir);
	*why = "";
	if (load_all(pki, arena, why) &&
		check_good_one(pki, PKI_GOOD_CLIENT, PKI_CLIENT_ROOT, arena, why) &&
		check_good_one(pki, PKI_SERVER, PKI_SERVER_ROOT, arena, why))
		return pki;
	*why = arena_strdup(arena, *why);
	pki_destroy(pki);
	return NULL;
}
