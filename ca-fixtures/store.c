#include "store.h"

#include <string.h>
#include <openssl/rand.h>

#include "buf.h"
#include "bundle.h"
#include "own_crl.h"
#include "pem.h"
#include "pki_crl.h"
#include "pki_lack.h"
#include "pki_mint.h"
#include "pki_slot.h"

struct store {
	struct pki *pki;
	struct bundle bundle;
	const char *passphrase;
	const char *why;
};

static bool fail(struct store *store, const char *name)
{
	store->why = ossl_why(
		&store->pki->arena, arena_printf(&store->pki->arena, "%s can't be put together", name));
	return false;
}

/* Adds what `made` says was put into `data`. */
static bool add(struct store *store, const char *name, enum bundle_access access, bool made,
	const struct buf *data)
{
	if (!made || data->overflowed)
		return fail(store, name);
	bundle_add(&store->bundle, name, access, data);
	return true;
}

static const char *file_name(
	struct store *store, const char *folder, const char *name, const char *suffix)
{
	return arena_printf(store->bundle.arena, "%s/%s%s", folder, name, suffix);
}

static bool add_certificate(struct store *store, const char *name, X509 *cert)
{
	SCOPED_BUF data;

	buf_init(&data, STORE_FILE_MAX);
	return add(store, name, BUNDLE_PUBLIC, pem_put_certificate(&data, cert), &data);
}

static bool add_chain(struct store *store, const char *name, const struct credential *credential)
{
	SCOPED_BUF data;

	buf_init(&data, STORE_FILE_MAX);
	return add(store, name, BUNDLE_PUBLIC, pem_put_chain(&data, credential), &data);
}

static bool add_key(struct store *store, const char *name, EVP_PKEY *key, const char *passphrase)
{
	SCOPED_BUF data;

	buf_init(&data, STORE_FILE_MAX);
	return add(store, name, BUNDLE_SECRET, pem_put_key(&data, key, passphrase), &data);
}

static bool put_crl(struct store *store, struct buf *out, struct pki_slot *authority)
{
	SCOPED(X509_CRL) crl = pki_crl(store->pki, authority, &store->why);

	if (!crl)
		return false;
	return pem_put_crl(out, crl) || fail(store, authority->item->name);
}

static bool is_authority(const struct pki_slot *slot)
{
	return slot->item->kind == RECIPE_AUTHORITY && !slot->item->stands_for_me && !slot->by;
}

/* Is it on the way from that root to a certificate? Where the user's CA is without its key, nothing
 * is below it but what was given. */
static bool is_on_the_way(
	const struct pki *pki, const struct pki_slot *slot, const struct recipe_item *root)
{
	return is_authority(slot) && recipe_is_below(slot->item, root) &&
		(!pki->own.root || slot->certificate || !pki_lack(pki, slot->item));
}

static bool is_own(const struct pki *pki, const struct recipe_item *root)
{
	return pki->own.root && root == pki->own.root->item;
}

/* Those that a user's CA below the root has above it. */
static bool put_own_crls(struct store *store, struct buf *out)
{
	const struct pki_own_ca *own = &store->pki->own;

	for (size_t i = 0; i < own->above_count; i++) {
		X509_CRL *crl = own_crl_of(store->pki, own->above[i]);

		if (!crl || !pem_put_crl(out, crl))
			return fail(store, "the CRL of a CA of yours");
	}
	return true;
}

/* One for each CA on the way from that root to a certificate. */
static bool add_crls(struct store *store, const char *name, const char *root_name)
{
	const struct recipe_item *root = recipe_find(store->pki->recipe, RECIPE_AUTHORITY, root_name);
	SCOPED_BUF data;

	buf_init(&data, STORE_FILE_MAX);
	for (size_t i = 0; i < store->pki->count; i++) {
		struct pki_slot *slot = &store->pki->slots[i];

		if (is_on_the_way(store->pki, slot, root) && !put_crl(store, &data, slot))
			return false;
	}
	if (is_own(store->pki, root) && !put_own_crls(store, &data))
		return false;
	return add(store, name, BUNDLE_PUBLIC, true, &data);
}

/* The keys of authorities may be missing, and most runs don't need these files. */
static bool can_make_crls(struct pki *pki, const char *root_name)
{
	const struct recipe_item *root = recipe_find(pki->recipe, RECIPE_AUTHORITY, root_name);

	if (is_own(pki, root) && (!pki->own.root->certificate || own_crl_missing(pki)))
		return false;
	for (size_t i = 0; i < pki->count; i++) {
		const struct pki_slot *slot = &pki->slots[i];

		if (is_on_the_way(pki, slot, root) && !pki_can_crl(pki, slot))
			return false;
	}
	return true;
}

/* Key and chain in one file, as HAProxy wants them. */
static bool add_both(struct store *store, const char *name, const struct credential *credential)
{
	SCOPED_BUF data;

	buf_init(&data, STORE_FILE_MAX);
	return add(store, name, BUNDLE_SECRET,
		pem_put_key(&data, credential->key, NULL) && pem_put_chain(&data, credential), &data);
}

const char *pki_lacks_client_crl(struct pki *pki)
{
	if (can_make_crls(pki, PKI_CLIENT_ROOT))
		return NULL;
	if (pki->folder)
		return arena_printf(
			&pki->arena, "%s holds neither the key nor the CRL of each client CA", pki->folder);
	if (!pki->own.root->certificate)
		return "the client CAs' revocation lists need the root (--client-ca ROOT)";
	if (pki->own.signer && !own_crl_may_sign(pki))
		return "the given CA may sign no revocation lists (its keyUsage has no cRLSign)";
	return arena_printf(&pki->arena,
		"the client CAs' revocation lists need that of '%s' (--client-crl FILE), or its key "
		"(--client-ca CERT,KEY)",
		own_crl_missing(pki));
}

/* Only what runs already can do without: it was told by hand whom to trust. */
static bool add_client_trust(struct store *store)
{
	X509 *root;

	if (!pki_has_client_root(store->pki))
		return true;
	root = pki_authority(store->pki, PKI_CLIENT_ROOT, &store->why);
	return root && add_certificate(store, STORE_CLIENT_CA, root) &&
		(!can_make_crls(store->pki, PKI_CLIENT_ROOT) ||
			add_crls(store, STORE_CLIENT_CRL, PKI_CLIENT_ROOT));
}

static bool add_runtime(struct store *store)
{
	const struct credential *server = pki_credential(store->pki, PKI_SERVER, &store->why);
	X509 *server_root = pki_authority(store->pki, PKI_SERVER_ROOT, &store->why);

	return server && server_root && add_chain(store, STORE_SERVER_CHAIN, server) &&
		add_key(store, STORE_SERVER_KEY, server->key, NULL) &&
		add_both(store, STORE_SERVER_BOTH, server) &&
		add_certificate(store, STORE_SERVER_CA, server_root) && add_client_trust(store) &&
		(!can_make_crls(store->pki, PKI_SERVER_ROOT) ||
			add_crls(store, STORE_SERVER_CRL, PKI_SERVER_ROOT));
}

static bool add_der(struct store *store, const char *name, const X509 *cert)
{
	unsigned char *der = NULL;
	int len = i2d_X509(cert, &der);
	SCOPED_BUF data;

	buf_init(&data, STORE_FILE_MAX);
	if (len > 0)
		buf_append(&data, der, (size_t)len);
	OPENSSL_free(der);
	return add(store, name, BUNDLE_PUBLIC, len > 0, &data);
}

static bool add_crl(struct store *store, const char *name, struct pki_slot *authority)
{
	SCOPED_BUF data;

	buf_init(&data, STORE_FILE_MAX);
	return put_crl(store, &data, authority) && add(store, name, BUNDLE_PUBLIC, true, &data);
}

/* `name` is not the slot's where a variant put another authority in the place of `name`. */
static bool add_authority(struct store *store, const char *name)
{
	struct pki_slot *slot = pki_find(store->pki, RECIPE_AUTHORITY, name);
	const struct pki_own_ca *given = &store->pki->own;
	/* its key stays where it is */
	bool own = given->root && (slot == given->root || slot == given->signer);

	return (own || pki_mint(store->pki, slot, &store->why)) &&
		add_certificate(
			store, file_name(store, STORE_AUTHORITIES, name, ".pem"), slot->certificate) &&
		add_der(store, file_name(store, STORE_AUTHORITIES, name, ".der"), slot->certificate) &&
		(own ||
			add_key(store, file_name(store, STORE_AUTHORITIES, name, ".key"), slot->key, NULL)) &&
		(!pki_can_crl(store->pki, slot) ||
			add_crl(store, file_name(store, STORE_CRLS, name, ".pem"), slot));
}

static bool add_pkcs12(struct store *store, const char *name, const struct credential *credential)
{
	SCOPED_BUF data;

	buf_init(&data, STORE_FILE_MAX);
	return add(
		store, name, BUNDLE_SECRET, pem_put_pkcs12(&data, credential, store->passphrase), &data);
}

/* What a program needs to present it. */
static bool add_presentable(struct store *store, const char *name)
{
	const struct credential *credential = pki_credential(store->pki, name, &store->why);
	const char *folder = STORE_CREDENTIALS;

	return credential && add_chain(store, file_name(store, folder, name, ".pem"), credential) &&
		add_key(store, file_name(store, folder, name, ".key"), credential->key, NULL) &&
		add_both(store, file_name(store, folder, name, ".both.pem"), credential);
}

static bool add_encrypted_key(struct store *store, const char *name)
{
	const struct credential *credential = pki_credential(store->pki, name, &store->why);

	return credential &&
		add_key(store, file_name(store, STORE_CREDENTIALS, name, ".encrypted.key"), credential->key,
			store->passphrase);
}

static bool add_credential(struct store *store, const char *name)
{
	const struct credential *credential = pki_credential(store->pki, name, &store->why);
	const char *folder = STORE_CREDENTIALS;

	return credential && add_presentable(store, name) &&
		add_der(store, file_name(store, folder, name, ".der"), credential->chain[0]) &&
		add_encrypted_key(store, name) &&
		add_pkcs12(store, file_name(store, folder, name, ".p12"), credential);
}

/* 128 random bits, for the encrypted keys and the PKCS#12 files. */
static bool add_passphrase(struct store *store)
{
	unsigned char bytes[16];
	SCOPED_BUF data;

	buf_init(&data, STORE_FILE_MAX);
	if (RAND_bytes(bytes, sizeof(bytes)) != 1)
		return fail(store, STORE_PASSPHRASE);
	for (size_t i = 0; i < sizeof(bytes); i++)
		buf_printf(&data, "%02x", bytes[i]);
	store->passphrase = arena_strdup(store->bundle.arena, buf_text(&data));
	buf_putc(&data, '\n');
	return add(store, STORE_PASSPHRASE, BUNDLE_SECRET, true, &data);
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
	return !absent.len || add(store, STORE_ABSENT, BUNDLE_PUBLIC, true, &absent);
}

static bool add_everything(struct store *store)
{
	SCOPED_BUF readme;

	if (!add_passphrase(store) || !add_runtime(store) || !add_items(store))
		return false;
	buf_init(&readme, STORE_FILE_MAX);
	store_readme(&readme, store->pki);
	return add(store, "README.md", BUNDLE_PUBLIC, true, &readme);
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

bool pki_write_credentials(struct pki *pki, const char *dir, const char *const *names,
	struct arena *arena, const char **why)
{
	struct store store;
	bool ok = true;

	begin(&store, pki, arena);
	pki_prepare(pki, names);
	for (size_t i = 0; ok && names[i]; i++)
		ok = add_presentable(&store, names[i]);
	return finish(&store, ok, dir, true, why);
}

static bool add_trusted(struct store *store, const char *name)
{
	X509 *certificate = pki_authority(store->pki, name, &store->why);
	struct pki_slot *slot = pki_find(store->pki, RECIPE_AUTHORITY, name);

	return certificate &&
		add_certificate(store, file_name(store, STORE_AUTHORITIES, name, ".pem"), certificate) &&
		(!pki_can_crl(store->pki, slot) ||
			add_crl(store, file_name(store, STORE_CRLS, name, ".pem"), slot));
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

bool pki_write(struct pki *pki, const char *dir, bool force, struct arena *arena, const char **why)
{
	struct store store;

	begin(&store, pki, arena);
	pki_prepare(pki, recipe_credentials(pki->recipe));
	return finish(&store, add_everything(&store), dir, force, why);
}
