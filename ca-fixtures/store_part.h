#ifndef STORE_PART_H
#define STORE_PART_H
/* The files of a store, each added to a bundle under its name. False, and `why` in the store. */
#include "bundle.h"
#include "ossl_scoped.h"

struct buf;
struct credential;
struct pki;
struct recipe_bundle;

struct store {
	struct pki *pki;
	struct bundle bundle;
	const char *passphrase;
	bool lists_nobody; /* its CRLs: pki_crl_of_nobody */
	const char *why;
};

bool store_fail(struct store *store, const char *name);
/* Adds what `made` says was put into `data`. */
WARN_UNUSED bool store_add(struct store *store, const char *name, enum bundle_access access,
	bool made, const struct buf *data);
WARN_UNUSED bool store_add_certificate(struct store *store, const char *name, X509 *cert);
WARN_UNUSED bool store_add_chain(
	struct store *store, const char *name, const struct credential *credential);
WARN_UNUSED bool store_add_key(
	struct store *store, const char *name, EVP_PKEY *key, const char *passphrase);
WARN_UNUSED bool store_add_both(
	struct store *store, const char *name, const struct credential *credential);
WARN_UNUSED bool store_add_der(struct store *store, const char *name, const X509 *cert);
WARN_UNUSED bool store_add_pkcs12(
	struct store *store, const char *name, const struct credential *credential);
/* Its two files, below STORE_BUNDLES. */
WARN_UNUSED bool store_add_bundle(struct store *store, const struct recipe_bundle *bundle);
#endif
