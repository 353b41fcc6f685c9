#include "store_part.h"

#include "arena.h"
#include "buf.h"
#include "pem.h"
#include "pki_slot.h"
#include "store.h"

bool store_fail(struct store *store, const char *name)
{
	store->why = ossl_why(
		&store->pki->arena, arena_printf(&store->pki->arena, "%s can't be put together", name));
	return false;
}

bool store_add(struct store *store, const char *name, enum bundle_access access, bool made,
	const struct buf *data)
{
	if (!made || data->overflowed)
		return store_fail(store, name);
	bundle_add(&store->bundle, name, access, data);
	return true;
}

bool store_add_certificate(struct store *store, const char *name, X509 *cert)
{
	SCOPED_BUF data;

	buf_init(&data, STORE_FILE_MAX);
	return store_add(store, name, BUNDLE_PUBLIC, pem_put_certificate(&data, cert), &data);
}

bool store_add_chain(struct store *store, const char *name, const struct credential *credential)
{
	SCOPED_BUF data;

	buf_init(&data, STORE_FILE_MAX);
	return store_add(store, name, BUNDLE_PUBLIC, pem_put_chain(&data, credential), &data);
}

bool store_add_key(struct store *store, const char *name, EVP_PKEY *key, const char *passphrase)
{
	SCOPED_BUF data;

	buf_init(&data, STORE_FILE_MAX);
	return store_add(store, name, BUNDLE_SECRET, pem_put_key(&data, key, passphrase), &data);
}

/* Key and chain in one file, as HAProxy wants them. */
bool store_add_both(struct store *store, const char *name, const struct credential *credential)
{
	SCOPED_BUF data;

	buf_init(&data, STORE_FILE_MAX);
	return store_add(store, name, BUNDLE_SECRET,
		pem_put_key(&data, credential->key, NULL) && pem_put_chain(&data, credential), &data);
}

bool store_add_der(struct store *store, const char *name, const X509 *cert)
{
	unsigned char *der = NULL;
	int len = i2d_X509(cert, &der);
	SCOPED_BUF data;

	buf_init(&data, STORE_FILE_MAX);
	if (len > 0)
		buf_append(&data, der, (size_t)len);
	OPENSSL_free(der);
	return store_add(store, name, BUNDLE_PUBLIC, len > 0, &data);
}

bool store_add_pkcs12(struct store *store, const char *name, const struct credential *credential)
{
	SCOPED_BUF data;

	buf_init(&data, STORE_FILE_MAX);
	return store_add(
		store, name, BUNDLE_SECRET, pem_put_pkcs12(&data, credential, store->passphrase), &data);
}
