#include "own_ca.h"

#include <openssl/err.h>

#include "chain_order.h"
#include "own_file.h"
#include "pki_own.h"
#include "pki_slot.h"

/* All that was given of CAs. */
struct pool {
	X509 *certificates[HOLDING_CERTIFICATES_MAX];
	const char *paths[HOLDING_CERTIFICATES_MAX];
	size_t count;
	EVP_PKEY *key;
	const char *key_path;
	const char *pair_path; /* of the certificates that the key was given with */
	X509 *chain[HOLDING_CERTIFICATES_MAX]; /* who signs, or the root alone; then its issuers */
	size_t chain_len;
};

static void finish(struct pool *pool)
{
	while (pool->count)
		X509_free(pool->certificates[--pool->count]);
	EVP_PKEY_free(pool->key);
}

static const char *source_of(const struct pool *pool, const X509 *certificate)
{
	size_t i = 0;

	while (i + 1 < pool->count && pool->certificates[i] != certificate)
		i++;
	return pool->paths[i];
}

static bool pool_file(struct pool *pool, struct pki *pki, const struct pki_own_files *files,
	const char *passphrase, const char **why)
{
	struct holding holding;
	bool ok = own_read(&holding, pki, files, files->key != NULL, passphrase, why);

	for (size_t i = 0; ok && i < holding.certificate_count; i++) {
		if (pool->count == HOLDING_CERTIFICATES_MAX) {
			ok = own_refuse(pki, why, files->certificate, "too many certificates");
			break;
		}
		pool->paths[pool->count] = files->certificate;
		pool->certificates[pool->count++] = TAKE(holding.certificates[i]);
	}
	if (ok && holding.key && pool->key)
		ok = own_refuse(pki, why, files->certificate,
			"a second key of a CA: the clients can be minted under one of them only");
	if (ok && holding.key) {
		pool->key = TAKE(holding.key);
		pool->key_path = files->key ? files->key : files->certificate;
		pool->pair_path = files->certificate;
	}
	holding_finish(&holding);
	return ok;
}

/* What is signed with a key that may not sign is refused for that. */
static bool check_ca(const struct pool *pool, struct pki *pki, X509 *certificate, const char **why)
{
	const char *path = source_of(pool, certificate);

	if (X509_check_ca(certificate) != 1)
		return own_refuse(pki, why, path,
			"it is no CA certificate: basicConstraints must say CA:TRUE, and keyUsage, if there is "
			"one, keyCertSign");
	return own_check_dates(pki, certificate, path, why);
}

static X509 *find_signer(const struct pool *pool, struct pki *pki, const char **why)
{
	for (size_t i = 0; i < pool->count; i++) {
		if (X509_check_private_key(pool->certificates[i], pool->key) == 1)
			return pool->certificates[i];
	}
	(void)own_refuse(pki, why, pool->key_path,
		arena_printf(
			&pki->arena, "the key does not belong to the certificate of %s", pool->pair_path));
	return NULL;
}

/* Without a key: whom servers trust. */
static X509 *find_root(const struct pool *pool, struct pki *pki, const char **why)
{
	X509 *root = NULL;

	for (size_t i = 0; i < pool->count; i++) {
		if (!chain_is_root(pool->certificates[i]))
			continue;
		if (root && X509_cmp(root, pool->certificates[i]) != 0) {
			(void)own_refuse(pki, why, pool->paths[i],
				"it holds a second root: what is wanted is the one that the target trusts for its "
				"clients");
			return NULL;
		}
		root = pool->certificates[i];
	}
	if (!root && check_ca(pool, pki, pool->certificates[0], why))
		(void)own_refuse(pki, why, pool->paths[0],
			"it is not signed by itself: what is wanted is the root that the target trusts, or a "
			"CA "
			"below it with its key");
	return root;
}

static X509 *find_issuer(const struct pool *pool, X509 *certificate)
{
	for (size_t i = 0; i < pool->count; i++) {
		if (pool->certificates[i] != certificate &&
			chain_is_issued_by(certificate, pool->certificates[i]))
			return pool->certificates[i];
	}
	return NULL;
}

static bool climb(struct pool *pool, struct pki *pki, const char **why)
{
	X509 *at = pool->key ? find_signer(pool, pki, why) : find_root(pool, pki, why);

	if (!at)
		return false;
	while (at && pool->chain_len < pool->count) {
		if (!check_ca(pool, pki, at, why))
			return false;
		pool->chain[pool->chain_len++] = at;
		at = chain_is_root(at) ? NULL : find_issuer(pool, at);
	}
	if (pool->chain_len <= CREDENTIAL_CHAIN_MAX)
		return true;
	return own_refuse(pki, why, pool->pair_path, "too many CAs up to the root");
}

/* RFC 5280 4.2.1.9, of all the CAs on the way. */
static long allowed_below(const struct pool *pool)
{
	long allowed = PATHLEN_NONE;

	for (size_t i = 0; i < pool->chain_len; i++) {
		long here = X509_get_pathlen(pool->chain[i]);

		if (here < 0)
			continue;
		here = here > (long)i ? here - (long)i : 0;
		if (allowed == PATHLEN_NONE || here < allowed)
			allowed = here;
	}
	return allowed;
}

static bool is_in_order(const struct recipe_item *item)
{
	return item->kind == RECIPE_AUTHORITY && item->ca == CA_TRUE && !*item->defect &&
		!item->revoked && item->tamper == TAMPER_NOTHING && !item->shared_key &&
		item->subject_key_id && !item->name_constraints.permitted.count &&
		!item->name_constraints.excluded.count;
}

static void stand_in(struct pki *pki)
{
	struct pki_own_ca *own = &pki->own;

	if (own->signer == own->root && own->allowed != 0)
		return;
	for (size_t i = 0; i < pki->count; i++) {
		struct pki_slot *slot = &pki->slots[i];

		if (slot != own->signer && slot->item->issuer == own->root->item &&
			slot->item->key == own->signer->item->key && is_in_order(slot->item))
			slot->by = own->signer;
	}
}

/* In the recipe, the good client's issuer is the CA whose place one below the root can take. */
static struct pki_slot *signer_slot(struct pki *pki, const char *path, const char **why)
{
	const struct recipe_item *client = recipe_find(pki->recipe, RECIPE_CREDENTIAL, PKI_GOOD_CLIENT);
	const struct recipe_item *root = pki->own.root->item;

	if (client && client->issuer && client->issuer != root && recipe_is_below(client, root))
		return pki_slot_of(pki, client->issuer);
	(void)own_refuse(pki, why, path,
		arena_printf(&pki->arena,
			"it is a CA below the root, but in %s the root itself issues '" PKI_GOOD_CLIENT "'",
			pki->recipe->path));
	return NULL;
}

static X509 *share(X509 *certificate)
{
	return X509_up_ref(certificate) ? certificate : NULL;
}

static bool put_in_place(struct pool *pool, struct pki *pki, const char **why)
{
	struct pki_own_ca *own = &pki->own;
	bool ends_at_root = chain_is_root(pool->chain[pool->chain_len - 1]);

	if (ends_at_root)
		own->root->certificate = share(pool->chain[pool->chain_len - 1]);
	own->allowed = allowed_below(pool);
	if (!pool->key) {
		while (own->known_count < pool->count) {
			own->known[own->known_count] = share(pool->certificates[own->known_count]);
			own->known_count++;
		}
		return true;
	}
	own->signer = ends_at_root && pool->chain_len == 1
		? own->root
		: signer_slot(pki, source_of(pool, pool->chain[0]), why);
	if (!own->signer)
		return false;
	if (own->signer != own->root)
		own->signer->certificate = share(pool->chain[0]);
	own->signer->key = TAKE(pool->key);
	for (size_t i = 1; i + ends_at_root < pool->chain_len; i++)
		own->above[own->above_count++] = share(pool->chain[i]);
	stand_in(pki);
	return true;
}

bool own_ca_adopt(
	struct pki *pki, const struct pki_own *own, const char *passphrase, const char **why)
{
	struct pool pool = {.count = 0};
	bool ok = true;

	for (size_t i = 0; ok && i < own->ca_count; i++)
		ok = pool_file(&pool, pki, &own->cas[i], passphrase, why);
	ok = ok && climb(&pool, pki, why) && put_in_place(&pool, pki, why);
	finish(&pool);
	ERR_clear_error();
	return ok;
}
