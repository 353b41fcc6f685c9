#ifndef PKI_SLOT_H
#define PKI_SLOT_H
/* What a pki holds of each recipe item. For pki*.c, store.c, readme.c and load.c only. */
#include <stdbool.h>
#include <time.h>

#include "arena.h"
#include "credential.h"
#include "ossl_scoped.h"
#include "pem.h"
#include "pki.h"
#include "recipe_item.h"

struct pki_slot {
	const struct recipe_item *item;
	EVP_PKEY *key; /* NULL until it is needed */
	X509 *certificate; /* as it is sent, tampering included; NULL until it is needed */
	struct credential credential; /* chain_len 0 until it is asked for */
	struct der staples[PKI_STAPLE_COUNT]; /* empty until they are asked for */
};

struct pki {
	const struct recipe *recipe;
	struct arena arena;
	time_t now;
	struct pki_slot *slots; /* in the recipe's order */
	size_t count;
	X509 *server_cas[PEM_CERTIFICATES_MAX]; /* that are trusted beside the server root */
	size_t server_ca_count;
	struct pki_slot *own_root; /* client-root, where it is the user's: it is never minted */
	const char *folder; /* read back from there: nothing is minted any more; or NULL */
};

struct pki_slot *pki_find(struct pki *pki, enum recipe_kind kind, const char *name);
struct pki_slot *pki_slot_of(struct pki *pki, const struct recipe_item *item);
/* Whose certificate is sent at this place of a credential's chain (0: its own), or NULL. */
const struct recipe_item *pki_chain_item(const struct recipe_item *credential, size_t place);
/* Key and certificate of the slot are there. NULL and `why` if not. */
WARN_UNUSED bool pki_mint(struct pki *pki, struct pki_slot *slot, const char **why);
/* Why the item can't be had with what the user gave of a PKI of his own; NULL: it can. */
const char *pki_lack(const struct pki *pki, const struct recipe_item *item);
/* Its certificate is there, or can be minted. */
bool pki_has_certificate(const struct pki *pki, const struct recipe_item *item);
/* We know whom servers trust for their clients. */
bool pki_has_client_root(const struct pki *pki);
/* Can its CRL be made, or read back? */
bool pki_can_crl(const struct pki *pki, const struct pki_slot *authority);
/* The authority's name is that of the user's own root. */
bool pki_has_own_root_name(const struct pki *pki, const struct recipe_item *item);
/* Does the chain lead to `root`? If not, an X509_V_ERR. */
bool pki_chain_holds(const struct credential *credential, X509 *root, int *error);
/* Do the two subjects say the same, in the same order? */
bool pki_same_pairs(const struct pair_list *a, const struct pair_list *b);
/*
 * Is the slot's credential, which the user gave, what its name promises: with each of the ways in
 * which the recipe's differs from the good one that it is like, and with no other? False and `why`
 * (in the pki) if not, or if that can't be told.
 */
WARN_UNUSED bool pki_promise_holds(
	struct pki *pki, const struct pki_slot *slot, const char *path, const char **why);
/* The key that the item asks for; the caller frees. Safe in threads. */
EVP_PKEY *pki_make_key(const struct recipe_item *item);
/* Is `item` the authority `root`, or below it? */
bool pki_is_below(const struct recipe_item *item, const struct recipe_item *root);
/* The CRL of an authority, made anew; the caller frees. */
X509_CRL *pki_crl(struct pki *pki, struct pki_slot *authority, const char **why);
/* Fills slot->credential from slot->key and the chain (leaf first), whose certificates the caller
 * keeps owning. */
WARN_UNUSED bool pki_fill_credential(
	struct pki *pki, struct pki_slot *slot, X509 *const *chain, size_t count, const char **why);
#endif
