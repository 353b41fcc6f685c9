#ifndef PKI_SLOT_H
#define PKI_SLOT_H
/* What a pki holds of each recipe item: for the module itself only. */
#include <stdbool.h>
#include <time.h>

#include "arena.h"
#include "credential.h"
#include "ossl_scoped.h"
#include "holding.h"
#include "key.h"
#include "pki.h"
#include "recipe_item.h"

struct pki_slot {
	const struct recipe_item *item;
	struct pki_slot *by; /* in whose place the user's own CA stands; NULL: nobody's */
	EVP_PKEY *key; /* NULL until it is needed */
	X509 *certificate; /* as it is sent, tampering included; NULL until it is needed */
	bool given; /* by the user */
	bool key_stays; /* in this process: pki_keep_authority_keys() */
	X509
		*mould; /* after which it is made, where the recipe says no more than of `model`; or NULL */
	const struct recipe_item *model;
	struct pki_slot *issuer; /* in the place of the recipe's; NULL: that */
	bool resent; /* it is the very certificate of the mould, sent otherwise */
	struct credential credential; /* chain_len 0 until it is asked for */
	struct der staples[PKI_STAPLE_COUNT]; /* empty until they are asked for */
};

/* Of a credential, with another key: pki_twin.h. */
struct pki_twin {
	struct pki_slot slot; /* its certificate and key; it stands in no recipe */
	const char *name;
	const struct pki_slot *of;
	enum key_kind kind;
	const char *lack; /* why it can't be had; NULL: it can */
	struct pki_twin *next;
};

/* The CA of the user's own in the place of client-root; all NULL and 0: there is none. */
struct pki_own_ca {
	struct pki_slot
		*root; /* client-root; never minted; what servers trust, or without certificate */
	struct pki_slot
		*signer; /* whose key signs: the root, or a CA below it; NULL: no key was given */
	X509 *above[CREDENTIAL_CHAIN_MAX]; /* from the signer's issuer up, the root left out */
	size_t above_count;
	long allowed; /* how many CAs may stand below the signer; PATHLEN_NONE: any */
	X509 *known[HOLDING_CERTIFICATES_MAX]; /* given with the root, where nobody's key was */
	size_t known_count;
	X509_CRL *crls[HOLDING_CRLS_MAX]; /* that were given */
	size_t crl_count;
};

/* A good client after which all others are made. */
struct pki_mould {
	struct pki_slot *good; /* NULL: there is none, the recipe says all */
	X509 *cas[CREDENTIAL_CHAIN_MAX]; /* from its issuer up, the root left out */
	size_t ca_count;
	X509 *root; /* NULL: not known, but for its name */
	struct pki_slot *more[CREDENTIAL_CHAIN_MAX * 2]; /* CAs that the recipe has no names for */
	size_t more_count;
};

struct pki {
	const struct recipe *recipe;
	struct arena arena;
	time_t now;
	struct pki_slot *slots; /* in the recipe's order */
	size_t count;
	X509 *server_cas[HOLDING_CERTIFICATES_MAX]; /* that are trusted beside the server root */
	size_t server_ca_count;
	struct pki_own_ca own;
	struct pki_mould mould;
	struct pki *beside; /* the same for other good clients (pki_beside) */
	struct pki *next_beside;
	struct pki *usual; /* of which it is one; NULL: it is the usual one itself */
	struct pki_twin *twins; /* the latest first */
	struct pki_addressed *addressed; /* pki_addressed.h; the latest first */
	EVP_PKEY *twin_keys[KEY_KIND_COUNT]; /* NULL until they are needed */
	const char *passphrase; /* of the files under one (store.h); NULL until it is needed */
	const char *folder; /* read back from there: nothing is minted any more; or NULL */
};

struct pki_slot *pki_find(struct pki *pki, enum recipe_kind kind, const char *name);
/* Or of the user's own CA that stands in its place. */
struct pki_slot *pki_slot_of(struct pki *pki, const struct recipe_item *item);
/* Who signs it: the user's CA where that is below a root without its key. NULL: itself. */
struct pki_slot *pki_issuer_of(struct pki *pki, const struct pki_slot *slot);
/* Whom servers trust of the user's CAs, as far as is known: the root, or what is below it. */
X509 *pki_own_anchor(const struct pki *pki);
#endif
