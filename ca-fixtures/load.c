#include <string.h>
#include <openssl/err.h>

#include "clock.h"
#include "file.h"
#include "holding.h"
#include "pki_check.h"
#include "pki_fill.h"
#include "pki_load.h"
#include "pki_slot.h"
#include "store.h"

static const char *loaded_path(const struct pki *pki, struct arena *arena, const char *folder,
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

/* Did pki_write say that it could not make this one? */
static bool is_absent(const char *absent, const char *folder, const char *name, struct arena *arena)
{
	const char *line = arena_printf(arena, "\n%s/%s\n", folder, name);

	return strstr(absent, line) != NULL;
}

/* An authority's key is wanted for new CRLs only, so it may be missing. */
static bool load_authority(
	struct pki *pki, struct pki_slot *slot, struct arena *arena, const char **why)
{
	const char *path = loaded_path(pki, arena, STORE_AUTHORITIES, slot->item->name, ".pem");
	const char *key_path = loaded_path(pki, arena, STORE_AUTHORITIES, slot->item->name, ".key");
	X509 *certs[HOLDING_CERTIFICATES_MAX];
	size_t count;

	if (!holding_read_certificates(certs, &count, path, arena, why))
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
	if (!holding_read_key(&slot->key, key_path, NULL, arena, why))
		return false;
	return X509_check_private_key(slot->certificate, slot->key) ||
		no_pair(why, arena, path, key_path);
}

bool pki_is_stored(const struct pki *pki, const char *name)
{
	struct arena *arena = (struct arena *)&pki->arena;

	return pki->folder && file_exists(loaded_path(pki, arena, STORE_CREDENTIALS, name, ".pem"));
}

bool pki_load_credential(
	struct pki *pki, struct pki_slot *slot, const char *name, struct arena *arena, const char **why)
{
	const char *path = loaded_path(pki, arena, STORE_CREDENTIALS, name, ".pem");
	const char *key_path = loaded_path(pki, arena, STORE_CREDENTIALS, name, ".key");
	X509 *certs[HOLDING_CERTIFICATES_MAX];
	size_t count;
	bool filled;

	if (!holding_read_certificates(certs, &count, path, arena, why))
		return false;
	slot->certificate = certs[0];
	filled = holding_read_key(&slot->key, key_path, NULL, arena, why) &&
		(X509_check_private_key(slot->certificate, slot->key) ||
			no_pair(why, arena, path, key_path)) &&
		pki_fill_credential(pki, slot, certs, count, why);
	for (size_t i = 1; i < count; i++)
		X509_free(certs[i]);
	return filled;
}

static bool load_slot(struct pki *pki, struct pki_slot *slot, const char *absent,
	struct arena *arena, const char **why)
{
	bool authority = slot->item->kind == RECIPE_AUTHORITY;
	const char *folder = authority ? STORE_AUTHORITIES : STORE_CREDENTIALS;

	if (slot->item->stands_for_me || is_absent(absent, folder, slot->item->name, arena))
		return true;
	return authority ? load_authority(pki, slot, arena, why)
					 : pki_load_credential(pki, slot, slot->item->name, arena, why);
}

static bool load_all(struct pki *pki, struct arena *arena, const char **why)
{
	const char *path = arena_printf(arena, "%s/" STORE_ABSENT, pki->folder);
	const char *absent = "\n";
	char *text;
	size_t len;

	if (file_exists(path)) {
		if (!file_read(&text, &len, why, arena, path, STORE_FILE_MAX))
			return false;
		absent = arena_printf(arena, "\n%s", text);
	}
	for (size_t i = 0; i < pki->count; i++) {
		if (!load_slot(pki, &pki->slots[i], absent, arena, why))
			return false;
	}
	return true;
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

	if (!slot || !root || !slot->certificate || !root->certificate)
		return true;
	if (!still_valid(pki, slot, arena, why))
		return false;
	if (pki_chain_holds(&slot->credential, root->certificate, &error))
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
