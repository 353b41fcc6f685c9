#include "store.h"

#include <string.h>
#include <openssl/rand.h>

#include "buf.h"
#include "bundle.h"
#include "hex.h"
#include "pki_crl.h"
#include "pki_lack.h"
#include "pki_mint.h"
#include "pki_slot.h"
#include "pki_twin.h"
#include "recipe_list.h"
#include "store_crl.h"
#include "store_part.h"

const char *const store_credential_suffixes[] = {
	"pem", "key", "both.pem", "encrypted.key", "p12", NULL};

static const char *file_name(
	struct store *store, const char *folder, const char *name, const char *suffix)
{
	return arena_printf(store->bundle.arena, "%s/%s%s", folder, name, suffix);
}

/* Only what runs already can do without: it was told by hand whom to trust. */
static bool add_client_trust(struct store *store)
{
	X509 *root;

	if (!pki_has_client_root(store->pki))
		return true;
	root = pki_authority(store->pki, PKI_CLIENT_ROOT, &store->why);
	return root && store_add_certificate(store, STORE_CLIENT_CA, root) &&
		(!store_can_make_crls(store->pki, PKI_CLIENT_ROOT) ||
			store_add_crls(store, STORE_CLIENT_CRL, PKI_CLIENT_ROOT));
}

static bool add_runtime(struct store *store)
{
	const struct credential *server = pki_credential(store->pki, PKI_SERVER, &store->why);
	X509 *server_root = pki_authority(store->pki, PKI_SERVER_ROOT, &store->why);

	return server && server_root && store_add_chain(store, STORE_SERVER_CHAIN, server) &&
		store_add_key(store, STORE_SERVER_KEY, server->key, NULL) &&
		store_add_both(store, STORE_SERVER_BOTH, server) &&
		store_add_certificate(store, STORE_SERVER_CA, server_root) && add_client_trust(store) &&
		(!store_can_make_crls(store->pki, PKI_SERVER_ROOT) ||
			store_add_crls(store, STORE_SERVER_CRL, PKI_SERVER_ROOT));
}

/* `name` is not the slot's where a variant put another authority in the place of `name`. */
static bool add_authority(struct store *store, const char *name)
{
	struct pki_slot *slot = pki_find(store->pki, RECIPE_AUTHORITY, name);
	const struct pki_own_ca *given = &store->pki->own;
	/* its key stays where it is */
	bool own = given->root && (slot == given->root || slot == given->signer);

	if (slot->key_stays) {
		store->why = "its authorities' keys are not made to be written";
		return false;
	}
	return (own || pki_mint(store->pki, slot, &store->why)) &&
		store_add_certificate(
			store, file_name(store, STORE_AUTHORITIES, name, ".pem"), slot->certificate) &&
		store_add_der(
			store, file_name(store, STORE_AUTHORITIES, name, ".der"), slot->certificate) &&
		(own ||
			store_add_key(
				store, file_name(store, STORE_AUTHORITIES, name, ".key"), slot->key, NULL)) &&
		(!pki_can_crl(store->pki, slot) ||
			store_add_crl(store, file_name(store, STORE_CRLS, name, ".pem"), slot));
}

/* What a program needs to present it. */
static bool add_presentable(struct store *store, const char *name)
{
	const struct credential *credential = pki_credential(store->pki, name, &store->why);
	const char *folder = STORE_CREDENTIALS;

	return credential &&
		store_add_chain(store, file_name(store, folder, name, ".pem"), credential) &&
		store_add_key(store, file_name(store, folder, name, ".key"), credential->key, NULL) &&
		store_add_both(store, file_name(store, folder, name, ".both.pem"), credential);
}

/* A server may ask for another kind of key: then this is what the credential is shown with. */
static bool add_twin(struct store *store, const char *name)
{
	const struct credential *twin = pki_twin_usual(store->pki, name);

	return !twin || add_presentable(store, twin->name);
}

static bool add_encrypted_key(struct store *store, const char *name)
{
	const struct credential *credential = pki_credential(store->pki, name, &store->why);

	return credential &&
		store_add_key(store, file_name(store, STORE_CREDENTIALS, name, ".encrypted.key"),
			credential->key, store->passphrase);
}

/* 128 random bits, for the encrypted keys and the PKCS#12 files; once, since folders share them. */
static bool make_passphrase(struct store *store, const char **out)
{
	unsigned char bytes[16];
	SCOPED_BUF text;

	buf_init(&text, STORE_FILE_MAX);
	if (RAND_bytes(bytes, sizeof(bytes)) != 1)
		return store_fail(store, STORE_PASSPHRASE);
	hex_put(&text, bytes, sizeof(bytes));
	*out = arena_strdup(&store->pki->arena, buf_text(&text));
	return true;
}

static struct pki *usual_of(struct pki *pki)
{
	return pki->usual ? pki->usual : pki;
}

const char *pki_passphrase(struct pki *pki)
{
	return usual_of(pki)->passphrase;
}

static bool add_passphrase(struct store *store)
{
	struct pki *usual = usual_of(store->pki);
	SCOPED_BUF data;

	if (!usual->passphrase && !make_passphrase(store, &usual->passphrase))
		return false;
	buf_init(&data, STORE_FILE_MAX);
	store->passphrase = usual->passphrase;
	buf_printf(&data, "%s\n", store->passphrase);
	return store_add(store, STORE_PASSPHRASE, BUNDLE_SECRET, true, &data);
}

static bool add_pkcs12(struct store *store, const char *name)
{
	const struct credential *credential = pki_credential(store->pki, name, &store->why);

	return credential &&
		store_add_pkcs12(store, file_name(store, STORE_CREDENTIALS, name, ".p12"), credential);
}

static bool add_credential(struct store *store, const char *name)
{
	const struct credential *credential = pki_credential(store->pki, name, &store->why);
	const char *folder = STORE_CREDENTIALS;

	return credential && add_presentable(store, name) &&
		store_add_der(store, file_name(store, folder, name, ".der"), credential->chain[0]) &&
		add_encrypted_key(store, name) && add_pkcs12(store, name) && add_twin(store, name);
}

static bool add_item(struct store *store, const struct recipe_item *item)
{
	return item->kind == RECIPE_AUTHORITY ? add_authority(store, item->name)
										  : add_credential(store, item->name);
}

/* What the user's own PKI leaves room for; the rest is named in absent.txt. */
static bool add_items(struct store *store)
{
	SCOPED_BUF absent;

	buf_init(&absent, STORE_FILE_MAX);
	for (size_t i = 0; i < store->pki->count; i++) {
		const struct recipe_item *item = store->pki->slots[i].item;

		if (!pki_has_certificate(store->pki, item))
			buf_printf(&absent, "%s/%s\n",
				item->kind == RECIPE_AUTHORITY ? STORE_AUTHORITIES : STORE_CREDENTIALS, item->name);
		else if (!add_item(store, item))
			return false;
	}
	return !absent.len || store_add(store, STORE_ABSENT, BUNDLE_PUBLIC, true, &absent);
}

static bool add_bundles(struct store *store)
{
	const struct recipe_lists *lists = &store->pki->recipe->lists;
	bool ok = true;

	for (size_t i = 0; ok && i < lists->bundle_count; i++)
		ok = pki_lacks_bundle(store->pki, lists->bundles[i].name) ||
			store_add_bundle(store, &lists->bundles[i]);
	return ok;
}

static bool add_everything(struct store *store)
{
	SCOPED_BUF readme;

	if (!add_passphrase(store) || !add_runtime(store) || !add_items(store) || !add_bundles(store))
		return false;
	buf_init(&readme, STORE_FILE_MAX);
	store_readme(&readme, store->pki);
	return store_add(store, "README.md", BUNDLE_PUBLIC, true, &readme);
}

/* What went wrong may lie in the pki's arena; the caller's may live longer. */
static bool finish(struct store *store, bool ok, const char *dir, bool force, const char **why)
{
	if (ok)
		ok = bundle_write(&store->bundle, dir, force, &store->why);
	if (!ok)
		*why = arena_strdup(store->bundle.arena, store->why);
	return ok;
}

static void begin(struct store *store, struct pki *pki, struct arena *arena)
{
	*store = (struct store){.pki = pki, .why = ""};
	bundle_init(&store->bundle, arena);
}

bool pki_write_runtime(struct pki *pki, const char *dir, struct arena *arena, const char **why)
{
	struct store store;

	begin(&store, pki, arena);
	return finish(&store, add_runtime(&store), dir, true, why);
}

bool pki_write_trusted_server_cas(
	struct pki *pki, const char *dir, struct arena *arena, const char **why)
{
	struct store store;
	X509 *ca;
	bool ok = true;

	begin(&store, pki, arena);
	for (size_t i = 0; ok && (ca = pki_trusted_server_ca(pki, i)); i++)
		ok = store_add_certificate(&store, arena_printf(arena, STORE_MORE_SERVER_CA, i), ca);
	return finish(&store, ok, dir, true, why);
}

bool pki_write_credentials(struct pki *pki, const char *dir, const char *const *names,
	struct arena *arena, const char **why)
{
	struct store store;
	bool ok;

	begin(&store, pki, arena);
	pki_prepare(pki, names);
	ok = add_passphrase(&store);
	for (size_t i = 0; ok && names[i]; i++)
		ok = add_presentable(&store, names[i]) && add_encrypted_key(&store, names[i]) &&
			add_pkcs12(&store, names[i]);
	return finish(&store, ok, dir, true, why);
}

bool pki_write_client_crl(
	struct pki *pki, const char *dir, bool lists_nobody, struct arena *arena, const char **why)
{
	struct store store;

	begin(&store, pki, arena);
	store.lists_nobody = lists_nobody;
	return finish(
		&store, store_add_crls(&store, STORE_CLIENT_CRL, PKI_CLIENT_ROOT), dir, true, why);
}

static bool add_trusted(struct store *store, const char *name)
{
	X509 *certificate = pki_authority(store->pki, name, &store->why);
	struct pki_slot *slot = pki_find(store->pki, RECIPE_AUTHORITY, name);

	return certificate &&
		store_add_certificate(
			store, file_name(store, STORE_AUTHORITIES, name, ".pem"), certificate) &&
		(!pki_can_crl(store->pki, slot) ||
			store_add_crl(store, file_name(store, STORE_CRLS, name, ".pem"), slot));
}

bool pki_write_named(struct pki *pki, const char *dir, const char *const *credentials,
	const char *const *authorities, struct arena *arena, const char **why)
{
	struct store store;
	bool ok;

	begin(&store, pki, arena);
	pki_prepare(pki, credentials);
	ok = add_passphrase(&store);
	for (size_t i = 0; ok && credentials[i]; i++)
		ok = add_presentable(&store, credentials[i]) && add_encrypted_key(&store, credentials[i]);
	for (size_t i = 0; ok && authorities[i]; i++)
		ok = add_trusted(&store, authorities[i]);
	return finish(&store, ok, dir, true, why);
}

bool pki_write_bundle(
	struct pki *pki, const char *dir, const char *name, struct arena *arena, const char **why)
{
	struct store store;

	begin(&store, pki, arena);
	return finish(
		&store, store_add_bundle(&store, recipe_find_bundle(pki->recipe, name)), dir, true, why);
}

bool pki_write(struct pki *pki, const char *dir, bool force, struct arena *arena, const char **why)
{
	struct store store;

	begin(&store, pki, arena);
	pki_prepare(pki, recipe_credentials(pki->recipe));
	return finish(&store, add_everything(&store), dir, force, why);
}
