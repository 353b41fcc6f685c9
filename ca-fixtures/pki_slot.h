#ifndef PKI_SLOT_H
#define PKI_SLOT_H
/* What a pki holds of each recipe item: for the module itself only. */
#include <stdbool.h>
#include <time.h>

#include "arena.h"
#include "credential.h"
#include "ossl_scoped.h"
#include "holding.h"
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
	X509 *server_cas[HOLDING_CERTIFICATES_MAX]; /* that are trusted beside the server root */
	size_t server_ca_count;
	struct pki_slot *own_root; /* client-root, where it is the user's: it is never minted */
	const char *folder; /* read back from there: nothing is minted any more; or NULL */
};

struct pki_slot *pki_find(struct pki *pki, enum recipe_kind kind, const char *name);
struct pki_slot *pki_slot_of(struct pki *pki, const struct recipe_item *item);
#endif
